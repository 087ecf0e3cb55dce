// How long fixes wait to be installed: the share still open after so many days, with those that wait still counted for as long as they were seen to.

/** What had a fix and was, or was not yet, seen without the vulnerability. */
export interface Lifetime {
  /** Whole days from when the fix could be installed until it was, or until it was last seen open. */
  readonly days: number;
  /** Whether it was seen fixed; else it may take any time longer than that. */
  readonly isClosed: boolean;
  /** How many were alike. */
  readonly count: number;
}

export interface SurvivalPoint {
  readonly day: number;
  /** Seen open until this day at least. */
  readonly atRisk: number;
  /** Closed on this day. */
  readonly closed: number;
  /** Of all, the share that is still open after this day: 0 to 1. */
  readonly open: number;
}

export interface Survival {
  readonly lifetimes: number;
  readonly closed: number;
  /** The first day after which half or fewer are open; null where it has not come to that. */
  readonly medianDays: number | null;
  /** Days on which any was closed, and the last day that any was seen on. */
  readonly points: readonly SurvivalPoint[];
}

/**
 * The product-limit estimate (Kaplan and Meier 1958): each day keeps the share of those at risk that were not closed on it. What is
 * censored on a day was at risk on it. No interval of confidence: one update closes many on an endpoint, so lifetimes are not independent.
 */
export function survivalOf(lifetimes: Iterable<Lifetime>): Survival {
  const closedOn = new Map<number, number>();
  const endedOn = new Map<number, number>();
  let total = 0;
  for (const { days, isClosed, count } of lifetimes) {
    total += count;
    endedOn.set(days, (endedOn.get(days) ?? 0) + count);
    if (isClosed) closedOn.set(days, (closedOn.get(days) ?? 0) + count);
  }
  const points: SurvivalPoint[] = [];
  const days = [...endedOn.keys()].toSorted((a, b) => a - b);
  let atRisk = total;
  let open = 1;
  for (const day of days) {
    const closed = closedOn.get(day) ?? 0;
    if (closed > 0) open *= (atRisk - closed) / atRisk;
    if (closed > 0 || day === days.at(-1)) points.push({ day, atRisk, closed, open });
    atRisk -= endedOn.get(day) ?? 0;
  }
  const closed = closedOn.values().reduce((sum, each) => sum + each, 0);
  return { lifetimes: total, closed, medianDays: points.find((point) => point.open <= 0.5)?.day ?? null, points };
}
