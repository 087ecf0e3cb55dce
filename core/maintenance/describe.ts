// Says a window in one plain sentence, so that what people read is what the machine does.
import type { SpanText } from './read-window.ts';
import type { MaintenanceWindow, MonthDays, NthWeekday, Recurrence } from './window.ts';

const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = 'January February March April May June July August September October November December'.split(' ');
const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

/** `The second Tuesday of every month plus 3 days, from 22:00 for 6 hours, Europe/Berlin. Nothing starts in the last 15 minutes.` */
export function describeWindow(window: MaintenanceWindow): string {
  const { recurrence, plusDays, startMinute, extent, zone, startMarginMinutes, from, until } = window;
  const days = `${describeDays(recurrence, from)}${plusDays === 0 ? '' : ` plus ${count(plusDays, 'day')}`}`;
  const nextDay = extent.kind === 'local-end' && extent.minuteOfDay <= startMinute ? ' the next day' : '';
  const end =
    extent.kind === 'duration' ? `for ${lengthText(extent.minutes)}` : `to ${clock(extent.minuteOfDay)}${nextDay}`;
  const margin = startMarginMinutes === 0 ? '' : ` Nothing starts in the last ${lengthText(startMarginMinutes)}.`;
  const last = until === null || recurrence.kind === 'once' ? '' : `, until ${until}`;
  return `${days}, from ${clock(startMinute)} ${end}, ${zone}${last}.${margin}`;
}

/** `From Friday 18 December 2026, 00:00, to Monday 4 January 2027, 00:00, Europe/Berlin.` of local moments as they are written. */
export const describeSpan = ({ from, to, zone }: Pick<SpanText, 'from' | 'to' | 'zone'>): string =>
  `From ${momentText(from)}, to ${momentText(to)}, ${zone}.`;

/** Of `2026-12-18T00:00`; what is none stays as it is. */
function momentText(local: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(local) ?? [];
  const name = monthNames[Number(month) - 1];
  if (year === undefined || name === undefined) return local;
  const weekday = weekdayNames[new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDay()];
  return weekday === undefined ? local : `${weekday} ${Number(day)} ${name} ${year}, ${time}`;
}

/** `The second Tuesday of every month`. */
export function describeDays(recurrence: Recurrence, from: string): string {
  switch (recurrence.kind) {
    case 'once':
      return `Once, on ${from}`;
    case 'daily':
      return recurrence.every === 1 ? 'Every day' : `Every ${recurrence.every} days, counted from ${from}`;
    case 'weekly': {
      const names = and(recurrence.weekdays.map((day) => weekdayNames[day] ?? ''));
      return recurrence.every === 1
        ? `Every ${names}`
        : `${names} of every ${nth(recurrence.every)} week, counted from ${from}`;
    }
    case 'monthly': {
      const months = recurrence.months === 'all' ? 'every month' : monthsText(recurrence.months);
      const which = recurrence.every === 1 ? months : `every ${nth(recurrence.every)} month, counted from ${from}`;
      const limited = recurrence.every > 1 && recurrence.months !== 'all' ? `, if in ${months}` : '';
      return `${onText(recurrence.on)} of ${which}${limited}`;
    }
    case 'yearly': {
      const turn = recurrence.every === 1 ? 'every year' : `every ${nth(recurrence.every)} year, counted from ${from}`;
      return `${onText(recurrence.on)} of ${monthsText(recurrence.months)}, ${turn}`;
    }
  }
}

const monthsText = (months: readonly number[]): string => and(months.map((month) => monthNames[month - 1] ?? ''));

function onText(on: MonthDays): string {
  if (on.by === 'weekday') return `The ${and(on.weekdays.map(weekdayText))}`;
  return `The ${and(on.days.map((day) => (day === -1 ? 'last day' : day < 0 ? `${nth(-day)} day from the end` : nth(day))))}`;
}

function weekdayText({ nth: number, weekday }: NthWeekday): string {
  const which = number > 0 ? ordinals[number] : number === -1 ? 'last' : `${ordinals[-number]} from last`;
  return `${which} ${weekdayNames[weekday]}`;
}

/** `2nd`, `11th`. */
function nth(value: number): string {
  const tens = value % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${ending}`;
}

const and = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** `6 hours`, `1 hour 30 minutes`, `2 days`. */
export function lengthText(minutes: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(minutes / 1_440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [Math.floor(minutes % 60), 'minute'],
  ];
  const named = parts.filter(([value]) => value > 0).map(([value, unit]) => count(value, unit));
  return named.length === 0 ? 'no time' : named.join(' ');
}

const count = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? '' : 's'}`;

const clock = (minuteOfDay: number): string =>
  `${String(Math.floor(minuteOfDay / 60)).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`;
