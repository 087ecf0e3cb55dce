// Packages of one's own on a real database: files in parts, releases signed by operators, and what endpoints are told of them.
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '@suture/core/audit/canonical-json.ts';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { openIndex, openRelease, signRelease } from '@suture/protocol/packages/statements.ts';
import { keyFingerprint, writeSigningKey } from '@suture/protocol/trust/keys.ts';
import type { AgentDoor } from '../actions/agent-door.ts';
import { filePartTo, offerTo, ownIndexNumber } from '../actions/own-offer.ts';
import type { OrganisationId } from '../store/database.ts';
import { installed, offered, report } from '../store/reports.fixture.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
const as: Record<string, Readonly<Record<string, string>>> = {};
let organisation: OrganisationId;
let endpoint: string;
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const operator = generateKeyPairSync('ed25519').privateKey;
const second = generateKeyPairSync('ed25519').privateKey;
const stranger = generateKeyPairSync('ed25519').privateKey;
const server = generateKeyPairSync('ed25519').privateKey;
const file = randomBytes(OWN.part * 2 + 1000);

const call = (method: string, path: string, body?: Json, who = 'admin') =>
  api().call(method, path, { as: as[who] ?? {}, ...(body === undefined ? {} : { body }) });

const document = (version: string, over: object = {}): string => {
  const written = canonicalJson({
    package: 'notes',
    version,
    title: 'Notes',
    vendor: 'Examplix',
    requires: [],
    supersedes: [],
    installers: [
      {
        kind: 'deb',
        systems: ['debian'],
        architecture: 'any',
        file: { name: 'notes.deb', bytes: file.length, sha256: sha256(file) },
        needs: { freeMebibytes: 0, paths: [] },
        exitCodes: [],
        detect: { package: 'notes' },
      },
    ],
    ...over,
  });
  if (!written.ok) throw new Error(written.problem);
  return written.text;
};
const signed = (text: string, version: string, ...keys: readonly KeyObject[]): Json => ({
  release: text,
  envelope: signRelease({ organisation, package: 'notes', version, release: sha256(text) }, keys) as unknown as Json,
});
const publish = (body: Json) => call('post', '/own-packages', body);

const door = (): AgentDoor =>
  ({ store: api().store, work: { signing: server }, now: () => api().clock.now }) as unknown as AgentDoor;
const serial = 'a'.repeat(32);
const peer = () => ({ organisation, endpoint, serial });

beforeAll(async () => {
  organisation = await api().organisation();
  for (const role of ['admin', 'operator'] as const) {
    await api().person(organisation, role, role);
    as[role] = await api().signedIn(role);
  }
  endpoint = await api().endpoint(organisation, 'web-1', {});
  await api().superuser.query(
    `insert into endpoint_certificate (organisation, endpoint, serial, key_digest, issued_at, renew_after, not_after)
     values ($1, $2, $3, sha256('key'), now(), now() + '1 day', now() + '2 days')`,
    [organisation, endpoint, serial],
  );
  for (const key of [operator, second])
    await call('post', '/operator-keys', { publicKey: writeSigningKey(createPublicKey(key)), label: 'key' });
});

const at = `/own-files/${sha256(file)}`;
const part = (number: number): Json => ({
  data: file.subarray(number * OWN.part, (number + 1) * OWN.part).toString('base64'),
});

