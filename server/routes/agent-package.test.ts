// The one line of a new machine, run by a real shell against real TLS; and what the two paths refuse.
import { execFile, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bootstrapLine, readServerAddress } from '@suture/protocol/trust/install-line.ts';
import { createAuthority } from '../access/certificates/authority.ts';
import { issueServerCertificate } from '../access/certificates/server-certificate.ts';
import { serverTls } from '../access/certificates/tls-options.ts';
import { agentPackages } from '../actions/agent-packages.ts';
import { agentPackageRoutes } from './agent-package.ts';

const work = mkdtempSync(join(tmpdir(), 'suture-offered-'));
const folder = join(work, 'packages');
const programs = join(work, 'programs');
const log = join(work, 'log');
const content = randomBytes(300_000);
const sha256 = (of: string | Uint8Array): string => createHash('sha256').update(of).digest('hex');
const machine = process.arch === 'arm64' ? 'arm64' : 'amd64';
const name = `suture-agent_1.0_${machine}.deb`;
let app: FastifyInstance;
let port: number;

const packages = agentPackages(folder);
const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) process.stderr.write('The line of a new machine was not tried: curl is not installed.\n');

beforeAll(async () => {
  const authority = await createAuthority({ purpose: 'server', names: [] }, new Date(), randomBytes);
  const issued = await issueServerCertificate(authority, [], new Date(), randomBytes);
  if (!issued.ok) throw new Error(issued.why);
  app = Fastify({ https: serverTls(issued.certificate, []), logger: false });
  await app.register(async (scope) => agentPackageRoutes(scope, packages));
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
  mkdirSync(programs);
  const stub = (of: string, text: string): void =>
    writeFileSync(join(programs, of), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  // A person who is not root, on a Debian system: what root would do is written down instead of done.
  stub('id', 'echo 1000');
  stub('dpkg', 'exit 1');
  stub('apt-get', 'exit 1');
  stub('sudo', `echo "$*" >> '${log}'\ncase $1 in env|/usr/bin/suture-agent) cat >> '${log}' ;; *) exec "$@" ;; esac`);
});
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(log, { force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, name), content);
});
afterAll(async () => {
  await app.close();
  rmSync(work, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly body: Buffer;
}

function get(path: string, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, rejectUnauthorized: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(parts) }));
    });
    asked.on('error', reject).end();
  });
}

function shell(line: string): Promise<{ readonly out: string; readonly said: string; readonly failed: boolean }> {
  const env = { PATH: `${programs}:/usr/bin:/bin`, TMPDIR: work };
  return new Promise((resolve) => {
    execFile('sh', ['-c', line], { env, timeout: 30_000 }, (error, out, said) =>
      resolve({ out, said, failed: error !== null }),
    );
  });
}

const token = `sut_enrol_${'x'.repeat(76)}`;

async function lineNow(): Promise<string> {
  const server = readServerAddress(`https://127.0.0.1:${port}`);
  const offered = await packages();
  if (server === undefined || offered === undefined) throw new Error('nothing is offered');
  return bootstrapLine(server, token, offered.scriptSha256);
}

test.skipIf(!hasCurl)(
  'the line fetches the package, installs what it checked, and hands the token over where nobody sees it',
  async () => {
    const line = await lineNow();
    expect(line).not.toContain('\n');
    const { out, said, failed } = await shell(line);
    expect({ out, said, failed }).toEqual({
      failed: false,
      out: expect.stringContaining(`Suture: fetching ${name} (0 MB)`),
      said: '',
    });
    const done = readFileSync(log, 'utf8');
    expect(done).toMatch(
      new RegExp(String.raw`^env DEBIAN_FRONTEND=noninteractive apt-get install .* /tmp/suture\.\w+/${name}$`, 'mu'),
    );
    expect(done).toContain(`/usr/bin/suture-agent install --server https://127.0.0.1:${port} --token -\n${token}\n`);
    // Once, and on standard input.
    expect(done.split(token)).toHaveLength(2);
  },
);

test.skipIf(!hasCurl)('a script that is not the one of the line is not run', async () => {
  const line = await lineNow();
  writeFileSync(join(folder, name), randomBytes(300_000));
  const { out, failed } = await shell(line);
  expect(failed).toBe(true);
  expect(out).toBe('Suture: this machine has not joined\n');
  expect(() => readFileSync(log)).toThrow('ENOENT');
});

test.skipIf(!hasCurl)('a package that is not the one of the script is not installed', async () => {
  const offered = await packages();
  if (offered === undefined) throw new Error('nothing is offered');
  const [held] = offered.packages;
  // The script is the line's; what it leads to was changed.
  const other = Buffer.from(content);
  other[0] = (other[0] ?? 0) ^ 1;
  writeFileSync(join(folder, name), other);
  const script = offered.script;
  const { out, said } = await shell(
    `echo ${token} | sh -c '${script.replaceAll("'", String.raw`'\''`)}' - https://127.0.0.1:${port}`,
  );
  expect(held?.sha256).toBe(sha256(content));
  expect(`${out}${said}`).toContain('what was fetched is not what was to be');
  expect(readFileSync(log, 'utf8')).not.toContain('apt-get');
});

test('packages are served whole, and nothing beside them', async () => {
  writeFileSync(join(folder, 'secret'), 'secret');
  const whole = await get(`/agent/v1/packages/${name}`);
  expect({ status: whole.status, sha256: sha256(whole.body) }).toEqual({ status: 200, sha256: sha256(content) });
  expect(await get(`/agent/v1/packages/${name}`, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  for (const path of ['secret', '..%2Fsecret', '%2e%2e/%2e%2e/etc/passwd', 'suture-agent_1.0_mips.deb', '']) {
    expect(await get(`/agent/v1/packages/${path}`)).toMatchObject({ status: 404 });
  }
});

test('without packages there is no script, and a new one is offered as soon as it is there', async () => {
  const before = (await packages())?.scriptSha256;
  rmSync(join(folder, name));
  expect(await get('/agent/v1/install')).toMatchObject({ status: 404 });
  writeFileSync(join(folder, `suture-agent_1.1_${machine}.deb`), 'newer');
  const script = await get('/agent/v1/install');
  expect(script.body.toString()).toContain(sha256('newer'));
  expect((await packages())?.scriptSha256).toBe(sha256(script.body));
  expect((await packages())?.scriptSha256).not.toBe(before);
});

test('so many downloads at once, and no more', async () => {
  writeFileSync(join(folder, name), Buffer.alloc(40_000_000));
  await packages();
  const open: { destroy(): void }[] = [];
  const statuses: (number | undefined)[] = [];
  for (let count = 0; count < 17; count += 1) {
    statuses.push(
      await new Promise((resolve, reject) => {
        const asked = request(
          { host: '127.0.0.1', port, path: `/agent/v1/packages/${name}`, rejectUnauthorized: false, agent: false },
          (response) => {
            // Not read: the download stays under way.
            response.pause();
            resolve(response.statusCode);
          },
        );
        open.push(asked.on('error', reject));
        asked.end();
      }),
    );
  }
  for (const each of open) each.destroy();
  expect(statuses).toEqual([...Array.from({ length: 16 }, () => 200), 503]);
});
