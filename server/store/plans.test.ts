// Cost follows variety, not size: at 10,000 endpoints of 600 packages no step of a hot query handles endpoints × packages.
import { beforeAll, describe, expect, test } from 'vitest';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { type Transaction, openStore } from './database.ts';
import { countDue } from './endpoint-classes.ts';
import { exposureOf } from './exposure.ts';
import { endpointsJudged } from './judged-endpoints.ts';
import { findingHistories } from './finding-history.ts';
import { findingsOfEndpoint } from './findings.ts';
import { type Fleet, seedFleet } from './fleet.fixture.ts';
import { takeDue } from './judgements.ts';
import { setsInContext } from './sets-in-context.ts';

const database = useDatabase();
const size = { endpoints: 10_000, sets: 200, packages: 600 };

let fleet: Fleet;

beforeAll(async () => {
  fleet = await seedFleet(database(), size);
  const store = openStore({ connection: database().connection });
  const now = (): Date => new Date('2026-11-22T12:00:00Z');
  await matchPending(store, fleet.organisation, advisoriesOf(fleet.statements, '2026-11-22T11:00:00Z'), now);
  // As the worker does, a second after whatever changed.
  while ((await store.inOrganisation(fleet.organisation, (transaction) => countDue(transaction, 20_000))) > 0);
  await store.close();
  await database().pool.query('vacuum analyze');
}, 120_000);

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** The most rows that any step of the queries gave or looked at in vain, over all its loops. */
async function mostRows(work: (transaction: Transaction) => Promise<unknown>): Promise<number> {
  const store = openStore({ connection: database().connection, size: 1 });
  let most = 0;
  const look = (plan: Plan): void => {
    const removed = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0);
    most = Math.max(most, (plan['Actual Rows'] + removed) * plan['Actual Loops']);
    plan.Plans?.forEach(look);
  };
  try {
    await store.inOrganisation(fleet.organisation, (transaction) =>
      work({
        ...transaction,
        async query(text, values) {
          const [explained] = await transaction.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
            `explain (analyze, timing off, format json) ${text}`,
            values,
          );
          for (const { Plan } of explained?.['QUERY PLAN'] ?? []) look(Plan);
          return transaction.query(text, values);
        },
      }),
    );
  } finally {
    await store.close();
  }
  expect(most).toBeGreaterThan(0);
  return most;
}

const question = { vulnerability: 'CVE-2026-10060', isHeardOf: true, seenSince: '2026-11-22T00:00:00Z' };
const first = { after: undefined, limit: 50 };
const endpoint = (): string => fleet.endpoints[7] ?? '';

describe('one row for each endpoint at most', () => {
  test.each<[string, (transaction: Transaction) => Promise<unknown>]>([
    ['the verdict on a vulnerability', (transaction) => exposureOf(transaction, question)],
    [
      'the verdict on one that nothing has',
      (transaction) => exposureOf(transaction, { ...question, vulnerability: 'CVE-2026-1' }),
    ],
    ['the endpoints exposed to it', (transaction) => endpointsJudged(transaction, question, 'exposed', first)],
  ])('%s', async (_name, work) => {
    expect(await mostRows(work)).toBeLessThanOrEqual(size.endpoints);
  });
});

describe('nothing of the size of the fleet', () => {
  test.each<[string, (transaction: Transaction) => Promise<unknown>]>([
    ['the findings of an endpoint', (transaction) => findingsOfEndpoint(transaction, endpoint(), first)],
    [
      'the history of a vulnerability on an endpoint',
      (transaction) => findingHistories(transaction, endpoint(), [question.vulnerability]),
    ],
    [
      'what waits to be judged',
      async (transaction) => {
        await transaction.query("update package set due = true where organisation = $1 and subject = 'package-0'", [
          transaction.organisation,
        ]);
        return takeDue(transaction, 200);
      },
    ],
    [
      'the set that an inventory is filed under',
      async (transaction) => {
        const [section] = await transaction.query<{ readonly package_set: string }>(
          'select package_set from section where organisation = $1 and endpoint = $2',
          [transaction.organisation, endpoint()],
        );
        return setsInContext(transaction, undefined, [section?.package_set ?? '']);
      },
    ],
  ])('%s', async (_name, work) => {
    expect(await mostRows(work)).toBeLessThanOrEqual(5_000);
  });
});
