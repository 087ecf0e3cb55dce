// House-keeping: what is over goes, what anything refers to stays, and the audit's place is signed.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logTo } from '../observability/log.ts';
import { appendAudit, verifyAudit } from '../store/audit.ts';
import { openStore, type OrganisationId, type Store } from '../store/database.ts';
import { openInstallation } from '../store/installation.ts';
import { useDatabase } from '../test-database.ts';
import { keepHouse, type Housekeeping } from './housekeeping.ts';

const database = useDatabase();
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const now = new Date('2026-11-23T10:00:00.000Z');
let store: Store;
let organisation: OrganisationId;

beforeAll(async () => {
  store = openStore({ connection: database().connection });
  ({ organisation } = await openInstallation(store));
});
afterAll(() => store.close());

const run = (): Promise<void> => {
  const work: Housekeeping = {
    store,
    organisation,
    log: logTo(() => undefined),
    signing: privateKey,
    now: () => now,
    historyDays: 400,
  };
  return keepHouse(work, new AbortController().signal);
};
const rows = (text: string): Promise<readonly Record<string, unknown>[]> =>
  store.inOrganisation(organisation, (transaction) => transaction.query(text, [organisation]));

test('sets that nothing refers to go after a day; those filed, once filed, or filed in a context stay', async () => {
  const set = (name: string, createdAt: string, context = ''): string =>
    `insert into package_set (organisation, kind, digest, items, content, created_at, context)
     values ($1, 'installed', sha256('${name}'), 0, '', '${createdAt}', '${context}')`;
  const old = '2026-11-21T00:00:00Z';
  await rows(set('unused', old));
  await rows(set('new', '2026-11-23T09:00:00Z'));
  await rows(set('filed', old));
  await rows(set('formerly', old));
  await rows(set('in context', old));
  await rows(set('in context', old, 'x'));
  await rows(`insert into endpoint (organisation, id, name, state) values ($1, gen_random_uuid(), 'e', 'active')`);
  const file = (name: string, context: string, into: string): string =>
    `insert into ${into} select e.organisation, e.id, '${name}', 'installed', 'complete', ${into === 'section' ? "'[]'," : ''} s.id, now() ${into === 'section' ? '' : ', now()'}
     from endpoint e, package_set s where e.organisation = $1 and s.digest = sha256('${name}') and s.context = '${context}'`;
  await rows(file('filed', '', 'section'));
  await rows(file('in context', 'x', 'section'));
  await rows(file('formerly', '', 'section_history'));
  await run();
  const left = await rows(
    `select n.name, count(s.id)::int as sets from unnest(array['unused', 'new', 'filed', 'formerly', 'in context']) as n (name)
     left join package_set s on s.organisation = $1 and s.digest = sha256(n.name::bytea) group by n.name order by n.name`,
  );
  expect(left).toEqual([
    { name: 'filed', sets: 1 },
    { name: 'formerly', sets: 1 },
    { name: 'in context', sets: 2 },
    { name: 'new', sets: 1 },
    { name: 'unused', sets: 0 },
  ]);
});

test('what was on offer longer ago than history is kept goes, and then its set', async () => {
  await rows(`insert into package_set (organisation, kind, digest, items, content, created_at)
    values ($1, 'available', sha256('offers'), 0, '', '2025-01-01')`);
  await rows(`insert into section_history (organisation, endpoint, adapter, kind, status, package_set, since, until)
    select $1, e.id, 'apt', 'available', 'complete', s.id, until - interval '1 day', until
    from endpoint e, package_set s, (values ('2025-10-01'::timestamptz), ('2026-10-01'::timestamptz)) as t (until)
    where e.organisation = $1 and s.digest = sha256('offers')`);
  const left = () =>
    rows(`select (select count(*)::int from section_history where organisation = $1 and kind = 'available') as spans,
      (select count(*)::int from package_set where organisation = $1 and digest = sha256('offers')) as sets`);
  await run();
  expect(await left()).toEqual([{ spans: 1, sets: 1 }]);
  await rows(`update section_history set until = '2025-10-01', since = '2025-09-01'
    where organisation = $1 and kind = 'available'`);
  await run();
  expect(await left()).toEqual([{ spans: 0, sets: 0 }]);
});

