// DATABASE_URL against real servers: the one that comes with Suture and, where it is installed, Debian's PostgreSQL 15.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { useDatabase } from '../test-database.ts';
import { migrations } from '../migrations/list.ts';
import { migrate } from '../migrations/runner.ts';
import { pickDatabase, whyUnsuitable } from './pick-database.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function url({ database = '', host, port, user, password, options }: pg.ClientConfig): string {
  const rest = Object.entries({ host, port, user, password, options }).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [`${name}=${encodeURIComponent(value)}`] : [],
  );
  return `postgresql:///${database}?${rest.join('&')}`;
}

describe('without DATABASE_URL', () => {
  test('the embedded PostgreSQL is used, in the directory that XDG says', async () => {
    const state = await mkdtemp(join(tmpdir(), 'suture-pick-'));
    await chmod(state, 0o711);
    const picked = await pickDatabase({ XDG_STATE_HOME: state });
    try {
      expect(picked).toMatchObject({
        kind: 'running',
        adopted: false,
        log: join(state, 'suture', 'postgres', 'postgres.log'),
      });
    } finally {
      if (picked.kind === 'running') await picked.stop();
      await rm(state, { recursive: true });
    }
  });
});

describe('with DATABASE_URL', () => {
  const database = useDatabase();

  test('a database is taken with its version, if the role in it is an ordinary one', async () => {
    const DATABASE_URL = url(database().connection);
    expect(await pickDatabase({ DATABASE_URL })).toEqual({
      kind: 'given',
      connection: { connectionString: DATABASE_URL },
      version: expect.stringMatching(/^\d+\.\d+$/),
      warnings: [],
    });
  });

  test('a superuser is warned about', async () => {
    expect(await pickDatabase({ DATABASE_URL: url(database().superuser) })).toMatchObject({
      kind: 'given',
      warnings: [expect.stringContaining('passes row-level security')],
    });
  });

  test('a database of another encoding, and one in which the role may not create tables, are refused', async () => {
    const admin = new pg.Client(database().superuser);
    await admin.connect();
    const name = `suture_test_${process.pid}_pick`;
    try {
      await admin.query(
        `create database ${name} encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0`,
      );
      const other = { ...database().connection, database: name };
      expect(await pickDatabase({ DATABASE_URL: url({ ...database().superuser, database: name }) })).toMatchObject({
        cause: 'unsuitable',
        reason: expect.stringContaining('has the encoding SQL_ASCII'),
      });
      await admin.query(`drop database ${name}`);
      await admin.query(`create database ${name} template template0`);
      expect(await pickDatabase({ DATABASE_URL: url(other) })).toMatchObject({
        cause: 'unsuitable',
        reason: expect.stringMatching(/does not let \w+ create tables/),
        remedy: expect.stringContaining('OWNER TO'),
      });
    } finally {
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.end();
    }
  });

  test('a database that does not exist and a server that does not answer are said, without the password', async () => {
    expect(await pickDatabase({ DATABASE_URL: url({ ...database().connection, database: 'nowhere' }) })).toMatchObject({
      cause: 'unreachable',
      reason: expect.stringContaining('database "nowhere" does not exist'),
    });
    const port = await freePort();
    const refused = await pickDatabase({ DATABASE_URL: `postgresql://someone:hunter2@127.0.0.1:${port}/suture` });
    expect(refused).toMatchObject({
      cause: 'unreachable',
      reason: expect.stringMatching(new RegExp(`^the database 127.0.0.1:${port}/suture .*ECONNREFUSED`)),
    });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  test.each([[''], ['hunter2'], ['mysql://u:hunter2@h/d'], ['postgresql://u:hunter2@h:port/d']])(
    '%j is refused, not quietly replaced, and not repeated',
    async (DATABASE_URL) => {
      const refused = await pickDatabase({ DATABASE_URL });
      expect(refused).toMatchObject({ kind: 'refused', cause: 'invalid-url' });
      expect(JSON.stringify(refused)).not.toContain('hunter2');
    },
  );
});

describe('what a database must be', () => {
  const good = {
    number: 150_000,
    version: '15.0',
    standby: false,
    encoding: 'UTF8',
    role: 'suture',
    passes: false,
    creates: true,
  };

  test.each([
    [{}, undefined],
    [{ number: 149_999, version: '14.99' }, 'is PostgreSQL 14.99'],
    [{ standby: true }, 'is a standby and takes no writes'],
    [{ encoding: 'LATIN1' }, 'has the encoding LATIN1'],
    [{ creates: false }, 'does not let suture create tables'],
  ])('%j', (difference, why) => {
    expect(whyUnsuitable({ ...good, ...difference })?.why).toBe(why);
  });
});

const debian = '/usr/lib/postgresql/15/bin';

describe.skipIf(!existsSync(debian))("Debian's PostgreSQL 15 (needs the package postgresql-15)", () => {
  test('takes all migrations through DATABASE_URL, over TCP with a password', async () => {
    const account =
      process.geteuid?.() === 0 ? { uid: Number(execFileSync('id', ['-u', 'nobody'])), gid: 65534 } : undefined;
    const parent = await mkdtemp(join(tmpdir(), 'suture-debian-'));
    const data = join(parent, 'data');
    await mkdir(data, { mode: 0o700 });
    await writeFile(join(parent, 'password'), 'hunter2');
    for (const path of account ? [parent, data, join(parent, 'password')] : []) {
      await chown(path, account?.uid ?? 0, account?.gid ?? 0);
    }
    const port = await freePort();
    execFileSync(
      join(debian, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'admin',
        '-A',
        'scram-sha-256',
        '--pwfile',
        join(parent, 'password'),
        '-E',
        'UTF8',
        '--no-sync',
      ],
      { ...account, cwd: '/', stdio: 'ignore', env: { LC_ALL: 'C' } },
    );
    const server = spawn(
      join(debian, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-F'],
      { ...account, cwd: '/', stdio: 'ignore' },
    );
    try {
      const DATABASE_URL = `postgresql://admin:hunter2@127.0.0.1:${port}/postgres`;
      await expect
        .poll(() => pickDatabase({ DATABASE_URL }), { timeout: 20_000 })
        .toMatchObject({
          kind: 'given',
          version: expect.stringMatching(/^15\./),
        });
      expect(await migrate({ connectionString: DATABASE_URL }, migrations)).toEqual({
        kind: 'ready',
        applied: migrations.map(({ id }) => id),
      });
      const refused = await pickDatabase({ DATABASE_URL: DATABASE_URL.replace('hunter2', 'hunter3') });
      expect(refused).toMatchObject({
        cause: 'unreachable',
        reason: expect.stringContaining('password authentication failed'),
      });
      expect(JSON.stringify(refused)).not.toContain('hunter');
    } finally {
      server.kill('SIGINT');
      if (server.exitCode === null) await once(server, 'exit');
      await rm(parent, { recursive: true });
    }
  });
});
