// A plan being carried out: the stages of a deployment, each a type of its own, and where each may go.
import type { Tally } from './gate/stop.ts';

/** In the order in which one is shown before another. */
export const pauseKinds = ['fence', 'blackout', 'guard', 'operator'] as const;
export type PauseKind = (typeof pauseKinds)[number];

export interface Approval {
  readonly person: string;
  /** The plan it is bound to; another plan is not approved by it. */
  readonly planHash: string;
  readonly at: number;
}

export type DeploymentState =
  | { readonly kind: 'draft' }
  | { readonly kind: 'planned' }
  | { readonly kind: 'rehearsing' }
  | { readonly kind: 'awaiting-approval'; readonly approvals: readonly Approval[] }
  | { readonly kind: 'scheduled'; readonly startAt: number }
  | { readonly kind: 'running' }
  /** Never empty; in the order of `pauseKinds`. */
  | { readonly kind: 'paused'; readonly by: readonly PauseKind[]; readonly since: number }
  | {
      readonly kind: 'halted';
      readonly by: 'gate' | 'operator';
      readonly at: number;
      readonly approvals: readonly Approval[];
    }
  | { readonly kind: 'rolling-back'; readonly since: number }
  | { readonly kind: 'completed'; readonly at: number }
  | { readonly kind: 'completed-with-failures'; readonly at: number }
  | { readonly kind: 'rolled-back'; readonly at: number }
  | { readonly kind: 'rollback-incomplete'; readonly at: number }
  | { readonly kind: 'cancelled'; readonly at: number }
  | { readonly kind: 'rejected'; readonly at: number }
  | { readonly kind: 'expired'; readonly at: number };

export type DeploymentKind = DeploymentState['kind'];

/** Where each state may go. What is missing here cannot happen; a property test holds the code to it. */
export const deploymentMoves: Readonly<Record<DeploymentKind, readonly DeploymentKind[]>> = {
  draft: ['planned', 'cancelled', 'expired'],
  planned: ['rehearsing', 'awaiting-approval', 'cancelled', 'expired'],
  rehearsing: ['awaiting-approval', 'planned', 'cancelled', 'expired'],
  'awaiting-approval': ['scheduled', 'planned', 'rejected', 'cancelled', 'expired'],
  scheduled: ['running', 'planned', 'cancelled', 'expired'],
  running: ['paused', 'halted', 'completed', 'completed-with-failures'],
  paused: ['running', 'halted', 'completed', 'completed-with-failures'],
  halted: ['running', 'rolling-back', 'cancelled'],
  'rolling-back': ['rolled-back', 'rollback-incomplete', 'halted'],
  completed: [],
  'completed-with-failures': [],
  'rolled-back': [],
  'rollback-incomplete': [],
  cancelled: [],
  rejected: [],
  expired: [],
};

export const isOver = (kind: DeploymentKind): boolean => deploymentMoves[kind].length === 0;

/** Leave to work in a blackout or outside of maintenance windows; takes two people. */
export type BreakGlass =
  | { readonly kind: 'closed' }
  | { readonly kind: 'asked'; readonly by: string; readonly at: number }
  | { readonly kind: 'broken'; readonly by: readonly [string, string]; readonly until: number };

export interface Deployment {
  readonly planHash: string;
  readonly state: DeploymentState;
  /** Outcomes by stratum since the last approval. */
  readonly strata: ReadonlyMap<string, Tally>;
  /** All outcomes so far. */
  readonly soFar: Tally;
  /** Failures a person has seen and gone on with: the guard pauses again only for more. */
  readonly acceptedFailures: number;
  /** Probes of a ring fail, and a person has seen it and gone on; until they are well again. */
  readonly acceptedProbes?: boolean;
  /** Failed prechecks a person has seen and gone on with. */
  readonly acceptedFailedBefore: number;
  readonly breakGlass: BreakGlass;
  /** Slots taken: in flight in this deployment, and per disruption group with those that are lost. */
  readonly inFlight: number;
  readonly groups: ReadonlyMap<string, number>;
  /** Changed endpoints that can be rolled back, and those that cannot (class R0, lost, or tried in vain). */
  readonly revertible: number;
  readonly stuck: number;
  /** Who said that packages may go to rings though no earlier one had them. */
  readonly coverageWaivedBy: string | null;
  /** No queue any more: what is given back ends as this. */
  readonly closed: 'skipped' | 'cancelled' | 'superseded' | null;
}
