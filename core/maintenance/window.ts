// What a maintenance window, a blackout and a schedule are: local wall times in a zone, turned into UTC elsewhere.

/** Sunday is 0, as RFC 5545 and ECMAScript count. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** `2` Tuesday is the second of the month, `-1` the last. */
export interface NthWeekday {
  readonly nth: number;
  readonly weekday: Weekday;
}

/** Days of a month: numbers (29 to 31 are left out where the month lacks them; -1 is the last), or weekdays by count. */
export type MonthDays =
  | { readonly by: 'day'; readonly days: readonly number[] }
  | { readonly by: 'weekday'; readonly weekdays: readonly NthWeekday[] };

/** On which local days a window starts. `every` is the interval: 2 is every other. Months are 1 to 12. */
export type Recurrence =
  | { readonly kind: 'once' }
  | { readonly kind: 'daily'; readonly every: number }
  | { readonly kind: 'weekly'; readonly every: number; readonly weekdays: readonly Weekday[] }
  | {
      readonly kind: 'monthly';
      readonly every: number;
      readonly months: readonly number[] | 'all';
      readonly on: MonthDays;
    }
  | {
      readonly kind: 'yearly';
      readonly every: number;
      readonly months: readonly number[];
      readonly on: MonthDays;
    };

/** How long a window lasts: so many minutes of elapsed time, or until a wall time. 22:00 to 04:00 is not always 6 hours. */
export type Extent =
  | { readonly kind: 'duration'; readonly minutes: number }
  /** Minutes after midnight; at or before the start it is that of the next day. */
  | { readonly kind: 'local-end'; readonly minuteOfDay: number };

export interface MaintenanceWindow {
  readonly name: string;
  readonly recurrence: Recurrence;
  /** Days between the recurrence's day and the start: "second Tuesday + 3 days". 0 to 27. */
  readonly plusDays: number;
  /** Local start in minutes after midnight. The weekday is judged here and nowhere else. */
  readonly startMinute: number;
  /** IANA name. */
  readonly zone: string;
  readonly extent: Extent;
  /** Nothing starts in the last so many minutes, however short it is expected to be. */
  readonly startMarginMinutes: number;
  /** First and last local day the recurrence may name, `YYYY-MM-DD`; intervals count from the first. */
  readonly from: string;
  readonly until: string | null;
}

export type Blackout =
  | { readonly kind: 'recurring'; readonly name: string; readonly window: MaintenanceWindow }
  /** Local `YYYY-MM-DDTHH:MM`, the end excluded. */
  | {
      readonly kind: 'span';
      readonly name: string;
      readonly from: string;
      readonly to: string;
      readonly zone: string;
    };

/** When installs may start: the union of the windows minus the blackouts. No window at all is never. */
export interface Schedule {
  readonly windows: readonly MaintenanceWindow[] | 'any-time';
  readonly blackouts: readonly Blackout[];
}
