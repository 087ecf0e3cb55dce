// Rules about products on the command line: what is sent, over which version, what is refused before, and what is shown as wrong.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeServer, startFakeServer } from '../server/fake-server.fixture.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.replies.clear();
  server.received.length = 0;
});

const API = '/api/v1';
const said = {
  stance: 'pinned',
  versions: ['131.*'],
  waitDays: 0,
  presence: 'any',
  endpoints: '',
  reason: 'The intranet breaks.',
  until: null,
};
const rule = { version: 2, said, isInForce: true, changedAt: '2026-11-20T00:00:00.000Z', changedBy: 'user:ada' };
const product = (over: object) => ({
  product: 'firefox',
  name: 'Firefox',
  vendor: 'Mozilla',
  rule: null,
  endpoints: 3,
  q: 'product:firefox',
  versions: [{ version: '131.0', endpoints: 3, q: 'product:firefox version:131.0' }],
  versionsTotal: 1,
  channels: ['deb'],
  compliance: null,
  versionRule: null,
  ...over,
});
const telnet = product({
  product: 'deb:telnetd',
  name: 'telnetd',
  vendor: null,
  rule: { ...rule, said: { ...said, stance: 'approved', versions: [], presence: 'forbidden', endpoints: 'tag:web' } },
  compliance: { state: 'forbidden', asked: 4, wrong: 2, notKnown: 1, examples: ['web-1', 'web-2'] },
});
const unmanaged = [
  {
    adapter: 'windows-programs',
    name: 'Planner',
    publisher: null,
    endpoints: 1,
    q: 'package:Planner product:none',
    why: 'names no publisher',
  },
];
const catalogIs = (...items: readonly object[]): void =>
  void server.replies.set(`GET ${API}/catalog`, {
    body: {
      items,
      total: items.length,
      next: null,
      ruled: 1,
      required: 1,
      wrong: 1,
      notKnown: 0,
      wrongVersions: 1,
      unmanagedTotal: 1,
      isWhole: false,
    },
  });
const ruleIs = (id: string, body: object): void => void server.replies.set(`GET ${API}/catalog/${id}/rule`, { body });
const putLine = `PUT ${API}/catalog/firefox/rule`;

it('what is forbidden and there stands first, with where, and what is not counted is said', async () => {
  catalogIs(telnet, product({}));
  const { code, out } = await server.run(['catalog', 'status']);
  expect(code).toBe(0);
  expect(out).toContain('2 products, 1 with a rule.');
  expect(out).toContain('Of 1 product required or forbidden, 1 is not as asked.');
  expect(out).toContain('1 product is in use in versions that their rule does not allow.');
  expect(out).toContain('There is more software than is counted here.');
  const rows = out.split('\n').filter((line) => /^(?:deb:telnetd|firefox) /.test(line));
  expect(rows[0]).toMatch(/forbidden on tag:web +there on 2 of 4: web-1, web-2; 1 not known/);
  expect(rows).toHaveLength(2);
  expect(out).toContain('Next: suture plan --forbidden --simulate\n');
  catalogIs(product({}));
  expect((await server.run(['catalog', 'status'])).out).toContain('Next: suture endpoints ls product:firefox\n');
  await server.run(['catalog', 'status', 'video', 'lan', '--rules', '--json']);
  expect(server.received.at(-1)?.line).toContain('words=video%20lan&of=ruled');
});

it('programs that nobody manages are listed with why', async () => {
  server.replies.set(`GET ${API}/catalog/unmanaged`, {
    body: { items: unmanaged, total: 1, next: null, isWhole: true },
  });
  const { out } = await server.run(['catalog', 'status', '--unmanaged', '--format', 'csv']);
  expect(out.split(/\r?\n/)[1]).toBe('Planner,,1,windows-programs,names no publisher');
});

it('a rule is written over the one that was looked at, after saying what it replaces', async () => {
  ruleIs('firefox', rule);
  const given = ['catalog', 'rule', 'firefox', '--block', '132.*', '--wait', '14d', '--reason', 'It crashes.'];
  const asked = await server.run(given);
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('In place of: pinned: 131.*') });
  expect(server.received.map(({ line }) => line)).not.toContain(putLine);
  const next = { ...said, stance: 'blocked', versions: ['132.*'], waitDays: 14, reason: 'It crashes.' };
  server.replies.set(putLine, { body: { ...rule, version: 3, said: next } });
  const { code, out } = await server.run([...given, '--yes']);
  expect({ code, out }).toEqual({
    code: 0,
    out: 'firefox is at version 3: blocked: 132.*; waits 14 days.\nNext: suture catalog status --rules\n',
  });
  const sent = server.received.find(({ line }) => line === putLine);
  expect(JSON.parse(sent?.body ?? '')).toEqual({ said: next, version: 2 });
});

