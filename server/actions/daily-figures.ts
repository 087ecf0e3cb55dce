// Counts what is open and overdue now, to be kept as the day's figures; and gives what was kept.
import type { OrganisationId, Store, Transaction } from '../store/database.ts';
import { type DayFigures, keepDay, keptDays } from '../store/daily-figures.ts';
import { isLimitedToTags } from '../store/tag-scope.ts';
import { countsOf, IN_SERVICE } from './overview.ts';

const DAY_MS = 86_400_000;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** One question about findings, and one about endpoints. */
export async function keepDailyFigures(store: Store, organisation: OrganisationId, now: Date): Promise<void> {
  // What is published by the end of the day: a story that is told afterwards knows of more.
  const known = `-published:>${dayOf(now.getTime() + DAY_MS)}`;
  const findings = ['severity:critical,high', 'exploited:yes', 'overdue:yes'].map(
    (q) => ({ resource: 'findings', q: `${q} ${known}` }) as const,
  );
  await store.inOrganisation(organisation, async (transaction) => {
    const asked = [{ resource: 'endpoints', q: IN_SERVICE } as const, ...findings];
    const [endpoints = 0, severe = 0, exploited = 0, overdue = 0] = await countsOf(store, transaction, asked, now);
    await keepDay(transaction, now, { endpoints, severe, exploited, overdue });
  });
}

export interface DaysKept {
  readonly items: readonly DayFigures[];
  /** The figures are of all endpoints: who is limited to tags is given none. */
  readonly isLimited: boolean;
}

export async function daysKept(transaction: Transaction, now: Date, days: number): Promise<DaysKept> {
  if (await isLimitedToTags(transaction)) return { items: [], isLimited: true };
  return { items: await keptDays(transaction, dayOf(now.getTime() - days * DAY_MS)), isLimited: false };
}
