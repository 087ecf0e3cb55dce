// What stands in the calendar, and how far it looks ahead.
import type { Answer } from '../../api/types.ts';

export type CalendarItem = Answer<'showCalendar'>['items'][number];

export const DAY_MS = 86_400_000;
export const DAYS = 35;