test('the figures of the day are kept, once', async () => {
  await run();
  await run();
  expect(await rows('select day::text, endpoints, overdue from daily_figure where organisation = $1')).toEqual([
    { day: '2026-11-23', endpoints: 1, overdue: 0 },
  ]);
});

test('sessions that ended a month ago are forgotten', async () => {
  await store.inOrganisation(organisation, async (transaction) => {
    await transaction.query("select set_config('suture.presented_email', 'ada@example.net', true)");
    await transaction.query("insert into account (email, name, created_at) values ('ada@example.net', 'Ada', now())");
    await transaction.query(
      "insert into membership (organisation, account, role, since) select $1, id, 'viewer', now() from account",
      [organisation],
    );
    for (const [name, ended] of [
      ['long ago', '2026-10-01'],
      ['lately', '2026-11-20'],
    ]) {
      await transaction.query(
        `insert into session (organisation, digest, account, created_at, expires_at, idle_until)
         select $1, sha256($2::text::bytea), id, $3, $3, $3 from account`,
        [organisation, name, ended],
      );
    }
  });
  await run();
  expect(await rows('select expires_at::date::text as ended from session where organisation = $1')).toEqual([
    { ended: '2026-11-20' },
  ]);
});

test('the audit’s place is signed once for each place', async () => {
  await run();
  await run();
  const before = await rows('select sequence from audit_checkpoint where organisation = $1');
  await store.inOrganisation(organisation, (transaction) =>
    appendAudit(transaction, {
      at: now,
      actor: 'a',
      address: null,
      action: 'b',
      subject: null,
      before: null,
      after: null,
    }),
  );
  await run();
  await run();
  const after = await rows('select sequence from audit_checkpoint where organisation = $1');
  expect(after).toHaveLength(before.length + 1);
  expect(await verifyAudit(store, organisation, { keys: [publicKey] })).toMatchObject({ ok: true });
});

test('files of packages of one’s own go a day after nothing on offer has them: never published, or withdrawn', async () => {
  const [old, young] = ['2026-11-21T00:00:00Z', '2026-11-23T09:00:00Z'];
  const file = (name: string, begun: string): string =>
    `insert into own_file (organisation, digest, begun_at, begun_by, bytes) values ($1, sha256('${name}'), '${begun}', 'x', 1)`;
  const part = (name: string): string =>
    `insert into own_file_part (organisation, digest, part, data) values ($1, sha256('${name}'), 0, 'x')`;
  for (const name of ['offered', 'withdrawn', 'just withdrawn', 'never', 'just sent'])
    await rows(file(name, name === 'just sent' ? young : old)).then(() => rows(part(name)));
  for (const [name, withdrawn] of [
    ['offered', 'null'],
    ['withdrawn', `'${old}'`],
    ['just withdrawn', `'${young}'`],
  ] as const) {
    await rows(
      `insert into own_release (organisation, package, version, digest, document, published_at, published_by, withdrawn_at)
       values ($1, '${name}', '1', sha256('x'), '{}', '${old}', 'x', ${withdrawn})`,
    );
    await rows(
      `insert into own_release_file (organisation, package, version, digest) values ($1, '${name}', '1', sha256('${name}'))`,
    );
  }
  await run();
  const left = await rows(
    `select n as name from unnest(array['offered', 'withdrawn', 'just withdrawn', 'never', 'just sent']) n
     where exists (select 1 from own_file_part where organisation = $1 and digest = sha256(n::bytea)) order by n`,
  );
  expect(left.map(({ name }) => name)).toEqual(['just sent', 'just withdrawn', 'offered']);
  // What was said of it stays.
  expect(await rows('select 1 from own_release where organisation = $1')).toHaveLength(3);
});
