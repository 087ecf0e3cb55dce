// The catalog on a real database: rules hold updates back in plans, products are counted, and what nobody knows is shown.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { installed, offered, report } from '../store/reports.fixture.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
const as: Record<string, Readonly<Record<string, string>>> = {};
let organisation: OrganisationId;
const today = new Date('2026-11-22T12:00:00Z');
const program = (name: string, version: string, publisher?: string) =>
  installed(name, version, {
    purl: `pkg:generic/windows-programs/${encodeURIComponent(name)}@${version}`,
    ecosystem: undefined,
    ...(publisher === undefined ? {} : { origin: publisher }),
  });

beforeAll(async () => {
  organisation = await api().organisation();
  for (const [name, role] of [
    ['admin', 'admin'],
    ['operator', 'operator'],
    ['viewer', 'viewer'],
  ] as const) {
    await api().person(organisation, name, role);
    as[name] = await api().signedIn(name);
  }
  const endpoint = async (name: string, os: string, reports: Parameters<typeof report>[3]): Promise<void> => {
    const id = await api().endpoint(organisation, name, {
      os_id: os,
      os_version: '12',
      tags: [name.slice(0, -2)],
      facts: JSON.stringify({ carriesOut: ['install'] }),
    });
    await api().superuser.query('insert into endpoint_seen (organisation, endpoint, seen_at) values ($1, $2, $3)', [
      organisation,
      id,
      today,
    ]);
    await report(api().store, organisation, id, reports, '2026-11-20T12:00:00.000Z');
  };
  for (const name of ['web-1', 'web-2'])
    await endpoint(name, 'debian', [
      {
        adapter: 'apt',
        packages: [
          installed('firefox', '131.0', { purl: 'pkg:deb/debian/firefox@131.0' }),
          installed('bash', '5.2.1', { purl: 'pkg:deb/debian/bash@5.2.1' }),
        ],
        offers: [
          offered('firefox', '131.0', '132.0'),
          offered('bash', '5.2.1', '5.2.2', { security: { is: true, why: 'the channel' } }),
        ],
      },
    ]);
  await endpoint('pc-1', 'windows', [
    {
      adapter: 'windows-programs',
      packages: [
        program('Mozilla Firefox (x64 de)', '131.0', 'Mozilla'),
        program('Mozilla Firefox (x64 de)', '130.0', 'Mozi11a'),
        program('Planner', '3.2'),
      ],
    },
    {
      adapter: 'winget',
      packages: [
        installed('Git.Git', '2.47.1', { purl: 'pkg:generic/winget/Git.Git@2.47.1' }),
        installed('Acme.Tool', '1.0', { purl: 'pkg:generic/winget/Acme.Tool@1.0' }),
      ],
    },
  ]);
  await endpoint('pc-2', 'windows', [{ adapter: 'windows-programs', status: 'failed', packages: [] }]);
});
beforeEach(() => {
  api().clock.now = today;
});

const call = (who: string, method: string, path: string, body?: Json) =>
  api().call(method, path, { as: as[who] ?? {}, ...(body === undefined ? {} : { body }) });
const rule = (over: object): Json => ({
  said: {
    stance: 'approved',
    versions: [],
    waitDays: 0,
    presence: 'any',
    endpoints: '',
    reason: 'The shop breaks.',
    until: null,
    ...over,
  },
});
const put = (product: string, over: object, version?: number) =>
  call('admin', 'put', `/catalog/${encodeURIComponent(product)}/rule`, {
    ...rule(over),
    ...(version === undefined ? {} : { version }),
  });
const removed = (product: string) => call('admin', 'delete', `/catalog/${encodeURIComponent(product)}/rule`);
const catalog = async (): Promise<Json> => (await call('viewer', 'get', '/catalog')).body;
const productOf = async (id: string): Promise<Json> =>
  (await catalog()).items.find(({ product }: Json) => product === id);
