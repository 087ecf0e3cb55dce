// Durations and dates as queries write them.

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
];
const SECONDS: ReadonlyMap<string, number> = new Map([...UNITS, ['w', 604_800]]);

/** Seconds of `90s`, `30m`, `24h`, `7d`, `2w`; undefined for anything else, and for more than a century. */
export function readDuration(text: string): number | undefined {
  const match = /^([0-9]{1,10})([smhdw])$/i.exec(text);
  const unit = SECONDS.get(match?.[2]?.toLowerCase() ?? '');
  if (match === null || unit === undefined) return undefined;
  const seconds = Number(match[1]) * unit;
  return seconds <= 36_525 * 86_400 ? seconds : undefined;
}

/** In the largest unit that gives a whole number, up to days; one day is `24h`, as people say. */
export function writeDuration(seconds: number): string {
  if (seconds === 86_400) return '24h';
  for (const [name, unit] of UNITS) if (seconds % unit === 0) return `${seconds / unit}${name}`;
  return `${seconds}s`;
}

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?Z)?)?)?$/;

/**
 * The time that a date of the query language covers, in milliseconds since 1970 and UTC, the end excluded: a year, a
 * month, a day, a minute or a second. Undefined where there is no such date, or it is outside 1970 to 2999.
 *
 * `<` is before `from`, `<=` before `to`, `=` between them, `>=` from `from` on, `>` from `to` on.
 */
export function spanOf(date: string): { readonly from: number; readonly to: number } | undefined {
  const match = DATE.exec(date);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (year === undefined || year < 1970 || year > 2999) return undefined;
  if (month === undefined) return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) };
  if (month < 1 || month > 12) return undefined;
  if (day === undefined) return { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) };
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  if (hour === undefined || minute === undefined) return { from: midnight, to: midnight + 86_400_000 };
  if (hour > 23 || minute > 59 || (second ?? 0) > 59) return undefined;
  const from = midnight + ((hour * 60 + minute) * 60 + (second ?? 0)) * 1000;
  return { from, to: from + (second === undefined ? 60_000 : 1000) };
}
