// What commands about many machines print of a server's answers: the most important first, counts without zeros, what follows.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeServer, page, startFakeServer } from '../server/fake-server.fixture.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.replies.clear();
  server.received.length = 0;
  server.replies.set(`${API}/feeds`, feeds('in-use'));
});
const feeds = (advisories: string): object => ({ body: { items: [], total: 0, next: null, advisories } });

const API = 'GET /api/v1';
const ID = '00000000-0000-4000-8000-00000000000a';

const patch = (over: object = {}): object => ({
  ecosystem: 'Debian:12',
  source: 'openssl',
  to: '3.0.15-1~deb12u1',
  endpoints: 37,
  closes: ['CVE-2024-5535', 'CVE-2024-9143'],
  packages: ['libssl3', 'openssl'],
  due: '2025-06-28',
  severity: 'critical',
  exploited: true,
  offered: ['3.0.15-1~deb12u1'],
  ...over,
});
const update = (over: object = {}): object => ({
  source: 'vim',
  version: '2:9.0.1378-2+deb12u2',
  endpoints: 3,
  heldOn: 0,
  security: 'yes',
  why: ['the channel is for security'],
  held: [],
  packages: [{ name: 'vim', installed: '1', candidate: '2' }],
  origins: ['Debian-Security:12'],
  ...over,
});

describe('suture updates', () => {
  it('says what is overdue first, then what closes what, then what else is offered', async () => {
    server.replies.set(
      `${API}/patches`,
      page([
        patch(),
        patch({
          source: 'curl',
          to: '7.88.1-10',
          due: '2025-07-08',
          closes: ['CVE-2024-2398'],
          severity: 'medium',
          exploited: false,
          endpoints: 4102,
          offered: [],
        }),
      ]),
    );
    server.replies.set(`${API}/updates`, page([update(), update({ source: 'tzdata', security: 'no' })]));
    server.replies.set(`${API}/patches (tag:web) overdue:yes`, page([patch()]));
    const { code, out } = await server.run(['updates', 'tag:web']);
    expect(code).toBe(0);
    expect(out).toBe(
      [
        '1 overdue: 2 updates close known vulnerabilities for tag:web.',
        'Channels offer 2 updates, 1 for security: vim (--offered).',
        '',
        'due          severity             install                     endpoints  closes         offered         ecosystem',
        'OVERDUE 3 d  critical, exploited  openssl → 3.0.15-1~deb12u1         37  2 CVEs                         Debian:12',
        '7 days       medium               curl → 7.88.1-10                4,102  CVE-2024-2398  no offer known  Debian:12',
        '',
        'Next: suture why openssl --fleet',
        '',
      ].join('\n'),
    );
  });

  it('does not say that there is none where nobody could know', async () => {
    server.replies.set(`${API}/patches`, page([]));
    server.replies.set(`${API}/updates`, page([]));
    const said = async (advisories: string) => {
      server.replies.set(`${API}/feeds`, feeds(advisories));
      return (await server.run(['updates'])).out.split('\n')[0];
    };
    expect(await said('in-use')).toBe('No update is known to close a vulnerability.');
    expect(await said('none')).toBe(
      'Not known: which updates close a vulnerability: the server has no advisory database (suture db update, there).',
    );
    expect(await said('gone')).toContain('Not known: which updates close a vulnerability: the server has lost its');
    server.replies.set(`${API}/patches`, page([patch({ due: '2099-01-01' })]));
    server.replies.set(`${API}/patches overdue:yes`, page([]));
    server.replies.set(`${API}/feeds`, feeds('none'));
    const { out } = await server.run(['updates']);
    expect(out).toContain('1 update closes known vulnerabilities.\nKnown from changelogs of pending updates only: ');
    expect(JSON.parse((await server.run(['updates', '--json'])).out)).toMatchObject({ advisories: 'none' });
    server.replies.set(`${API}/vulnerabilities`, page([]));
    expect((await server.run(['vulnerabilities', 'ls'])).out).toMatch(/^Not known: vulnerabilities: the server has no/);
  });

  it('has a line for each as CSV, and both lists as JSON', async () => {
    server.replies.set(`${API}/patches`, page([patch()]));
    server.replies.set(`${API}/updates`, page([update({ heldOn: 2, held: [{ cause: 'pin', why: 'pinned' }] })]));
    const { out } = await server.run(['updates', '--format', 'csv']);
    expect(out.split('\r\n')).toEqual([
      'due,severity,install,version,endpoints,closes,exploited,offered,packages,ecosystem',
      '2025-06-28,critical,openssl,3.0.15-1~deb12u1,37,CVE-2024-5535 CVE-2024-9143,true,3.0.15-1~deb12u1,libssl3 openssl,Debian:12',
      '',
    ]);
    expect(JSON.parse((await server.run(['updates', '--json'])).out)).toMatchObject({
      schema: 'suture.updates/1',
      total: 1,
      items: [{ source: 'openssl' }],
      offered: { total: 1 },
    });
    expect((await server.run(['updates', '--offered'])).out).toContain(
      'yes       vim → 2:9.0.1378-2+deb12u2          3        2  pinned        Debian-Security:12',
    );
  });
});

