// Tests which endpoints have some software, are without it, and of which that is not known.
import { beforeEach, expect, test } from 'vitest';
import { useDatabase } from '../test-database.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { compiledFor } from './hot-queries.fixture.ts';
import { presenceOf, softwareOf } from './installed-software.ts';
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

async function endpoint(name: string, packages: readonly string[], tag = 'web') {
  const id = await addEndpoint(store, organisation, name, at);
  const purl = (each: string): string => `pkg:deb/debian/${each}@1`;
  const sections = [{ adapter: 'apt', packages: packages.map((each) => installed(each, '1', { purl: purl(each) })) }];
  await report(store, organisation, id, sections, at);
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query("update endpoint set tags = array[$2], state = 'active' where id = $1", [id, tag]),
  );
}

test('of endpoints that a query finds: which have it, which are without, and of which it is not known, by name', async () => {
  await endpoint('c', ['vlc', 'bash']);
  await endpoint('b', ['bash']);
  await endpoint('a', ['bash']);
  await endpoint('lab', ['vlc'], 'lab');
  await addEndpoint(store, organisation, 'silent', at);
  await store.inOrganisation(organisation, async (transaction) => {
    const vlc = (await softwareOf(transaction, ['vlc'])).map(({ id }) => id);
    expect(vlc).toHaveLength(1);
    const of = async (q: string, packages: readonly string[]) =>
      presenceOf(transaction, await compiledFor(transaction, 'endpoints', q, Date.parse(at)), packages, 1);
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