describe('a file', () => {
  test('comes in parts, one after the other, and counts once all of them come to its name', async () => {
    expect((await call('get', at)).body).toEqual({
      sha256: sha256(file),
      isComplete: false,
      parts: 0,
      partBytes: OWN.part,
    });
    expect(await call('put', `${at}/parts/0`, part(0))).toMatchObject({ status: 200, body: { parts: 1 } });
    // Sent again: a client that was cut off does not know.
    expect(await call('put', `${at}/parts/0`, part(0))).toMatchObject({ status: 200, body: { parts: 1 } });
    expect(await call('put', `${at}/parts/2`, part(2))).toMatchObject({
      status: 409,
      body: { detail: 'The next part is number 1.' },
    });
    await call('put', `${at}/parts/1`, part(1));
    await call('put', `${at}/parts/2`, part(2));
    expect(await call('post', at, { bytes: file.length })).toMatchObject({ status: 200, body: { isComplete: true } });
    expect(await call('post', at, { bytes: file.length })).toMatchObject({ status: 200, body: { isComplete: true } });
  });

  test('that is not what its name says is thrown away', async () => {
    const other = `/own-files/${sha256('expected')}`;
    await call('put', `${other}/parts/0`, { data: Buffer.from('something').toString('base64') });
    expect(await call('post', other, { bytes: 9 })).toMatchObject({ status: 422 });
    expect((await call('get', other)).body).toMatchObject({ parts: 0, isComplete: false });
  });

  test('goes on where it ended when the disk of the server was full', async () => {
    const large = randomBytes(OWN.part + 10);
    const path = `/own-files/${sha256(large)}`;
    const send = (number: number) =>
      call('put', `${path}/parts/${number}`, {
        data: large.subarray(number * OWN.part, (number + 1) * OWN.part).toString('base64'),
      });
    expect((await send(0)).status).toBe(200);
    await api().superuser.query(`
      create function no_room() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file' using errcode = 'disk_full';
      end $$;
      create trigger no_room before insert on own_file_part for each row execute function no_room()`);
    try {
      expect(await send(1)).toMatchObject({
        status: 503,
        body: { detail: 'The disk of the server’s database is full.' },
      });
    } finally {
      await api().superuser.query('drop function no_room cascade');
    }
    expect((await call('get', path)).body).toMatchObject({ parts: 1, isComplete: false });
    expect((await send(1)).status).toBe(200);
    expect((await call('post', path, { bytes: large.length })).body).toMatchObject({ isComplete: true });
  });

  test('is for admins, and a part has its size', async () => {
    expect((await call('put', `${at}/parts/0`, part(0), 'operator')).status).toBe(403);
    const long = { data: Buffer.alloc(OWN.part + 3).toString('base64') };
    expect((await call('put', `/own-files/${sha256('x')}/parts/0`, long)).status).toBeGreaterThanOrEqual(400);
    expect((await call('put', '/own-files/..%2f..%2fx/parts/0', part(0))).status).toBeGreaterThanOrEqual(400);
  });
});

