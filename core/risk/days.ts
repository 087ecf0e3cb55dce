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
  if (!dayPattern.test(text)) return undefined;
  const date = new Date(millisecondsOf(text));
  const isReal = date.getUTCDate() === Number(text.slice(8, 10)) && date.getUTCMonth() + 1 === Number(text.slice(5, 7));
  return isReal && text >= '1990' ? text.slice(0, 10) : undefined;
}

/** The day so many days later; the last day of year 9999 at most. `day` must come from `readDay`. */
export function addDays(day: string, days: number): string {
  const date = new Date(Math.min(millisecondsOf(day) + days * millisecondsPerDay, lastDayMs));
  return `${date.getUTCFullYear()}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
}

/** Days from `from` to `to`, negative when `to` is earlier. Both must come from `readDay`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((millisecondsOf(to) - millisecondsOf(from)) / millisecondsPerDay);
}

function millisecondsOf(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