/** What a plan would change on the web servers, and why it leaves what out. */
const planned = async (ships: Json): Promise<Json> => {
  const { status, body } = await call('operator', 'post', '/plans', { q: 'tag:web', ships, rings: 'rest' });
  if (status !== 201) return { status, why: body.detail };
  const [step] = body.steps;
  return { takes: step.changes.map((change: Json) => change.package).toSorted(), heldBack: step.heldBack };
};

describe('the catalog', () => {
  test('counts a product over all its channels, by name and publisher where there is no id', async () => {
    expect(await productOf('firefox')).toMatchObject({
      name: 'Firefox',
      vendor: 'Mozilla',
      endpoints: 3,
      channels: ['deb', 'program'],
      versions: [{ version: '131.0', endpoints: 3 }],
      rule: null,
      compliance: null,
    });
    expect(await productOf('git')).toMatchObject({ endpoints: 1, channels: ['winget'] });
    // In a channel with ids, what nobody curated is a product of its own.
    expect(await productOf('winget:Acme.Tool')).toMatchObject({ name: 'Acme.Tool', vendor: null, endpoints: 1 });
  });

  test('shows what is in no known channel, with why: another maker’s Firefox, a program without a publisher', async () => {
    expect((await catalog()).unmanagedTotal).toBe(2);
    const { body } = await call('viewer', 'get', '/catalog/unmanaged');
    expect(body).toMatchObject({ total: 2, next: null, isWhole: true });
    expect(body.items).toEqual([
      {
        adapter: 'windows-programs',
        name: 'Mozilla Firefox (x64 de)',
        publisher: 'Mozi11a',
        endpoints: 1,
        q: 'package:"Mozilla Firefox (x64 de)" origin:Mozi11a product:none',
        why: 'no channel has "Mozilla Firefox (x64 de)" of Mozi11a',
      },
      {
        adapter: 'windows-programs',
        name: 'Planner',
        publisher: null,
        endpoints: 1,
        q: 'package:Planner product:none',
        why: expect.stringContaining('names no publisher'),
      },
    ]);
  });

  test('comes in pages, by words, by what a query finds, and its counts open lists', async () => {
    const at = async (search: string): Promise<Json> => (await call('viewer', 'get', `/catalog?${search}`)).body;
    const names = ({ items }: Json): readonly string[] => items.map(({ product }: Json) => product);
    const first = await at('limit=2');
    expect([names(first), first.total]).toEqual([['firefox', 'git'], 3]);
    expect(names(await at(`limit=2&cursor=${first.next}`))).toEqual(['winget:Acme.Tool']);
    expect(names(await at('skip=1'))).toEqual(['git', 'winget:Acme.Tool']);
    expect(names(await at('words=acme+tool'))).toEqual(['winget:Acme.Tool']);
    expect((await at('q=tag:web')).items).toMatchObject([{ product: 'firefox', endpoints: 2 }]);
    expect(await call('viewer', 'get', `/catalog?q=tag:web&cursor=${first.next}`)).toMatchObject({ status: 400 });
    expect(first.items[0]).toMatchObject({
      q: 'product:firefox',
      versions: [{ version: '131.0', q: 'product:firefox version:131.0' }],
      versionsTotal: 1,
    });
    const listed = async (list: string, q: string): Promise<Json> =>
      (await call('viewer', 'get', `/${list}?q=${encodeURIComponent(q)}`)).body;
    expect(await listed('endpoints', 'product:firefox')).toMatchObject({ total: 3 });
    expect((await listed('updates', 'product:firefox update:available')).items).toMatchObject([
      { source: 'firefox', version: '132.0', endpoints: 2 },
    ]);
    expect((await listed('packages', 'product:*')).total).toBe(4);
    expect(await listed('endpoints', 'product:winget:acme.*')).toMatchObject({ total: 1 });
  });
});