describe('suture status', () => {
  const numbers = (counts: Readonly<Record<string, number>>, advisories = 'in-use'): object => ({
    body: {
      advisories,
      numbers: [
        'endpoints',
        'overdue',
        'overdue-30-days',
        'exploited',
        'silent',
        'pending',
        'quarantined',
        'unsupported',
        'reboot',
      ].map((name) => ({
        name,
        count: counts[name] ?? 0,
        resource: 'endpoints',
        q: name === 'overdue' ? 'overdue:yes' : `x:${name}`,
      })),
    },
  });
  const feed = (over: object = {}): object => ({
    name: 'kev',
    records: 1,
    malformed: 0,
    examples: [],
    upstreamDate: null,
    fetchedAt: '2025-07-01T10:00:00.000Z',
    checkedAt: '2025-07-01T10:00:00.000Z',
    ageHours: 2,
    stale: false,
    staleWhy: [],
    error: null,
    ...over,
  });

  it('has five lines at most, the most pressing first, each with its command, and no zeros', async () => {
    server.replies.set(
      `${API}/overview`,
      numbers({
        endpoints: 4160,
        overdue: 12,
        'overdue-30-days': 4,
        exploited: 1,
        silent: 2,
        pending: 1,
        quarantined: 1,
        unsupported: 5,
        reboot: 3,
      }),
    );
    const known = [
      feed(),
      feed({
        name: 'epss',
        stale: true,
        error: 'the server answered 500',
        staleWhy: ['the last update failed: the server answered 500'],
      }),
    ];
    server.replies.set(`${API}/feeds`, {
      body: { items: known, total: 2, next: null, advisories: 'in-use', neverFetched: ['msrc', 'osv:npm'] },
    });
    server.replies.set(
      `${API}/endpoints`,
      page([
        { name: 'db-7', seenAt: null },
        { name: 'web-3', seenAt: '2025-06-20T00:00:00.000Z' },
      ]),
    );
    expect((await server.run(['status'])).out).toBe(
      [
        '12 findings are overdue, 4 by more than 30 days  suture updates overdue:yes',
        '1 finding is being exploited                     suture vulnerabilities ls x:exploited',
        '1 endpoint is quarantined                        suture endpoints ls x:quarantined',
        '1 endpoint waits for approval                    suture endpoints ls x:pending',
        '2 endpoints are silent                           suture endpoints ls x:silent',
        '',
        `4,160 endpoints in service at ${server.origin}.`,
        'Silent: db-7 (never seen), web-3 (seen 12 days ago)',
        'Stale feeds: epss (the last update failed: the server answered 500)',
        '2 feeds, the oldest fetched 2 h ago; never fetched: msrc, osv:npm.',
        '',
        'Next: suture updates overdue:yes',
        '',
      ].join('\n'),
    );
  });

  it('does not call it fine where there are no data', async () => {
    server.replies.set(`${API}/overview`, numbers({ endpoints: 2 }, 'none'));
    server.replies.set(`${API}/feeds`, page([]));
    expect((await server.run(['status'])).out).toBe(
      [
        `2 endpoints in service at ${server.origin}.`,
        'Known from changelogs of pending updates only: the server has no advisory database, so 2 endpoints cannot be judged (suture db update, there).',
        '',
        'Next: suture updates',
        '',
      ].join('\n'),
    );
  });

  it('does not call it fine where the data are gone', async () => {
    server.replies.set(`${API}/overview`, numbers({ endpoints: 1 }, 'gone'));
    server.replies.set(`${API}/feeds`, page([feed({ stale: true, staleWhy: ['it is gone'] })]));
    const { out } = await server.run(['status']);
    expect(out).toMatch(/^1 endpoint in service/);
    expect(out).toContain('the server has lost its advisory database, so 1 endpoint cannot be judged');
    expect(out).toContain('Stale feeds: kev (it is gone)');
  });
});

