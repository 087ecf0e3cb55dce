// Expands a recurrence into local calendar days, counted in days since 1970-01-01; no time of day, no zone.
import type { MaintenanceWindow, MonthDays, Recurrence, Weekday } from './window.ts';

const millisecondsPerDay = 86_400_000;

/** Days since 1970-01-01 of a `YYYY-MM-DD`. */
export const dayNumber = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / millisecondsPerDay);

/** `YYYY-MM-DD` of a day number. */
export const dayText = (day: number): string => new Date(day * millisecondsPerDay).toISOString().slice(0, 10);

// 1970-01-01 was a Thursday.
const weekdayOf = (day: number): Weekday => ((((day + 4) % 7) + 7) % 7) as Weekday;

/** The Monday of the day's week: weeks are counted from Monday, RFC 5545's default. */
const mondayOf = (day: number): number => day - ((weekdayOf(day) + 6) % 7);

/** Months since January of year 0. */
function monthIndex(day: number): number {
  const date = new Date(day * millisecondsPerDay);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const firstOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / millisecondsPerDay;

/**
 * The local days on which the window starts, ascending, from day `first` to day `last`, both included. Costs time in
 * proportion to the days between.
 */
export function startDays(
  window: Pick<MaintenanceWindow, 'recurrence' | 'plusDays' | 'from' | 'until'>,
  first: number,
  last: number,
): readonly number[] {
  const anchor = dayNumber(window.from);
  const end =
    window.until === null ? last - window.plusDays : Math.min(last - window.plusDays, dayNumber(window.until));
  const begin = Math.max(first - window.plusDays, anchor);
  if (begin > end) return [];
  return expand(window.recurrence, anchor, begin, end).map((day) => day + window.plusDays);
}

function expand(recurrence: Recurrence, anchor: number, begin: number, end: number): readonly number[] {
  switch (recurrence.kind) {
    case 'once':
      return begin === anchor ? [anchor] : [];
    case 'daily':
      return daysBetween(begin, end).filter((day) => (day - anchor) % recurrence.every === 0);
    case 'weekly': {
      const week = mondayOf(anchor);
      return daysBetween(begin, end).filter(
        (day) => recurrence.weekdays.includes(weekdayOf(day)) && ((mondayOf(day) - week) / 7) % recurrence.every === 0,
      );
    }
    case 'monthly':
    case 'yearly':
      return inMonths(recurrence, monthIndex(anchor), begin, end);
  }
}

function inMonths(
  recurrence: Extract<Recurrence, { kind: 'monthly' | 'yearly' }>,
  anchor: number,
  begin: number,
  end: number,
): readonly number[] {
  const days: number[] = [];
  for (let month = monthIndex(begin); month <= monthIndex(end); month++) {
    const turn =
      recurrence.kind === 'monthly'
        ? (month - anchor) % recurrence.every === 0
        : (Math.floor(month / 12) - Math.floor(anchor / 12)) % recurrence.every === 0;
    const named = recurrence.months === 'all' || recurrence.months.includes((month % 12) + 1);
    if (turn && named) days.push(...daysOfMonth(month, recurrence.on));
  }
  return days.filter((day) => day >= begin && day <= end);
}

function daysOfMonth(month: number, on: MonthDays): readonly number[] {
  const first = firstOf(month);
  const length = firstOf(month + 1) - first;
  const days =
    on.by === 'day'
      ? on.days.map((day) => (day > 0 ? day : length + 1 + day))
      : on.weekdays.map(({ nth, weekday }) => {
          const earliest = 1 + ((weekday - weekdayOf(first) + 7) % 7);
          const inMonth = Math.floor((length - earliest) / 7) + 1;
          return earliest + 7 * (nth > 0 ? nth - 1 : inMonth + nth);
        });
  return [...new Set(days)]
    .filter((day) => day >= 1 && day <= length)
    .sort((a, b) => a - b)
    .map((day) => first + day - 1);
}

const daysBetween = (begin: number, end: number): readonly number[] =>
  Array.from({ length: end - begin + 1 }, (_, offset) => begin + offset);
