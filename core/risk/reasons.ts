// The answers that decisions are made of: a value with the reason that a person can check.
import type { Reason } from './deadline.ts';

export interface Answer<T extends string> {
  readonly value: T;
  readonly reason: Reason;
}

export type YesNo = 'yes' | 'no';
export type Impact = 'total' | 'partial';

interface Origin {
  readonly source: string;
  readonly date?: string | null | undefined;
  readonly derived?: string | undefined;
}

export function reason(factor: Reason['factor'], value: string, { source, date, derived }: Origin): Reason {
  const stated = { factor, value, source, date: date ?? undefined };
  return derived === undefined ? stated : { ...stated, derived };
}

export function answer<T extends string>(factor: Reason['factor'], value: T, origin: Origin): Answer<T> {
  return { value, reason: reason(factor, value, origin) };
}

/** A share of one as a person reads it: `15.3%`, `0.04%`, `<0.01%`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return '0%';
  if (value < 0.01) return '<0.01%';
  return `${Number(value.toFixed(value < 1 ? 2 : 1))}%`;
}

/** `92nd`, `1st`, `11th`: a percentile given as a share of one, rounded down so that 100th is never claimed early. */
export function ordinal(percentile: number): string {
  const whole = Math.floor(percentile * 100);
  const tens = whole % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][whole % 10] ?? 'th');
  return `${whole}${ending}`;
}
