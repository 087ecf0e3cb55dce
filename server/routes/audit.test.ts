// The record of changes over the HTTP API: filtered, checked, exported, and who may see it.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { verifyChain } from '@suture/core/audit/verify-chain.ts';
import { createHash } from 'node:crypto';
import type { OrganisationId } from '../store/database.ts';
import { NAMED_KINDS, subjectNames } from '../store/subject-names.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let as: Readonly<Record<string, string>>;
let endpoint: string;

beforeEach(async () => {
  organisation = await api().organisation();
  const name = `ada-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, 'admin');
  as = await api().signedIn(name);
  endpoint = await api().endpoint(organisation, 'web-1');
  for (const add of ['a', 'b', 'c', 'd']) {
    await api().call('post', `/endpoints/${endpoint}/tags`, { as, body: { add: [add] } });
  }
});

const ask = (path: string, who = as) => api().call('get', path, { as: who });
const lines = (text: string): readonly Json[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('is listed the newest first, in pages, and by actor, action and subject', async () => {
  const first = await ask('/audit?limit=3');
  expect(first.body).toMatchObject({ total: 5, items: [{ sequence: 5 }, { sequence: 4 }, { sequence: 3 }] });
  const rest = await ask(`/audit?limit=3&cursor=${first.body.next}`);
  expect(rest.body).toMatchObject({ items: [{ sequence: 2 }, { sequence: 1 }], next: null });
  expect((await ask('/audit?skip=4')).body).toMatchObject({ total: 5, items: [{ sequence: 1 }], next: null });
  expect((await ask('/audit?action=endpoint.tag')).body.total).toBe(4);
  expect((await ask(`/audit?subject=endpoint:${endpoint}&action=session.create`)).body.total).toBe(0);
  expect((await ask(`/audit?actor=${first.body.items[0].actor}`)).body.total).toBe(5);
  expect((await ask(`/audit?action=endpoint.tag&cursor=${first.body.next}`)).status).toBe(400);
  expect((await ask('/audit?cursor=x')).status).toBe(400);
});

test('says by name who did what to what, as it is called now', async () => {
  const { body } = await ask('/audit?limit=1');
  expect(body.items[0]).toMatchObject({ subject: `endpoint:${endpoint}`, subjectName: 'web-1' });
  expect(body.items[0].actorName).toMatch(/^ada-/);
  await api().superuser.query("update endpoint set name = 'web-2' where organisation = $1 and id = $2", [
    organisation,
    endpoint,
  ]);
  expect((await ask('/audit?limit=1')).body.items[0].subjectName).toBe('web-2');
  await api().superuser.query('delete from endpoint where organisation = $1 and id = $2', [organisation, endpoint]);
  expect((await ask('/audit?limit=1')).body.items[0]).toMatchObject({ subjectName: null });
});

test('whatever kind of thing it speaks of has a name, or none any more', async () => {
  const reason = 'The sale: nothing changes.';
  expect((await api().call('post', '/freezes', { as, body: { reason } })).status).toBe(201);
  expect((await ask('/audit?limit=1')).body.items[0]).toMatchObject({ action: 'freeze.create', subjectName: reason });
  const gone = NAMED_KINDS.flatMap((kind) => [`${kind}:${randomUUID()}`, `${kind}:${'0'.repeat(64)}`, `${kind}:x`]);
  const nameOf = await api().store.inOrganisation(organisation, (transaction) => subjectNames(transaction, gone));
  expect(gone.map(nameOf)).toEqual(gone.map(() => null));
});

test('is whole until a row is tampered with, and then says where', async () => {
  expect((await ask('/audit/verification')).body).toMatchObject({ ok: true, entries: 5, sequence: 5 });
  await api().superuser.query('alter table audit_entry disable trigger only_added_to');
  await api().superuser.query("update audit_entry set actor = 'user:nobody' where organisation = $1 and sequence = 3", [
    organisation,
  ]);
  await api().superuser.query('alter table audit_entry enable trigger only_added_to');
  expect((await ask('/audit/verification')).body).toMatchObject({ ok: false, sequence: 3, cause: 'edited' });
});

test('is exported whole, line by line, with its checkpoints, so that anybody can check it', async () => {
  const taken = await api().call('post', '/audit/checkpoints', { as });
  expect(taken.status).toBe(201);
  const { text, headers } = await ask('/audit/export');
  expect(headers['content-type']).toBe('application/jsonl');
  expect(headers['cache-control']).toBe('no-store');
  const all = lines(text);
  const entries = all.filter((line) => line.sequence !== undefined);
  expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  expect(all.at(-1)).toEqual({ checkpoint: taken.body.envelope });
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  expect(verifyChain(entries, sha256, { organisation })).toMatchObject({ ok: true, entries: 5 });
  expect(verifyChain(entries.with(1, { ...entries[1], actor: 'x' }), sha256, { organisation })).toMatchObject({
    ok: false,
  });
});

test('of thousands of entries is exported to the last one', async () => {
  // Copies of one entry: not a chain, but rows.
  await api().superuser.query(
    `insert into audit_entry select organisation, sequence + n * 5, at, actor, address, action, subject, before, after, previous, hash
     from audit_entry, generate_series(1, 700) n where organisation = $1`,
    [organisation],
  );
  const entries = lines((await ask('/audit/export')).text);
  expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 3_505 }, (_, index) => index + 1));
});

test('is for who reaches the whole organisation', async () => {
  const name = `ann-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, 'approver', ['a']);
  const limited = await api().signedIn(name);
  for (const path of ['/audit', '/audit/verification', '/audit/export']) {
    expect((await ask(path, limited)).status).toBe(403);
  }
});
