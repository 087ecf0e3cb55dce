// Reads a maintenance window or blackout as people write it; every fault names its field and says what to write.
import { readDuration } from '../query/dates.ts';
import { nearest } from '../query/nearest.ts';
import { readDay } from '../risk/days.ts';
import type { Checked, Problem } from './problems.ts';
import { readRecurrence } from './read-recurrence.ts';
import type { Blackout, Extent, MaintenanceWindow } from './window.ts';

/** As it stands in a file or a form: all text. Exactly one of `duration` and `ends`. */
export interface WindowText {
  readonly name: string;
  /** `FREQ=MONTHLY;BYDAY=2TU`. */
  readonly recurrence: string;
  readonly plusDays?: number;
  /** `22:00`, local. */
  readonly starts: string;
  readonly zone: string;
  /** `6h`, `90m`: elapsed time. */
  readonly duration?: string;
  /** `04:00`, local. */
  readonly ends?: string;
  /** `15m`, the default. */
  readonly startMargin?: string;
  /** `2026-01-01`. */
  readonly from: string;
  readonly until?: string;
}

export interface SpanText {
  readonly name: string;
  /** `2026-12-20T00:00`, local. */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

const minutesPerWeek = 7 * 1_440;
const longestName = 80;

/** Never throws; names every fault, not only the first. */
export function readWindow(text: WindowText): Checked<MaintenanceWindow> {
  const problems: Problem[] = [];
  const need = needing(problems);
  checkName(text.name, need);
  const recurrence = readRecurrence(text.recurrence);
  if (!recurrence.ok) problems.push(...recurrence.problems);
  const plusDays = text.plusDays ?? 0;
  const plusIsFine = Number.isInteger(plusDays) && plusDays >= 0 && plusDays <= 27;
  if (!plusIsFine) need(undefined, 'plusDays', `${plusDays} is out of range`, 'Give whole days from 0 to 27.');
  const startMinute = need(readClock(text.starts), 'starts', clockProblem(text.starts), clockRemedy);
  checkZone(text.zone, need);
  const extent = readExtent(text, startMinute, need);
  const startMargin = minutesOf(text.startMargin ?? '15m');
  need(startMargin, 'startMargin', 'is no length of time', 'Write minutes or hours: 15m, 1h.');
  const from = need(plainDay(text.from), 'from', 'is no date', 'Write a day: 2026-01-31.');
  const until =
    text.until === undefined ? null : need(plainDay(text.until), 'until', 'is no date', 'Write a day: 2026-12-31.');
  if (from !== undefined && typeof until === 'string' && until < from) {
    need(undefined, 'until', 'is before the first day', 'Give a last day that is on or after from, or leave it out.');
  }
  const length = extent?.kind === 'duration' ? extent.minutes : undefined;
  if (length !== undefined && startMargin !== undefined && startMargin >= length) {
    need(undefined, 'startMargin', 'leaves no time to start in', 'Make it shorter than the window.');
  }
  if (problems.length > 0 || !recurrence.ok || startMinute === undefined || extent === undefined)
    return { ok: false, problems };
  if (startMargin === undefined || from === undefined || until === undefined) return { ok: false, problems };
  return {
    ok: true,
    value: {
      name: text.name,
      recurrence: recurrence.value,
      plusDays,
      startMinute,
      zone: text.zone,
      extent,
      startMarginMinutes: startMargin,
      from,
      until,
    },
  };
}

/** A blackout from one local moment to another; for one that comes again, read a window. */
export function readSpan(text: SpanText): Checked<Blackout> {
  const problems: Problem[] = [];
  const need = needing(problems);
  checkName(text.name, need);
  checkZone(text.zone, need);
  const remedy = 'Write a local date and time: 2026-12-20T00:00.';
  const from = need(localMoment(text.from), 'from', 'is no date and time', remedy);
  const to = need(localMoment(text.to), 'to', 'is no date and time', remedy);
  if (from !== undefined && to !== undefined && to <= from) {
    need(undefined, 'to', 'is not after from', 'Give an end that is later than the beginning.');
  }
  if (problems.length > 0 || from === undefined || to === undefined) return { ok: false, problems };
  return { ok: true, value: { kind: 'span', name: text.name, from, to, zone: text.zone } };
}

type Needing = <T>(value: T | undefined, field: string, problem: string, remedy: string) => T | undefined;

const needing =
  (problems: Problem[]): Needing =>
  (value, field, problem, remedy) => {
    if (value === undefined) problems.push({ field, problem, remedy });
    return value;
  };

function checkName(name: string, need: Needing): void {
  const fine = name.trim() === name && name !== '' && name.length <= longestName && !/\p{Cc}/u.test(name);
  need(
    fine || undefined,
    'name',
    'is no name',
    `Give a name of 1 to ${longestName} characters, such as "Friday night".`,
  );
}

function checkZone(zone: string, need: Needing): void {
  if (isZone(zone)) return;
  const meant = nearest(zone, Intl.supportedValuesOf('timeZone'));
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  const problem = /^[+-]?\d/.test(zone)
    ? 'is an offset, which does not follow daylight saving time'
    : `"${zone.slice(0, 60)}" is no IANA time zone`;
  need(undefined, 'zone', problem, `Write a name such as Europe/Berlin, America/New_York or UTC.${hint}`);
}

function isZone(zone: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,60}$/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

function readExtent(text: WindowText, startMinute: number | undefined, need: Needing): Extent | undefined {
  if ((text.duration === undefined) === (text.ends === undefined)) {
    const problem = text.duration === undefined ? 'has no end' : 'has two ends';
    const remedy =
      'Give either duration (6h, whatever the clocks do) or ends (04:00, whatever that makes of the length).';
    return need<Extent>(undefined, 'ends', problem, remedy);
  }
  if (text.ends !== undefined) {
    const minuteOfDay = need(readClock(text.ends), 'ends', clockProblem(text.ends), clockRemedy);
    if (minuteOfDay === undefined) return undefined;
    if (minuteOfDay === startMinute) {
      return need<Extent>(undefined, 'ends', 'is the same as the start', 'For a whole day give duration: 24h.');
    }
    return { kind: 'local-end', minuteOfDay };
  }
  const minutes = minutesOf(text.duration ?? '');
  const fine = minutes !== undefined && minutes >= 1 && minutes <= minutesPerWeek ? minutes : undefined;
  need(fine, 'duration', 'is no length of a window', 'Write minutes, hours or days up to a week: 90m, 6h, 2d.');
  return fine === undefined ? undefined : { kind: 'duration', minutes: fine };
}

function minutesOf(text: string): number | undefined {
  const seconds = readDuration(text);
  return seconds === undefined || seconds % 60 !== 0 ? undefined : seconds / 60;
}

const clockRemedy = 'Write hours and minutes of a 24-hour clock: 22:00.';
const clockProblem = (text: string): string => `"${text.slice(0, 20)}" is no time of day`;

/** Minutes after midnight of `22:00`; 24:00 is not one. */
function readClock(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

const plainDay = (text: string): string | undefined => (readDay(text) === text ? text : undefined);

function localMoment(text: string): string | undefined {
  const [day = '', clock = '', ...more] = text.split('T');
  return more.length === 0 && plainDay(day) !== undefined && readClock(clock) !== undefined ? text : undefined;
}
