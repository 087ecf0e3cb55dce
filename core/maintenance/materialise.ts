// Writes a window's openings down as UTC rows, and anew when the time zone rules change, except what is already signed.
import type { Interval } from './intervals.ts';
import { occurrences } from './occurrences.ts';
import type { Occurrence } from './occurrences.ts';
import type { MaintenanceWindow } from './window.ts';

export interface MaterialisedOccurrence extends Occurrence {
  /** The time zone rules it was worked out with: `2026c`. */
  readonly tzdata: string;
  /** A signed dispatch speaks of these very bounds; they no longer move. */
  readonly signed: boolean;
}

/** @param tzdata the version of the rules in this process (`process.versions.tz`); passed in, as core asks nobody. */
export function materialise(
  window: MaintenanceWindow,
  range: Interval,
  tzdata: string,
): readonly MaterialisedOccurrence[] {
  return occurrences(window, range).map((each) => ({ ...each, tzdata, signed: false }));
}

export interface Rematerialised {
  readonly rows: readonly MaterialisedOccurrence[];
  /** The days whose bounds moved, disappeared or were added. */
  readonly changed: readonly string[];
}

/** The rows again under new rules. What is signed stays as it was; so does a day that comes out the same. */
export function rematerialise(
  rows: readonly MaterialisedOccurrence[],
  window: MaintenanceWindow,
  range: Interval,
  tzdata: string,
): Rematerialised {
  const before = new Map(rows.map((row) => [row.day, row]));
  const fresh = new Map(materialise(window, range, tzdata).map((row) => [row.day, row]));
  const changed: string[] = [];
  const kept: MaterialisedOccurrence[] = [];
  for (const day of [...new Set([...before.keys(), ...fresh.keys()])].sort()) {
    const [old, now] = [before.get(day), fresh.get(day)];
    if (old?.signed === true) kept.push(old);
    else {
      if (old?.from !== now?.from || old?.to !== now?.to) changed.push(day);
      if (now !== undefined) kept.push(now);
    }
  }
  return { rows: kept, changed };
}
