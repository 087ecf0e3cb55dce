// Times that a person writes as 30m, 1h or 7d.
import { AppError } from '@suture/core/app-error.ts';

const unitSeconds = { m: 60, h: 3_600, d: 86_400 } as const;

/** Seconds, 60 at least and `mostDays` days at most; `option` for the message. */
export function secondsOf(option: string, text: string, mostDays: number): number {
  const [, count, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * unitSeconds[unit as keyof typeof unitSeconds];
  if (seconds >= 60 && seconds <= mostDays * 86_400) return seconds;
  throw new AppError('usage', `${option} ${text} is no time`, `Give one like 30m, 1h or 7d; ${mostDays} days at most.`);
}
