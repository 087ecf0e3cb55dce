// What a person is told of keys by `backup` and `restore`, where several servers keep theirs in the database.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadOrCreateKeys } from '../access/certificates/keys-kept.ts';
import { databaseUrl } from '../database-url.fixture.ts';
import { openStore } from '../store/database.ts';
import { openInstallation } from '../store/installation.ts';
import { useDatabase, withDatabase, type TestDatabase } from '../test-database.ts';
import { backupCommand } from './command.ts';

const database = useDatabase();
const folder = mkdtempSync(join(tmpdir(), 'suture-backup-'));
const name = (): string => join(folder, randomBytes(4).toString('hex'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const store = openStore({ connection: database().connection });
  const { organisation } = await openInstallation(store, 'here');
  await loadOrCreateKeys({ kind: 'database', store, organisation }, ['localhost'], new Date());
  await store.close();
});

async function said(command: 'backup' | 'restore', args: readonly string[], at: TestDatabase): Promise<string> {
  const lines: string[] = [];
  const env = { DATABASE_URL: databaseUrl(at.connection) };
  expect(await backupCommand(command, [...args, '--state', folder], env, (line) => lines.push(line))).toBe(0);
  return lines.join('\n');
}

test('a backup without keys leaves a new database without, which is said; the database it came from has them still', async () => {
  const file = name();
  expect(await said('backup', [file], database())).toContain('are not in it');
  await withDatabase(async (elsewhere) => {
    expect(await said('restore', [file], elsewhere)).toMatch(/no keys here[^]*authenticators/);
  });
  expect(await said('restore', [file, '--replace'], database())).not.toContain('no keys here');
});

test('a backup with keys brings them along', async () => {
  const file = name();
  expect(await said('backup', [file, '--with-keys'], database())).toContain('it holds the keys');
  await withDatabase(async (elsewhere) => {
    expect(await said('restore', [file], elsewhere)).not.toContain('no keys here');
  });
});
