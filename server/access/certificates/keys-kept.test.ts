// Keys in files: one server's own, and those that several servers of one database have in common.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadOrCreateAuthorities } from './authority-file.ts';
import { keyFiles, loadOrCreateKeys } from './keys-kept.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'suture-keys-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = new Date('2026-11-22T12:00:00Z');
const stateOf = (server: string): string => join(folder, server);
const started = async (server: string, authorities?: string, isShared = true) =>
  loadOrCreateKeys({ kind: 'files', ...keyFiles(stateOf(server), authorities, isShared) }, ['localhost'], now);
const pem = ({ signing }: Awaited<ReturnType<typeof started>>) => signing.export({ type: 'pkcs8', format: 'pem' });

async function shared(): Promise<string> {
  const path = join(folder, 'shared', 'authorities.json');
  await loadOrCreateAuthorities(path, ['localhost'], now, randomBytes);
  return path;
}

test('servers that share a file of authorities sign with one key, which stands beside it', async () => {
  const authorities = await shared();
  const [one, two] = await Promise.all([started('one', authorities), started('two', authorities)]);
  expect(pem(one)).toBe(pem(two));
  expect(pem(one)).toBe(readFileSync(join(folder, 'shared', 'signing-key.pem'), 'utf8'));
  expect(one.authorities.endpoint.current.certificate).toBe(two.authorities.endpoint.current.certificate);
});

test('a server that signed alone before brings its key, so that what it signed stays true', async () => {
  const before = await started('one', undefined, false);
  const authorities = await shared();
  expect(pem(await started('one', authorities))).toBe(pem(before));
  expect(pem(await started('two', authorities))).toBe(pem(before));
});

test('a server with its own database keeps its key where it was, wherever its authorities are', async () => {
  const before = await started('one', undefined, false);
  expect(pem(await started('one', await shared(), false))).toBe(pem(before));
});
