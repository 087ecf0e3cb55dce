// What a step does and where, as a name that is the same in every plan; and how long it takes, once somebody has tried it.
import { createHash } from 'node:crypto';
import type { PlanDocument, PlanStep } from '@suture/core/rollouts/plan-document.ts';
import type { Transaction } from '../store/database.ts';
import { rehearsalsOf, upgradeSeconds } from '../store/rehearsals.ts';

type Kind = Pick<PlanStep, 'adapter' | 'release' | 'changes'>;

/** SHA-256, hexadecimal. The order of the changes does not matter. */
export function stepKind({ adapter, release, changes }: Kind): string {
  const sorted = changes
    .map(({ package: name, architecture, from, to }) => JSON.stringify([name, architecture, from, to]))
    .toSorted();
  return createHash('sha256')
    .update(JSON.stringify([adapter, release, sorted]))
    .digest('hex');
}

const learnedForMs = 90 * 24 * 3_600_000;
/** A rehearsal writes to memory, and nothing is restarted in it. */
const slower = 2;
const besideMinutes = 2;
const rebootMinutes = 10;

/** Minutes that a step is expected to take, from the seconds that its upgrade took in a rehearsal. */
const minutesFrom = (seconds: number, expectsReboot: boolean): number =>
  Math.ceil((seconds * slower) / 60) + besideMinutes + (expectsReboot ? rebootMinutes : 0);

/** By index of these steps; those that nobody has rehearsed in 90 days are missing. */
export async function learnedMinutes(
  transaction: Transaction,
  steps: readonly PlanStep[],
  now: Date,
): Promise<ReadonlyMap<number, number>> {
  const kinds = steps.map(stepKind);
  const seconds = await upgradeSeconds(transaction, kinds, new Date(now.getTime() - learnedForMs));
  return new Map(
    steps.flatMap(({ expectsReboot }, index) => {
      const took = seconds.get(kinds[index] ?? '');
      return took === undefined ? [] : [[index, minutesFrom(took, expectsReboot)] as const];
    }),
  );
}

/** The same of a deployment's own rehearsals. */
export async function rehearsedMinutes(
  transaction: Transaction,
  { steps }: Pick<PlanDocument, 'steps'>,
  deployment: string,
): Promise<ReadonlyMap<number, number>> {
  const rows = await rehearsalsOf(transaction, deployment);
  return new Map(
    rows.flatMap(({ step, result, detail: { upgradeSeconds: took } }) =>
      (result === 'pass' || result === 'warn') && took !== undefined
        ? [[step, minutesFrom(took, steps[step]?.expectsReboot === true)] as const]
        : [],
    ),
  );
}