describe('suture endpoints show', () => {
  const risk = (over: object = {}): object => ({
    severity: 'high',
    cvss: 8.1,
    epss: 0.42,
    exploited: false,
    ransomware: false,
    published: null,
    due: { exposed: '2025-07-10', internal: '2025-08-01' },
    rule: { exposed: 'x', internal: 'y' },
    ...over,
  });
  const finding = (over: object = {}): object => ({
    vulnerability: 'CVE-2024-6387',
    aliases: [],
    advisories: [],
    state: 'affected',
    fixedVersion: '1:9.2p1-2+deb12u3',
    package: {
      id: '1',
      purl: 'pkg:deb/debian/openssh-server',
      name: 'openssh-server',
      version: '1:9.2p1-2',
      ecosystem: 'Debian:12',
    },
    risk: risk(),
    history: null,
    ...over,
  });
  const detail = (over: object = {}): object => ({
    id: ID,
    name: 'web-1',
    state: 'active',
    stateReason: null,
    os: { id: 'debian', version: '12' },
    tags: ['web'],
    criticality: 'high',
    exposure: 'internet',
    enrolledAt: '2025-06-01T00:00:00.000Z',
    seenAt: '2025-07-01T11:58:00.000Z',
    inventory: 'partial',
    facts: {
      hostname: 'web-1',
      kernel: '6.1.0',
      arch: 'x86_64',
      agentVersion: '0.1.0',
      uptimeSeconds: 90_000,
      rebootRequired: null,
      virtualization: 'kvm',
      unseen: '/root cannot be looked into: gems of root are unknown',
    },
    sections: [
      {
        adapter: 'apt',
        kind: 'installed',
        status: 'complete',
        problems: [],
        items: 600,
        since: '2025-07-01T11:00:00.000Z',
      },
      {
        adapter: 'npm',
        kind: 'installed',
        status: 'failed',
        problems: ['npm does not answer'],
        items: null,
        since: '2025-07-01T11:00:00.000Z',
      },
    ],
    ...over,
  });
  const set = (endpoint: object, findings: readonly object[], updates: readonly object[] = []): void => {
    server.replies.set(`${API}/endpoints/${ID}`, { body: endpoint });
    server.replies.set(`${API}/endpoints/${ID}/findings`, {
      body: { items: findings, total: findings.length, next: null, unjudged: 2, inventory: 'partial' },
    });
    server.replies.set(`${API}/endpoints/${ID}/updates`, page(updates));
  };

  it('says the worst first, and what is not known', async () => {
    set(
      detail(),
      [
        finding(),
        finding({ vulnerability: 'CVE-2023-51385', risk: risk({ due: { exposed: '2025-08-01', internal: null } }) }),
        finding({
          vulnerability: 'CVE-2024-0001',
          package: { id: '2', purl: 'pkg:deb/debian/xz', name: 'xz', version: '5.4.1', ecosystem: 'Debian:12' },
          risk: risk({
            severity: 'critical',
            exploited: true,
            ransomware: true,
            epss: 0.9,
            due: { exposed: '2025-06-30', internal: null },
          }),
        }),
        finding({
          vulnerability: 'CVE-2024-0002',
          fixedVersion: null,
          state: 'postponed',
          risk: risk({ due: { exposed: null, internal: null } }),
        }),
      ],
      [
        {
          id: '1',
          adapter: 'apt',
          package: 'openssh-server',
          arch: null,
          installed: '1',
          candidate: '2',
          source: { name: 'openssh', version: '2' },
          bytes: null,
          origin: 'x',
          security: 'yes',
          why: 'x',
          held: null,
        },
      ],
    );
    const { out } = await server.run(['endpoints', 'show', ID]);
    expect(out).toBe(
      [
        'web-1: 1 CVE overdue, 1 CVE exploited, INVENTORY PARTIAL, seen 2 min ago.',
        'Whether it needs a restart is not known.',
        'Not seen: /root cannot be looked into: gems of root are unknown.',
        'debian 12, kernel 6.1.0, x86_64, kvm, agent 0.1.0, up 25 h',
        'exposure internet, criticality high, tags: web',
        `${ID}, joined 31 days ago`,
        '',
        '◆ critical  OVERDUE 1 d     xz 5.4.1                  exploited, by ransomware, EPSS 90.0 %  CVE-2024-0001',
        '▲ high      9 days          openssh-server 1:9.2p1-2  CVE-2024-6387 and 1 more',
        '',
        '3 CVEs can be fixed, 1 has no fix.',
        'Not known: what 2 packages that could not be judged have.',
        '1 security update offered: openssh',
        '',
        'Not known: npm, installed: failed: npm does not answer',
        'Reported: apt installed: 600 (60 min ago)',
        '',
        'Next: suture updates endpoint:web-1',
        '',
      ].join('\n'),
    );
  });

  it('goes by the deadline of the endpoint’s own exposure', async () => {
    set(detail({ exposure: 'internal' }), [finding()]);
    expect((await server.run(['endpoints', 'show', ID])).out).toContain('31 days');
  });

  it('is not good news where nothing is known', async () => {
    set(detail({ inventory: 'none', sections: [], facts: null, seenAt: null }), []);
    const { out } = await server.run(['endpoints', 'show', ID]);
    expect(out).toMatch(/^web-1: NOTHING REPORTED YET, never seen\./);
    expect(out).not.toContain('No vulnerability');
  });

  it.each([
    ['pending', 'waits for approval', 'approve'],
    ['quarantined', 'is quarantined', 'release'],
  ])('%s says so first, and what follows', async (state, words, command) => {
    set(detail({ state, stateReason: 'two machines have its key' }), []);
    const { out } = await server.run(['endpoints', 'show', ID]);
    expect(out.startsWith(`web-1 ${words} (two machines have its key), `)).toBe(true);
    expect(out).toContain(`Next: suture endpoints ${command} web-1\n`);
  });
});

