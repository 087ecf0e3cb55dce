// Calendar days as `YYYY-MM-DD`: reading them, adding to them, counting between them; no clock, no time zone.

const dayPattern = /^\d{4}-\d{2}-\d{2}(?:$|T)/;
const millisecondsPerDay = 86_400_000;
const lastDayMs = Date.UTC(9999, 11, 31);

/**
 * The day of a `YYYY-MM-DD` or RFC 3339 text; undefined when it names no real day, or one before 1990
 * (sources write year 1 or 1970 where they do not know).
 */
export function readDay(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const day = parseDay(text);
  if (day !== undefined) {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(text, day);
  }
  return day;
}

// Thousands of findings share a few hundred days, and each is read three times.
const mostRemembered = 10_000;
const remembered = new Map<string, string>();

function parseDay(text: string): string | undefined {
  if (!dayPattern.test(text) || text < '1990') return undefined;
  const day = text.slice(0, 10);
  const time = timeOf(day);
  // A 31st of April is read as a 1st of May.
  return !Number.isNaN(time) && dayOf(time) === day ? day : undefined;
}

/** The day so many days later; the last day of year 9999 at most. `day` must come from `readDay`. */
export function addDays(day: string, days: number): string {
  return dayOf(Math.min(timeOf(day) + days * millisecondsPerDay, lastDayMs));
}

/** Days from `from` to `to`, negative when `to` is earlier. Both must come from `readDay`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((timeOf(to) - timeOf(from)) / millisecondsPerDay);
}

/** Of midnight in UTC, in milliseconds. */
const timeOf = (day: string): number => Date.parse(day.slice(0, 10));

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
