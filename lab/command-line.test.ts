// The command line as a person runs it, against a real server with a real database: every command that asks one.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { type Server, startServer } from './server.ts';

const isLinux = process.platform === 'linux';
const PASSWORD = 'correct horse battery';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe.skipIf(!isLinux)(`the command line${isLinux ? '' : ' (skipped: servers of the lab need Linux)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'suture-command-line-'));
  let server: Server;
  let access: Readonly<Record<'url' | 'agents' | 'authority' | 'token' | 'fingerprint', string>>;

  beforeAll(async () => {
    for (const name of ['packages', 'local', 'ada', 'bob']) mkdirSync(join(folder, name));
    server = await startServer({ publicName: '127.0.0.1', packages: join(folder, 'packages') });
    access = JSON.parse(readFileSync(join(server.state, 'server', 'local-access.json'), 'utf8'));
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As who keeps the server, or as somebody of another machine. */
  function suture(
    args: readonly string[],
    who: 'local' | 'ada' | 'bob' = 'local',
    { stdin = '', env = {} }: { readonly stdin?: string; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<Ran> {
    const home = join(folder, who);
    const state = who === 'local' ? server.state : join(home, 'no-server');
    const child = spawn(process.execPath, [join(import.meta.dirname, '../cli/bin/suture.js'), ...args], {
      env: { HOME: home, XDG_CONFIG_HOME: home, SUTURE_STATE: state, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- Tests look into answers freely.
  const json = async (args: readonly string[], who?: 'local' | 'ada' | 'bob'): Promise<any> =>
    JSON.parse((await suture([...args, '--json'], who)).out);

  function post(url: string, body: object, token?: string): Promise<Readonly<Record<string, unknown>>> {
    const { promise, resolve, reject } = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const made = request(url, { method: 'POST', headers, ca: access.authority, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        response.statusCode === 200 || response.statusCode === 201
          ? resolve(JSON.parse(text))
          : reject(new Error(text)),
      );
    });
    made.on('error', reject);
    made.end(JSON.stringify(body));
    return promise;
  }

  /** A machine joins that calls itself so. */
  const joins = (line: string, hostname: string): Promise<unknown> =>
    post(`${access.agents}/agent/v1/enrol`, {
      protocol: 1,
      token: /sut_enrol_\w+/.exec(line)?.[0],
      csr: certificateRequest(newEndpointKey()),
      facts: {
        hostname,
        os: { id: 'debian', version: '12' },
        kernel: '6.1.0',
        arch: 'x86_64',
        bootId: randomUUID(),
        agentVersion: '0.1.0',
        uptimeSeconds: 60,
        rebootRequired: true,
        virtualization: null,
      },
    });

  test('an empty server says so, and what to do', async () => {
    expect(await suture(['status'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^No endpoint is in service[^]*Next: suture enrol new\n$/),
    });
    expect((await suture(['endpoints', 'ls'])).out).toBe('No endpoint has joined yet.\n\nNext: suture enrol new\n');
    expect((await suture(['whoami'])).out).toContain(`The server’s key: ${access.fingerprint}\n`);
    for (const list of [['updates'], ['vulnerabilities', 'ls'], ['lifecycle'], ['enrol', 'ls'], ['users', 'ls']]) {
      expect(await suture(list)).toMatchObject({
        code: 0,
        err: '',
        out: expect.stringMatching(/^\S.*\.\n[^]*\nNext: suture .+\n$/),
      });
    }
  }, 240_000);

  test('enrol new gives one line alone, with which machines join and wait', async () => {
    const { code, out, err } = await suture(['enrol', 'new', '--tag', 'web', '--uses', '4']);
    expect({ code, lines: out.split('\n').length }).toEqual({ code: 0, lines: 2 });
    expect(out).toContain(`--server ${access.agents} --token sut_enrol_`);
    expect(err).toMatch(/^Run it as root on up to 4 machines, which then wait for approval/);
    for (const name of ['web-1', 'web-2', 'web-2', 'we\u202eb-3']) await joins(out, name);
    const listed = await suture(['endpoints', 'ls']);
    expect(listed.out).toMatch(/^4 endpoints: 4 wait for approval\.\n/);
    expect(listed.out).not.toContain('\u202e');
    expect((await suture(['enrol', 'ls', '--format', 'csv'])).out).toMatch(/,used up,0,/);
    expect((await suture(['enrol', 'new', '--quiet'])).err).toBe('');
    const [open] = (await json(['enrol', 'ls'])).items;
    expect((await suture(['enrol', 'revoke', open.hint])).code).toBe(0);
    expect((await suture(['enrol', 'revoke', open.hint])).code).toBe(1);
    await expect(joins(out, 'late')).rejects.toThrow('token');
  }, 240_000);

  test('machines are let in, described, tagged and refused by name, and never by a name that is not clear', async () => {
    const twice = await suture(['endpoints', 'approve', 'web-2']);
    expect(twice.code).toBe(1);
    expect(twice.err).toMatch(/^suture: 2 endpoints are named web-2; say which by its id\n {2}[0-9a-f-]{36}/);
    expect(await suture(['endpoints', 'approve', 'web-1'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Let in web-1\n/),
    });
    expect((await suture(['endpoints', 'approve', 'enrolment:pending'])).code).toBe(2);
    expect((await suture(['endpoints', 'approve', 'enrolment:pending', '--yes'])).code).toBe(0);
    expect(await suture(['endpoints', 'approve', 'web-1'])).toMatchObject({
      code: 1,
      err: 'suture: web-1 does not wait for approval: it is active\n',
    });
    expect((await suture(['endpoints', 'release', 'web-1'])).code).toBe(1);
    expect((await suture(['endpoints', 'tag', 'web-1', '+db', '-web'])).code).toBe(0);
    expect(await suture(['endpoints', 'tag', 'tag:web', '+many', '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Put on many: 3 endpoints: /),
    });
    expect((await json(['endpoints', 'ls', 'tag:many'])).total).toBe(3);
    expect((await suture(['endpoints', 'set', 'tag:db', '--exposure', 'internal', '--criticality', 'high'])).code).toBe(
      0,
    );
    expect((await json(['endpoints', 'ls', 'tag:db', '-tag:web'])).items).toMatchObject([
      { name: 'web-1', tags: ['db'], exposure: 'internal', criticality: 'high', state: 'active' },
    ]);
    const shown = await suture(['endpoints', 'show', 'web-1']);
    expect(shown.out).toMatch(/^web-1: NOTHING REPORTED YET, /);
    expect(shown.out).toContain('Restart it');
    expect((await suture(['endpoints', 'show', 'web'])).err).toContain('Is it web-1, web-2?');
    const [{ id }] = (await json(['endpoints', 'ls', 'endpoint:web-2'])).items;
    expect((await suture(['endpoints', 'revoke', id])).code).toBe(2);
    expect((await suture(['endpoints', 'revoke', id, '--yes'])).code).toBe(0);
    // The other one of the name is meant from now on.
    expect((await suture(['endpoints', 'show', 'web-2'])).code).toBe(0);
  }, 240_000);

  test('a query that is wrong is shown where, and ends with 2', async () => {
    const { code, out, err } = await suture(['endpoints', 'ls', 'os:debian', 'fix:avaliable']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/\n {2}os:debian fix:avaliable\n {16}\^{9}\n$/);
    for (const list of [
      ['vulnerabilities', 'ls'],
      ['updates'],
      ['updates', '--offered'],
      ['lifecycle'],
      ['endpoints', 'ls'],
    ]) {
      expect(await suture([...list, '(a'])).toMatchObject({ code: 2, err: expect.stringContaining('  (a\n  ^\n') });
    }
  }, 240_000);

  test('of what nobody has heard of the verdict is unknown, and there is nothing to explain', async () => {
    const { code, out } = await suture(['cve', 'CVE-2099-0001', '--fleet']);
    expect(code).toBe(6);
    expect(out).toMatch(/^UNKNOWN {2}CVE-2099-0001: 3 unknown\n/);
    const listed = await json(['cve', 'CVE-2099-0001', '--fleet', '--list', 'unknown']);
    expect(listed).toMatchObject({ total: 3, items: [{ name: 'web-1', verdict: 'unknown' }, {}, {}] });
    expect((await suture(['why', 'CVE-2099-0001', '--fleet'])).code).toBe(1);
    expect((await suture(['why', 'openssl', '--fleet', '--endpoint', 'web-1'])).code).toBe(1);
    expect((await suture(['why', 'openssl', '--fleet', '--endpoint', 'nobody'])).code).toBe(1);
  }, 240_000);

  test('the first person signs in from another machine once the fingerprint is known, and not with a wrong password', async () => {
    const { link } = await post(`${access.url}/local/first-user-link`, {}, access.token);
    const token = String(link).split('#')[1];
    await post(`${access.url}/api/v1/first-user`, { token, email: 'ada@example.org', name: 'Ada', password: PASSWORD });
    const login = ['login', access.url, '--email', 'ada@example.org', '--password-stdin'];
    const unknown = await suture(login, 'ada', { stdin: PASSWORD });
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining(access.fingerprint) });
    const pinned = [...login, '--fingerprint', access.fingerprint];
    expect((await suture(pinned, 'ada', { stdin: 'not it' })).code).toBe(4);
    expect(await suture(pinned, 'ada', { stdin: PASSWORD })).toMatchObject({ code: 0, err: '' });
    expect((await suture(['whoami'], 'ada')).out).toMatch(
      /^ada@example\.org \(admin\) at https:.*, as signed in with suture login\.\n/,
    );
    // Signing in again takes the place of the token before.
    expect((await suture([...login, '--expires', '1h'], 'ada', { stdin: PASSWORD })).code).toBe(0);
    const states = (await json(['tokens', 'ls'], 'ada')).items.map(
      ({ revokedAt }: { revokedAt: string | null }) => revokedAt === null,
    );
    expect(states).toEqual([true, false]);
  }, 240_000);

  test('who may only look changes nothing, and sees no people: 4', async () => {
    const invited = await suture(['users', 'invite', 'bob@example.org', '--role', 'viewer'], 'ada');
    expect(invited).toMatchObject({ code: 0, out: expect.stringMatching(/^https:\/\/\S+\/invitation#\S+\n$/) });
    expect((await suture(['users', 'ls'], 'ada')).out).toMatch(/^1 person, 1 invited\.\n/);
    await post(`${access.url}/api/v1/invitations/acceptance`, {
      token: invited.out.trim().split('#')[1],
      password: PASSWORD,
    });
    const login = [
      'login',
      access.url,
      '--email',
      'bob@example.org',
      '--password-stdin',
      '--fingerprint',
      access.fingerprint,
    ];
    expect((await suture(login, 'bob', { stdin: PASSWORD })).code).toBe(0);
    for (const args of [
      ['endpoints', 'tag', 'web-1', '+x'],
      ['endpoints', 'revoke', 'web-1', '--yes'],
      ['enrol', 'new'],
      ['enrol', 'ls'],
      ['users', 'ls'],
      ['audit', 'ls'],
      ['audit', 'verify'],
      ['audit', 'export', join(folder, 'stolen.jsonl')],
      ['tokens', 'ls', '--all'],
    ]) {
      expect({ args, ...(await suture([...args, '--json'], 'bob')) }).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringContaining('"code":"permission"'),
      });
    }
    expect((await suture(['endpoints', 'ls'], 'bob')).code).toBe(0);
    expect(await suture(['users', 'role', 'bob@example.org', 'operator'], 'ada')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^bob@example\.org is operator now, was viewer\.\n/),
    });
    expect((await suture(['users', 'role', 'ada@example.org', 'viewer'], 'ada')).code).toBe(1);
    expect((await suture(['users', 'role', 'bob@example.org', 'king'], 'ada')).code).toBe(2);
    expect((await suture(['users', 'remove', 'bob@example.org'], 'ada')).code).toBe(2);
    expect((await suture(['users', 'remove', 'bob@example.org', '--yes'], 'ada')).code).toBe(0);
    expect((await suture(['status'], 'bob')).code).toBe(4);
  }, 240_000);

  test('a program gets in with a token, from the environment alone, until it is revoked', async () => {
    const made = await suture(['tokens', 'new', 'nightly', '--email', 'ada@example.org', '--password-stdin'], 'ada', {
      stdin: PASSWORD,
    });
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^sut_api_\w+\n$/) });
    const env = { SUTURE_SERVER: access.url, SUTURE_FINGERPRINT: access.fingerprint, SUTURE_TOKEN: made.out.trim() };
    expect((await suture(['endpoints', 'ls'], 'bob', { env })).code).toBe(0);
    expect((await suture(['endpoints', 'tag', 'web-1', '+x'], 'bob', { env })).code).toBe(4);
    const file = join(folder, 'token');
    writeFileSync(file, made.out);
    const flags = ['--server', access.url, '--token-file', file, '--fingerprint', access.fingerprint];
    expect((await suture(['status', ...flags], 'bob')).code).toBe(0);
    expect(
      (await suture(['status', ...flags.slice(0, 4)], 'bob', { env: { SUTURE_FINGERPRINT: 'ab'.repeat(32) } })).code,
    ).toBe(1);
    expect((await suture(['tokens', 'revoke', made.out.trim().slice(-4)], 'ada')).code).toBe(0);
    expect(await suture(['endpoints', 'ls'], 'bob', { env })).toMatchObject({
      code: 4,
      err: expect.stringContaining('SUTURE_TOKEN'),
    });
  }, 240_000);

  test('the record has what was done, is whole, and is handed out', async () => {
    expect((await json(['audit', 'ls', '--action', 'endpoint.tag'])).items.at(-1)).toMatchObject({
      action: 'endpoint.tag',
      after: { tags: ['db'] },
    });
    expect(await suture(['audit', 'verify'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^The record is whole: /),
    });
    const file = join(folder, 'audit.jsonl');
    expect((await suture(['audit', 'export', file])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ checkpoint }) => checkpoint === undefined)).toHaveLength(
      (await json(['audit', 'ls'])).total,
    );
    expect((await suture(['audit', 'export', '-'])).out).toContain('"endpoint.tag"');
    expect((await suture(['audit', 'export', join(folder, 'no', 'such', 'folder')])).code).toBe(1);
  }, 240_000);

  test('who signs out is out, and a server that has ended is said to be away', async () => {
    expect((await suture(['logout'], 'ada')).out).toBe(`Signed out of ${access.url}.\n`);
    expect((await suture(['status'], 'ada')).code).toBe(4);
    const login = [
      'login',
      access.url,
      '--email',
      'ada@example.org',
      '--password-stdin',
      '--fingerprint',
      access.fingerprint,
    ];
    expect((await suture(login, 'ada', { stdin: PASSWORD })).code).toBe(0);
    await server.stop();
    expect(await suture(['status'], 'ada')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing listens there'),
    });
    expect(await suture(['status'])).toMatchObject({ code: 4, err: expect.stringContaining('npm start') });
  }, 240_000);
});
