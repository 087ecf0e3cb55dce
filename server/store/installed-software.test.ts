// Tests that endpoints with software are counted the same by kinds and one by one, and once though they have it twice.
import { beforeEach, expect, test } from 'vitest';
import { reaching } from '../access/reach.ts';
import { useDatabase } from '../test-database.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { countDue } from './endpoint-classes.ts';
import { compiledFor } from './hot-queries.fixture.ts';
import { countKinds, installedSoftware, kindsOfEndpoints, presenceOf, setKey } from './installed-software.ts';
import { addEndpoint, addOrganisation, installed, report } from './reports.fixture.ts';

const database = useDatabase();
const at = '2026-11-22T10:00:00Z';

let store: Store;
let organisation: OrganisationId;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  return () => store.close();
});

async function endpoint(name: string, sections: Readonly<Record<string, readonly string[]>>, tag = 'web') {
  const id = await addEndpoint(store, organisation, name, at);
  const reported = Object.entries(sections).map(([adapter, names]) => ({
    adapter,
    packages: names.map((each) => installed(each, '1')),
  }));
  await report(store, organisation, id, reported, at);
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query("update endpoint set tags = array[$2], state = 'active' where id = $1", [id, tag]),
  );
}

/** On how many endpoints each name is, whichever adapter brings it. */
const counts = (from: Store = store) =>
  from.inOrganisation(organisation, async (transaction) => {
    const software = await installedSoftware(transaction, ['apt', 'flatpak', 'snap'], []);
    const names = [...new Set(software.map(({ name }) => name))];
    const sets = names.map((name) =>
      software
        .filter((each) => each.name === name)
        .flatMap((each) => each.sets.map((set) => setKey(each.adapter, set))),
    );
    const counted = countKinds(await kindsOfEndpoints(transaction, software), sets);
    return Object.fromEntries(names.map((name, index) => [name, counted[index]]));
  });

test('an endpoint that has a product from two channels is one, before and after endpoints are counted together', async () => {
  await endpoint('a', { apt: ['vlc', 'bash'], flatpak: ['vlc', 'gimp'] });
  await endpoint('b', { apt: ['vlc', 'bash'] });
  await endpoint('c', { flatpak: ['gimp'] });
  const expected = { vlc: 2, bash: 2, gimp: 2 };
  expect(await counts()).toEqual(expected);
  await store.inOrganisation(organisation, (transaction) => countDue(transaction, 100));
  expect(await counts()).toEqual(expected);
});

test('what two adapters report alike is each one’s own, though it is kept as one set', async () => {
  await endpoint('a', { snap: ['vlc'] });
  await endpoint('b', { flatpak: ['vlc'] });
  await store.inOrganisation(organisation, async (transaction) => {
    const software = await installedSoftware(transaction, ['flatpak', 'snap'], []);
    expect(software.map(({ adapter }) => adapter)).toEqual(['flatpak', 'snap']);
    const kinds = await kindsOfEndpoints(transaction, software);
    expect(
      countKinds(
        kinds,
        software.map(({ adapter, sets }) => sets.map((set) => setKey(adapter, set))),
      ),
    ).toEqual([1, 1]);
  });
});

test('who is limited to tags counts what they reach', async () => {
  await endpoint('a', { apt: ['vlc'] });
  await endpoint('b', { apt: ['vlc'] }, 'lab');
  expect(await counts(reaching(store, { tagScope: ['web'] }))).toEqual({ vlc: 1 });
});

test('of endpoints that a query finds: which have it, which are without, and of which it is not known, by name', async () => {
  await endpoint('c', { apt: ['vlc'] });
  await endpoint('b', { apt: ['bash'] });
  await endpoint('a', { apt: ['bash'] });
  await endpoint('lab', { apt: ['vlc'] }, 'lab');
  await addEndpoint(store, organisation, 'silent', at);
  await store.inOrganisation(organisation, async (transaction) => {
    const software = await installedSoftware(transaction, ['apt'], []);
    const vlc = software
      .filter(({ name }) => name === 'vlc')
      .flatMap(({ adapter, sets }) => sets.map((set) => setKey(adapter, set)));
    const of = async (q: string, sets: readonly string[]) =>
      presenceOf(transaction, await compiledFor(transaction, 'endpoints', q, Date.parse(at)), sets, 1);
    expect(await of('-tag:lab', vlc)).toEqual({
      asked: 4,
      having: 1,
      without: 2,
      notKnown: 1,
      firstHaving: ['c'],
      firstWithout: ['a'],
    });
    expect(await of('tag:lab', [])).toMatchObject({ asked: 1, having: 0, without: 1, firstWithout: ['lab'] });
  });
});
