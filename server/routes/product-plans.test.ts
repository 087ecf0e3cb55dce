// Plans of products on a real database: what is named, required or forbidden is installed and taken away once a machine has reckoned it.
import { beforeAll, describe, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { installed, report } from '../store/reports.fixture.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
const as: Record<string, Readonly<Record<string, string>>> = {};
let organisation: OrganisationId;
const now = new Date('2026-11-22T12:00:00Z');

beforeAll(async () => {
  api().clock.now = now;
  organisation = await api().organisation();
  for (const role of ['admin', 'operator', 'viewer'] as const) {
    await api().person(organisation, role, role);
    as[role] = await api().signedIn(role);
  }
  const telnet = [
    installed('telnetd', '0.17-44', { arch: 'all', source: { name: 'netkit', version: '0.17-44' } }),
    installed('netkit-data', '0.17-44', { arch: 'amd64', source: { name: 'netkit', version: '0.17-44' } }),
  ];
  const endpoint = async (name: string, version: string, reports: Parameters<typeof report>[3]): Promise<void> => {
    const id = await api().endpoint(organisation, name, {
      os_id: 'debian',
      os_version: version,
      tags: [name.slice(0, -2)],
      facts: JSON.stringify({ carriesOut: ['install', 'simulate', 'roll-back'] }),
    });
    await api().superuser.query('insert into endpoint_seen (organisation, endpoint, seen_at) values ($1, $2, $3)', [
      organisation,
      id,
      now,
    ]);
    await report(api().store, organisation, id, reports, now.toISOString());
  };
  const chrony = (version: string) => installed('chrony', version);
  const bash = installed('bash', '5.2.1');
  for (const [name, version, packages] of [
    ['web-1', '12', [bash, ...telnet]],
    ['web-2', '12', [bash, chrony('4.3-2')]],
    ['db-1', '12', [bash, chrony('4.10-1')]],
  ] as const)
    await endpoint(name, version, [{ adapter: 'apt', packages, offers: [] }]);
  await endpoint('old-1', '11', [
    { adapter: 'apt', packages: [bash, ...telnet], offers: [] },
    {
      adapter: 'flatpak',
      packages: [
        installed('org.example.Planner', '1.0'),
        installed('org.example.Diary', '2.0', {
          purl: 'pkg:generic/flatpak/org.example.Diary@2.0?branch=stable&user=anna',
        }),
      ],
      offers: [],
    },
  ]);
  await endpoint('desk-1', '12', [
    { adapter: 'apt', packages: [bash], offers: [] },
    { adapter: 'flatpak', packages: [installed('org.mozilla.firefox', '131.0')], offers: [] },
  ]);
});

const call = (who: string, method: string, path: string, body?: Json) =>
  api().call(method, path, { as: as[who] ?? {}, ...(body === undefined ? {} : { body }) });
const put = (product: string, presence: string, endpoints: string, over: object = {}, version?: number) =>
  call('admin', 'put', `/catalog/${encodeURIComponent(product)}/rule`, {
    said: {
      stance: 'approved',
      versions: [],
      waitDays: 0,
      presence,
      endpoints,
      reason: 'Passwords in the clear.',
      until: null,
      ...over,
    },
    ...(version === undefined ? {} : { version }),
  });
const asked = (ships: Json, q = '') => ({ q, ships, rings: 'rest' });
const preview = async (ships: Json, q = ''): Promise<Json> =>
  (await call('operator', 'post', '/plan-previews', asked(ships, q))).body;
/** Somebody is asked, and all who are answer so. */
const reckoned = async (ships: Json, q: string, outcome: Json): Promise<number> => {
  const { body } = await call('operator', 'post', '/plan-simulations', asked(ships, q));
  await api().superuser.query(
    'update simulation set outcome = $2, answered_at = $3 where organisation = $1 and outcome is null',
    [organisation, JSON.stringify(outcome), now],
  );
  return body.waiting;
};
const would = (...more: readonly Json[]): Json => ({ kind: 'would', more, bytes: 1000, reboot: false });
const leftOut = ({ excluded }: Json): Json =>
  Object.fromEntries(excluded.flatMap(({ why, names }: Json) => names.map((name: string) => [name, why])));
const gone = (name: string, architecture: string) => ({ package: name, architecture, from: '0.17-44', to: null });
const unreckoned =
  'What else would change with it is not known until an endpoint has reckoned it: suture plan --simulate.';

describe('what is named', () => {
  test('goes with all that is built of it, once a machine has reckoned that nothing else would go', async () => {
    const ships = { kind: 'remove', packages: ['deb:netkit'] };
    const before = await preview(ships, 'tag:web');
    expect(before.plan).toBeNull();
    expect(leftOut(before)).toEqual({ 'web-1': unreckoned, 'web-2': 'None of it is there.' });
    expect(await reckoned(ships, 'tag:web', would())).toBe(1);
    const { plan } = await preview(ships, 'tag:web');
    expect(plan).toMatchObject({
      endpoints: 1,
      steps: [{ adapter: 'apt', changes: [gone('netkit-data', 'amd64'), gone('telnetd', 'all')], endpoints: 1 }],
    });
    const frozen = await call('operator', 'post', '/plans', asked(ships, 'tag:web'));
    expect(frozen).toMatchObject({ status: 201, body: { steps: plan.steps } });
    expect((await call('operator', 'get', `/plans/${frozen.body.hash}/drift`)).body).toEqual({ drifted: 0, items: [] });
  });

  test('stays where something else would go with it', async () => {
    const ships = { kind: 'remove', packages: ['deb:telnetd'] };
    await reckoned(ships, 'tag:old', would({ package: 'shop', architecture: 'amd64', from: '1', to: null }));
    expect(leftOut(await preview(ships, 'tag:old'))).toEqual({ 'old-1': 'It would remove shop as well.' });
  });

  test('comes in the newest version that is known on the same release, with what it needs', async () => {
    const ships = { kind: 'install', packages: ['deb:chrony'] };
    const needed = { package: 'libedit2', architecture: 'amd64', from: null, to: '3.1-1' };
    await reckoned(ships, '', would(needed));
    const { plan, excluded } = await preview(ships);
    const comes = { package: 'chrony', architecture: null, from: null, to: '4.10-1' };
    expect(plan).toMatchObject({ endpoints: 2, steps: [{ changes: [comes, needed], downloadBytes: 1000 }] });
    expect(leftOut({ excluded })).toEqual({
      'web-2': 'It has chrony 4.3-2 already.',
      'db-1': 'It has chrony 4.10-1 already.',
      'old-1':
        'No machine like it has chrony or is offered it, so no version of it is known: name one, deb:chrony@VERSION.',
    });
    const { body } = await call('operator', 'post', '/plans', asked(ships));
    expect((await call('operator', 'get', `/plans/${body.hash}/drift`)).body).toMatchObject({ drifted: 0 });
  });

  test('says what the package manager says where a version cannot be had', async () => {
    const ships = { kind: 'install', packages: ['deb:chrony@9-1'] };
    const why = 'Version 9-1 of chrony was not found';
    await reckoned(ships, 'tag:old', { kind: 'would-not', cause: 'dependency-conflict', why });
    expect(leftOut(await preview(ships, 'tag:old'))['old-1']).toContain(why);
  });

  test('goes by flatpak too, and comes by it on another distribution, once it was reckoned', async () => {
    const goes = { kind: 'remove', packages: ['firefox'] };
    await reckoned(goes, 'tag:desk', would());
    expect((await preview(goes, 'tag:desk')).plan).toMatchObject({
      steps: [{ adapter: 'flatpak', changes: [{ package: 'org.mozilla.firefox', from: '131.0', to: null }] }],
    });
    const comes = { kind: 'install', packages: ['flatpak:org.mozilla.firefox'] };
    await reckoned(comes, 'tag:old', would());
    const preparing = await preview(comes, 'tag:old');
    expect(preparing.plan).toMatchObject({
      steps: [{ adapter: 'flatpak', changes: [{ package: 'org.mozilla.firefox', from: null, to: '131.0' }] }],
    });
    const { body } = await call('operator', 'post', '/plans', asked(comes, 'tag:old'));
    expect((await call('operator', 'get', `/plans/${body.hash}/drift`)).body).toMatchObject({ drifted: 0 });
  });

  test('stays where it is a user’s own, and it is said whose', async () => {
    const goes = { kind: 'remove', packages: ['flatpak:org.example.Diary'] };
    expect(leftOut(await preview(goes, 'tag:old'))).toEqual({
      'old-1': 'It has org.example.Diary as anna’s own flatpak, and plans change nothing in homes: anna can remove it.',
    });
  });

  test.each([
    [
      { kind: 'remove', packages: ['no-such-thing'] },
      /^Nothing is called “no-such-thing”: name a package of your own, a product/,
    ],
    [{ kind: 'install', packages: ['deb:chrony@'] }, /^Nothing is called/],
    [{ kind: 'install', packages: ['program:Chrony'] }, /^Nothing is called/],
    [{ kind: 'required' }, /^No rule that is in force says that a product is required/],
  ])('%j makes no plan, and it is said why', async (ships, why) => {
    expect(await preview(ships)).toMatchObject({ plan: null, why: expect.stringMatching(why) });
  });
});

describe('what rules say', () => {
  test('is done where each of them holds, and nowhere else', async () => {
    await put('deb:chrony', 'required', 'tag:web');
    await put('deb:netkit', 'forbidden', 'tag:web or tag:db');
    await reckoned({ kind: 'forbidden' }, '', would());
    const forbidden = await preview({ kind: 'forbidden' });
    expect(forbidden.plan).toMatchObject({ endpoints: 1, steps: [{ changes: [{ to: null }, { to: null }] }] });
    expect(leftOut(forbidden)).toEqual({
      'web-2': 'None of it is there.',
      'db-1': 'None of it is there.',
      'old-1': 'No rule asks that of it.',
      'desk-1': 'No rule asks that of it.',
    });
    await reckoned({ kind: 'required' }, '', would());
    const required = await preview({ kind: 'required' });
    expect(required.plan).toMatchObject({ endpoints: 1, steps: [{ changes: [{ to: '4.10-1' }, {}] }] });
    expect(leftOut(required)).toMatchObject({ 'web-2': 'It has chrony 4.3-2 already.' });
  });

  test('ends with its last day', async () => {
    const until = (day: string, version: number) => put('deb:netkit', 'forbidden', '', { until: day }, version);
    await until('2026-11-22', 1);
    expect((await preview({ kind: 'forbidden' })).plan).not.toBeNull();
    await until('2026-11-21', 2);
    expect(await preview({ kind: 'forbidden' })).toMatchObject({ plan: null, why: expect.stringMatching(/^No rule/) });
  });
});