describe('a rule', () => {
  test('holds a product back in every plan, also one that asks for it by name, with the reason', async () => {
    expect((await planned({ kind: 'all' })).takes).toEqual(['bash', 'firefox']);
    expect(await call('viewer', 'get', '/catalog/firefox/rule')).toMatchObject({ status: 404 });
    expect(await put('firefox', { stance: 'held' })).toMatchObject({
      status: 200,
      body: { version: 1, isInForce: true },
    });
    const why = 'firefox is held: The shop breaks';
    expect(await planned({ kind: 'all' })).toEqual({ takes: ['bash'], heldBack: [{ package: 'firefox', why }] });
    expect(await planned({ kind: 'sources', sources: ['firefox'] })).toMatchObject({
      why: expect.stringContaining(why),
    });
    expect(await removed('firefox')).toMatchObject({ status: 200 });
    expect((await planned({ kind: 'all' })).takes).toHaveLength(2);
  });

  test('pins to versions, and blocks them', async () => {
    // Versions go on after a rule that was taken back.
    expect((await put('firefox', { stance: 'pinned', versions: ['131.*'] })).body).toMatchObject({ version: 3 });
    expect((await planned({ kind: 'all' })).heldBack).toEqual([
      { package: 'firefox', why: 'firefox is pinned to 131.*: The shop breaks' },
    ]);
    expect((await put('firefox', { stance: 'pinned', versions: ['132.*'] }, 3)).body).toMatchObject({ version: 4 });
    expect((await planned({ kind: 'all' })).takes).toHaveLength(2);
    expect(await put('firefox', { stance: 'blocked', versions: ['132.*'] }, 3)).toMatchObject({ status: 409 });
    await put('firefox', { stance: 'blocked', versions: ['132.*'] }, 4);
    expect((await planned({ kind: 'all' })).heldBack).toEqual([
      { package: 'firefox', why: 'firefox 132.0 is blocked: The shop breaks' },
    ]);
    expect((await call('viewer', 'get', '/catalog/firefox/rule')).body).toMatchObject({
      version: 5,
      said: { stance: 'blocked' },
    });
    expect((await call('viewer', 'get', '/catalog?of=ruled')).body).toMatchObject({
      total: 1,
      ruled: 1,
      items: [{ product: 'firefox' }],
    });
    await removed('firefox');
  });

  test('blocks one version of a distribution’s package, and takes the next', async () => {
    await put('deb:bash', { stance: 'blocked', versions: ['5.2.2'] });
    expect(await planned({ kind: 'all' })).toEqual({
      takes: ['firefox'],
      heldBack: [{ package: 'bash', why: 'deb:bash 5.2.2 is blocked: The shop breaks' }],
    });
    await removed('deb:bash');
    await put('deb:bash', { stance: 'blocked', versions: ['5.2.3'] });
    expect((await planned({ kind: 'all' })).takes).toEqual(['bash', 'firefox']);
    await removed('deb:bash');
  });

  test('lets updates wait, but none of security', async () => {
    await put('firefox', { waitDays: 7 });
    await put('deb:bash', { waitDays: 7 });
    expect(await planned({ kind: 'all' })).toEqual({
      takes: ['bash'],
      heldBack: [{ package: 'firefox', why: 'firefox waits 7 days after it was first offered: The shop breaks' }],
    });
    await removed('firefox');
    await removed('deb:bash');
  });

  test('requires a product: where it is missing is wrong, and where not all is known is not known', async () => {
    await put('firefox', { presence: 'required', endpoints: 'tag:pc' });
    expect((await productOf('firefox')).compliance).toEqual({
      state: 'not-known',
      asked: 2,
      wrong: 0,
      notKnown: 1,
      examples: [],
    });
    await put('winget:Acme.Tool', { presence: 'required', endpoints: 'tag:web' });
    expect((await productOf('winget:Acme.Tool')).compliance).toMatchObject({
      state: 'missing',
      asked: 2,
      wrong: 2,
      examples: ['web-1', 'web-2'],
    });
    const wrong = (await call('viewer', 'get', '/catalog?of=wrong')).body;
    expect(wrong).toMatchObject({ total: 1, ruled: 1, required: 1, wrong: 1, notKnown: 0 });
    // What is not as asked comes first, whatever it is called.
    const order = (await catalog()).items.map(({ product }: Json) => product);
    expect(order).toEqual(['winget:Acme.Tool', 'firefox', 'git']);
    await removed('firefox');
    await removed('winget:Acme.Tool');
  });

  test('forbids a product', async () => {
    await put('git', { presence: 'forbidden' });
    expect((await productOf('git')).compliance).toMatchObject({
      state: 'forbidden',
      asked: 4,
      wrong: 1,
      examples: ['pc-1'],
    });
    await removed('git');
  });

  test('is for admins, about a product there is, and says something', async () => {
    expect(await call('operator', 'put', '/catalog/firefox/rule', rule({ stance: 'held' }))).toMatchObject({
      status: 403,
    });
    expect(await put('no-such-thing', { stance: 'held' })).toMatchObject({ status: 422 });
    expect(await put('firefox', {})).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('changes nothing') },
    });
    expect(await put('firefox', { presence: 'required', endpoints: 'nonsense:x' })).toMatchObject({ status: 422 });
    expect(await removed('firefox')).toMatchObject({ status: 404 });
  });
});