describe('suture firmware --fleet', () => {
  const ssd = {
    model: 'Acme SSD 9',
    vendor: 'Acme',
    endpoints: 1200,
    newerOn: 800,
    unaskedOn: 3,
    versions: [
      { version: '1.0', endpoints: 800 },
      { version: '3.0', endpoints: 400 },
    ],
    versionCount: 2,
    available: [
      {
        version: '3.0',
        endpoints: 800,
        heldOn: 0,
        held: [],
        origins: ['lvfs'],
        security: 'yes',
        urgency: 'critical',
        closes: ['CVE-2026-0001'],
        closesMore: 0,
        needs: ['ac-power', 'reboot'],
      },
    ],
  };

  it('shows devices by model, what is newer on how many, what it asks for, and where nobody knows', async () => {
    server.replies.set(`${API}/hardware`, page([ssd]));
    const { code, out } = await server.run(['firmware', '--fleet', 'tag:laptops']);
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 4).join(' ')).toContain('1 model of device for tag:laptops; newer firmware for 1.');
    expect(out).toContain('Of 1 model it is not known everywhere');
    expect(out).toMatch(
      /Acme SSD 9 +1,200 +1\.0 \(800\), 3\.0 \(400\) +3\.0 +800 +3 +critical +CVE-2026-0001 +the machine plugged in, a reboot/,
    );
    expect(out).toMatch(/\nNext: suture plan --help\n$/);
  });

  it('refuses a query of this machine, which has no others', async () => {
    const { code, err } = await server.run(['firmware', 'tag:laptops']);
    expect(code).toBe(2);
    expect(err).toContain('--fleet');
  });
});

