// Endpoints that carry out jobs over the real protocol: they verify what they are given as an agent does, and install nothing.
import { randomUUID, type KeyObject } from 'node:crypto';
import type { CheckInResponse } from '@suture/protocol/agent/check-in.ts';
import { planPartPath } from '@suture/protocol/agent/paths.ts';
import type { JobReport } from '@suture/protocol/deployments/job-report.ts';
import type { Simulated, SimulationOutcome } from '@suture/protocol/deployments/simulation.ts';
import { openDispatch, type DispatchStatement } from '@suture/protocol/deployments/statements.ts';
import { verifyDispatch, type RefusalCause } from '@suture/protocol/deployments/verify-dispatch.ts';
import { verifyStart } from '@suture/protocol/deployments/verify-start.ts';
import { facts, knock, type Credentials, type DoorForTests } from './agent-door.fixture.ts';

type Body = JobReport['body'];

export interface JobAgent {
  readonly endpoint: string;
  /** Dispatches that it began to install, in order: more than one of an attempt must never be. */
  readonly installs: DispatchStatement[];
  readonly rollbacks: DispatchStatement[];
  readonly refusals: RefusalCause[];
  /** What the installs come to; all is well where it says nothing. */
  fails: 'script-failed' | 'service-died-in-soak' | undefined;
  /** What rehearsals come to; it can do none where it says nothing. */
  rehearses: 'pass' | 'warn' | 'fail' | 'not-rehearsed' | undefined;
  /** What it answers where it is asked to simulate. */
  simulates: SimulationOutcome;
  /** Dispatches that it rehearsed. */
  readonly rehearsals: DispatchStatement[];
  /** One check-in and what follows from it. Undefined where there was no answer. */
  checkIn(): Promise<CheckInResponse | undefined>;
}

interface Held {
  readonly dispatch: DispatchStatement;
  stage: 'taken' | 'asked' | 'begun' | 'verifying' | 'soaking' | 'over';
  number: number;
}

export interface JobAgentTrust {
  readonly organisation: string;
  readonly operatorKey: KeyObject;
  readonly serverKey: KeyObject;
}

