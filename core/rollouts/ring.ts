// An ordered group of endpoints of a deployment, by counts: no rescan of its jobs is ever needed.
import type { JobKind, JobState } from './job.ts';
import { partOf, stages } from './job.ts';

export type RingState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'open'; readonly since: number }
  /** Open, and nothing starts while the deployment is paused. */
  | { readonly kind: 'held'; readonly since: number }
  /** Nothing of it starts any more; what is in flight ends. */
  | { readonly kind: 'draining'; readonly since: number }
  | { readonly kind: 'soaking'; readonly since: number; readonly until: number }
  | { readonly kind: 'evaluating'; readonly since: number }
  /** Its stragglers may still start, as its patch is promoted. `by` is null where the gate did it. */
  | { readonly kind: 'promoted'; readonly at: number; readonly by: string | null }
  | { readonly kind: 'failed'; readonly at: number };

export type RingKind = RingState['kind'];

/** Where each ring state may go. */
export const ringMoves: Readonly<Record<RingKind, readonly RingKind[]>> = {
  pending: ['open', 'promoted'],
  open: ['held', 'draining', 'failed'],
  held: ['open', 'failed'],
  draining: ['soaking', 'open', 'failed'],
  soaking: ['evaluating', 'open', 'failed'],
  evaluating: ['promoted', 'open', 'failed'],
  promoted: [],
  failed: ['open'],
};

/** What keeps an endpoint out of the count of those a ring waits for. */
type Apart = 'offline' | 'coverage';
type CensusKind = JobKind | Apart;

/** Jobs by kind; those deferred because they are offline, or no earlier ring had their packages, apart. */
export type Census = Readonly<Record<CensusKind, number>>;

const censusKinds: readonly CensusKind[] = [...(Object.keys(stages) as JobKind[]), 'offline', 'coverage'];

export function newCensus(queued: number): Census {
  const zero = Object.fromEntries(censusKinds.map((kind) => [kind, 0])) as Record<CensusKind, number>;
  return { ...zero, queued };
}

export const censusKind = (state: JobState): CensusKind =>
  state.kind === 'deferred' && (state.reason === 'offline' || state.reason === 'coverage') ? state.reason : state.kind;

export interface Ring {
  /** Positions in the plan, `end` excluded. */
  readonly first: number;
  readonly end: number;
  readonly state: RingState;
  readonly census: Census;
  /** Outcomes that counted for the gate. */
  readonly outcomes: number;
  readonly failures: number;
  /** Attempts that failed before anything was changed. */
  readonly failedBefore: number;
  /** Varieties (release and packages) of which an endpoint of this ring succeeded. */
  readonly succeeded: ReadonlySet<number>;
}

const sumOf = (census: Census, part: string): number =>
  (Object.keys(stages) as JobKind[]).reduce((sum, kind) => (partOf(kind) === part ? sum + census[kind] : sum), 0);

/** What the counts say of a ring. */
export interface RingCounts {
  /** Could start, and are not apart. */
  readonly waiting: number;
  readonly offline: number;
  /** Nobody in an earlier ring had their packages; they wait for a person. */
  readonly uncovered: number;
  readonly inFlight: number;
  readonly soaking: number;
  /** Came to an end that says something about the patch. */
  readonly done: number;
  /** Got past the probes before the install, or failed there. */
  readonly checked: number;
  /** Everything but offline, uncovered, not applicable and left out. */
  readonly reachable: number;
}

export function countRing({ census }: Ring): RingCounts {
  const waiting = census.queued + census.deferred;
  const changing = sumOf(census, 'changing');
  const inFlight = sumOf(census, 'leaving') + changing;
  const done = census.succeeded + census.failed + census.lost + census['rolled-back'] + census['rollback-failed'];
  const reachable = waiting + inFlight + census.soaking + done;
  const checked = changing + census.soaking + done;
  return {
    waiting,
    offline: census.offline,
    uncovered: census.coverage,
    inFlight,
    soaking: census.soaking,
    done,
    checked,
    reachable,
  };
}

export const newRing = (first: number, end: number): Ring => ({
  first,
  end,
  state: { kind: 'pending' },
  census: newCensus(end - first),
  outcomes: 0,
  failures: 0,
  failedBefore: 0,
  succeeded: new Set(),
});
