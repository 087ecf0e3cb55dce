// How long signed work is good for, and how large it may be.

const minuteMs = 60_000;

/** A dispatch; whatever its window. */
export const DISPATCH_MS = 24 * 60 * minuteMs;
/** A start token: how long after Stop an endpoint that is cut off may still begin. */
export const START_MS = 5 * minuteMs;
/** How far ahead of the endpoint's corrected clock something may have been signed. */
export const SKEW_MS = 2 * minuteMs;

/**
 * A rehearsal is no attempt of a job: it has a number that no attempt comes to.
 * @public
 */
export const REHEARSAL = { attempt: 1_000, goodForMs: 2 * 60 * minuteMs } as const;

export const MOST = {
  /** Stretches of time in one dispatch. */
  windows: 64,
  changes: 2_000,
  heldBack: 200,
  /** Levels of the tree of a plan's endpoints. */
  proof: 40,
  endpoints: 1_000_000,
  /** Reports of jobs in one check-in. */
  reports: 16,
  /** Dispatches and start tokens in one answer. */
  work: 4,
  /** Jobs that an endpoint is told to drop. */
  drop: 16,
  lines: 12,
  /** Simulations asked for in one answer. */
  simulations: 2,
} as const;
