// Words that several answers of a server share: by when, and what happened to be known of it.
import { daysBetween } from '@suture/core/risk/days.ts';
import type { ScannedFinding } from '../scan-document.ts';
import { dueText, epssText } from './words.ts';

export type FindingState = ScannedFinding['state'];

/** `OVERDUE 2 d`, `3 days`; without a day, why there is none. */
export function dueWords(due: string | null, state: FindingState, now: Date): string {
  if (due === null) return state === 'affected' ? 'next upgrade' : state.replaceAll('-', ' ');
  const today = now.toISOString().slice(0, 10);
  return dueText({ due, overdueDays: Math.max(0, daysBetween(due, today)), closes: [''] }, today);
}

/** Days by their order; none comes last. */
export function byDay(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return b === null || (a !== null && a < b) ? -1 : 1;
}

export const isOverdue = (due: string | null, now: Date): boolean =>
  due !== null && due < now.toISOString().slice(0, 10);

/** What makes a vulnerability stand out; nothing for the many that do not. */
export function exploitation(exploited: boolean | null, ransomware: boolean | null, epss: number | null): string {
  if (exploited !== true) return '';
  const parts = [
    'exploited',
    ransomware === true ? 'by ransomware' : '',
    epss === null ? '' : `EPSS ${epssShort(epss)}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

const epssShort = (score: number): string => epssText({ score, percentile: 0 }).replace(/ \(.*$/, '');
