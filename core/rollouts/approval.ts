// Who has to say yes: how many people, to exactly which plan, and what voids it.
import type { Approval } from './deployment.ts';

/** Up to so many endpoints, or 5 % of the fleet if that is more, one person is enough. */
const fewEndpoints = 50;
const fewShare = 0.05;

/** People who have to approve a plan of so many endpoints. A fleet of unknown size is a small one: more people, not fewer. */
export function approvalsNeeded(targets: number, fleet: number): 1 | 2 {
  const few = Math.max(fewEndpoints, Number.isFinite(fleet) ? fewShare * fleet : 0);
  return targets <= few ? 1 : 2;
}

/** The approvals with one more. A second one of the same person, or one of another plan, adds nothing. */
export function approve(given: readonly Approval[], approval: Approval, planHash: string): readonly Approval[] {
  if (approval.planHash !== planHash || given.some(({ person }) => person === approval.person)) return given;
  return [...given, approval];
}

export const isApproved = (given: readonly Approval[], planHash: string, needed: number): boolean =>
  new Set(given.filter((each) => each.planHash === planHash).map(({ person }) => person)).size >= needed;
