// Packages of one's own on their way to a machine: fetched in parts, verified by the executor, and nothing else where the adapter looks.
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { offerOf, releaseText, sha256 } from '@suture/protocol/packages/offer.fixture.ts';
import type { ServerConnection } from '../server-connection.ts';
import { bringFiles, bringOffer, type BringParts } from './bring.ts';
import { fetchOffer, fetchStepFiles } from './fetch.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-own-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const organisation = '0a1b2c3d-0000-4000-8000-00000000000a';
const [operator, server] = [generateKeyPairSync('ed25519').privateKey, generateKeyPairSync('ed25519').privateKey];
const content = randomBytes(OWN.part * 2 + 5);
const file = sha256(content);
const notes = { name: 'notes', version: '1.0', text: releaseText('notes', '1.0', content), by: [operator] };
const changes = [{ package: 'notes', architecture: null, from: null, to: '1.0' }];

let folders = 0;
let folder: string;
let now: Date;
let offered: unknown;
let parts: (number: number) => Buffer;
let asked: string[];
let own: BringParts & { readonly to: NonNullable<BringParts['to']> };
beforeEach(() => {
  folder = join(base, String((folders += 1)));
  mkdirSync(join(folder, 'root'), { recursive: true });
  now = new Date('2026-11-02T00:00:00Z');
  offered = offerOf(organisation, server, [notes]);
  parts = (number) => content.subarray(number * OWN.part, (number + 1) * OWN.part);
  asked = [];
  own = {
    state: join(folder, 'root'),
    from: folder,
    now: () => now,
    trust: async () => ({
      ok: true,
      trust: {
        organisation,
        endpoint: organisation,
        operatorKeys: [createPublicKey(operator)],
        threshold: 1,
        serverKeys: [createPublicKey(server)],
      },
    }),
    to: { offer: join(folder, 'seen', 'releases.json'), files: join(folder, 'seen', 'files') },
  };
});

const connection = {
  async ask(_schema: unknown, { path }: { readonly path: string }) {
    asked.push(path);
    if (path.endsWith('/own-packages')) return { kind: 'answer', value: offered };
    const number = Number(path.slice(path.lastIndexOf('/') + 1));
    const data = parts(number);
    return data.length === 0
      ? { kind: 'none', why: 'cut off' }
      : { kind: 'answer', value: { data: data.toString('base64'), isLast: number === 2 } };
  },
} as unknown as ServerConnection;
const fetched = join('own-packages', 'files', file);
const limits = { now: () => 0, mostMs: 60_000 };
const fetchIt = () => fetchStepFiles(connection, folder, { changes }, limits);

