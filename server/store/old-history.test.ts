// Tests that what was once on offer is forgotten, and nothing that was installed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useDatabase } from '../test-database.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { forgetOldOffers } from './old-history.ts';
import { addEndpoint, addOrganisation, installed, offered, report } from './reports.fixture.ts';

const database = useDatabase();
let store: Store;
let organisation: OrganisationId;
beforeAll(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
});
afterAll(() => store.close());

const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000).toISOString();

test('what was once on offer is forgotten, and only that', async () => {
  const endpoint = await addEndpoint(store, organisation, 'web-1', at(0));
  for (const hour of [1, 2, 3]) {
    const packages = [installed('openssl', '1'), installed('tzdata', String(hour))];
    const offers = [offered('openssl', '1', String(hour + 1))];
    await report(store, organisation, endpoint, [{ adapter: 'apt', packages, offers }], at(hour));
  }
  const forget = () =>
    store.inOrganisation(organisation, (transaction) => forgetOldOffers(transaction, new Date(at(2.5))));
  expect(await forget()).toBe(1);
  expect(await forget()).toBe(0);
  const left = await store.inOrganisation(organisation, (transaction) =>
    transaction.query<{ readonly span: string }>(
      `select kind || ' ' || extract(hour from since) || '-' || extract(hour from until) as span
       from section_history order by kind, since`,
    ),
  );
  expect(left.map(({ span }) => span)).toEqual(['available 2-3', 'installed 1-2', 'installed 2-3']);
});
