// What endpoints have reckoned of the steps of a plan that is being made, and who is asked for what nobody has reckoned yet.
import { createHash } from 'node:crypto';
import type { Exclusion, PlannedEndpoint, PlanStep, VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { MOST_SIMULATED, type SimulationOutcome } from '@suture/protocol/deployments/simulation.ts';
import type { Transaction } from '../store/database.ts';
import { whoCan } from '../store/rehearsals.ts';
import { addSimulations, simulationsOf, type NewSimulation } from '../store/simulations.ts';
import type { Placed } from './plan-places.ts';
import type { Steps } from './plan-steps.ts';
import { stepKind } from './step-kind.ts';

/** A step that nobody has reckoned; `waits`: somebody is asked. */
export interface OpenSimulation {
  readonly id: string;
  readonly step: Pick<PlanStep, 'adapter' | 'changes'>;
  /** Some of those who can be asked. */
  readonly endpoints: readonly string[];
  readonly waits: boolean;
  /** Without an answer some of it, or all, is left out. */
  readonly isNeeded: boolean;
}

export interface SimulatedSteps {
  readonly steps: readonly PlanStep[];
  readonly endpoints: readonly PlannedEndpoint[];
  /** Those on which it would not go as planned. */
  readonly exclusions: readonly Exclusion[];
  /** Vulnerabilities that what is left of it closes. */
  readonly closes: readonly string[];
  /** Who reckoned it, by step. */
  readonly by: ReadonlyMap<number, string>;
  readonly open: readonly OpenSimulation[];
}

const mostAsked = 50;

type Reckonable = Pick<Steps, 'steps' | 'endpoints'> & Partial<Pick<Steps, 'instead' | 'closedBy'>>;

/** `steps`: each is of endpoints with the same package sets, as `planSteps` makes them. */
export async function simulatedSteps(
  transaction: Transaction,
  { steps, endpoints, instead = new Map(), closedBy = [] }: Reckonable,
  placed: readonly Placed[],
  now: Date,
): Promise<SimulatedSteps> {
  const some = new Map<number, string[]>();
  for (const { endpoint, step } of endpoints) {
    const those = some.get(step) ?? [];
    if (those.length < mostAsked) some.set(step, [...those, endpoint]);
  }
  const ids = idsOf(steps, some, placed);
  const known = await simulationsOf(transaction, [...ids.values()], now);
  const by = new Map<number, string>();
  const open: OpenSimulation[] = [];
  const not = new Map<number, string>();
  const closes = new Set<string>();
  const reckoned = steps.map((step, index): PlanStep => {
    const id = ids.get(index);
    const found = id === undefined ? undefined : known.get(id);
    const outcome = found?.outcome ?? null;
    const other = instead.get(index);
    if (id !== undefined && outcome === null) {
      const isNeeded = other !== undefined;
      open.push({ id, step, endpoints: some.get(index) ?? [], waits: found !== undefined, isNeeded });
    }
    const made = outcome === null ? step : stepFrom(step, outcome);
    const isReckoned = outcome?.kind === 'would' && typeof made !== 'string';
    if (isReckoned) by.set(index, found?.endpoint ?? '');
    // Where nothing else can be done, why this cannot be says more than that there is no answer yet.
    const isRefused = typeof made === 'string' && typeof other?.step === 'string';
    const taken =
      other === undefined || isReckoned || isRefused ? { step: made, closes: closedBy[index] ?? [] } : other;
    if (typeof taken.step === 'string') not.set(index, taken.step);
    else for (const vulnerability of taken.closes) closes.add(vulnerability);
    return typeof taken.step === 'string' ? step : taken.step;
  });
  return {
    closes: [...closes],
    steps: reckoned,
    endpoints: endpoints.filter(({ step }) => !not.has(step)),
    exclusions: endpoints.flatMap(({ endpoint, step }) => {
      const why = not.get(step);
      return why === undefined ? [] : [{ endpoint, why }];
    }),
    by,
    open,
  };
}

/** What it comes to by the package manager's own reckoning, or why it would not go. */
function stepFrom(step: PlanStep, outcome: SimulationOutcome): PlanStep | string {
  switch (outcome.kind) {
    case 'not-simulated':
      return step;
    case 'would-not':
      return `Its package manager says that it cannot be done: ${outcome.why.replace(/\.$/, '')}.`;
    case 'would': {
      const removed = outcome.more.filter(({ to }) => to === null).map((change) => change.package);
      // Nobody has asked for that, and an endpoint refuses what is not in its step.
      if (removed.length > 0) return `It would remove ${removed.slice(0, 5).join(', ')} as well.`;
      const changes: readonly VersionChange[] = [...step.changes, ...outcome.more];
      return {
        ...step,
        changes,
        downloadBytes: outcome.bytes ?? step.downloadBytes,
        expectsReboot: outcome.reboot ?? step.expectsReboot,
      };
    }
  }
}

/** By step, of those that can be asked for. */
function idsOf(
  steps: readonly PlanStep[],
  some: ReadonlyMap<number, readonly string[]>,
  placed: readonly Placed[],
): ReadonlyMap<number, string> {
  const wanted = new Map([...some].flatMap(([step, [first]]) => (first === undefined ? [] : [[first, step] as const])));
  const ids = new Map<number, string>();
  for (const { endpoint, place, others } of placed) {
    const index = wanted.get(endpoint);
    const step = steps[index ?? -1];
    if (index === undefined || step === undefined || step.changes.length > MOST_SIMULATED) continue;
    const at = [place, ...others].find((each) => each.adapter === step.adapter);
    if (at === undefined) continue;
    const text = `${stepKind(step)} ${at.installed} ${at.available}`;
    ids.set(index, createHash('sha256').update(text).digest('hex'));
  }
  return ids;
}

export interface AskedSimulations {
  /** Kinds of endpoints of which somebody reckons, or is asked now. */
  readonly waiting: number;
  /** Kinds of which nobody who can was heard of lately. */
  readonly nobody: number;
}

/** Asks one of each kind; most in one go is a hundred. */
export async function askSimulations(
  transaction: Transaction,
  open: readonly OpenSimulation[],
  now: Date,
): Promise<AskedSimulations> {
  const unasked = open.filter(({ waits }) => !waits).slice(0, 100);
  const able = new Set(
    await whoCan(
      transaction,
      'simulate',
      unasked.flatMap(({ endpoints }) => endpoints),
      now,
    ),
  );
  const asked = unasked.flatMap(({ id, step: { adapter, changes }, endpoints }): readonly NewSimulation[] => {
    const endpoint = endpoints.find((each) => able.has(each));
    return endpoint === undefined ? [] : [{ id, endpoint, adapter, changes }];
  });
  if (asked.length > 0) await addSimulations(transaction, asked, now);
  const waiting = open.filter(({ waits }) => waits).length + asked.length;
  return { waiting, nobody: open.length - waiting };
}
