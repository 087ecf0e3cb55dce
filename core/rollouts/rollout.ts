// What `plan` works on: the frozen shape of a plan, the state, what was observed, and what is to be done.
import type { CatchUpMode } from '../maintenance/catch-up.ts';
import type { WorkedOut } from '../maintenance/schedule.ts';
import type { Cause } from './causes.ts';
import type { Deployment } from './deployment.ts';
import type { GatePolicy } from './gate/decide.ts';
import type { Job } from './job.ts';
import type { Ring } from './ring.ts';

/** R0 none, R1 packages, R2 boot entry, R3 file-system snapshot, R4 machine snapshot. */
export type RollbackClass = 'R0' | 'R1' | 'R2' | 'R3' | 'R4';

/** What the reconciler needs of an endpoint of the plan. Its position in the plan is its name here. */
export interface Target {
  readonly endpoint: string;
  /** Machines of which only some may be down at once; null where it belongs to none. */
  readonly group: string | null;
  /** System, manager, hardware: what may make it fail where others do not. */
  readonly stratum: string;
  /** The name of its schedule in the observations. */
  readonly schedule: string;
  readonly expectedMs: number;
  readonly rollbackReserveMs: number;
  /** Index into `varieties`. */
  readonly variety: number;
  readonly rollback: RollbackClass;
  /** A long install or a planned reboot: longer time limits. */
  readonly isLong: boolean;
}

export interface Limits {
  readonly deployment: number;
  readonly ring: number;
  readonly group: number;
}

/** Immutable; can be kept in memory by its hash. */
export interface RolloutPlan {
  readonly hash: string;
  readonly expiresAt: number;
  readonly targets: readonly Target[];
  /** For each variety the keys that an earlier ring must have covered: `openssl@debian-12`. */
  readonly varieties: readonly (readonly string[])[];
  readonly limits: Limits;
  readonly gate: GatePolicy;
  readonly soakMs: number;
  /** What becomes of who was offline in its maintenance window. */
  readonly catchUp: CatchUpMode;
  readonly approvalsNeeded: number;
}

export interface RolloutState {
  readonly plan: RolloutPlan;
  readonly deployment: Deployment;
  readonly rings: readonly Ring[];
  /**
   * Jobs by position: at least those that reports and commands name, those not waiting and not at rest, and some of those that wait in
   * rings `open` or `promoted`. More is harmless; fewer makes it slower, never wrong.
   */
  readonly jobs: ReadonlyMap<number, Job>;
}

/** What an operator wants. `by` is the person. */
export type Command =
  | { readonly kind: 'freeze' | 'submit' | 'rehearse' | 'cancel' | 'supersede' | 'reject'; readonly by: string }
  | { readonly kind: 'rehearsed'; readonly by: string; readonly result: 'pass' | 'warn' | 'fail' | 'not-rehearsed' }
  | { readonly kind: 'approve'; readonly by: string; readonly planHash: string }
  | { readonly kind: 'edit'; readonly by: string; readonly planHash: string }
  | { readonly kind: 'schedule'; readonly by: string; readonly startAt: number }
  | {
      readonly kind: 'pause' | 'resume' | 'promote' | 'stop' | 'roll-back' | 'break-glass' | 'waive-coverage';
      readonly by: string;
    }
  | { readonly kind: 'retry' | 'release'; readonly by: string; readonly position: number };

/** What an agent (or the dispatcher) says of a job. */
export type ReportBody =
  | {
      readonly kind:
        | 'dispatched'
        | 'prechecking'
        | 'progress'
        | 'start-requested'
        | 'installing'
        | 'rebooting'
        | 'reconciling';
    }
  /** Back after the install; `boots` is how often the boot id changed. */
  | { readonly kind: 'verifying'; readonly boots: number; readonly rebootPlanned: boolean }
  /** Exit status 0 is not evidence: the versions as scanned, and what runs. */
  | {
      readonly kind: 'verified';
      readonly evidence: { readonly versionsAsPlanned: boolean; readonly newCodeRuns: boolean } | null;
    }
  | { readonly kind: 'soaked'; readonly evidence: { readonly probesPass: boolean; readonly boots: number } | null }
  | { readonly kind: 'failed'; readonly cause: Cause }
  | { readonly kind: 'rolled-back' }
  | { readonly kind: 'rollback-failed'; readonly cause: Cause }
  | { readonly kind: 'not-applicable' };