it('a product that has none gets its first, also one of a channel', async () => {
  const line = `PUT ${API}/catalog/deb%3Anginx/rule`;
  server.replies.set(line, { body: { ...rule, version: 1, said: { ...said, stance: 'blocked', versions: [] } } });
  const { code } = await server.run(['catalog', 'rule', 'deb:nginx', '--block', '--reason', 'No.', '--yes']);
  expect(code).toBe(0);
  const sent = server.received.find((each) => each.line === line);
  expect(JSON.parse(sent?.body ?? '')).toEqual({
    said: { ...said, stance: 'blocked', versions: [], reason: 'No.' },
  });
});

it.each([
  [['--reason', 'x'], 'stance changes nothing'],
  [['--hold', '--wait', '3h', '--reason', 'x'], '--wait 3h is no number of days'],
  [['--hold', '--until', '31.12.', '--reason', 'x'], 'until is no date'],
  [['--hold', '--on', 'tag:web', '--reason', 'x'], 'endpoints says nothing'],
  [['--hold', '--pin', '1', '--reason', 'x'], 'cannot be used with'],
  [['--hold'], '--reason'],
])('%j is refused before anything is asked', async (options, why) => {
  const { code, err } = await server.run(['catalog', 'rule', 'firefox', ...options, '--yes']);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(why) });
  expect(server.received).toEqual([]);
});

it('a rule is taken back', async () => {
  server.replies.set(`DELETE ${API}/catalog/firefox/rule`, { body: { done: true } });
  expect(await server.run(['catalog', 'unrule', 'firefox', '--yes'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('Nothing is said of firefox any more.'),
  });
});

it('one product of a server’s machines is told with who has it by what, what its rule does, and what nobody knows', async () => {
  server.replies.set(`GET ${API}/catalog/firefox`, {
    body: {
      ...product({ rule, versionRule: { state: 'broken', endpoints: 2, q: 'product:firefox version:132.0' } }),
      origin: 'curated',
      identities: [
        { channel: 'winget', id: 'Mozilla.Firefox', publisher: null, listing: null },
        {
          channel: 'flatpak',
          id: 'org.mozilla.firefox',
          publisher: null,
          listing: {
            name: 'Firefox',
            vendor: 'Mozilla',
            version: '132.0',
            changed: '2026-11-10',
            updatesItself: false,
            isDeprecated: false,
            source: 'flathub',
          },
        },
      ],
      via: [{ channel: 'deb', versions: 1, endpoints: 3, q: 'product:firefox' }],
      updates: [
        {
          package: 'firefox',
          version: '132.0',
          endpoints: 2,
          heldOn: 0,
          security: 'yes',
          ruleSays: 'firefox is pinned to 131.*: The intranet breaks.',
        },
      ],
      updatesTotal: 1,
      updatesQ: 'product:firefox',
      support: { known: 'no-data', name: 'firefox', releases: [] },
      exploited: { known: 'unnamed', total: 0, items: [] },
      fixes: { known: 'no-data', items: [] },
      sources: [{ name: 'flathub', ageHours: 3, dataAgeDays: null, stale: false }],
      neverFetched: ['endoflife', 'winget'],
    },
  });
  const { code, out } = await server.run(['catalog', 'show', 'firefox', '--fleet']);
  expect(code).toBe(0);
  for (const words of [
    'Firefox by Mozilla (firefox), on 3 endpoints',
    'by deb: 3 endpoints, 1 version',
    'updates pinned 131.*: The intranet breaks.',
    'a version that it does not allow on 2 endpoints',
    'winget Mozilla.Firefox: in no index that was read',
    'flatpak org.mozilla.firefox: 132.0 since 2026-11-10 (flathub)',
    'firefox 132.0 on 2 endpoints, security: firefox is pinned to 131.*: The intranet breaks.',
    'not known: no feed has support dates of it',
    'not known: nobody has said what the list of exploited vulnerabilities calls it',
    'not known: there is no advisory database',
    'flathub: asked 3 h ago',
    'never fetched: endoflife, winget',
    'Next: suture endpoints ls product:firefox',
  ])
    expect(out).toContain(words);
  expect((await server.run(['catalog', 'show', 'firefox', '--fleet', '--overlay', 'ours.yaml'])).err).toContain(
    '--overlay is about this machine',
  );
});
