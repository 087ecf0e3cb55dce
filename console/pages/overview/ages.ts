// What is overdue, by for how long.
import type { Numbers, OverviewNumber } from './rows-of.ts';

export const AGES = ['week', 'month', 'more'] as const;

export interface Age {
  readonly age: (typeof AGES)[number];
  readonly count: number;
  /** The list that holds them. */
  readonly rows: Pick<OverviewNumber, 'resource' | 'q'>;
}

/** The numbers count each what is overdue for more than so long: what is between two is their difference. */
export function agesOf(numbers: Numbers): readonly Age[] {
  const all = numbers.get('overdue');
  const week = numbers.get('overdue-7-days');
  const month = numbers.get('overdue-30-days');
  if (all === undefined || week === undefined || month === undefined) return [];
  const between = (one: OverviewNumber, without: OverviewNumber): Age['rows'] => ({
    resource: one.resource,
    q: `${one.q} -${without.q}`,
  });
  return [
    { age: 'week', count: Math.max(all.count - week.count, 0), rows: between(all, week) },
    { age: 'month', count: Math.max(week.count - month.count, 0), rows: between(week, month) },
    { age: 'more', count: month.count, rows: month },
  ];
}
