// Debian's PostgreSQL as an operator would run it for several servers: a cluster of its own, an ordinary role, TCP with a password.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './running-server.fixture.ts';

/** The newest that is installed; undefined where there is none. */
const programs = globSync('/usr/lib/postgresql/*/bin')
  .filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  .toSorted((a, b) => major(a) - major(b))
  .at(-1);

/** Why there is none to be had, in plain words; undefined where there is one. */
export const whyNoDebianPostgres: string | undefined =
  programs === undefined ? "Debian's package postgresql is not installed" : undefined;

export interface DebianPostgres {
  /** Of an ordinary role that owns an empty database. */
  readonly url: string;
  /** Passes all row-level security. */
  readonly superuser: pg.ClientConfig;
  /** Of the main process alone; the others have to notice. Then starts it again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDebianPostgres(): Promise<DebianPostgres> {
  if (programs === undefined) throw new Error(whyNoDebianPostgres);
  const bin = programs;
  const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
  // PostgreSQL does not run as root.
  const account = process.geteuid?.() === 0 ? { uid: nobody, gid: 65_534 } : {};
  const parent = mkdtempSync(join(tmpdir(), 'suture-debian-postgres-'));
  const data = join(parent, 'data');
  const password = join(parent, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(password, 'hunter2');
  if ('uid' in account) for (const path of [parent, data, password]) chownSync(path, nobody, 65_534);
  const made = ['-D', data, '-U', 'admin', '-A', 'scram-sha-256', '--pwfile', password, '-E', 'UTF8', '--no-sync'];
  const options = { ...account, cwd: '/', stdio: 'ignore', env: { LC_ALL: 'C' } } as const;
  execFileSync(join(bin, 'initdb'), made, options);
  const port = await freePort();
  const superuser = { host: '127.0.0.1', port, user: 'admin', password: 'hunter2' };
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    for (const giveUpAt = Date.now() + 60_000; ;) {
      child = spawn(
        join(bin, 'postgres'),
        ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-F'],
        options,
      );
      while (child.exitCode === null) {
        const client = new pg.Client({ ...superuser, database: 'postgres' });
        client.on('error', () => undefined);
        const isThere = await client.connect().then(
          () => true,
          () => false,
        );
        await client.end().catch(() => undefined);
        if (isThere) return;
        await delay(50);
      }
      // What a killed one left behind may still be ending.
      if (Date.now() > giveUpAt) throw new Error('PostgreSQL does not start');
      await delay(100);
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  };
  await start();
  const admin = new pg.Client({ ...superuser, database: 'postgres' });
  await admin.connect();
  await admin.query("create role suture login password 'hunter3'");
  await admin.query('create database suture owner suture');
  await admin.end();
  return {
    url: `postgresql://suture:hunter3@127.0.0.1:${port}/suture`,
    superuser: { ...superuser, database: 'suture' },
    async kill() {
      await end('SIGKILL');
      await start();
    },
    async stop() {
      await end('SIGINT');
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

function major(folder: string): number {
  return Number(/\/(\d+)\/bin$/.exec(folder)?.[1]);
}
