// When installs may start: windows minus blackouts as UTC intervals, and whether one may start now, with the reason.
import { atOrAfter, minus, union } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { blackoutIntervals, occurrences } from './occurrences.ts';
import type { Occurrence } from './occurrences.ts';
import type { Schedule } from './window.ts';

/** A stretch in which installs may run; none starts in its last `startMarginMs`. */
export interface Allowed extends Interval {
  readonly startMarginMs: number;
}

/** A schedule worked out for a stretch of time, so that many questions cost one expansion. */
export interface WorkedOut {
  /** What was worked out; nothing is known outside. */
  readonly range: Interval;
  readonly allowed: readonly Allowed[];
  readonly blackouts: readonly (Interval & { readonly name: string })[];
}

/** A range that ends soon makes "any time" end soon: work out a day more than the longest install. */
export function workOut(schedule: Schedule, range: Interval): WorkedOut {
  const open = schedule.windows === 'any-time' ? [] : schedule.windows.flatMap((each) => occurrences(each, range));
  // An opening may reach past the range, and a blackout that only begins there still cuts it.
  const reach = open.reduce(
    (all, { from, to }) => ({ from: Math.min(all.from, from), to: Math.max(all.to, to) }),
    range,
  );
  const blackouts = schedule.blackouts
    .flatMap((each) => blackoutIntervals(each, reach).map(({ from, to }) => ({ from, to, name: each.name })))
    .sort((a, b) => a.from - b.from);
  const base = schedule.windows === 'any-time' ? [range] : open;
  return { range, allowed: minus(base, blackouts).map((each) => withMargin(each, open)), blackouts };
}

/** Of openings that run into each other, the one that ends last says how early to stop starting. */
function withMargin(interval: Interval, open: readonly Occurrence[]): Allowed {
  let last: Occurrence | undefined;
  for (const each of open) {
    if (each.from < interval.to && each.to >= interval.to && each.to > (last?.to ?? -Infinity)) last = each;
  }
  // Where a blackout cuts a window short, the margin is to the blackout.
  const startMarginMs =
    last?.startMarginMs ??
    Math.max(0, ...open.filter((each) => overlaps(each, interval)).map((each) => each.startMarginMs));
  return { ...interval, startMarginMs };
}

const overlaps = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;

/** How long an install is expected to take (with reboot and verification), and what to keep free for undoing it. */
export interface Need {
  readonly expectedMs: number;
  readonly rollbackReserveMs: number;
}

export type StartVerdict =
  | { readonly may: true; readonly closesAt: number }
  | { readonly may: false; readonly why: 'blackout'; readonly name: string; readonly endsAt: number }
  | { readonly may: false; readonly why: 'closed'; readonly opensAt: number | null }
  | { readonly may: false; readonly why: 'too-late'; readonly closesAt: number; readonly opensAt: number | null }
  /** It fits into no stretch that was worked out. */
  | { readonly may: false; readonly why: 'too-long'; readonly longestMs: number };

/** Whether an install may start at `now`, which must lie in what was worked out. */
export function mayStart(schedule: WorkedOut, now: number, need: Need): StartVerdict {
  const needMs = need.expectedMs + need.rollbackReserveMs;
  const current = atOrAfter(schedule.allowed, now);
  const inside = current !== undefined && current.from <= now;
  if (inside && fits(current, now, needMs)) return { may: true, closesAt: current.to };
  const next = schedule.allowed.find((each) => each.from > now && fits(each, each.from, needMs));
  if (inside) {
    return next === undefined && !fits(current, current.from, needMs)
      ? tooLong(schedule)
      : { may: false, why: 'too-late', closesAt: current.to, opensAt: next?.from ?? null };
  }
  const blackout = blackoutAt(schedule, now);
  if (blackout !== undefined) return { may: false, why: 'blackout', ...blackout };
  if (current !== undefined && next === undefined) return tooLong(schedule);
  return { may: false, why: 'closed', opensAt: next?.from ?? null };
}

const fits = (stretch: Allowed, start: number, needMs: number): boolean =>
  stretch.to - start >= Math.max(needMs, stretch.startMarginMs, 1);

const tooLong = ({ allowed }: WorkedOut): StartVerdict => ({
  may: false,
  why: 'too-long',
  longestMs: allowed.reduce((most, { from, to }) => Math.max(most, to - from), 0),
});

/** The blackout that holds at the moment and when all that hold then or follow without a break are over. */
export function blackoutAt(
  { blackouts }: WorkedOut,
  moment: number,
): { readonly name: string; readonly endsAt: number } | undefined {
  const holding = blackouts.find(({ from, to }) => from <= moment && moment < to);
  if (holding === undefined) return undefined;
  const whole = atOrAfter(union(blackouts), moment);
  return { name: holding.name, endsAt: whole?.to ?? holding.to };
}

const dayMs = 86_400_000;
/** The longest that a date can be away: 29 February around a century that has none. */
const horizonDays = 8 * 366;

/** The stretch that is open at `now`, or the next one; undefined where none opens again. Its end is never later than the true one. */
export function nextWindow(schedule: Schedule, now: number): Allowed | undefined {
  for (let days = 8; ; days = Math.min(days * 4, horizonDays)) {
    const found = atOrAfter(workOut(schedule, { from: now, to: now + days * dayMs }).allowed, now);
    if (found !== undefined || days === horizonDays) return found;
  }
}

export function isOpen(schedule: Schedule, now: number): boolean {
  const found = atOrAfter(workOut(schedule, { from: now, to: now + dayMs }).allowed, now);
  return found !== undefined && found.from <= now;
}
