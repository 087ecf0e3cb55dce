// Tests that a demo never comes near a real server's state or database, and removes nothing but its own.
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { AppError } from '@suture/core/app-error.ts';
import { openLog } from '../observability/log.ts';
import { claimDemoFolder, makeRoomForDemo, readDemoConfiguration } from './configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-demo-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what a real server is told by its environment is not for a demo', () => {
  const read = readDemoConfiguration([], {
    XDG_STATE_HOME: folder,
    DATABASE_URL: 'postgres://someone@db.example/suture',
    SUTURE_STATE: '/var/lib/suture',
    SUTURE_API_HOST: '0.0.0.0',
    SUTURE_AGENTS_HOST: '0.0.0.0',
    SUTURE_API_PORT: '7420',
    SUTURE_ADVISORIES: '/var/lib/suture/server/advisories/advisories.db',
  });
  expect(read).toMatchObject({
    kind: 'configuration',
    configuration: {
      demo: true,
      databaseUrl: undefined,
      state: join(folder, 'suture-demo'),
      advisories: join(folder, 'suture-demo', 'server', 'advisories', 'advisories.db'),
      api: { host: '127.0.0.1', port: 7430 },
      agents: { host: '127.0.0.1' },
    },
  });
});

test('a folder that holds something else is refused and stays as it is', () => {
  const other = join(folder, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'mine'), 'kept');
  expect(() => claimDemoFolder({ state: other })).toThrow(AppError);
  expect(readFileSync(join(other, 'mine'), 'utf8')).toBe('kept');
  expect(existsSync(join(other, 'MADE-UP'))).toBe(false);
});

test('its own folder is taken again', () => {
  const state = join(folder, 'own');
  claimDemoFolder({ state });
  writeFileSync(join(state, 'something'), 'of the demo before');
  claimDemoFolder({ state });
  expect(existsSync(join(state, 'MADE-UP'))).toBe(true);
});

test('a port that is taken is said before anything is told, and the demo before stays', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const state = join(folder, 'taken');
  mkdirSync(join(state, 'postgres'), { recursive: true });
  const read = readDemoConfiguration(['--api-port', String(port), '--state', state], { XDG_STATE_HOME: folder });
  if (read.kind !== 'configuration') throw new Error(read.kind);
  // The port of agents is any that is free: nobody is told of it.
  expect(read.configuration.agents.port).toBe(0);
  const log = openLog({ file: join(folder, 'log'), level: 'info' });
  await expect(makeRoomForDemo(read.configuration, log)).rejects.toThrow(String(port));
  taken.close();
  expect(existsSync(join(state, 'postgres'))).toBe(true);
});
