// Sets and sections on a real PostgreSQL: shared by content, kept apart by organisation, history as intervals.
import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { installedSet } from '@suture/core/packages/package-set-installed.ts';
import { encodeSet } from '@suture/core/packages/package-set.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { useDatabase } from '../test-database.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { addSet, knownSets, setText } from './package-sets.ts';
import { replaceSections } from './sections.ts';

const database = useDatabase();

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const pkg = (name: string, version: string): Package => ({
  purl: `pkg:deb/debian/${name}@${version}`,
  ecosystem: 'Debian:12',
  name,
  version,
  arch: 'amd64',
  source: { name, version },
});

const setOf = (...packages: readonly Package[]) => {
  const { text, count } = encodeSet(installedSet, packages);
  return {
    kind: 'installed' as const,
    digest: sha256(text),
    text,
    items: count,
    packages: packages.map((each) => ({ digest: sha256(encodeSet(installedSet, [each]).text), package: each })),
  };
};

let store: Store;
let organisation: OrganisationId;
let endpoint: string;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 4 });
  organisation = randomUUID() as OrganisationId;
  endpoint = randomUUID();
  await addOrganisation(organisation, [endpoint]);
  return () => store.close();
});

async function addOrganisation(id: OrganisationId, endpoints: readonly string[]): Promise<void> {
  await store.inOrganisation(id, async (transaction) => {
    await transaction.query('insert into organisation (organisation, name) values ($1, $2)', [id, id]);
    for (const each of endpoints) {
      await transaction.query(
        "insert into endpoint (organisation, id, name, state) values ($1, $2, 'web-1', 'active')",
        [id, each],
      );
    }
  });
}

const count = (table: string, within = organisation): Promise<number> =>
  store.inOrganisation(within, async (transaction) => {
    const [row] = await transaction.query<{ readonly n: string }>(`select count(*) as n from ${table}`);
    return Number(row?.n);
  });

describe('package sets', () => {
  test('a set brought twice is stored once and its packages are shared with other sets', async () => {
    const first = setOf(pkg('openssl', '3.0.9-1'), pkg('curl', '7.88-1'));
    const second = setOf(pkg('openssl', '3.0.9-1'), pkg('curl', '7.88-2'));
    await store.inOrganisation(organisation, async (transaction) => {
      const id = await addSet(transaction, first);
      expect(await addSet(transaction, first)).toBe(id);
      expect(await addSet(transaction, second)).not.toBe(id);
    });
    expect(await count('package_set')).toBe(2);
    expect(await count('package')).toBe(3);
    expect(await count('package_set_member')).toBe(4);
  });

  test('twenty endpoints bring the same new set at once: one row, no deadlock', async () => {
    const packages = Array.from({ length: 300 }, (_, index) => pkg(`package-${index}`, '1.0-1'));
    const set = setOf(...packages);
    const reversed = { ...set, packages: set.packages.toReversed() };
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.inOrganisation(organisation, (transaction) => addSet(transaction, index % 2 === 0 ? set : reversed)),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await count('package')).toBe(300);
  });

  test('what was stored comes back to the letter, as the base of a delta', async () => {
    const set = setOf(pkg('libgrüße', '1:2.0~rc1+dfsg-3'));
    await store.inOrganisation(organisation, async (transaction) => {
      await addSet(transaction, set);
      expect(await setText(transaction, 'installed', set.digest)).toBe(set.text);
      expect(await setText(transaction, 'available', set.digest)).toBeUndefined();
      expect([...(await knownSets(transaction, 'installed', [set.digest, sha256('other')])).keys()]).toEqual([
        set.digest.toString('hex'),
      ]);
    });
  });
});

describe('organisations', () => {
  test('one organisation sees nothing of another, and cannot write into it', async () => {
    const other = randomUUID() as OrganisationId;
    await addOrganisation(other, []);
    const set = setOf(pkg('openssl', '3.0.9-1'));
    await store.inOrganisation(organisation, (transaction) => addSet(transaction, set));
    expect(await count('package_set', other)).toBe(0);
    expect(await count('endpoint', other)).toBe(0);
    await expect(
      store.inOrganisation(other, (transaction) => addSet({ ...transaction, organisation }, set)),
    ).rejects.toThrow(/row-level security/);
  });

  test('without an organisation nothing is seen', async () => {
    const { rows } = await database().pool.query<{ readonly n: string }>('select count(*) as n from organisation');
    expect(rows).toEqual([{ n: '0' }]);
  });
});

describe('sections', () => {
  const at = (minute: number): string => `2026-11-22T10:${String(minute).padStart(2, '0')}:00Z`;

  const report = (set: string | null, minute: number): Promise<void> =>
    store.inOrganisation(organisation, (transaction) =>
      replaceSections(
        transaction,
        endpoint,
        [
          {
            adapter: 'apt',
            kind: 'installed',
            status: set === null ? 'failed' : 'complete',
            problems: [],
            packageSet: set,
          },
        ],
        at(minute),
      ),
    );

  const sections = (table: 'section' | 'section_history'): Promise<readonly Record<string, unknown>[]> =>
    store.inOrganisation(organisation, (transaction) =>
      transaction.query(`select status_or_set, since${table === 'section' ? '' : ', until'} from (
        select coalesce(package_set::text, 'failed') as status_or_set, since${table === 'section' ? '' : ', until'} from ${table}) t order by since`),
    );

  test('a change ends one interval and begins the next; the same report again changes nothing', async () => {
    const [first, second] = await store.inOrganisation(organisation, async (transaction) => [
      await addSet(transaction, setOf(pkg('openssl', '3.0.9-1'))),
      await addSet(transaction, setOf(pkg('openssl', '3.0.15-1'))),
    ]);
    await report(first ?? '', 0);
    await report(first ?? '', 5);
    await report(second ?? '', 10);
    expect(await sections('section')).toEqual([{ status_or_set: second, since: new Date(at(10)) }]);
    expect(await sections('section_history')).toEqual([
      { status_or_set: first, since: new Date(at(0)), until: new Date(at(10)) },
    ]);
  });

  test('a section that failed is remembered as failed, and one that is no longer reported ends', async () => {
    await report(null, 0);
    await store.inOrganisation(organisation, (transaction) => replaceSections(transaction, endpoint, [], at(7)));
    expect(await sections('section')).toEqual([]);
    expect(await sections('section_history')).toEqual([
      { status_or_set: 'failed', since: new Date(at(0)), until: new Date(at(7)) },
    ]);
  });
});
