// Asking a server that is down, strange, slow, hostile or of another mind: what the command line then says and does.
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { X509Certificate } from 'node:crypto';
import { keyFingerprint } from '@suture/protocol/trust/keys.ts';
import { type FakeServer, page, problem, signIn, startFakeServer } from './fake-server.fixture.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.replies.clear();
  server.received.length = 0;
  signIn(server.home, server.login);
});

const LIST = 'GET /api/v1/endpoints';
const endpoint = (over: object = {}): object => ({
  id: '00000000-0000-4000-8000-00000000000a',
  name: 'web-1',
  state: 'active',
  stateReason: null,
  os: { id: 'debian', version: '12' },
  tags: [],
  criticality: 'normal',
  exposure: 'unknown',
  enrolledAt: '2025-06-01T00:00:00.000Z',
  seenAt: '2025-07-01T11:00:00.000Z',
  inventory: 'complete',
  ...over,
});

describe('which server is asked, and as whom', () => {
  it('is the one signed in to, trusted by the authority that the login keeps, with its token', async () => {
    server.replies.set(LIST, page([endpoint()]));
    const { code, out } = await server.run(['endpoints', 'ls']);
    expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: '1 endpoint.' });
    expect(server.received[0]?.headers.authorization).toBe('Bearer sut_api_atest');
  });

  it('is the one given, with the token from the environment or a file, and by the fingerprint of its key', async () => {
    server.replies.set(LIST, page([]));
    const fingerprint = keyFingerprint(new X509Certificate(server.certificate).publicKey);
    signIn(server.home);
    const env = { SUTURE_SERVER: server.origin, SUTURE_TOKEN: 'sut_api_env', SUTURE_FINGERPRINT: fingerprint };
    expect((await server.run(['endpoints', 'ls'], { env })).code).toBe(0);
    expect(server.received[0]?.headers.authorization).toBe('Bearer sut_api_env');
    const file = join(server.home, 'token');
    writeFileSync(file, 'sut_api_file\n');
    const args = [
      '--server',
      server.origin,
      '--token-file',
      file,
      '--fingerprint',
      `SHA256:${fingerprint.toUpperCase()}`,
    ];
    expect((await server.run(['endpoints', 'ls', ...args])).code).toBe(0);
    expect(server.received[1]?.headers.authorization).toBe('Bearer sut_api_file');
  });

  it('is nobody where nobody signed in: 4, and how to', async () => {
    signIn(server.home);
    const { code, out, err } = await server.run(['status']);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toContain('suture login URL');
    const other = await server.run(['status', '--server', 'https://other.example']);
    expect(other.code).toBe(4);
    expect(other.err).toContain('suture login https://other.example');
  });

  it.each([['http://a'], ['https://a/path'], ['https://user:pw@a'], ['a b'], ['']])(
    'refuses %j as an address',
    async (url) => {
      expect((await server.run(['login', url])).code).toBe(2);
    },
  );

  it('is not asked with a token that has ended, nor with one that is none', async () => {
    signIn(server.home, { ...server.login, expiresAt: '2025-06-30T00:00:00.000Z' });
    const ended = await server.run(['status']);
    expect(ended.code).toBe(4);
    expect(ended.err).toContain('ended on 2025-06-30');
    const odd = await server.run(['status'], { env: { SUTURE_TOKEN: 'two words, a secret' } });
    expect(odd.code).toBe(2);
    expect(odd.err).not.toContain('secret');
    expect(server.received).toEqual([]);
  });

  it('has no option that takes a token itself', async () => {
    expect((await server.run(['status', '--token', 'x'])).code).toBe(2);
  });

  it.each([['{'], ['{}'], ['{"version":1,"logins":[{}]}'], ['{"version":2,"logins":[]}']])(
    'says that the logins are damaged where they are %s',
    async (text) => {
      writeFileSync(join(server.home, 'suture', 'logins.json'), text);
      const { code, err } = await server.run(['status']);
      expect(code).toBe(1);
      expect(err).toContain('is damaged');
    },
  );
});

