// `suture package publish`, `ls` and `withdraw`: files in parts from where they were cut off, and a release signed to the byte.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openRelease } from '@suture/protocol/packages/statements.ts';
import { readSigningKey } from '@suture/protocol/trust/keys.ts';
import { type FakeServer, startFakeServer } from '../server/fake-server.fixture.ts';

let server: FakeServer;
let release: string;
let text: string;
const at = (name: string): string => join(server.home, 'notes', name);
const content = Buffer.from('1f8b0800aabbccddeeff', 'hex');
const sha256 = createHash('sha256').update(content).digest('hex');
const ORGANISATION = '0a1b2c3d-0000-4000-8000-00000000000a';
const API = '/api/v1';
const shown = {
  package: 'notes',
  version: '1.2.0',
  title: 'Notes',
  vendor: 'Examplix',
  release: '',
  kinds: ['archive'],
  systems: ['linux'],
  bytes: content.length,
  signers: ['ab'.repeat(32)],
  publishedAt: '2026-11-20T00:00:00.000Z',
  publishedBy: 'user:ada',
  withdrawnAt: null,
};

beforeAll(async () => {
  server = await startFakeServer();
  mkdirSync(join(server.home, 'notes'));
  writeFileSync(at('notes-1.2.0.tar.gz'), content);
  writeFileSync(at('secret'), 'a passphrase of some length\n');
  const example = join(import.meta.dirname, '../../docs/examples/packages/archive.yaml');
  writeFileSync(at('package.yaml'), readFileSync(example));
  await server.run(['keys', 'new', 'ada', '--passphrase-file', at('secret')]);
  await server.run(['package', 'build', at('package.yaml')]);
  release = at('notes_1.2.0.release.json');
  text = readFileSync(release, 'utf8');
});
afterAll(() => server.close());
beforeEach(() => {
  server.replies.clear();
  server.received.length = 0;
  const file = { sha256, isComplete: false, parts: 1, partBytes: 4 };
  server.replies.set(`GET ${API}/own-packages`, { body: { items: [], organisation: ORGANISATION } });
  server.replies.set(`GET ${API}/own-files/${sha256}`, { body: file });
  for (const part of [1, 2]) server.replies.set(`PUT ${API}/own-files/${sha256}/parts/${part}`, { body: file });
  server.replies.set(`POST ${API}/own-files/${sha256}`, { body: { ...file, isComplete: true } });
  server.replies.set(`POST ${API}/own-packages`, { body: shown });
});

const bodyOf = (line: string) => JSON.parse(server.received.find((each) => each.line === line)?.body ?? 'null');
const publish = (...more: readonly string[]) =>
  server.run(['package', 'publish', release, '--passphrase-file', at('secret'), ...more]);

const publishFile = (file: string) =>
  server.run(['package', 'publish', file, '--passphrase-file', at('secret'), '--yes']);
const write = (name: string, said: string): string => {
  const file = join(server.home, name);
  writeFileSync(file, said);
  return file;
};

it('sends what the server lacks of each file, then the release with the operator’s signature', async () => {
  const { code, out } = await publish('--yes');
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('notes 1.2.0 is on offer with 1 signature') });
  // The first part is there.
  expect(server.received.map(({ line }) => line).filter((line) => line.includes('/parts/'))).toEqual([
    `PUT ${API}/own-files/${sha256}/parts/1`,
    `PUT ${API}/own-files/${sha256}/parts/2`,
  ]);
  const parts = [1, 2].map((part) =>
    Buffer.from(bodyOf(`PUT ${API}/own-files/${sha256}/parts/${part}`).data, 'base64'),
  );
  expect(Buffer.concat(parts)).toEqual(content.subarray(4));
  expect(bodyOf(`POST ${API}/own-files/${sha256}`)).toEqual({ bytes: content.length });
  const sent = bodyOf(`POST ${API}/own-packages`);
  expect(sent.release).toBe(text);
  const sealed = readFileSync(join(server.home, 'suture/keys/ada.key.json'), 'utf8');
  const key = readSigningKey(JSON.parse(sealed).publicKey);
  expect(key).toBeDefined();
  expect(openRelease(sent.envelope, key === undefined ? [] : [key], 1)).toMatchObject({
    ok: true,
    payload: {
      organisation: ORGANISATION,
      package: 'notes',
      version: '1.2.0',
      release: createHash('sha256').update(text).digest('hex'),
    },
  });
});

