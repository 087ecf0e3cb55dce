// Leases between servers: one has the work, another takes it over when the first is gone, and never while it is not.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useDatabase } from '../test-database.ts';
import { openStore, type OrganisationId, type Store } from './database.ts';
import { openInstallation, keysInDatabase } from './installation.ts';
import { takeLease } from './leases.ts';

const database = useDatabase();
const stores: Store[] = [];
let organisation: OrganisationId;
let opened: readonly { readonly organisation: OrganisationId }[] = [];

beforeAll(async () => {
  for (let count = 0; count < 2; count += 1) stores.push(openStore({ connection: database().connection, size: 3 }));
  opened = await Promise.all([...stores, ...stores, ...stores].map((store) => openInstallation(store, 'web-1')));
  organisation = opened[0]?.organisation as OrganisationId;
});
afterAll(() => Promise.all(stores.map((store) => store.close())));
const [one, two] = [0, 1].map((index) => (): Store => stores[index] as Store) as [() => Store, () => Store];

test('servers that start at once agree whose database it is', () => {
  expect(new Set(opened.map((each) => each.organisation)).size).toBe(1);
});

test('of many that ask at once one gets it, and the next after it was given back', async () => {
  const asked = await Promise.all(
    Array.from({ length: 8 }, (_, at) => takeLease(at % 2 ? one() : two(), organisation, 'a')),
  );
  const held = asked.filter((lease) => lease !== undefined);
  expect(held).toHaveLength(1);
  expect(await takeLease(one(), organisation, 'another')).toBeDefined();
  await held[0]?.release();
  const next = await takeLease(two(), organisation, 'a');
  expect(next).toBeDefined();
  // Given back twice, it takes nothing from whoever has it now.
  await held[0]?.release();
  expect(await takeLease(one(), organisation, 'a')).toBeUndefined();
  await next?.release();
});

test('it is kept for longer than its time while its holder lives', async () => {
  const lease = await takeLease(one(), organisation, 'kept', 300);
  for (let look = 0; look < 8; look += 1) {
    await delay(100);
    expect(await takeLease(two(), organisation, 'kept', 300)).toBeUndefined();
  }
  expect(lease?.lost.aborted).toBe(false);
  await lease?.release();
});

test('a holder that is gone loses it, and one that comes back late hears of that', async () => {
  const dying = openStore({ connection: database().connection, size: 1 });
  const lease = await takeLease(dying, organisation, 'taken over', 200);
  expect(lease).toBeDefined();
  await dying.close();
  const lost = new Promise<void>((resolve) => lease?.lost.addEventListener('abort', () => resolve()));
  await lost;
  const next = await takeLease(two(), organisation, 'taken over', 60_000);
  expect(next).toBeDefined();
  await next?.release();
});

test('keys are made once, whoever asks first, and seen only by who asks for keys', async () => {
  let made = 0;
  const make = async () => ({ authorities: `a${(made += 1)}`, signing: 's' });
  const all = await Promise.all(
    Array.from({ length: 6 }, (_, at) => keysInDatabase(at % 2 ? one() : two(), organisation, make)),
  );
  expect(new Set(all.map(({ authorities }) => authorities)).size).toBe(1);
  const rows = await one().inOrganisation(organisation, (transaction) =>
    transaction.query('select from installation_keys'),
  );
  expect(rows).toHaveLength(0);
});
