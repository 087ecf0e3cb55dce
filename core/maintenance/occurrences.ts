// Turns a window's local days into UTC: the spring gap shifts forward, the autumn repeat takes the first.
import type { Interval } from './intervals.ts';
import { dayNumber, dayText, startDays } from './recurrence.ts';
import type { Blackout, MaintenanceWindow } from './window.ts';

/** One opening of a window, in UTC. */
export interface Occurrence extends Interval {
  readonly name: string;
  /** The local day it belongs to, `YYYY-MM-DD`: that of its start. */
  readonly day: string;
  readonly startMarginMs: number;
}

const millisecondsPerMinute = 60_000;
const minutesPerDay = 1_440;

/**
 * The instant of a wall time, in milliseconds since 1970. A time in a gap moves forward by the gap, a time that comes twice
 * is the first ("compatible": RFC 5545 §3.3.5, Temporal).
 */
function instantOf(day: number, minuteOfDay: number, zone: string): number {
  const clock = `${twoDigits(Math.floor(minuteOfDay / 60))}:${twoDigits(minuteOfDay % 60)}`;
  return Temporal.PlainDateTime.from(`${dayText(day)}T${clock}`).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The local day, in days since 1970-01-01, that a moment falls on in a zone. */
const localDay = (moment: number, zone: string): number =>
  dayNumber(Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate().toString());

/** The openings that overlap the interval, in order of their days. One whose end is not after its start does not open. */
export function occurrences(window: MaintenanceWindow, { from, to }: Interval): readonly Occurrence[] {
  if (to <= from) return [];
  const { zone, name } = window;
  // A day more on each side: zones skip and repeat days, and an opening may last from days before.
  const lookBack = Math.ceil(longestMinutes(window) / minutesPerDay) + 1;
  return startDays(window, localDay(from, zone) - lookBack, localDay(to, zone) + 1)
    .map((day): Occurrence => {
      const start = instantOf(day, window.startMinute, zone);
      const startMarginMs = window.startMarginMinutes * millisecondsPerMinute;
      return { name, day: dayText(day), from: start, to: endOf(window, day, start), startMarginMs };
    })
    .filter((occurrence) => occurrence.to > occurrence.from && occurrence.from < to && occurrence.to > from);
}

function endOf({ extent, startMinute, zone }: MaintenanceWindow, day: number, start: number): number {
  if (extent.kind === 'duration') return start + extent.minutes * millisecondsPerMinute;
  return instantOf(extent.minuteOfDay <= startMinute ? day + 1 : day, extent.minuteOfDay, zone);
}

const longestMinutes = ({ extent }: MaintenanceWindow): number =>
  extent.kind === 'duration' ? extent.minutes : minutesPerDay;

/** When a blackout holds, as far as that overlaps the interval. */
export function blackoutIntervals(blackout: Blackout, within: Interval): readonly Interval[] {
  if (blackout.kind === 'recurring') return occurrences(blackout.window, within);
  const [from, to] = [blackout.from, blackout.to].map(
    (local) => Temporal.PlainDateTime.from(local).toZonedDateTime(blackout.zone).epochMilliseconds,
  );
  if (from === undefined || to === undefined || to <= within.from || from >= within.to) return [];
  return [{ from, to }];
}
