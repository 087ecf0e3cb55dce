// Deployments of the demo: made, signed and approved by its people, and played forward by its machines in the story's time.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { parseQuery } from '@suture/core/query/parse.ts';
import { signPlan as signed } from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { beginDeployment } from '../actions/begin-deployment.ts';
import { changeDeployment, type DeploymentOrder } from '../actions/change-deployment.ts';
import { freezePlan, type PlanAsked } from '../actions/freeze-plan.ts';
import { addKey } from '../actions/operator-keys.ts';
import type { By, Done, PeopleDoor } from '../actions/people-door.ts';
import { planStatementOf } from '../actions/plan-part.ts';
import { signPlan } from '../actions/sign-plan.ts';
import type { TickParts } from '../actions/tick-deployment.ts';
import type { Log } from '../observability/log.ts';
import { deploymentRow } from '../store/deployments.ts';
import { lookAtDeployments } from '../workers/deployments.ts';
import type { Failure } from './fleet.ts';
import type { DemoMachine } from './machine.ts';
import type { DemoPerson } from './people.ts';

export interface Rollouts {
  /** Frozen, signed, put up, and approved where `approved`. Its id. */
  readonly put: (
    name: string,
    asked: Partial<PlanAsked> & { readonly text: string },
    approved: boolean,
    failing?: Failing,
  ) => Promise<string>;
  /** Cleo's, whose public half the server knows. */
  readonly key: KeyObject;
  readonly order: (by: DemoPerson, id: string, order: DeploymentOrder) => Promise<void>;
  /** Machines call when they were told to and the deployment is looked at, three minutes at a time, until it is over or so often. */
  readonly play: (
    id: string,
    machines: readonly DemoMachine[],
    rounds: number,
    until?: (state: string) => boolean,
  ) => Promise<void>;
}

/** By place in the plan, counted from 0: the first are in the first ring. */
export type Failing = Readonly<Record<number, Failure>>;

export interface RolloutsParts {
  readonly door: PeopleDoor;
  readonly people: Readonly<Record<DemoPerson, By>>;
  readonly ticking: TickParts;
  readonly log: Log;
  readonly pass: (minutes: number) => void;
  readonly machineAt: (endpoint: string) => DemoMachine | undefined;
}

const THREE_DAYS_MS = 3 * 86_400_000;

export const settled = <T>(done: Done<T, string>): T => {
  if (done.ok) return done.value;
  throw new Error(`the demo's story does not go on: ${done.why}`);
};

export async function demoRollouts({ door, people, ticking, log, pass, machineAt }: RolloutsParts): Promise<Rollouts> {
  const { organisation } = people.ada.access;
  const keys = generateKeyPairSync('ed25519');
  await giveKey(door, people.ada, keys.publicKey);
  const order: Rollouts['order'] = async (by, id, wanted) => {
    settled(await changeDeployment(door, people[by], ticking, id, wanted));
  };
  const stateOf = (id: string): Promise<string> =>
    door.store.inOrganisation(organisation, async (transaction) => {
      const row = await deploymentRow(transaction, id, 'hold');
      return row?.deployment.state.kind ?? 'gone';
    });
  return {
    key: keys.privateKey,
    order,
    async put(name, { text, ...more }, approved, failing = {}) {
      const hash = await frozen(door, people.cleo, text, more);
      const signature = await door.store.inOrganisation(organisation, async (transaction) => {
        const plan = await ticking.plans.find(transaction, hash);
        if (plan === undefined) throw new Error('the plan is gone');
        for (const [place, failure] of Object.entries(failing)) {
          machineAt(plan.document.endpoints[Number(place)]?.endpoint ?? '')?.failsWith(failure);
        }
        return signed(planStatementOf(plan), [keys.privateKey]);
      });
      settled(await signPlan(door, people.cleo, ticking.plans, { plan: hash, envelope: signature }));
      const { id } = settled(
        await beginDeployment(door, people.cleo, ticking, { plan: hash, name, acceptDrift: true }),
      );
      if (!approved) return id;
      pass(8);
      await order('ben', id, { kind: 'approve', plan: hash });
      pass(5);
      const second = await changeDeployment(door, people.ada, ticking, id, { kind: 'approve', plan: hash });
      // One is enough for a small one.
      if (!second.ok && (await stateOf(id)) === 'awaiting-approval') settled(second);
      return id;
    },
    async play(id, machines, rounds, until = isOver) {
      const due = new Map(machines.map((machine) => [machine, 0]));
      for (let minutes = 3; minutes <= rounds * 3; minutes += 3) {
        pass(3);
        const calling = machines.filter((machine) => (due.get(machine) ?? 0) <= minutes);
        await Promise.all(
          calling.map(async (machine) => due.set(machine, minutes + Math.floor((await machine.call()) / 60))),
        );
        await lookAtDeployments({ ...ticking, store: door.store, organisation, log });
        if (until(await stateOf(id))) return;
      }
    },
  };
}

const isOver = (state: string): boolean => !['scheduled', 'running', 'paused', 'rolling-back'].includes(state);

const giveKey = async (door: PeopleDoor, by: By, key: KeyObject): Promise<void> => {
  settled(await addKey(door, by, { publicKey: writeSigningKey(key), label: 'Cleo’s key (smart card)' }));
};

async function frozen(door: PeopleDoor, by: By, text: string, more: Partial<PlanAsked>): Promise<string> {
  const parsed = parseQuery(text, 'endpoints');
  if (!parsed.ok) throw new Error(`the demo asks ${text}`);
  const asked: PlanAsked = {
    query: parsed.query,
    text,
    ships: { kind: 'security' },
    rings: '2,10%,rest',
    windows: [],
    soakMinutes: 10,
    expiresInHours: 7 * 24,
    mostInFlight: 50,
    cleanCanary: true,
    ...more,
  };
  const answer = await freezePlan(door, by, asked, THREE_DAYS_MS);
  if (answer.kind !== 'answer') throw new Error(`the demo asks ${text}: ${JSON.stringify(answer)}`);
  return settled(answer.value).hash;
}
