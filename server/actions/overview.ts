// The numbers to begin with: each is the total of a list that can be opened by the query it carries.
import type { Resource } from '@suture/core/query/field.ts';
import type { OrganisationId, Store, Transaction } from '../store/database.ts';
import type { Page, PageRequest } from '../store/page.ts';
import { queriedEndpoints } from '../store/queried-endpoints.ts';
import { queriedFindings } from '../store/queried-findings.ts';
import type { CompiledQuery } from '../store/query-sql.ts';
import { ask, readQuestion } from './ask.ts';
import { agedFeeds } from './feed-age.ts';

export type OverviewName = (typeof NUMBERS)[number]['name'] | 'feeds-stale';

export interface OverviewNumber {
  readonly name: OverviewName;
  readonly count: number;
  readonly resource: 'endpoints' | 'findings' | 'feeds';
  readonly q: string;
}

interface Moment {
  /** `YYYY-MM-DD`, so many days ago. */
  readonly daysAgo: (days: number) => string;
  readonly freshHours: number;
}

const IN_SERVICE = 'enrolment:active,quarantined';

const NUMBERS = [
  { name: 'endpoints', resource: 'endpoints', q: () => IN_SERVICE },
  { name: 'overdue', resource: 'findings', q: () => 'overdue:yes' },
  { name: 'overdue-7-days', resource: 'findings', q: ({ daysAgo }: Moment) => `due:<${daysAgo(7)}` },
  { name: 'overdue-30-days', resource: 'findings', q: ({ daysAgo }: Moment) => `due:<${daysAgo(30)}` },
  { name: 'exploited', resource: 'findings', q: () => 'exploited:yes' },
  { name: 'exposed-criticals', resource: 'endpoints', q: () => 'exposure:internet,unknown severity:critical' },
  { name: 'silent', resource: 'endpoints', q: ({ freshHours }: Moment) => `-seen:<${freshHours}h ${IN_SERVICE}` },
  { name: 'inventory-incomplete', resource: 'endpoints', q: () => `-inventory:complete ${IN_SERVICE}` },
  { name: 'pending', resource: 'endpoints', q: () => 'enrolment:pending' },
  { name: 'quarantined', resource: 'endpoints', q: () => 'enrolment:quarantined' },
  { name: 'unsupported', resource: 'endpoints', q: () => `lifecycle:unsupported ${IN_SERVICE}` },
  { name: 'reboot', resource: 'endpoints', q: () => `reboot:yes ${IN_SERVICE}` },
] as const satisfies readonly {
  readonly name: string;
  readonly resource: Resource;
  readonly q: (moment: Moment) => string;
}[];

const DAY_MS = 86_400_000;

export interface OverviewBy {
  readonly now: Date;
  /** Who was seen longer ago is silent. */
  readonly freshMs: number;
  /** Whether this server has an advisory database. */
  readonly hasAdvisories: boolean;
}

export async function overview(
  store: Store,
  organisation: OrganisationId,
  { now, freshMs, hasAdvisories }: OverviewBy,
): Promise<readonly OverviewNumber[]> {
  const moment: Moment = {
    daysAgo: (days) => new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10),
    freshHours: Math.max(1, Math.round(freshMs / 3_600_000)),
  };
  const numbers: OverviewNumber[] = [];
  for (const { name, resource, q: writes } of NUMBERS) {
    const q = writes(moment);
    numbers.push({ name, resource, q, count: await totalOf(store, organisation, resource, q, now) });
  }
  const feeds = await store.inOrganisation(organisation, (transaction) => agedFeeds(transaction, now, hasAdvisories));
  const stale = feeds.filter((feed) => feed.stale).length;
  return [...numbers, { name: 'feeds-stale', resource: 'feeds', q: '', count: stale }];
}

const lists: Readonly<
  Record<
    'endpoints' | 'findings',
    (transaction: Transaction, query: CompiledQuery, page: PageRequest<never>) => Promise<Page<unknown, unknown>>
  >
> = { endpoints: queriedEndpoints, findings: queriedFindings };

async function totalOf(
  store: Store,
  organisation: OrganisationId,
  resource: 'endpoints' | 'findings',
  q: string,
  now: Date,
): Promise<number> {
  const asked = readQuestion(q, resource);
  if (asked.kind === 'error') throw new Error(`the overview asks ${q}: ${asked.error.message}`);
  const question = { organisation, resource, query: asked.query, now: now.getTime() };
  const answer = await ask(store, question, (transaction, compiled) =>
    lists[resource](transaction, compiled, { after: undefined, limit: 1 }),
  );
  if (answer.kind === 'refused') throw new Error(`the overview asks ${q}: ${answer.why}`);
  return answer.value.total;
}