describe('a release', () => {
  test('is published where an operator signed these very bytes and its files are there', async () => {
    const text = document('1.0');
    const before = await ownIndexNumber(door(), organisation);
    expect(await publish(signed(text, '1.0', stranger))).toMatchObject({ status: 422 });
    expect(await publish(signed(text, '2.0', operator))).toMatchObject({ status: 422 });
    expect(await publish(signed(text.replace('{', '{ '), '1.0', operator))).toMatchObject({ status: 422 });
    const gone = document('1.0', { installers: JSON.parse(text.replaceAll(sha256(file), 'e'.repeat(64))).installers });
    expect(await publish(signed(gone, '1.0', operator))).toMatchObject({
      status: 422,
      body: { detail: 'Its file notes.deb is not here whole: send it first.' },
    });
    expect(await publish(signed(text, '1.0', operator))).toMatchObject({
      status: 200,
      body: {
        package: 'notes',
        version: '1.0',
        kinds: ['deb'],
        bytes: file.length,
        signers: [keyFingerprint(operator)],
      },
    });
    // Told within seconds: what every check-in says is held that long.
    api().clock.now = new Date(api().clock.now.getTime() + 10_000);
    expect(await ownIndexNumber(door(), organisation)).toBe(before + 1);
  });

  test('gets another operator’s signature, and never other content', async () => {
    const text = document('1.0');
    expect((await publish(signed(text, '1.0', second))).body.signers).toHaveLength(2);
    expect((await publish(signed(text, '1.0', second))).body.signers).toHaveLength(2);
    const other = document('1.0', { title: 'Other' });
    expect(await publish(signed(other, '1.0', operator))).toMatchObject({ status: 409 });
  });

  test('is told to endpoints with all signatures, under an index of the server’s', async () => {
    const offer = await offerTo(door(), peer());
    if (!offer.ok) throw new Error(JSON.stringify(offer.problem));
    const { index, releases } = offer.value;
    const opened = openIndex(index, [createPublicKey(server)]);
    expect(opened).toMatchObject({
      ok: true,
      payload: { organisation, releases: [{ package: 'notes', version: '1.0', release: sha256(document('1.0')) }] },
    });
    expect(releases[0]?.release).toBe(document('1.0'));
    const keys = [operator, second].map((key) => createPublicKey(key));
    expect(openRelease(releases[0]?.envelope, keys, 2)).toMatchObject({ ok: true });
    expect(openRelease(releases[0]?.envelope, [createPublicKey(stranger)], 1)).toMatchObject({ ok: false });
    const parts = [];
    for (const number of [0, 1, 2]) {
      const answer = await filePartTo(door(), peer(), { sha256: sha256(file), part: number });
      if (!answer.ok) throw new Error(answer.problem.title);
      parts.push(Buffer.from(answer.value.data, 'base64'));
      expect(answer.value.isLast).toBe(number === 2);
    }
    expect(Buffer.concat(parts).equals(file)).toBe(true);
  });

  test('takes the place of another in a plan, which says so; and why there is nothing on offer', async () => {
    const other = document('3.0', { package: 'ledger', supersedes: [{ package: 'notes' }] }).replace(
      '"detect":{"package":"notes"}',
      '"detect":{"package":"ledger"}',
    );
    const statement = { organisation, package: 'ledger', version: '3.0', release: sha256(other) };
    const envelope = signRelease(statement, [operator]) as unknown as Json;
    expect(await publish({ release: other, envelope })).toMatchObject({ status: 200 });
    const facts = JSON.stringify({ carriesOut: ['install', 'roll-back'] });
    const desk = await api().endpoint(organisation, 'desk', { os_id: 'debian', os_version: '12', facts });
    await api().superuser.query(
      'insert into endpoint_seen (organisation, endpoint, seen_at, clock_offset_ms) values ($1, $2, $3, 0)',
      [organisation, desk, api().clock.now],
    );
    const own = {
      adapter: 'own',
      packages: [installed('notes', '1.0')],
      offers: [offered('ledger', '(none)', '3.0', { bytes: 7 })],
    };
    await report(api().store, organisation, desk, [own], api().clock.now.toISOString());
    const preview = async (source: string): Promise<Json> =>
      (await call('post', '/plan-previews', { ships: { kind: 'sources', sources: [source] } })).body;
    const changes = [
      { package: 'ledger', from: null, to: '3.0' },
      { package: 'notes', from: '1.0', to: null },
    ];
    expect(await preview('ledger')).toMatchObject({ plan: { endpoints: 1, steps: [{ adapter: 'own', changes }] } });
    expect(await preview('notes')).toMatchObject({
      plan: null,
      excluded: expect.arrayContaining([expect.objectContaining({ why: 'It has notes 1.0 already.' })]),
    });
    const away = async (name: string): Promise<Json> =>
      (await call('post', '/plan-previews', { ships: { kind: 'remove', packages: [name] } })).body;
    const goes = {
      plan: { endpoints: 1, steps: [{ adapter: 'own', changes: [{ package: 'notes', from: '1.0', to: null }] }] },
    };
    expect(await away('notes')).toMatchObject(goes);
    expect(await away('bash')).toMatchObject({
      plan: null,
      why: expect.stringContaining('Nothing is called “bash”: name a package of your own, a product'),
    });
    // What would lead back to where it began is not taken, whichever came first.
    for (const [over, why] of [
      [{ supersedes: [{ package: 'ledger' }] }, 'It would take its own place (notes, ledger, notes)'],
      [{ requires: [{ package: 'ledger' }] }, undefined],
    ] as const) {
      const said = await publish(signed(document('2.0', over), '2.0', operator));
      expect(said).toMatchObject(
        why === undefined ? { status: 200 } : { status: 422, body: { detail: expect.stringContaining(why) } },
      );
    }
    expect(await call('delete', '/own-packages/notes/2.0')).toMatchObject({ status: 200 });
    expect(await call('delete', '/own-packages/ledger/3.0')).toMatchObject({ status: 200 });
    // How it is taken away is known also when it is on offer no more.
    expect(await call('delete', '/own-packages/notes/1.0')).toMatchObject({ status: 200 });
    expect(await away('notes')).toMatchObject(goes);
    expect(await preview('notes')).toMatchObject({
      plan: null,
      excluded: expect.arrayContaining([
        expect.objectContaining({ why: 'notes is on offer no more: its releases were withdrawn.' }),
      ]),
    });
  });

  test('that is withdrawn is offered no more, nor its file; its version stays taken', async () => {
    expect(await call('delete', '/own-packages/notes/1.0', undefined, 'operator')).toMatchObject({ status: 403 });
    expect(await call('delete', '/own-packages/notes/1.0')).toMatchObject({ status: 404 });
    expect(await offerTo(door(), peer())).toMatchObject({ ok: true, value: { releases: [] } });
    expect(await filePartTo(door(), peer(), { sha256: sha256(file), part: 0 })).toMatchObject({ ok: false });
    expect(await publish(signed(document('1.0'), '1.0', operator))).toMatchObject({ status: 409 });
    const { items } = (await call('get', '/own-packages', undefined, 'operator')).body;
    expect(items.at(-1)).toMatchObject({ package: 'notes', withdrawnAt: expect.any(String) });
  });

  test('is told to nobody who is not in service', async () => {
    expect(await offerTo(door(), { ...peer(), serial: 'b'.repeat(32) })).toMatchObject({ ok: false });
  });
});
