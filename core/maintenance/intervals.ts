// Sets of UTC time as sorted intervals that do not touch: union, difference and where a moment falls.

/** Milliseconds since 1970, `to` excluded. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Sorted; what overlaps or touches becomes one. Empty intervals vanish. */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    if (to <= from) continue;
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What of `intervals` lies outside `without`. Takes any lists; gives a sorted one. */
export function minus(intervals: readonly Interval[], without: readonly Interval[]): readonly Interval[] {
  const holes = union(without);
  const left: Interval[] = [];
  let at = 0;
  for (const { from, to } of union(intervals)) {
    while (at > 0 && (holes[at - 1]?.to ?? -Infinity) > from) at--;
    let start = from;
    for (; at < holes.length; at++) {
      const hole = holes[at];
      if (hole === undefined || hole.from >= to) break;
      if (hole.to <= start) continue;
      if (hole.from > start) left.push({ from: start, to: hole.from });
      start = Math.max(start, hole.to);
    }
    if (start < to) left.push({ from: start, to });
  }
  return left;
}

/** The interval that holds the moment, or else the first that begins after it. `intervals` as `union` gives them. */
export function atOrAfter<T extends Interval>(intervals: readonly T[], moment: number): T | undefined {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((intervals[middle]?.to ?? Infinity) > moment) high = middle;
    else low = middle + 1;
  }
  return intervals[low];
}
