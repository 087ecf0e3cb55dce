// Findings deliberately not acted on: who answers for it, why, and until when; past that it counts again.
import type { Checked, Problem } from '../maintenance/problems.ts';
import { matchesQuery } from '../query/matches.ts';
import type { Context, Row } from '../query/matches.ts';
import { addDays, daysBetween, readDay } from '../risk/days.ts';
import type { ReadQuery } from './policy.ts';
import { readQuery } from './read-policy.ts';

export interface Exception {
  readonly id: string;
  /** The person who answers for it. */
  readonly owner: string;
  readonly reason: string;
  /** Of findings. */
  readonly covers: ReadQuery;
  /** First and last day on which it holds, `YYYY-MM-DD`. */
  readonly from: string;
  readonly until: string;
}

export interface ExceptionText extends Omit<Exception, 'covers'> {
  readonly covers: string;
}

/** Nothing is excepted for longer at a time. */
const mostDays = 365;
const leastReason = 10;

export function readException(text: ExceptionText): Checked<Exception> {
  const problems: Problem[] = [];
  const need = (fine: boolean, field: string, problem: string, remedy: string): void => {
    if (!fine) problems.push({ field, problem, remedy });
  };
  need(text.owner.trim() !== '', 'owner', 'nobody answers for it', 'Name the person who does.');
  need(
    text.reason.trim().length >= leastReason,
    'reason',
    'does not say why',
    'Write a sentence that an auditor understands in a year.',
  );
  const [from, until] = [readDay(text.from), readDay(text.until)];
  need(from === text.from, 'from', 'is no date', 'Write a day: 2026-01-31.');
  need(
    until === text.until,
    'until',
    'has no end',
    'Write its last day: 2026-12-31. There is no exception without an end.',
  );
  if (from !== undefined && until !== undefined) {
    need(until >= from, 'until', 'is before its first day', 'Give a last day on or after the first.');
    need(
      daysBetween(from, until) <= mostDays,
      'until',
      `is more than ${mostDays} days away`,
      `End it by ${addDays(from, mostDays)}, and renew it then if it is still right.`,
    );
  }
  need(
    text.covers.trim() !== '',
    'covers',
    'would cover everything',
    'Say which findings: finding:CVE-2026-1234 endpoint:web-*.',
  );
  const covers = readQuery('covers', text.covers, 'findings');
  if (!covers.ok) problems.push(...covers.problems);
  if (problems.length > 0 || !covers.ok) return { ok: false, problems };
  return { ok: true, value: { ...text, covers: covers.value } };
}

export type ExceptionState = 'to-come' | 'holds' | 'expired';

/** @param today `YYYY-MM-DD` */
export function exceptionState({ from, until }: Pick<Exception, 'from' | 'until'>, today: string): ExceptionState {
  if (today < from) return 'to-come';
  return today <= until ? 'holds' : 'expired';
}

/** How a finding stands: acted on, or excepted by the one that holds longest; or it was, and that has expired. */
export type Standing =
  | { readonly kind: 'acted-on' }
  | { readonly kind: 'excepted'; readonly by: Exception }
  | { readonly kind: 'exception-expired'; readonly by: Exception };

/** What exceptions make of a finding's row. One that has expired excepts nothing, but is named, since someone relied on it. */
export function standingOf(finding: Row, exceptions: readonly Exception[], today: string, context: Context): Standing {
  const covering = exceptions
    .filter((exception) => matchesQuery(exception.covers.query, finding, context))
    .toSorted((a, b) => (a.until < b.until ? 1 : -1));
  const by = covering.find((exception) => exceptionState(exception, today) === 'holds');
  if (by !== undefined) return { kind: 'excepted', by };
  const expired = covering.find((exception) => exceptionState(exception, today) === 'expired');
  return expired === undefined ? { kind: 'acted-on' } : { kind: 'exception-expired', by: expired };
}

/** Those that end within so many days, the first to end first. */
export const endingSoon = (exceptions: readonly Exception[], today: string, days: number): readonly Exception[] =>
  exceptions
    .filter((each) => exceptionState(each, today) === 'holds' && daysBetween(today, each.until) <= days)
    .toSorted((a, b) => (a.until < b.until ? -1 : 1));