describe('suture why --fleet', () => {
  const item = (over: object = {}): object => ({
    vulnerability: 'CVE-2024-6387',
    ecosystem: 'Debian:12',
    state: 'affected',
    advisories: ['DSA-5724-1'],
    packages: [{ name: 'openssh-server', version: '1:9.2p1-2', fixedVersion: '1:9.2p1-2+deb12u3' }],
    exposure: 'internal',
    endpoints: 4,
    explanation: {
      policy: 'bod-26-04',
      deadline: { due: '2025-07-29', rule: 'not exploited (BOD 26-04)', days: 14, forensics: false, reasons: [] },
      overdueDays: 0,
      inputs: [
        { reason: { factor: 'exploited', value: 'no', source: 'not in KEV', date: '2025-06-30' }, use: 'decides' },
      ],
      changes: [],
    },
    ...over,
  });

  it('explains the earliest deadline, names the others, and finds the most urgent of a package', async () => {
    const { explanation } = item() as { readonly explanation: { readonly deadline: object } };
    const early = item({
      exposure: 'internet',
      endpoints: 37,
      explanation: { ...explanation, deadline: { ...explanation.deadline, due: '2025-07-04' } },
    });
    const undated = item({
      exposure: 'unknown',
      endpoints: 50,
      explanation: { ...explanation, deadline: { ...explanation.deadline, due: null } },
    });
    server.replies.set(`${API}/vulnerabilities/CVE-2024-6387/why`, {
      body: { id: 'CVE-2024-6387', items: [undated, item(), early] },
    });
    server.replies.set(
      `${API}/vulnerabilities`,
      page([{ vulnerability: 'CVE-2024-6387' }, { vulnerability: 'CVE-2023-51385' }]),
    );
    const { code, out } = await server.run(['why', 'openssh', '--fleet']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^CVE-2024-6387 in openssh-server 1:9\.2p1-2 on 37 endpoints \(exposure internet\): due 2025-07-04\nRule: /,
    );
    expect(out).toContain(
      '\nAlso\n  CVE-2024-6387 in openssh-server 1:9.2p1-2 on 4 endpoints (exposure internal): 28 days\n' +
        '  CVE-2024-6387 in openssh-server 1:9.2p1-2 on 50 endpoints (exposure unknown): next upgrade\n',
    );
    expect(out).toContain('\nLess urgent: CVE-2023-51385\n');
    expect(out).toMatch(/\nNext: suture cve CVE-2024-6387 --fleet\n$/);
  });
});

describe('suture audit verify', () => {
  it('ends with 1 where the record was changed, and says where', async () => {
    server.replies.set(`${API}/audit/verification`, {
      body: { ok: false, sequence: 7, cause: 'hash', why: 'the hash is not that of the entry' },
    });
    const { code, out } = await server.run(['audit', 'verify']);
    expect(code).toBe(1);
    expect(out).toMatch(/^THE RECORD WAS CHANGED: it breaks at entry 7: the hash is not that of the entry\n/);
    expect((await server.run(['audit', 'verify', '--json'])).code).toBe(1);
  });

  it('is not exported where it ends in the middle of a line', async () => {
    server.replies.set(`${API}/audit/export`, {
      text: '{"sequence":1}\n{"sequ',
      headers: { 'content-type': 'application/jsonl' },
    });
    const { code, err } = await server.run(['audit', 'export', `${server.home}/audit.jsonl`]);
    expect(code).toBe(1);
    expect(err).toContain('in the middle of a line');
  });
});

describe('suture lifecycle and suture vulnerabilities ls', () => {
  it('say what is out of support, and what is overdue', async () => {
    const system = {
      product: 'debian',
      release: '10',
      label: 'Debian 10',
      os: 'debian',
      state: 'unsupported',
      endOfLife: '2024-06-30',
      extendedUntil: null,
      source: 'distro-info',
      note: null,
      endpoints: 3,
    };
    server.replies.set(
      `${API}/lifecycle`,
      page([system, { ...system, release: '12', label: 'Debian 12', state: 'supported', endpoints: 9 }]),
    );
    expect((await server.run(['lifecycle'])).out).toMatch(
      /^3 endpoints out of support\.\n[^]*OUT OF SUPPORT {2}Debian 10 [^]*Next: suture endpoints ls os:debian release:10\n$/,
    );
    const { os: _, ...software } = {
      ...system,
      product: 'django',
      label: 'Django 3.2',
      q: 'purl:pkg:pypi/django@3.2.1',
    };
    server.replies.set(`${API}/lifecycle/software`, {
      body: {
        items: [software, { ...software, label: 'Django 9', state: 'unknown', endOfLife: null, q: null }],
        total: 2,
        next: null,
        isWhole: false,
      },
    });
    expect((await server.run(['lifecycle', '--software'])).out).toMatch(
      /^1 release out of support, 1 release with support dates that are not known\.\nThere is more software than is looked at\.\n[^]*OUT OF SUPPORT {2}Django 3\.2 [^]*Next: suture endpoints ls purl:pkg:pypi\/django@3\.2\.1\n$/,
    );
    expect(JSON.parse((await server.run(['lifecycle', '--software', '--json'])).out)).toMatchObject({
      schema: 'suture.lifecycle-software/1',
      isWhole: false,
      items: [{ label: 'Django 3.2' }, { label: 'Django 9' }],
    });
    const vulnerability = {
      vulnerability: 'CVE-2024-6387',
      aliases: [],
      severity: 'high',
      cvss: 8.1,
      epss: 0.4,
      exploited: true,
      ransomware: null,
      published: null,
      due: '2025-06-30',
      state: 'affected',
      endpoints: 37,
      fixable: 30,
      packages: ['openssh-server'],
    };
    server.replies.set(
      `${API}/vulnerabilities`,
      page([
        vulnerability,
        { ...vulnerability, vulnerability: 'CVE-2024-1', due: null, state: 'no-fix', exploited: false, fixable: 0 },
      ]),
    );
    server.replies.set(`${API}/vulnerabilities overdue:yes`, page([vulnerability]));
    expect((await server.run(['vulnerabilities', 'ls'])).out).toBe(
      [
        '1 overdue of 2 vulnerabilities.',
        '',
        'due          vulnerability  severity  known                   endpoints  fixable  packages',
        'OVERDUE 1 d  CVE-2024-6387  high      exploited, EPSS 40.0 %         37       30  openssh-server',
        'no fix       CVE-2024-1     high                                     37     none  openssh-server',
        '',
        'Next: suture cve CVE-2024-6387 --fleet',
        '',
      ].join('\n'),
    );
  });
});

