// Local access over a long run: renewed before it ends, the former revoked, all in the audit; a built-in account is no first user.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recognise } from './access/sign-in.ts';
import { offerFirstUser } from './actions/create-first-user.ts';
import type { PeopleDoor } from './actions/people-door.ts';
import { localAccessPath, openLocalAccess, type LocalAccessFile, type Whereabouts } from './local-access.ts';
import { verifyAudit } from './store/audit.ts';
import { openStore, type OrganisationId, type Store } from './store/database.ts';
import { openInstallation } from './store/installation.ts';
import { useDatabase } from './test-database.ts';

const database = useDatabase();
const state = mkdtempSync(join(tmpdir(), 'suture-access-'));
let store: Store;
let organisation: OrganisationId;
let door: PeopleDoor;
let now = new Date('2026-11-23T10:00:00.000Z');
const where: Whereabouts = {
  url: 'https://localhost:1',
  agents: 'https://localhost:2',
  authority: 'a',
  fingerprint: 'f',
};

beforeAll(async () => {
  store = openStore({ connection: database().connection });
  ({ organisation } = await openInstallation(store));
  door = { store, now: () => now, random: randomBytes };
});
afterAll(async () => {
  await store.close();
  rmSync(state, { recursive: true, force: true });
});

const held = (): LocalAccessFile => JSON.parse(readFileSync(localAccessPath(state), 'utf8')) as LocalAccessFile;
const verdict = async (token: string): Promise<string> => {
  const recognised = await recognise(store, 'api', token, now);
  return recognised.ok ? 'ok' : recognised.cause;
};
const later = (hours: number): void => {
  now = new Date(now.getTime() + hours * 3_600_000);
};

test('a token is kept while it lasts, replaced before it ends, and ended with the server', async () => {
  const access = await openLocalAccess(door, organisation, state);
  await access.keep(where);
  const first = held().token;
  expect(await verdict(first)).toBe('ok');
  later(7);
  await access.keep(where);
  expect(held().token).toBe(first);
  await access.keep({ ...where, url: 'https://other:1' });
  expect(held()).toMatchObject({ token: first, url: 'https://other:1' });
  later(2);
  await access.keep(where);
  const second = held().token;
  expect(second).not.toBe(first);
  expect([await verdict(first), await verdict(second)]).toEqual(['revoked', 'ok']);
  await access.end();
  expect(await verdict(second)).toBe('revoked');
  expect(() => held()).toThrow('ENOENT');
  const { ok } = await verifyAudit(store, organisation);
  expect(ok).toBe(true);
});

test('what a killed server left is revoked by the next; another’s token in its place is not', async () => {
  const killed = await openLocalAccess(door, organisation, state);
  await killed.keep(where);
  const left = held().token;
  const next = await openLocalAccess(door, organisation, state);
  await next.keep(where);
  expect([await verdict(left), await verdict(held().token)]).toEqual(['revoked', 'ok']);
  await next.end();
  writeFileSync(localAccessPath(state), '{"token": 7, "damaged');
  const after = await openLocalAccess(door, organisation, state);
  await after.keep(where);
  expect(await verdict(held().token)).toBe('ok');
  await after.end();
});

test('the server’s own account is no person: the first user is still to come', async () => {
  expect(await offerFirstUser(door, organisation)).toMatchObject({ token: expect.stringMatching(/^sut_setup_/) });
});
