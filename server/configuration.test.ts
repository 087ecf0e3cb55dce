// Configuration from flags and environment: which wins, what is usual, and that everything wrong is said at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-configuration-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const home = { XDG_STATE_HOME: folder };

function configured(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const read = readConfiguration(args, { ...home, ...env });
  if (read.kind !== 'configuration') throw new Error(JSON.stringify(read));
  return read.configuration;
}

function problems(args: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] {
  const read = readConfiguration(args, { ...home, ...env });
  return read.kind === 'wrong' ? read.problems : [];
}

test('told nothing, people come in by loopback, endpoints from everywhere, and all state is in one folder', () => {
  expect(configured([])).toMatchObject({
    databaseUrl: undefined,
    state: join(folder, 'suture'),
    api: { host: '127.0.0.1', port: 7420 },
    agents: { host: '::', port: 7421 },
    publicNames: [],
    trustedProxies: [],
    feeds: { kind: 'network', mirror: undefined },
    feedsAfterMs: 0,
    historyDays: 400,
    housekeepingMs: 3_600_000,
    advisories: join(folder, 'suture', 'server', 'advisories', 'advisories.db'),
    certificate: undefined,
    log: undefined,
    logLevel: 'info',
  });
});

test('a flag wins over the environment, and what is empty counts as not said', () => {
  const env = { SUTURE_API_PORT: '1111', SUTURE_AGENTS_PORT: '2222', SUTURE_PUBLIC_NAME: '' };
  expect(configured(['--api-port', '0'], env)).toMatchObject({
    api: { port: 0 },
    agents: { port: 2222 },
    publicNames: [],
  });
});

test('names are taken apart, in lower case', () => {
  expect(configured(['--public-name', 'Suture.Example, 192.0.2.7,fe80::1']).publicNames).toEqual([
    'suture.example',
    '192.0.2.7',
    'fe80::1',
  ]);
});

test('reverse proxies are addresses or networks, never everybody', () => {
  expect(configured(['--trust-proxy', '127.0.0.1, 10.0.0.0/8,fd00::/8']).trustedProxies).toEqual([
    '127.0.0.1',
    '10.0.0.0/8',
    'fd00::/8',
  ]);
  for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'true', '1']) {
    expect(problems(['--trust-proxy', wrong])).toEqual([expect.stringContaining('neither')]);
  }
  for (const all of ['0.0.0.0/0', '::/0', '::/00']) {
    expect(problems(['--trust-proxy', all])).toEqual([expect.stringContaining('everybody')]);
  }
});

test('feeds come from a directory that is there, or from a mirror, not from both', () => {
  expect(configured(['--from', folder]).feeds).toEqual({ kind: 'directory', directory: folder });
  expect(configured(['--mirror', 'https://mirror.example/feeds']).feeds).toEqual({
    kind: 'network',
    mirror: 'https://mirror.example/feeds',
  });
  expect(problems(['--from', folder, '--mirror', 'https://mirror.example'])).toHaveLength(1);
  expect(problems(['--from', join(folder, 'none')])).toEqual([expect.stringContaining('is no directory')]);
  expect(problems(['--mirror', 'file:///etc'])).toEqual([expect.stringContaining('--mirror')]);
});

test('a certificate comes with its key, and both are files that are there', () => {
  const [chain, key] = [join(folder, 'chain.pem'), join(folder, 'key.pem')];
  writeFileSync(chain, '');
  expect(problems(['--certificate', chain])).toEqual([expect.stringContaining('go together')]);
  expect(problems(['--certificate', chain, '--key', key])).toEqual([expect.stringContaining('key.pem is not there')]);
  writeFileSync(key, '');
  expect(configured(['--certificate', chain, '--key', key]).certificate).toEqual({ chain, key });
});

test.each(['-1', '65536', '7e3', ' 80', '', 'http'])('%j is no port', (port) => {
  const said = problems(['--api-port', port]);
  // Empty counts as not said.
  expect(said).toHaveLength(port === '' ? 0 : 1);
});

test('all that is wrong is said at once, and no secret with it', () => {
  const secret = 'postgresql://suture:hunter2@db.example/suture';
  const said = problems(
    [
      '--api-port',
      'x',
      '--agents-host',
      'a b',
      '--public-name',
      '$(id)',
      '--log-level',
      'loud',
      '--feeds-after',
      '-',
      '--history-days',
      '0',
    ],
    { DATABASE_URL: secret },
  );
  expect(said).toHaveLength(6);
  expect(said.join(' ')).not.toContain('hunter2');
  expect(problems(['--api-prot', '1'])).toEqual([expect.stringContaining('--api-prot')]);
  expect(readConfiguration(['--help'], {})).toEqual({ kind: 'help' });
});