describe('a list of one’s own', () => {
  const list = `products:
  - id: tool
    name: Acme Tool
    vendor: Acme
    winget: Acme.Tool
    deb: bash # so that a rule is seen to hold
`;
  const overlay = (text: string | null, version: number, who = 'admin') =>
    call(who, 'put', '/catalog-overlay', { text, version });
  const audit = async (): Promise<readonly Json[]> =>
    (
      await api().superuser.query(
        "select action from audit_entry where organisation = $1 and subject = 'catalog-overlay' order by sequence",
        [organisation],
      )
    ).rows;

  test('is for admins, checked whole, and named with its faults', async () => {
    expect((await call('viewer', 'get', '/catalog-overlay')).body).toMatchObject({
      version: 0,
      text: null,
      products: 0,
    });
    expect(await overlay(list, 0, 'operator')).toMatchObject({ status: 403 });
    expect(await overlay('products: [{id: x}]', 0)).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('products[0].name: is needed') },
    });
    expect(await overlay('products: [', 0)).toMatchObject({ status: 422 });
    expect(await overlay(`products: []\n#${'x'.repeat(600_000)}`, 0)).toMatchObject({ status: 400 });
    expect(await audit()).toEqual([]);
  });

  test('names products from then on, also for rules, and is kept in versions', async () => {
    expect(await put('tool', { stance: 'held' })).toMatchObject({ status: 422 });
    expect(await overlay(list, 0)).toMatchObject({ status: 200, body: { version: 1, products: 1, text: list } });
    expect(await overlay(list, 0)).toMatchObject({ status: 409 });
    // The same again is no other version.
    expect((await overlay(list, 1)).body).toMatchObject({ version: 1 });
    expect(await productOf('tool')).toMatchObject({ name: 'Acme Tool', endpoints: 3, channels: ['deb', 'winget'] });
    expect(await productOf('winget:Acme.Tool')).toBeUndefined();
    expect(await put('tool', { stance: 'held' })).toMatchObject({ status: 200 });
    expect((await planned({ kind: 'all' })).heldBack).toEqual([
      { package: 'bash', why: 'tool is held: The shop breaks' },
    ]);
  });

  test('cannot lose a product that a rule is about, and is taken back', async () => {
    expect(await overlay('products: []', 1)).toMatchObject({
      status: 422,
      body: { detail: 'There is a rule about tool, which no list would have: take that back first.' },
    });
    expect(await overlay(null, 1)).toMatchObject({ status: 422 });
    await removed('tool');
    expect(await overlay(null, 1)).toMatchObject({ status: 200, body: { version: 2, text: null, products: 0 } });
    expect(await productOf('winget:Acme.Tool')).toMatchObject({ endpoints: 1 });
    expect((await audit()).map(({ action }) => action)).toEqual(['catalog-overlay.change', 'catalog-overlay.remove']);
  });
});