export interface Report {
  readonly position: number;
  readonly attempt: number;
  readonly dispatch: number;
  readonly body: ReportBody;
}

export interface EndpointFacts {
  readonly online: boolean;
  /** Its clock minus the server's. */
  readonly clockSkewMs: number;
  /** Its user asked to wait. */
  readonly deferredUntil: number | null;
  /** Of a freeze that covers it; null where none does. */
  readonly frozenUntil: number | null;
  /** It was removed, or its certificates were revoked: it never comes back as this endpoint. */
  readonly isGone?: boolean;
}

export interface Observations {
  readonly commands: readonly Command[];
  readonly reports: readonly Report[];
  /** By position. An endpoint of which nothing is known is not reachable. */
  readonly endpoints: ReadonlyMap<number, EndpointFacts>;
  readonly schedules: ReadonlyMap<string, WorkedOut>;
  /** Of the whole organisation; null where there is none. */
  readonly blackoutUntil: number | null;
  readonly freezeUntil: number | null;
  /** Somewhere a lower epoch was refused: this server may be a restored one. */
  readonly isFenced: boolean;
  /** Fewer keys that count have signed the plan than have to, as after one was revoked: endpoints would refuse it. */
  readonly isUnsigned?: boolean;
  /** Slots of the total limit that nobody has. */
  readonly totalFree: number;
  /** Slots of disruption groups that other deployments have. */
  readonly groupsElsewhere: ReadonlyMap<string, number>;
  /** Of the ring that is under way. Undefined where some were not asked lately, which is not "fine". */
  readonly probes: 'clear' | 'blocking' | undefined;
  /** Which of them fail, and how: `shop: status 500, and not 200`. */
  readonly probesSay?: string;
}

export type Action =
  /** Take a slot and send a signed dispatch that ends at `expiresAt`, all in this transaction. */
  | {
      readonly kind: 'lease';
      readonly position: number;
      readonly attempt: number;
      readonly dispatch: number;
      readonly expiresAt: number;
    }
  | {
      readonly kind: 'grant-start';
      readonly position: number;
      readonly attempt: number;
      readonly dispatch: number;
      readonly expiresAt: number;
      /** Though no window of it is open. */
      readonly isCatchUp: boolean;
    }
  | { readonly kind: 'refuse-start'; readonly position: number; readonly why: string }
  /** Tell the agent to drop it; it cannot start anyway. */
  | { readonly kind: 'recall'; readonly position: number }
  | {
      readonly kind: 'roll-back';
      readonly position: number;
      readonly attempt: number;
      readonly dispatch: number;
      readonly expiresAt: number;
    }
  /** All jobs still queued or deferred end as this, also those that were not loaded. */
  | {
      readonly kind: 'close-queue';
      readonly as: 'skipped' | 'cancelled' | 'superseded';
      readonly reason: 'expired' | null;
    }
  /** Kept beside the job; changes nothing. */
  | { readonly kind: 'record-evidence'; readonly report: Report; readonly why: string }
  | { readonly kind: 'call-person'; readonly about: string }
  | { readonly kind: 'look-again'; readonly at: number };

/** Why something did or did not happen, for people. */
export interface Explained {
  readonly about: 'deployment' | `ring ${number}` | `job ${number}`;
  readonly text: string;
}

/** What `plan` decided: to be written, together with what the actions say, in one transaction. */
export interface Planned {
  readonly deployment: Deployment;
  readonly rings: readonly Ring[];
  /** Only those that changed. */
  readonly changed: ReadonlyMap<number, Job>;
  readonly actions: readonly Action[];
  readonly reasons: readonly Explained[];
}
