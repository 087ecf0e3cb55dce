// Transactions that PostgreSQL takes back, and those that are not committed, on a real one.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { useDatabase } from '../test-database.ts';
import { appendAudit } from './audit.ts';
import { openStore, type OrganisationId, type Store, type Transaction } from './database.ts';
import { renameOrganisation } from './members.ts';

const database = useDatabase();
const organisation = randomUUID() as OrganisationId;
let store: Store;

beforeAll(async () => {
  store = openStore({ connection: database().connection, size: 5 });
  await store.inOrganisation(organisation, async (transaction) => {
    await transaction.query("insert into organisation (organisation, name) values ($1, 'acme')", [organisation]);
    await transaction.query(
      `insert into endpoint (organisation, id, name, state)
       select $1, gen_random_uuid(), name, 'active' from unnest('{one,two}'::text[]) name`,
      [organisation],
    );
  });
});
afterAll(() => store?.close());

const tag = (transaction: Transaction, name: string, tags: readonly string[]) =>
  transaction.query('update endpoint set tags = $3 where organisation = $1 and name = $2', [organisation, name, tags]);

const tagsOf = (name: string): Promise<readonly { readonly tags: readonly string[] }[]> =>
  store.inOrganisation(organisation, (transaction) =>
    transaction.query('select tags from endpoint where organisation = $1 and name = $2', [organisation, name]),
  );

/** Until some transaction here waits for another. */
async function somebodyWaits(): Promise<void> {
  const client = new pg.Client(database().superuser);
  await client.connect();
  await expect
    .poll(
      async () => {
        const { rowCount } = await client.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        return rowCount;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0);
  await client.end();
}

class Failure extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

describe('a transaction', () => {
  test('that waits for another which waits for it is done again, and both are done', async () => {
    const gates = { one: Promise.withResolvers<void>(), two: Promise.withResolvers<void>() };
    const runs = { one: 0, two: 0 };
    const both = async (first: 'one' | 'two', second: 'one' | 'two') => {
      await store.inOrganisation(organisation, async (transaction) => {
        runs[first]++;
        await tag(transaction, first, [`first-by-${first}`]);
        gates[first].resolve();
        await gates[second].promise;
        await tag(transaction, second, [`second-by-${first}`]);
      });
    };
    await Promise.all([both('one', 'two'), both('two', 'one')]);
    expect(runs.one + runs.two).toBe(3);
    const last = runs.one === 2 ? 'one' : 'two';
    const former = last === 'one' ? 'two' : 'one';
    expect(await tagsOf(last)).toEqual([{ tags: [`first-by-${last}`] }]);
    expect(await tagsOf(former)).toEqual([{ tags: [`second-by-${last}`] }]);
  });

  test('that is taken back again and again is given up after four tries, and nothing of it is left', async () => {
    let runs = 0;
    const before = await tagsOf('one');
    const done = store.inOrganisation(organisation, async (transaction) => {
      runs++;
      await tag(transaction, 'one', ['never']);
      throw new Failure('40001');
    });
    await expect(done).rejects.toMatchObject({ code: '40001' });
    expect(runs).toBe(4);
    expect(await tagsOf('one')).toEqual(before);
  });

  test('that fails for any other reason is not done again', async () => {
    let runs = 0;
    const done = store.inOrganisation(organisation, (transaction) => {
      runs++;
      return transaction.query('select 1 / 0');
    });
    await expect(done).rejects.toMatchObject({ code: '22012' });
    expect(runs).toBe(1);
  });

  test('is not called done where a failure in it was passed over', async () => {
    const before = await tagsOf('one');
    const done = store.inOrganisation(organisation, async (transaction) => {
      await tag(transaction, 'one', ['lost']);
      await transaction.query('select 1 / 0').catch(() => undefined);
      return 'done';
    });
    await expect(done).rejects.toThrow('a failed transaction was to be committed');
    expect(await tagsOf('one')).toEqual(before);
  });
});

test('whoever renames the organisation and whoever adds to its audit wait for each other and never deadlock', async () => {
  const happening = {
    at: new Date(0),
    actor: 'server',
    address: null,
    action: 'a',
    subject: null,
    before: null,
    after: null,
  };
  await store.inOrganisation(organisation, (transaction) => appendAudit(transaction, happening));
  const held = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let runs = 0;
  const adding = store.inOrganisation(organisation, async (transaction) => {
    runs++;
    let asked = 0;
    await appendAudit(
      {
        ...transaction,
        // Stops between the two statements of adding: the head is held, the entry is not there yet.
        query: async (text, values) => {
          if (asked++ === 1) {
            held.resolve();
            await goOn.promise;
          }
          return transaction.query(text, values);
        },
      },
      happening,
    );
  });
  await held.promise;
  const renaming = store.inOrganisation(organisation, async (transaction) => {
    runs++;
    await renameOrganisation(transaction, 'acme renamed');
    await appendAudit(transaction, happening);
  });
  await somebodyWaits();
  goOn.resolve();
  await Promise.all([adding, renaming]);
  expect(runs).toBe(2);
});
