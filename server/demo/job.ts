// What a machine of the demo does with the work it is handed: one stage at each check-in, and an end that was decided before.
import type { CheckInResponseInput } from '@suture/protocol/agent/check-in.ts';
import type { JobReport } from '@suture/protocol/deployments/job-report.ts';
import type { Failure } from './fleet.ts';

export interface DemoJob {
  /** Of what was not answered yet, as much as goes into one check-in. */
  unsaid(): readonly JobReport[];
  holds(): readonly Named[];
  /** What was sent last has arrived; and this is the answer. */
  answered(work: CheckInResponseInput['work']): void;
}

type Named = Pick<JobReport, 'deployment' | 'attempt' | 'dispatch'>;
type Obeyed = { readonly epoch: number; readonly sequence: number };

export interface DemoJobParts {
  readonly now: () => Date;
  /** What its next install comes to; all is well where it is undefined. */
  readonly failure: () => Failure | undefined;
  /** All that was planned is on it now. */
  readonly applied: () => void;
  readonly obeyed: (numbers: Obeyed) => void;
}

const BEFORE: readonly Failure['cause'][] = ['disk-full', 'lock-held', 'download-failed'];
/** Verification itself is what fails. */
const AFTER: readonly Failure['cause'][] = ['service-down'];

interface Held extends Named {
  stage: 'taken' | 'asked' | 'begun' | 'soaking' | 'over';
  number: number;
  readonly isRollback: boolean;
}

export function demoJob({ now, failure: failing, applied, obeyed }: DemoJobParts): DemoJob {
  let held: Held | undefined;
  let unsaid: JobReport[] = [];
  let sent = 0;
  const say = (body: JobReport['body'], more: Pick<JobReport, 'why' | 'lines'> = {}): void => {
    if (held === undefined) return;
    const { deployment, attempt, dispatch } = held;
    held.number += 1;
    unsaid.push({ deployment, attempt, dispatch, number: held.number, at: now().toISOString(), body, ...more });
  };
  const fail = ({ cause, why, lines }: Failure): void => {
    say({ kind: 'failed', cause }, { why, ...(lines.length > 0 && { lines: [...lines] }) });
    if (held !== undefined) held.stage = 'over';
  };
  const take = (payload: string): void => {
    const said = JSON.parse(Buffer.from(payload, 'base64').toString()) as Named & Obeyed & { readonly does: string };
    if (held !== undefined && isSame(held, said)) return;
    obeyed({ epoch: said.epoch, sequence: said.sequence });
    const { deployment, attempt, dispatch } = said;
    held = { deployment, attempt, dispatch, stage: 'taken', number: 0, isRollback: said.does === 'roll-back' };
    if (!held.isRollback) say({ kind: 'prechecking' });
  };
  const goOn = (hasStart: boolean, soakedAt: Date | undefined): void => {
    const failure = failing();
    switch (held?.stage) {
      case 'taken':
        if (held.isRollback && hasStart) {
          say({ kind: 'rolled-back' });
          held.stage = 'over';
        } else if (failure !== undefined && BEFORE.includes(failure.cause)) fail(failure);
        else if (!held.isRollback) {
          say({ kind: 'progress' });
          say({ kind: 'start-requested' });
          held.stage = 'asked';
        }
        return;
      case 'asked':
        if (hasStart) {
          say({ kind: 'installing' });
          held.stage = 'begun';
        } else say({ kind: 'start-requested' });
        return;
      case 'begun':
        if (failure?.cause === 'script-failed') return fail(failure);
        applied();
        say({ kind: 'verifying', boots: 0, rebootPlanned: false });
        if (failure !== undefined && AFTER.includes(failure.cause)) return fail(failure);
        say({ kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } });
        held.stage = 'soaking';
        return;
      case 'soaking':
        if (soakedAt === undefined || now() < soakedAt) return;
        say({ kind: 'soaked', evidence: { probesPass: true, boots: 0 } });
        held.stage = 'over';
        return;
      case 'over':
      case undefined:
    }
  };
  return {
    unsaid() {
      const some = unsaid.slice(0, 16);
      sent = some.length;
      return some;
    },
    holds: () => (held === undefined || held.stage === 'over' ? [] : [nameOf(held)]),
    answered(work) {
      unsaid = unsaid.slice(sent);
      const mine = (each: Named): boolean => held !== undefined && isSame(held, each);
      if (held?.stage !== 'begun' && work?.drop?.some(mine) === true) held = undefined;
      for (const { payload } of work?.dispatches ?? []) take(payload);
      const until = work?.soaks?.find(mine)?.until;
      if (unsaid.length === 0) goOn((work?.starts ?? []).length > 0, until === undefined ? undefined : new Date(until));
    },
  };
}

const nameOf = ({ deployment, attempt, dispatch }: Named): Named => ({ deployment, attempt, dispatch });
const isSame = (one: Named, other: Named): boolean =>
  one.deployment === other.deployment && one.attempt === other.attempt && one.dispatch === other.dispatch;