describe('one product', () => {
  const about = async (id: string): Promise<Json> =>
    (await call('viewer', 'get', `/catalog/${encodeURIComponent(id)}`)).body;

  test('says by which channel endpoints have it, and each count opens its list', async () => {
    const firefox = await about('firefox');
    expect(firefox).toMatchObject({ name: 'Firefox', vendor: 'Mozilla', origin: 'curated', endpoints: 3, rule: null });
    expect(firefox.via).toMatchObject([
      { channel: 'deb', endpoints: 2, versions: 1 },
      { channel: 'program', endpoints: 1, versions: 1 },
    ]);
    for (const { q, endpoints } of firefox.via)
      expect((await call('viewer', 'get', `/endpoints?q=${encodeURIComponent(q)}`)).body).toMatchObject({
        total: endpoints,
      });
    expect(firefox.identities).toContainEqual({
      channel: 'program',
      id: 'Mozilla Firefox (*',
      publisher: 'Mozilla',
      listing: null,
    });
  });

  test('without advisories nothing of it counts as known, and nothing as fine', async () => {
    expect(await about('firefox')).toMatchObject({
      support: { known: 'no-data', name: 'firefox', releases: [] },
      exploited: { known: 'no-data', total: 0, items: [] },
      fixes: { known: 'no-data', items: [] },
      sources: [],
      neverFetched: ['endoflife', 'flathub', 'homebrew', 'kev', 'winget'],
    });
    expect(await about('winget:Acme.Tool')).toMatchObject({
      name: 'Acme.Tool',
      vendor: null,
      origin: 'channel',
      identities: [{ channel: 'winget', id: 'Acme.Tool', listing: null }],
      support: { known: 'unnamed', name: null },
      exploited: { known: 'unnamed' },
    });
    expect(await call('viewer', 'get', '/catalog/no-such-thing')).toMatchObject({ status: 404 });
  });

  test('says of each update what its rule does with it, and where versions are that it does not allow', async () => {
    expect((await about('firefox')).updates).toEqual([
      { package: 'firefox', version: '132.0', endpoints: 2, heldOn: 0, security: 'unknown', ruleSays: null },
    ]);
    await put('firefox', { waitDays: 7 });
    expect(await about('firefox')).toMatchObject({
      updates: [{ ruleSays: 'firefox waits 7 days after it was first offered: The shop breaks.' }],
      versionRule: null,
    });
    await removed('firefox');
    await put('firefox', { stance: 'pinned', versions: ['132.*'] });
    const pinned = await about('firefox');
    expect(pinned).toMatchObject({ updates: [{ ruleSays: null }], versionRule: { state: 'broken', endpoints: 3 } });
    const { body } = await call('viewer', 'get', `/endpoints?q=${encodeURIComponent(pinned.versionRule.q)}`);
    expect(body.total).toBe(3);
    expect((await call('viewer', 'get', '/catalog?of=wrong')).body).toMatchObject({
      total: 1,
      wrong: 0,
      wrongVersions: 1,
      items: [{ product: 'firefox', versionRule: { state: 'broken', endpoints: 3 } }],
    });
    await removed('firefox');
    await put('firefox', { stance: 'pinned', versions: ['131.*'] });
    expect(await about('firefox')).toMatchObject({
      updates: [{ ruleSays: 'firefox is pinned to 131.*: The shop breaks.' }],
      versionRule: { state: 'kept', endpoints: 0 },
    });
    await removed('firefox');
  });
});