describe('a server that cannot be trusted', () => {
  it('gets nothing where its certificate is another one', async () => {
    const other = await startFakeServer();
    signIn(server.home, { ...server.login, authority: other.certificate });
    const { code, err } = await server.run(['status']);
    await other.close();
    expect(code).toBe(1);
    expect(err).toMatch(/is not trusted: .*\nIf the server was set up anew: suture login/);
    expect(server.received).toEqual([]);
  });

  it('gets nothing where its key has another fingerprint', async () => {
    const { code, err } = await server.run(['status', '--fingerprint', 'ab'.repeat(32)]);
    expect(code).toBe(1);
    expect(err).toContain('it is another server, or something stands between');
    expect((await server.run(['status', '--fingerprint', 'abc'])).code).toBe(2);
    expect(server.received).toEqual([]);
  });

  it('gets nothing over TLS 1.2', async () => {
    const old = await startFakeServer({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
    const { code, err } = await old.run(['status']);
    expect({ code, received: old.received }).toEqual({ code: 1, received: [] });
    expect(err).toContain('TLS 1.3');
    await old.close();
  });

  it('gets no password before a person has compared the fingerprint', async () => {
    signIn(server.home);
    const { code, err } = await server.run(['login', server.origin, '--email', 'a@b.c', '--password-stdin'], {
      stdin: 'secret\n',
    });
    expect(code).toBe(1);
    expect(err).toContain(keyFingerprint(new X509Certificate(server.certificate).publicKey));
    expect(server.received).toEqual([]);
  });
});

describe('a server that is away or does not answer as one', () => {
  it('is said to be down', async () => {
    const gone = await startFakeServer();
    await gone.close();
    const { code, out, err } = await server.run(['status', '--server', gone.origin], { env: { SUTURE_TOKEN: 'x' } });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      `suture: ${gone.origin} does not answer: nothing listens there\nIs it running, and can this machine reach it?\n`,
    );
  });

  it.each([
    ['a page', { text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['a proxy that fails', { status: 502, text: '<html>Bad gateway</html>' }],
    ['a way to elsewhere', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
    ['nothing', { status: 204, text: '' }],
    ['half of it', { text: '{"items": [' }],
    ['a number', { text: '7' }],
    ['no list', { body: { items: 'none', total: 1, next: null } }],
    ['pages without end', { body: { items: [endpoint()], total: 9, next: 'again' } }],
    ['empty pages without end', { body: { items: [], total: 9, next: 'again' } }],
  ])('is refused with 1 where it sends %s', async (_, reply) => {
    server.replies.set(LIST, reply);
    const { code, out, err } = await server.run(['endpoints', 'ls']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^suture: .*(does not answer as|list is not as)/);
    expect(server.received.length).toBeLessThan(3);
  });
});

describe('a refusal', () => {
  it.each([
    ['not-authenticated', 401, 4, 'authentication'],
    ['not-allowed', 403, 4, 'permission'],
    ['not-found', 404, 1, 'input'],
    ['conflict', 409, 1, 'input'],
    ['too-many-requests', 429, 1, 'network'],
    ['server-error', 500, 1, 'network'],
    ['unavailable', 503, 1, 'network'],
    ['something-new', 418, 1, 'input'],
  ])('%s ends with its code, in words and as JSON', async (kind, status, exit, code) => {
    server.replies.set(LIST, problem(kind, status));
    const { err: said, ...words } = await server.run(['endpoints', 'ls']);
    expect(words).toEqual({ code: exit, out: '' });
    expect(said).toMatch(/^suture: /);
    const json = await server.run(['endpoints', 'ls', '--json']);
    expect(json.code).toBe(exit);
    expect(JSON.parse(json.err)).toMatchObject({ error: { code } });
  });

  it('of a query points at the characters', async () => {
    const errors = [
      {
        in: 'query',
        name: 'q',
        detail: 'fix is never avaliable',
        from: 4,
        to: 13,
        expected: ['none'],
        suggestion: 'available',
      },
    ];
    server.replies.set(LIST, problem('malformed-query', 400, { errors }));
    const { code, err } = await server.run(['endpoints', 'ls', 'fix:avaliable']);
    expect(code).toBe(2);
    expect(err).toBe('suture: the query: fix is never avaliable\n  fix:avaliable\n      ^^^^^^^^^\n');
    const json = await server.run(['endpoints', 'ls', 'fix:avaliable', '--json']);
    expect(JSON.parse(json.err)).toEqual({
      error: {
        code: 'usage',
        message: 'the query: fix is never avaliable',
        query: 'fix:avaliable',
        from: 4,
        to: 13,
        expected: ['none'],
        suggestion: 'available',
      },
    });
  });

  it('of a query points at the right cell below wide letters, and names what could stand there', async () => {
    const errors = [{ in: 'query', name: 'q', detail: 'no', from: 5, to: 7, expected: ['a', 'b'] }];
    server.replies.set(LIST, problem('malformed-query', 400, { errors }));
    const { err } = await server.run(['endpoints', 'ls', '名前é x:yy']);
    expect(err).toBe('suture: the query: no\n  名前é x:yy\n         ^^\nPossible there: a, b\n');
  });
});

describe('hostile text', () => {
  const EVIL = 'a\u001b[31m\u202egpj.exe\r\nb\u0007\u009b2J';
  // oxlint-disable-next-line no-control-regex -- What must not be there.
  const STEERING = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/;

  it.each([[[]], [['--json']], [['--jsonl']], [['--format', 'csv']], [['--format', 'md']]])(
    'does not steer the terminal: %j',
    async (flags) => {
      server.replies.set(LIST, page([endpoint({ name: EVIL, tags: [EVIL] }), endpoint({ name: '=cmd()' })]));
      const { code, out } = await server.run(['endpoints', 'ls', ...flags], { terminal: 100 });
      expect(code).toBe(0);
      expect(out).not.toMatch(STEERING);
      expect(out).toContain('cmd()');
      if (flags[1] === 'csv') expect(out).toContain("'=cmd()");
    },
  );

  it('does not steer the terminal from a problem document', async () => {
    const errors = [{ in: 'query', name: EVIL, detail: EVIL, from: 0, to: 1, expected: [EVIL] }];
    for (const kind of ['malformed-query', 'conflict', 'not-allowed', 'too-many-requests']) {
      server.replies.set(LIST, problem(kind, 400, { title: EVIL, detail: EVIL, errors }));
      const { err } = await server.run(['endpoints', 'ls', 'x']);
      expect(err).not.toMatch(STEERING);
      expect(err.split('\n').length).toBeLessThan(6);
    }
  });

  it('is named by its id in the command that follows', async () => {
    server.replies.set(LIST, page([endpoint({ name: EVIL, state: 'pending' })]));
    const { out } = await server.run(['endpoints', 'ls']);
    expect(out).toContain('Next: suture endpoints approve 00000000-0000-4000-8000-00000000000a\n');
  });
});

describe('words of a command', () => {
  it('that begin with a minus are a part of the query, options are not', async () => {
    server.replies.set(LIST, page([]));
    await server.run(['endpoints', 'ls', 'os:debian', '-tag:lab', '--json', '-(seen:<24h)']);
    expect(new URL(server.received[0]?.line.slice(4) ?? '', server.origin).searchParams.get('q')).toBe(
      'os:debian -tag:lab -(seen:<24h)',
    );
    await server.run(['endpoints', 'ls', '--query', '-tag:lab']);
    expect(new URL(server.received[1]?.line.slice(4) ?? '', server.origin).searchParams.get('q')).toBe('-tag:lab');
    expect((await server.run(['endpoints', 'ls', '--jsno'])).code).toBe(2);
    expect((await server.run(['endpoints', 'ls', '--limit', '0'])).code).toBe(2);
    expect(server.received).toHaveLength(2);
  });

  it('that change several endpoints are confirmed, and a word is a name and no search', async () => {
    server.replies.set(
      LIST,
      page([endpoint({ name: 'web-1' }), endpoint({ name: 'web-2', id: '00000000-0000-4000-8000-00000000000b' })]),
    );
    const asked = await server.run(['endpoints', 'tag', 'tag:web', '+x']);
    expect(asked.code).toBe(2);
    expect(asked.err).toContain('2 endpoints: web-1, web-2');
    server.replies.set(LIST, page([]));
    const none = await server.run(['endpoints', 'tag', 'web', '+x', '--yes']);
    expect(none.code).toBe(1);
    expect(server.received.filter(({ line }) => line.startsWith('POST'))).toEqual([]);
    expect((await server.run(['endpoints', 'tag', 'web-1', 'x'])).code).toBe(2);
    expect((await server.run(['endpoints', 'tag', 'web-1', '+x', '-x'])).code).toBe(2);
    expect((await server.run(['endpoints', 'tag', 'web-1', '+no tag'])).code).toBe(2);
  });

  it('of a command about this machine and about a server do not go together', async () => {
    expect((await server.run(['cve', 'CVE-2024-6387', '--fleet', '--os', 'debian:12'])).code).toBe(2);
    expect((await server.run(['cve', 'CVE-2024-6387', '--list', 'exposed'])).code).toBe(2);
    expect((await server.run(['why', 'openssl', '--endpoint', 'web-1'])).code).toBe(2);
    expect(server.received).toEqual([]);
  });
});

describe('the verdict over machines', () => {
  const answer = {
    id: 'CVE-2024-6387',
    isHeardOf: true,
    endpoints: 4160,
    exposed: 37,
    clear: 4102,
    unknown: 21,
    exposedBy: { affected: 30, 'no-fix': 7 },
    unknownBy: { 'report-too-old': 21 },
    seenSince: '2025-06-28T12:00:00.000Z',
  };
  const PATH = 'GET /api/v1/vulnerabilities/CVE-2024-6387';
  const judged = {
    id: '00000000-0000-4000-8000-00000000000a',
    name: 'web-1',
    verdict: 'exposed',
    state: 'affected',
    doubts: [],
  };

  it.each([
    [{}, 3, 'EXPOSED  CVE-2024-6387: 37 exposed, 4,102 clear, 21 unknown'],
    [{ exposed: 0 }, 6, 'UNKNOWN  CVE-2024-6387: 4,102 clear, 21 unknown'],
    [{ exposed: 0, unknown: 0 }, 0, 'CLEAR  CVE-2024-6387: 4,102 clear'],
    [{ exposed: 0, unknown: 0, isHeardOf: false }, 6, 'UNKNOWN  CVE-2024-6387: 4,102 clear'],
    [{ exposed: 0, unknown: 0, clear: 0, endpoints: 0 }, 6, 'UNKNOWN  CVE-2024-6387: no endpoint is in service'],
  ])('with %j ends with %i', async (over, code, first) => {
    server.replies.set(PATH, { body: { ...answer, ...over } });
    server.replies.set(`${PATH}/endpoints`, page([judged]));
    const ran = await server.run(['cve', 'cve-2024-6387', '--fleet']);
    expect({ code: ran.code, first: ran.out.split('\n')[0] }).toEqual({ code, first });
    expect((await server.run(['cve', 'CVE-2024-6387', '--fleet', '--json'])).code).toBe(code);
  });

  it('says that there is no advisory database, and not that nobody has heard of it', async () => {
    const nothing = { exposed: 0, clear: 0, unknown: 4160, exposedBy: {}, isHeardOf: false, advisories: 'none' };
    server.replies.set(PATH, { body: { ...answer, ...nothing } });
    server.replies.set(`${PATH}/endpoints`, page([{ ...judged, verdict: 'unknown' }]));
    const { code, out } = await server.run(['cve', 'CVE-2024-6387', '--fleet']);
    expect(code).toBe(6);
    expect(out).toContain(
      'Not known: who is clear of it: the server has no advisory database (suture db update, there).',
    );
    expect(out).not.toContain('has heard of it');
  });
});

describe('the login', () => {
  it('is kept where only its owner reads it, and forgotten with its token revoked', async () => {
    const fingerprint = keyFingerprint(new X509Certificate(server.certificate).publicKey);
    signIn(server.home);
    chmodSync(join(server.home, 'suture', 'logins.json'), 0o644);
    server.replies.set('POST /api/v1/sessions', {
      status: 201,
      body: { session: 'x' },
      headers: { 'set-cookie': '__Host-suture-session=abc; Secure' },
    });
    server.replies.set('GET /api/v1/me', {
      body: { email: 'ada@example.org', role: 'viewer', permissions: ['inventory.read'] },
    });
    server.replies.set('POST /api/v1/api-tokens', {
      status: 201,
      body: { id: server.login.tokenId, hint: 'wxyz', token: 'sut_api_new' },
    });
    server.replies.set('DELETE /api/v1/sessions', { body: { done: true } });
    const args = [
      'login',
      server.origin,
      '--fingerprint',
      fingerprint,
      '--email',
      'ada@example.org',
      '--password-stdin',
    ];
    const { code, out, err } = await server.run(args, { stdin: 'a password\n123456\n' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('sut_api_new');
    expect(server.received.map(({ line }) => line)).toEqual([
      'POST /api/v1/sessions',
      'GET /api/v1/me',
      'POST /api/v1/api-tokens',
      'DELETE /api/v1/sessions',
    ]);
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      email: 'ada@example.org',
      password: 'a password',
      code: '123456',
    });
    expect(server.received[2]?.headers).toMatchObject({ cookie: '__Host-suture-session=abc', 'suture-client': 'cli' });
    const file = join(server.home, 'suture', 'logins.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      logins: [{ server: server.origin, token: 'sut_api_new', authority: server.certificate }],
    });
    server.replies.set(`DELETE /api/v1/api-tokens/${server.login.tokenId}`, { body: { done: true } });
    expect(await server.run(['logout'])).toMatchObject({ code: 0, out: `Signed out of ${server.origin}.\n` });
    expect((await server.run(['logout'])).code).toBe(1);
  });

  it('is kept no more where the server is away, which is said', async () => {
    signIn(server.home, { ...server.login, server: 'https://127.0.0.1:1' });
    const { code, out } = await server.run(['logout']);
    expect(code).toBe(0);
    expect(out).toContain('it takes the token until 2999-01-01');
  });

  it('is refused without anybody to ask, and with a wrong password', async () => {
    expect((await server.run(['login', server.origin])).code).toBe(2);
    server.replies.set('POST /api/v1/sessions', problem('sign-in-refused', 401));
    const args = ['login', server.origin, '--email', 'a@b.c', '--password-stdin'];
    const { code, err } = await server.run(args, { stdin: 'wrong' });
    expect(code).toBe(4);
    expect(err).not.toContain('wrong');
  });
});
