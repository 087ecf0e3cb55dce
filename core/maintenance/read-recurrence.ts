// Reads the part of RFC 5545's RRULE that names days; what it cannot honour exactly it refuses, saying what to write.
import { refuse } from './problems.ts';
import type { Checked } from './problems.ts';
import type { MonthDays, NthWeekday, Recurrence, Weekday } from './window.ts';

const weekdays: readonly string[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const parts = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH'];
const longest = 200;

class Unreadable extends Error {
  readonly remedy: string;
  constructor(problem: string, remedy: string) {
    super(problem);
    this.remedy = remedy;
  }
}

/** `FREQ=WEEKLY;BYDAY=FR`, `FREQ=MONTHLY;BYDAY=2TU`, `FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1`, or `ONCE`. Never throws. */
export function readRecurrence(text: string): Checked<Recurrence> {
  try {
    return { ok: true, value: read(text) };
  } catch (error) {
    if (error instanceof Unreadable) return refuse('recurrence', error.message, error.remedy);
    throw error;
  }
}

function read(text: string): Recurrence {
  if (text.length > longest) {
    throw new Unreadable(`it is longer than ${longest} characters`, 'Split it into two maintenance windows.');
  }
  const rule = text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase();
  if (rule === 'ONCE') return { kind: 'once' };
  const values = readParts(rule);
  const every = wholeNumber(values.get('INTERVAL') ?? '1', 'INTERVAL', 1, 99);
  const months = values.has('BYMONTH')
    ? list(values, 'BYMONTH', (each) => wholeNumber(each, 'BYMONTH', 1, 12))
    : undefined;
  const frequency = values.get('FREQ');
  switch (frequency) {
    case 'DAILY':
      only(values, frequency, []);
      return { kind: 'daily', every };
    case 'WEEKLY':
      only(values, frequency, ['BYDAY']);
      return { kind: 'weekly', every, weekdays: needed(values, 'BYDAY', 'FREQ=WEEKLY;BYDAY=FR', plainWeekday) };
    case 'MONTHLY':
      only(values, frequency, ['BYDAY', 'BYMONTHDAY', 'BYMONTH']);
      return { kind: 'monthly', every, months: months ?? 'all', on: monthDays(values) };
    case 'YEARLY':
      only(values, frequency, ['BYDAY', 'BYMONTHDAY', 'BYMONTH']);
      if (months === undefined) {
        throw new Unreadable('a yearly rule needs its months', 'Say which: FREQ=YEARLY;BYMONTH=3;BYDAY=2TU.');
      }
      return { kind: 'yearly', every, months, on: monthDays(values) };
    default:
      throw new Unreadable(
        frequency === undefined ? 'it does not say how often' : `FREQ=${frequency} is not supported`,
        'Begin with FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY, or write ONCE for a single day.',
      );
  }
}

function readParts(rule: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const part of rule.split(';')) {
    const at = part.indexOf('=');
    const name = at < 0 ? part : part.slice(0, at);
    if (name === 'COUNT' || name === 'UNTIL') {
      throw new Unreadable(`${name} has no place in the rule`, 'Give the last day as until: 2026-12-31.');
    }
    if (!parts.includes(name)) {
      throw new Unreadable(
        name === '' ? 'a part of it is empty' : `"${name}" is no part we can honour`,
        `The parts are ${parts.join(', ')}, separated by semicolons: FREQ=MONTHLY;BYDAY=2TU.`,
      );
    }
    if (values.has(name))
      throw new Unreadable(`${name} is there twice`, `Keep one ${name}; separate its values by commas.`);
    values.set(name, at < 0 ? '' : part.slice(at + 1));
  }
  return values;
}

function only(values: ReadonlyMap<string, string>, frequency: string, allowed: readonly string[]): void {
  for (const name of values.keys()) {
    if (name === 'FREQ' || name === 'INTERVAL' || allowed.includes(name)) continue;
    throw new Unreadable(
      `${name} does not go with FREQ=${frequency}`,
      name === 'BYDAY'
        ? 'For weekdays use FREQ=WEEKLY;BYDAY=MO,TU.'
        : 'For days or months use FREQ=MONTHLY: FREQ=MONTHLY;BYMONTH=3,9;BYMONTHDAY=1.',
    );
  }
}

function monthDays(values: ReadonlyMap<string, string>): MonthDays {
  if (values.has('BYDAY') && values.has('BYMONTHDAY')) {
    throw new Unreadable('BYDAY and BYMONTHDAY stand side by side', 'Keep the one that names your days.');
  }
  if (values.has('BYMONTHDAY')) {
    return { by: 'day', days: list(values, 'BYMONTHDAY', (each) => signed(each, 'BYMONTHDAY', 31)) };
  }
  const example = 'FREQ=MONTHLY;BYDAY=2TU for the second Tuesday, or BYMONTHDAY=15';
  return { by: 'weekday', weekdays: needed(values, 'BYDAY', example, nthWeekday) };
}

function needed<T>(
  values: ReadonlyMap<string, string>,
  name: string,
  example: string,
  one: (text: string) => T,
): readonly T[] {
  if (!values.has(name)) throw new Unreadable('it does not say on which days', `Say which: ${example}.`);
  return list(values, name, one);
}

function list<T>(values: ReadonlyMap<string, string>, name: string, one: (text: string) => T): readonly T[] {
  return [...new Set((values.get(name) ?? '').split(','))].map(one);
}

function plainWeekday(text: string): Weekday {
  const index = weekdays.indexOf(text);
  if (index < 0) {
    throw new Unreadable(
      /\d/.test(text) ? `${text} counts weekdays, which a weekly rule does not` : `"${text}" is no weekday`,
      /\d/.test(text) ? 'Use FREQ=MONTHLY;BYDAY=2TU for the second Tuesday.' : `Weekdays are ${weekdays.join(', ')}.`,
    );
  }
  return index as Weekday;
}

function nthWeekday(text: string): NthWeekday {
  const match = /^([+-]?\d{1,2})([A-Z]{2})$/.exec(text);
  if (match === null) {
    throw new Unreadable(
      `"${text}" does not say which weekday of the month`,
      'Write 2TU for the second Tuesday, -1FR for the last Friday; for every Tuesday use FREQ=WEEKLY.',
    );
  }
  return { nth: signed(match[1] ?? '', 'BYDAY', 5), weekday: plainWeekday(match[2] ?? '') };
}

function wholeNumber(text: string, name: string, least: number, most: number): number {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Unreadable(
    `${name}=${text.slice(0, 20)} is out of range`,
    `${name} takes whole numbers from ${least} to ${most}.`,
  );
}

function signed(text: string, name: string, most: number): number {
  const value = /^[+-]?\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (value !== 0 && Math.abs(value) <= most) return value;
  throw new Unreadable(
    `${name} has ${text.slice(0, 20) || 'an empty value'}`,
    `Count from 1 to ${most}, or from the end with -1 to -${most}.`,
  );
}