it('says where a newer version is on offer, which machines go on being offered, and publishes it all the same', async () => {
  const items = [
    { ...shown, version: '1.9.0' },
    { ...shown, version: '1.10.0' },
    { ...shown, version: '2.0.0', withdrawnAt: '2026-11-21T00:00:00.000Z' },
    { ...shown, package: 'other', version: '3.0.0' },
  ];
  server.replies.set(`GET ${API}/own-packages`, { body: { items, organisation: ORGANISATION } });
  const { code, out } = await publish('--yes');
  expect(code).toBe(0);
  expect(out).toContain('\nnotes 1.10.0, which is newer, is on offer: machines');
  server.replies.set(`GET ${API}/own-packages`, { body: { items: items.slice(2), organisation: ORGANISATION } });
  expect((await publish('--yes')).out).not.toContain('newer');
});

it('asks before it signs, and says what it lets happen', async () => {
  const asked = await publish();
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('run as root') });
  expect(server.received.map(({ line }) => line)).toEqual([`GET ${API}/own-packages`]);
});

it('refuses a file that is another than the release was built of, before anything is asked', async () => {
  writeFileSync(at('notes-1.2.0.tar.gz'), Buffer.concat([content, Buffer.from('x')]));
  const { code, err } = await publish('--yes');
  writeFileSync(at('notes-1.2.0.tar.gz'), content);
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining('is not the file that the release was built of'),
  });
  expect(server.received).toEqual([]);
  const none = await server.run(['package', 'publish', at('package.yaml'), '--yes']);
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('is no JSON') });
});

it('lists releases with their state, and withdraws one', async () => {
  const gone = { ...shown, version: '1.1.0', signers: [], withdrawnAt: '2026-11-21T00:00:00.000Z' };
  server.replies.set(`GET ${API}/own-packages`, { body: { items: [gone, shown], organisation: ORGANISATION } });
  const { out } = await server.run(['package', 'ls']);
  expect(out).toContain('2 releases, 1 on offer.');
  expect(out).toMatch(/notes +1\.1\.0 +withdrawn +linux +archive +10 +nobody in force/);
  server.replies.set(`DELETE ${API}/own-packages/notes/1.2.0`, { body: { done: true } });
  expect(await server.run(['package', 'withdraw', 'notes', '1.2.0', '--yes'])).toMatchObject({ code: 0 });
});

it.each([
  ['no release', () => publishFile(join(server.home, 'none.release.json')), 'none.release.json does not exist'],
  [
    'a release that another program wrote',
    () => publishFile(write('other.json', '{"package":"notes"}')),
    'other.json is no release: ',
  ],
  ['a key that is not here', () => publish('--yes', '--key', 'nobody'), 'nobody'],
  [
    'a release without its file',
    () => publishFile(write('alone.release.json', text)),
    'notes-1.2.0.tar.gz cannot be read beside the release',
  ],
] as const)('refuses %s in plain words, before anything is sent', async (_what, run, why) => {
  const { code, err } = await run();
  expect(code).toBeGreaterThan(0);
  expect(err).toContain(why);
  expect(server.received.filter(({ line }) => !line.startsWith('GET '))).toEqual([]);
});

it('says why the server does not take it: another of that version, a wrong passphrase, a server in trouble', async () => {
  const detail = 'Notes 1.2.0 is published with other content, and a version never becomes another.';
  const type = 'urn:suture:problem:conflict';
  server.replies.set(`POST ${API}/own-packages`, {
    status: 409,
    body: { type, title: 'Conflict', status: 409, detail },
  });
  expect(await publish('--yes')).toMatchObject({ code: 1, err: expect.stringContaining(detail) });
  const full = 'The disk of the server’s database is full.';
  const trouble = { type: 'urn:suture:problem:unavailable', title: 'Not now', status: 503, detail: full };
  server.replies.set(`PUT ${API}/own-files/${sha256}/parts/1`, { status: 503, body: trouble });
  expect(await publish('--yes')).toMatchObject({ code: 1, err: expect.stringContaining(full) });
  server.received.length = 0;
  writeFileSync(at('wrong'), 'another passphrase\n');
  const wrong = await server.run(['package', 'publish', release, '--passphrase-file', at('wrong'), '--yes']);
  expect(wrong.code).toBeGreaterThan(0);
  expect(wrong.err).toMatch(/passphrase/);
  expect(server.received.filter(({ line }) => !line.startsWith('GET '))).toEqual([]);
});
