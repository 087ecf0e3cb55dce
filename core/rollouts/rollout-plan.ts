// From the frozen document to what the reconciler works on; both sides of this door say the same thing.
import { approvalsNeeded } from './approval.ts';
import { coverageKeys } from './plan-document.ts';
import type { PlanDocument, PlanStep } from './plan-document.ts';
import type { RolloutPlan, Target } from './rollout.ts';

const minuteMs = 60_000;
/** Above this, or with a planned reboot, an install may take long. */
const longMinutes = 30;

/** Undoing takes about as long as doing; where nothing can be undone, nothing is kept free for it. */
const reserveOf = (step: PlanStep, isUndoable: boolean): number => (isUndoable ? step.expectedMinutes * minuteMs : 0);

/**
 * @param fleet endpoints of the organisation, by which the number of approvals goes
 * @param learned minutes by step, of those that were tried since the plan was frozen
 */
export function rolloutPlan(
  document: PlanDocument,
  hash: string,
  fleet: number,
  learned: ReadonlyMap<number, number> = new Map(),
): RolloutPlan {
  const { steps, endpoints, expiresAt, limits, gate, soakMinutes } = document;
  const targets = endpoints.flatMap(({ endpoint, step: index, rollback, group, schedule }): Target[] => {
    const planned = steps[index];
    if (planned === undefined) return [];
    const step = { ...planned, expectedMinutes: learned.get(index) ?? planned.expectedMinutes };
    return [
      {
        endpoint,
        group,
        stratum: `${step.release} ${step.adapter}`,
        schedule,
        expectedMs: step.expectedMinutes * minuteMs,
        rollbackReserveMs: reserveOf(step, rollback !== 'R0'),
        variety: index,
        rollback,
        isLong: step.expectsReboot || Math.max(step.expectedMinutes, planned.expectedMinutes) > longMinutes,
      },
    ];
  });
  return {
    hash,
    expiresAt: Date.parse(expiresAt),
    targets,
    varieties: steps.map(coverageKeys),
    limits,
    gate,
    soakMs: soakMinutes * minuteMs,
    catchUp: document.catchUp ?? { mode: 'next-window' },
    approvalsNeeded: approvalsNeeded(targets.length, fleet),
  };
}

/** How many endpoints each ring has, as `newRollout` takes it. */
export const ringSizesOf = ({ ringEnds }: PlanDocument): readonly number[] =>
  ringEnds.map((end, index) => end - (ringEnds[index - 1] ?? 0));