describe('what is fetched', () => {
  test('comes in parts, and goes on where it was cut off', async () => {
    expect(await fetchOffer(connection, folder)).toBe(true);
    const whole = parts;
    parts = (number) => (number === 1 ? Buffer.alloc(0) : whole(number));
    expect(await fetchIt()).toBe('not all of them have come yet');
    expect(existsSync(join(folder, fetched))).toBe(false);
    parts = whole;
    asked = [];
    expect(await fetchIt()).toBeUndefined();
    expect(asked.map((path) => path.slice(-2))).toEqual(['/1', '/2']);
    expect(readFileSync(join(folder, fetched)).equals(content)).toBe(true);
    asked = [];
    expect(await fetchIt()).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('takes no longer than it may, and is thrown away where it is another file', async () => {
    await fetchOffer(connection, folder);
    let time = 0;
    expect(
      await fetchStepFiles(connection, folder, { changes }, { now: () => (time += 30_000), mostMs: 45_000 }),
    ).toContain('not all');
    expect(statSync(join(folder, `${fetched}.part`)).size).toBe(OWN.part);
    parts = (number) => Buffer.alloc(number === 2 ? 5 : OWN.part);
    expect(await fetchIt()).toBe('not all of them have come yet');
    expect(readdirSync(join(folder, 'own-packages', 'files'))).toEqual([]);
  });

  test('waits with the reason where there is no room for it, and goes on', async () => {
    await fetchOffer(connection, folder);
    // What the disk says when it is full, by a file that always is.
    mkdirSync(join(folder, 'own-packages', 'files'), { recursive: true });
    symlinkSync('/dev/full', join(folder, `${fetched}.part`));
    expect(await fetchIt()).toMatch(/^they cannot be kept: .*ENOSPC/);
    rmSync(join(folder, `${fetched}.part`));
    expect(await fetchIt()).toBeUndefined();
  });

  test('is forgotten once nothing on offer names it', async () => {
    await fetchOffer(connection, folder);
    await fetchIt();
    offered = offerOf(organisation, server, []);
    await fetchOffer(connection, folder);
    expect(existsSync(join(folder, fetched))).toBe(false);
  });
});

describe('the executor', () => {
  const bring = async () => {
    await fetchOffer(connection, folder);
    return bringOffer(own);
  };
  const seen = () => readdirSync(own.to.files);

  test('puts what it has verified where the adapter looks', async () => {
    expect(await bring()).toEqual({ ok: true, left: [] });
    await fetchIt();
    expect(await bringFiles(own, changes)).toBeUndefined();
    expect(seen()).toEqual([file]);
    expect(JSON.parse(readFileSync(own.to.offer, 'utf8'))).toMatchObject({
      version: 1,
      number: 1,
      releases: [{ package: 'notes' }],
    });
    expect(statSync(own.to.offer).mode & 0o777).toBe(0o644);
  });

  test('takes nothing that the machine’s operators did not sign, and says so', async () => {
    offered = offerOf(organisation, server, [{ ...notes, by: [server] }]);
    expect(await bring()).toEqual({ ok: true, left: ['notes 1.0: 0 of 1 needed keys have signed it'] });
    await fetchIt();
    await bringFiles(own, changes);
    expect(seen()).toEqual([]);
  });

  test('takes no file that is another, and none through a link', async () => {
    await bring();
    await fetchIt();
    writeFileSync(join(folder, fetched), Buffer.alloc(content.length));
    await bringFiles(own, changes);
    expect(seen()).toEqual([]);
    rmSync(join(folder, fetched));
    writeFileSync(join(folder, 'elsewhere'), content);
    symlinkSync(join(folder, 'elsewhere'), join(folder, fetched));
    await bringFiles(own, changes);
    expect(seen()).toEqual([]);
  });

  test('remembers the newest it has seen, over restarts, and takes nothing older', async () => {
    offered = offerOf(organisation, server, [], { number: 7 });
    expect(await bring()).toMatchObject({ ok: true });
    offered = offerOf(organisation, server, [notes], { number: 6 });
    expect(await bring()).toMatchObject({ ok: false, why: expect.stringContaining('older than what was seen') });
    expect(JSON.parse(readFileSync(own.to.offer, 'utf8'))).toMatchObject({ number: 7, releases: [] });
    // What it remembers is damaged: it is not as if it had seen nothing.
    writeFileSync(join(own.state, 'own-index.json'), '{');
    offered = offerOf(organisation, server, [notes], { number: 8 });
    expect(await bring()).toMatchObject({ ok: false, why: expect.stringContaining('cannot be read') });
  });

  test('knows what was withdrawn still, as long as its keys count: what is there of it is seen, and can go', async () => {
    await bring();
    await fetchIt();
    await bringFiles(own, changes);
    const shown = () => JSON.parse(readFileSync(own.to.offer, 'utf8'));
    offered = offerOf(organisation, server, [], { number: 2 });
    expect(await bring()).toEqual({ ok: true, left: [] });
    expect(shown()).toMatchObject({ releases: [], withdrawn: [{ package: 'notes', version: '1.0' }] });
    // Nothing of it is installed any more: its file is gone, and none is brought.
    expect(seen()).toEqual([]);
    expect(await bringFiles(own, changes)).toBeUndefined();
    expect(seen()).toEqual([]);
    // Told again and again it stays; where it is on offer again it is not withdrawn.
    await bring();
    expect(shown().withdrawn).toHaveLength(1);
    offered = offerOf(organisation, server, [notes], { number: 3 });
    await bring();
    expect(shown()).toMatchObject({ releases: [{ package: 'notes' }], withdrawn: [] });
    // A key that the trust file is without is believed in nothing, of the past neither.
    offered = offerOf(organisation, server, [], { number: 4 });
    const trusted = await own.trust();
    const stranger = createPublicKey(generateKeyPairSync('ed25519').privateKey);
    if (!trusted.ok) return expect.unreachable();
    own = { ...own, trust: async () => ({ ok: true, trust: { ...trusted.trust, operatorKeys: [stranger] } }) };
    await bring();
    expect(shown()).toMatchObject({ releases: [], withdrawn: [] });
  });

  test('goes on where what it knew is damaged: then it looks for nothing that was withdrawn', async () => {
    await bring();
    writeFileSync(join(own.state, 'own-known.json'), '{"version":1,"releases":[{}]}');
    offered = offerOf(organisation, server, [], { number: 2 });
    expect(await bring()).toEqual({ ok: true, left: [] });
    expect(JSON.parse(readFileSync(own.to.offer, 'utf8'))).toMatchObject({ releases: [], withdrawn: [] });
  });

  test('begins nothing by what has expired, nor where nothing was verified', async () => {
    expect(await bringFiles(own, changes)).toContain('nothing is on offer');
    await bring();
    now = new Date('2026-11-09T00:00:00Z');
    expect(await bringFiles(own, changes)).toContain('was good until 2026-11-08');
  });
});