export function jobAgent(door: () => DoorForTests, as: Credentials, endpoint: string, trust: JobAgentTrust): JobAgent {
  const { organisation, operatorKey, serverKey } = trust;
  const boot = randomUUID();
  let sequence = Date.now();
  let obeyed = { epoch: 0, sequence: 0 };
  let held: Held | undefined;
  let unsaid: JobReport[] = [];
  let simulated: readonly Simulated[] = [];
  const say = (body: Body): void => {
    if (held === undefined) return;
    const { deployment, attempt, dispatch } = held.dispatch;
    held.number += 1;
    unsaid.push({ deployment, attempt, dispatch, number: held.number, at: new Date().toISOString(), body });
  };
  const agent: JobAgent = {
    endpoint,
    installs: [],
    rollbacks: [],
    refusals: [],
    fails: undefined,
    rehearses: undefined,
    rehearsals: [],
    simulates: { kind: 'not-simulated', why: 'nobody has said what it comes to' },
    async checkIn() {
      sequence += 1;
      const said = unsaid.slice(0, 16);
      const holds = held === undefined || held.stage === 'over' ? [] : [nameOf(held.dispatch)];
      const body = JSON.stringify({
        protocol: 1,
        sequence,
        facts: {
          ...facts(boot),
          hostname: endpoint,
          carriesOut: ['install', 'roll-back', ...(agent.rehearses === undefined ? [] : ['rehearse'])],
        },
        sections: [],
        jobs: said,
        holds,
        obeyed,
        simulated,
        policy: { state: 'none' },
        clock: { now: new Date().toISOString(), offsetMs: 0, uncertaintyMs: 1 },
      });
      const reply = await knock(door(), '/agent/v1/check-in', { as, body }).catch(() => undefined);
      if (reply?.status !== 200) return undefined;
      unsaid = unsaid.filter((report) => !said.includes(report));
      const answer = reply.body as CheckInResponse;
      simulated = (answer.work?.simulations ?? []).map(({ id }) => ({ id, outcome: agent.simulates }));
      await follow(answer);
      return answer;
    },
  };

  const follow = async ({ work }: CheckInResponse): Promise<void> => {
    for (const dropped of work?.drop ?? []) {
      if (held !== undefined && held.stage !== 'begun' && isNamed(held.dispatch, dropped)) held = undefined;
    }
    for (const given of work?.dispatches ?? []) await take(given);
    for (const start of work?.starts ?? []) begin(start);
    goOn();
  };

  const take = async (given: unknown): Promise<void> => {
    const read = openDispatch(given, [serverKey]);
    // Given again what it has.
    if (read.ok && held !== undefined && isNamed(held.dispatch, nameOf(read.payload))) return;
    const reply = read.ok
      ? await knock(door(), planPartPath(read.payload.plan), { as, method: 'GET' })
      : { status: 0, body: undefined };
    const verdict = verifyDispatch(
      { dispatch: given, part: reply.body },
      { organisation, endpoint, operatorKeys: [operatorKey], threshold: 1, serverKeys: [serverKey] },
      obeyed,
      () => undefined,
      Date.now(),
    );
    if (!verdict.ok) return void agent.refusals.push(verdict.cause);
    obeyed = { epoch: verdict.dispatch.epoch, sequence: verdict.dispatch.sequence };
    if (verdict.dispatch.does === 'rehearse') return rehearse(verdict.dispatch);
    held = { dispatch: verdict.dispatch, stage: 'taken', number: 0 };
    if (verdict.dispatch.does === 'install') say({ kind: 'prechecking' });
  };

  const rehearse = (dispatch: DispatchStatement): void => {
    agent.rehearsals.push(dispatch);
    const body: JobReport['body'] = {
      kind: 'rehearsed',
      result: agent.rehearses ?? 'not-rehearsed',
      says: ['so it went'],
      seconds: 12,
      upgradeSeconds: 200,
      bytes: 4_096,
      reboot: false,
      checks: ['sshd -t'],
      restarts: ['lab-svc.service'],
    };
    unsaid.push({ ...nameOf(dispatch), number: 1, at: new Date().toISOString(), body });
  };

  const begin = (start: unknown): void => {
    if (held === undefined || (held.stage !== 'asked' && held.stage !== 'taken')) return;
    const verdict = verifyStart(start, held.dispatch, { serverKeys: [serverKey] }, undefined, Date.now());
    if (!verdict.ok) return void agent.refusals.push(verdict.cause);
    if (held.dispatch.does === 'roll-back') {
      agent.rollbacks.push(held.dispatch);
      say({ kind: 'rolled-back' });
      held.stage = 'over';
      return;
    }
    agent.installs.push(held.dispatch);
    held.stage = 'begun';
    say({ kind: 'installing' });
  };

  const goOn = (): void => {
    if (held === undefined || held.dispatch.does === 'roll-back') return;
    if (held.stage === 'taken') {
      say({ kind: 'progress' });
      say({ kind: 'start-requested' });
      held.stage = 'asked';
    } else if (held.stage === 'asked') {
      // A token that was refused once may be given later.
      if (unsaid.length === 0) say({ kind: 'start-requested' });
    } else if (held.stage === 'begun') {
      if (agent.fails === 'script-failed') {
        say({ kind: 'failed', cause: 'script-failed' });
        held.stage = 'over';
      } else {
        say({ kind: 'verifying', boots: 0, rebootPlanned: false });
        say({ kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } });
        held.stage = 'soaking';
      }
    } else if (held.stage === 'soaking' && unsaid.length === 0) {
      say({ kind: 'soaked', evidence: { probesPass: agent.fails !== 'service-died-in-soak', boots: 0 } });
    }
  };
  return agent;
}

const nameOf = ({ deployment, attempt, dispatch }: DispatchStatement) => ({ deployment, attempt, dispatch });
const isNamed = (
  held: DispatchStatement,
  name: { readonly deployment: string; readonly attempt: number; readonly dispatch: number },
): boolean => held.deployment === name.deployment && held.attempt === name.attempt && held.dispatch === name.dispatch;