describe('suture time-to-fix', () => {
  const curve = {
    severity: 'all',
    lifetimes: 1_200,
    closed: 900,
    medianDays: 9,
    points: [
      { day: 2, atRisk: 1_200, closed: 300, open: 0.75 },
      { day: 9, atRisk: 900, closed: 600, open: 0.25 },
      { day: 40, atRisk: 300, closed: 0, open: 0.25 },
    ],
  };
  const found = {
    since: '2025-01-02',
    until: '2025-07-01',
    asOf: '2025-07-01T08:00:00.000Z',
    endpoints: { read: 400, of: 9_000 },
    curves: [
      curve,
      {
        ...curve,
        severity: 'high',
        medianDays: null,
        lifetimes: 1,
        closed: 0,
        points: [{ day: 1, atRisk: 1, closed: 0, open: 1 }],
      },
    ],
  };

  it('says after how many days half are installed, and what still waits; what nobody saw for so long is unknown', async () => {
    server.replies.set(`${API}/overview/time-to-fix tag:web`, { body: found });
    const { code, out } = await server.run(['time-to-fix', 'tag:web']);
    expect({ code, out }).toEqual({
      code: 0,
      out: [
        'Half of 1,200 fixes since 2025-01-02 for tag:web are installed within 9 days.',
        'Made of 400 of 9,000 endpoints.',
        '',
        'severity  fixes  installed  half within  open after 3 d  open after 14 d  open after 30 d  open after 60 d',
        'all       1,200        900       9 days            75 %             25 %             25 %          unknown',
        'high          1          0      not yet         unknown          unknown          unknown          unknown',
        '',
        'Next: suture vulnerabilities ls overdue:yes',
        '',
      ].join('\n'),
    });
    const csv = (await server.run(['time-to-fix', 'tag:web', '--format', 'csv'])).out.split('\r\n');
    expect(csv[0]).toBe(
      'severity,fixes,installed,half_within,open_after_3_d,open_after_14_d,open_after_30_d,open_after_60_d',
    );
    expect(csv[1]).toBe('all,1200,900,9,0.75,0.25,0.25,');
    expect(JSON.parse((await server.run(['time-to-fix', 'tag:web', '--json'])).out)).toMatchObject({
      schema: 'suture.time-to-fix/1',
      until: '2025-07-01',
      items: [{ points: [{ day: 2 }, { day: 9 }, { day: 40 }] }, {}],
    });
  });

  it('says that nothing waited, and refuses days that are none', async () => {
    server.replies.set(`${API}/overview/time-to-fix`, {
      body: { ...found, curves: [{ ...curve, lifetimes: 0, points: [] }] },
    });
    expect((await server.run(['time-to-fix'])).out).toContain('No fix has waited since 2025-01-02.\n');
    expect(await server.run(['time-to-fix', '--days', '401'])).toMatchObject({ code: 2 });
  });
});
