// One plan step on one endpoint: the stages of an attempt, each a type of its own. Moments are UTC milliseconds.
import type { Cause } from './causes.ts';

/** Why an endpoint waits, in the order in which one hides another. */
export const waitReasons = [
  'fence',
  'signatures',
  'blackout',
  'freeze',
  'disruption-group',
  'maintenance-window',
  'user-deferral',
] as const;
export type WaitReason = (typeof waitReasons)[number] | 'offline' | 'clock' | 'safeguard' | 'coverage' | 'too-long';

/** `removed`: a person took the endpoint out of the fleet before it was its turn. */
export type SkipReason = 'expired' | 'removed';

export type JobState =
  | { readonly kind: 'queued'; readonly since: number }
  /** Looked at again at `until`, or earlier when something is heard of it. */
  | { readonly kind: 'deferred'; readonly since: number; readonly reason: WaitReason; readonly until: number }
  | { readonly kind: 'leased'; readonly since: number }
  | { readonly kind: 'dispatched'; readonly since: number; readonly expiresAt: number }
  | { readonly kind: 'precheck'; readonly since: number; readonly expiresAt: number }
  /** `since` is the last progress. */
  | { readonly kind: 'downloading'; readonly since: number; readonly expiresAt: number }
  | { readonly kind: 'staged'; readonly since: number; readonly expiresAt: number }
  /** A start token is out: from here on it may have begun. */
  | { readonly kind: 'starting'; readonly since: number; readonly tokenExpiresAt: number }
  | { readonly kind: 'installing'; readonly since: number; readonly overdue: boolean }
  | { readonly kind: 'rebooting'; readonly since: number; readonly overdue: boolean }
  | { readonly kind: 'verifying'; readonly since: number }
  | { readonly kind: 'soaking'; readonly since: number; readonly until: number }
  /** After a crash: the agent looks at the machine, then says what it found. */
  | { readonly kind: 'reconciling'; readonly since: number }
  | { readonly kind: 'rolling-back'; readonly since: number }
  | { readonly kind: 'succeeded'; readonly at: number }
  | { readonly kind: 'failed'; readonly at: number; readonly cause: Cause }
  /** It may still be installing, so it keeps its place in its disruption group until a person or a report frees it. */
  | { readonly kind: 'lost'; readonly at: number; readonly keepsGroupSlot: boolean }
  | { readonly kind: 'rolled-back'; readonly at: number }
  | { readonly kind: 'rollback-failed'; readonly at: number; readonly cause: Cause }
  | { readonly kind: 'skipped'; readonly at: number; readonly reason: SkipReason }
  | { readonly kind: 'cancelled'; readonly at: number }
  | { readonly kind: 'superseded'; readonly at: number }
  | { readonly kind: 'not-applicable'; readonly at: number };

export type JobKind = JobState['kind'];

export interface Job {
  /** From 1; a new one only where a person retries. There is at most one install in an attempt. */
  readonly attempt: number;
  /** Dispatches made for this attempt. Only the last one may start. */
  readonly dispatch: number;
  readonly state: JobState;
  /** Its first outcome was given to the gate. */
  readonly counted: boolean;
  /** An install began in some attempt and was not rolled back. */
  readonly changed: boolean;
  /** It was offline while its maintenance window was open, and since when it is back. Absent where it missed none. */
  readonly missed?: { readonly backSince: number | null };
}

export const newJob = (now: number): Job => ({
  attempt: 1,
  dispatch: 0,
  state: { kind: 'queued', since: now },
  counted: false,
  changed: false,
});

const minute = 60_000;

interface Stage {
  /** `waiting`: has no slot. `leaving`: has a slot, nothing changed yet, may be called back. `changing`: never killed. */
  readonly part: 'waiting' | 'leaving' | 'changing' | 'soaking' | 'rest';
  readonly drivenBy: string;
  /** Milliseconds until the next column holds; null where nothing happens by time alone. */
  readonly limitMs: number | null;
  readonly then: string;
}

/** Every stage of an attempt with its time limit: the one table that code, documentation and tests read. */
export const stages = {
  queued: { part: 'waiting', drivenBy: 'controller', limitMs: null, then: 'plan expiry, endpoint removed: skipped' },
  deferred: { part: 'waiting', drivenBy: 'controller', limitMs: null, then: 'plan expiry, endpoint removed: skipped' },
  leased: { part: 'leaving', drivenBy: 'controller transaction', limitMs: minute, then: 'queued' },
  dispatched: { part: 'leaving', drivenBy: 'agent acknowledges', limitMs: 5 * minute, then: 'queued' },
  precheck: { part: 'leaving', drivenBy: 'agent', limitMs: 10 * minute, then: 'failed: precheck-timeout' },
  downloading: { part: 'leaving', drivenBy: 'agent', limitMs: 10 * minute, then: 'failed: download-stalled' },
  staged: { part: 'leaving', drivenBy: 'agent asks to start', limitMs: null, then: 'dispatch expiry: queued' },
  starting: { part: 'changing', drivenBy: 'agent', limitMs: 5 * minute, then: 'installing' },
  installing: {
    part: 'changing',
    drivenBy: 'privileged executor',
    limitMs: 60 * minute,
    then: 'overdue, never killed; twice that: lost',
  },
  rebooting: { part: 'changing', drivenBy: 'agent', limitMs: 30 * minute, then: 'overdue; twice that: lost' },
  verifying: { part: 'changing', drivenBy: 'agent', limitMs: 15 * minute, then: 'failed: verification-timeout' },
  reconciling: { part: 'changing', drivenBy: 'agent', limitMs: 30 * minute, then: 'failed: no-report-after-crash' },
  'rolling-back': {
    part: 'changing',
    drivenBy: 'agent',
    limitMs: 60 * minute,
    then: 'rollback-failed, and a person is called',
  },
  soaking: {
    part: 'soaking',
    drivenBy: 'agent',
    limitMs: 1_440 * minute,
    then: 'counted from the end of the soak: lost',
  },
  succeeded: { part: 'rest', drivenBy: 'agent', limitMs: null, then: '' },
  failed: { part: 'rest', drivenBy: 'agent or time', limitMs: null, then: '' },
  lost: { part: 'rest', drivenBy: 'time', limitMs: null, then: '' },
  'rolled-back': { part: 'rest', drivenBy: 'agent', limitMs: null, then: '' },
  'rollback-failed': { part: 'rest', drivenBy: 'agent or time', limitMs: null, then: '' },
  skipped: { part: 'rest', drivenBy: 'controller', limitMs: null, then: '' },
  cancelled: { part: 'rest', drivenBy: 'operator', limitMs: null, then: '' },
  superseded: { part: 'rest', drivenBy: 'operator', limitMs: null, then: '' },
  'not-applicable': { part: 'rest', drivenBy: 'agent', limitMs: null, then: '' },
} as const satisfies Readonly<Record<JobKind, Stage>>;

/** Long jobs (kernels, many packages, planned reboots) get three times as long to install, twice as long to reboot. */
export const longFactor = { installing: 3, rebooting: 2 } as const;

export const partOf = (kind: JobKind): Stage['part'] => stages[kind].part;

/** It has one of the slots of deployment, ring and total. */
export const holdsSlot = (kind: JobKind): boolean => partOf(kind) === 'leaving' || partOf(kind) === 'changing';

/** It has one of the slots of its disruption group: those in flight, and those that are lost. */
export const holdsGroupSlot = (state: JobState): boolean =>
  state.kind === 'lost' ? state.keepsGroupSlot : holdsSlot(state.kind);
