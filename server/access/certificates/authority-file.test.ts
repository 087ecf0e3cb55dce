// The authorities on disk: made once, by whoever comes first, and never lent, replaced or half written.
import { randomBytes, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadOrCreateAuthorities, readAuthorities, saveAuthorities, writeAuthorities } from './authority-file.ts';
import { createAuthority } from './authority.ts';
import { announce, retire, switchOver, trustedRoots, withdraw } from './rotation.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
let folder: string;
let path: string;
const load = () => loadOrCreateAuthorities(path, ['suture.example'], now, randomBytes);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suture-authorities-'));
  path = join(folder, 'state', 'authorities.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the authorities of an installation', () => {
  test('are made at first start, readable by their owner only, and found again', async () => {
    const made = await load();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'state'))).toEqual(['authorities.json']);
    const found = await load();
    expect(found.server.current.certificate).toBe(made.server.current.certificate);
    expect(found.endpoint.current.key.equals(made.endpoint.current.key)).toBe(true);
  });

  test('are the same for eight servers that start at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, load));
    expect(new Set(all.map(({ server }) => server.current.certificate)).size).toBe(1);
    expect(await readdir(join(folder, 'state'))).toEqual(['authorities.json']);
  });

  test('can sign no other authority, and each is for one purpose', async () => {
    const { server, endpoint } = await load();
    const text = (pem: string) => new X509Certificate(pem);
    expect(text(server.current.certificate).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(text(endpoint.current.certificate).keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(text(server.current.certificate).subject).not.toBe(text(endpoint.current.certificate).subject);
    expect(text(server.current.certificate).validToDate).toEqual(new Date(now.getTime() + 3650 * 86_400_000));
  });

  test('are refused when others may read the file, and when it is a link', async () => {
    await load();
    await chmod(path, 0o640);
    await expect(load()).rejects.toMatchObject({
      code: 'environment',
      message: `${path} holds private keys and others may read it`,
    });
    await chmod(path, 0o600);
    const other = join(folder, 'other.json');
    await symlink(path, other);
    await expect(loadOrCreateAuthorities(other, [], now, randomBytes)).rejects.toMatchObject({ code: 'environment' });
  });

  test('are never made anew over a damaged file, and its contents stay out of the message', async () => {
    await load();
    const whole = await readFile(path, 'utf8');
    for (const text of ['', '{}', whole.slice(0, -20), whole.replace('"version": 1', '"version": 2')]) {
      await writeFile(path, text);
      const error: unknown = await load().catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'environment', message: `${path} is damaged` });
      expect(JSON.stringify(error) + String(error)).not.toContain('PRIVATE KEY');
      expect(await readFile(path, 'utf8')).toBe(text);
    }
  });

  test('are refused with the key of another', async () => {
    const { server, endpoint } = await load();
    const crossed = { ...server.current, key: endpoint.current.key };
    expect(
      readAuthorities(writeAuthorities({ server: { stage: 'steady', current: crossed }, endpoint })),
    ).toBeUndefined();
  });

  test('no text makes reading them throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readAuthorities(text) === undefined));
  });
});

describe('a rotation', () => {
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

  test('trusts two authorities until the last certificate of the former is over, and survives restarts in between', async () => {
    const authorities = await load();
    const next = await createAuthority({ purpose: 'endpoint' }, now, randomBytes);
    const former = authorities.endpoint.current;

    const announced = announce(authorities.endpoint, next, now);
    if (!announced.ok) throw new Error(announced.why);
    await saveAuthorities(path, { ...authorities, endpoint: announced.rotation }, randomBytes);
    const second = (await load()).endpoint;
    expect(trustedRoots(second)).toEqual([next.certificate, former.certificate]);
    expect(second.current.certificate).toBe(former.certificate);

    expect(switchOver(second, 3, days(1))).toEqual({
      ok: false,
      why: '3 endpoints do not know the next authority yet',
    });
    const switched = switchOver(second, 0, days(1));
    if (!switched.ok) throw new Error(switched.why);
    await saveAuthorities(path, { ...authorities, endpoint: switched.rotation }, randomBytes);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const third = (await load()).endpoint;
    expect(third.current.certificate).toBe(next.certificate);
    expect(trustedRoots(third)).toEqual([next.certificate, former.certificate]);

    expect(retire(third, days(30)).ok).toBe(false);
    const retired = retire(third, days(31));
    expect(retired.ok && trustedRoots(retired.rotation)).toEqual([next.certificate]);
  });

  test('goes one step at a time', async () => {
    const { server, endpoint } = await load();
    expect(announce(server, endpoint.current, now)).toEqual({
      ok: false,
      why: 'the next authority is for another purpose',
    });
    expect(switchOver(server, 0, now).ok).toBe(false);
    expect(retire(server, days(99)).ok).toBe(false);
    const announced = announce(server, server.current, now);
    expect(announced.ok && announce(announced.rotation, server.current, now).ok).toBe(false);
    expect(announced.ok && withdraw(announced.rotation)).toEqual({ ok: true, rotation: server });
    expect(withdraw(server).ok).toBe(false);
  });
});
