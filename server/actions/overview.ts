// The numbers to begin with: each is the total of a list that can be opened by the query it carries.
import type { OrganisationId, Store, Transaction } from '../store/database.ts';
import { endpointTotals, findingTotals } from '../store/fleet-totals.ts';
import { silentTotal } from '../store/late-endpoints.ts';
import { type CompiledQuery, compileQuery } from '../store/query-sql.ts';
import { remembered } from '../store/remembered-answers.ts';
import { isLimitedToTags } from '../store/tag-scope.ts';
import { readQuestion } from './ask.ts';
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

export const IN_SERVICE = 'enrolment:active,quarantined';

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
  readonly resource: Asked['resource'];
  readonly q: (moment: Moment) => string;
}[];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

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
  const asked = NUMBERS.map(({ name, resource, q: writes }) => ({ name, resource, q: writes(moment) }));
  const reads = <T>(look: (transaction: Transaction) => Promise<T>): Promise<T> =>
    store.inOrganisation(organisation, look, 'reads');
  const isLimited = await reads(isLimitedToTags);
  // For whoever sees them all, who is silent can be found without a look at all the others.
  const among = asked.filter(({ name }) => isLimited || name !== 'silent');
  const countOf = (resource: Asked['resource']): Promise<readonly number[]> => {
    const those = among.filter((each) => each.resource === resource);
    return reads((transaction) => countsOf(store, transaction, those, now));
  };
  const since = new Date(now.getTime() - moment.freshHours * HOUR_MS);
  // Side by side, as each waits for the database most of the time: each number is of its own moment.
  const [findings, endpoints, silent, feeds] = await Promise.all([
    countOf('findings'),
    countOf('endpoints'),
    isLimited ? 0 : reads((transaction) => silentTotal(transaction, since)),
    reads((transaction) => agedFeeds(transaction, now, hasAdvisories)),
  ]);
  const counts = { findings: findings.values(), endpoints: endpoints.values() };
  const numbers = asked.map((each) => ({
    ...each,
    count: among.includes(each) ? (counts[each.resource].next().value ?? 0) : silent,
  }));
  const stale = feeds.filter((feed) => feed.stale).length;
  return [...numbers, { name: 'feeds-stale', resource: 'feeds', q: '', count: stale }];
}

export interface Asked {
  readonly resource: 'endpoints' | 'findings';
  readonly q: string;
}

/** In their order. Three questions to the database in all: of findings, of endpoints as they are counted, and of the others. */
export async function countsOf(
  store: Store,
  transaction: Transaction,
  asked: readonly Asked[],
  now: Date,
): Promise<readonly number[]> {
  const isLimited = await isLimitedToTags(transaction);
  const kinds = asked.map((each) => {
    if (each.resource === 'findings') return 'findings';
    return isLimited || compiled(transaction, each, now).whereCounted === undefined ? 'endpoints' : 'classes';
  });
  const counts: number[] = [];
  for (const kind of new Set(kinds)) {
    const places = [...kinds.keys()].filter((place) => kinds[place] === kind);
    const [first, ...rest] = places.flatMap((place) => asked[place] ?? []);
    if (first === undefined) continue;
    const lead = compiled(transaction, first, now);
    const queries = [lead, ...rest.map((each) => compiled(transaction, each, now, lead))] as const;
    const count = () =>
      kind === 'findings' ? findingTotals(transaction, queries) : endpointTotals(transaction, queries, kind);
    const totals =
      kind === 'endpoints'
        ? await count()
        : await remembered(store, transaction, { list: `totals of ${kind}`, page: { limit: 1 }, queries }, count);
    for (const [index, place] of places.entries()) counts[place] = totals[index] ?? 0;
  }
  return counts;
}

function compiled(transaction: Transaction, { resource, q }: Asked, now: Date, along?: CompiledQuery): CompiledQuery {
  const asked = readQuestion(q, resource);
  if (asked.kind === 'error') throw new Error(`the overview asks ${q}: ${asked.error.message}`);
  const { organisation } = transaction;
  const query = compileQuery(asked.query, {
    organisation,
    resource,
    now: now.getTime(),
    versions: noneAsked,
    products: noneAsked,
    along,
  });
  if (query.kind === 'refused') throw new Error(`the overview asks ${q}: ${query.why}`);
  return query;
}

function noneAsked(): never {
  throw new Error('the overview compares no versions, and asks for no products');
}
