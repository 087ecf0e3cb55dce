// Downloads by the machine's policy, with the real apt: through a cache, slowly, and directly where the cache is of no use.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localHost } from '@suture/adapters/local-host.ts';
import type { Host } from '@suture/adapters/host.ts';
import { fetchThrough } from './fetch-through.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { openStore } from './store.ts';

const why = ['/usr/bin/apt-get', '/usr/bin/dpkg-deb'].every((path) => existsSync(path))
  ? undefined
  : 'apt and dpkg are not installed here';
const payload = 200_000;

describe.skipIf(why !== undefined)(`the real apt${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let folder: string;
  let mirror: Server;
  let cache: Proxy;
  let apt: readonly string[];
  const asked: string[] = [];

  const run = async (host: Host, ...argv: readonly [string, ...string[]]) => {
    const result = await host.run({ argv, timeoutMs: 60_000, maxOutputBytes: 1e6, directory: folder });
    return result.kind === 'exited' ? result : { code: -1, stdout: '', stderr: JSON.stringify(result) };
  };
  /** As an adapter does: with a cause where it failed. */
  const download = async (host: Host) => {
    await rm(join(folder, 'lab-data_1.0_all.deb'), { force: true });
    const { code } = await run(host, 'apt-get', ...apt, 'download', 'lab-data');
    return code === 0 ? { ok: true } : { ok: false, cause: 'download-failed' };
  };
  const arrived = async (): Promise<readonly string[]> =>
    (await readdir(folder)).filter((name) => name.endsWith('.deb'));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'suture-apt-'));
    const root = join(folder, 'package');
    await mkdir(join(root, 'DEBIAN'), { recursive: true });
    const control = `Package: lab-data\nVersion: 1.0\nArchitecture: all\nMaintainer: Lab <lab@example.org>\nDescription: data\n`;
    await writeFile(join(root, 'DEBIAN', 'control'), control);
    // What does not get smaller by packing.
    await writeFile(
      join(root, 'data'),
      Buffer.concat(Array.from({ length: payload / 32 }, (_, at) => createHash('sha256').update(`${at}`).digest())),
    );
    const file = join(folder, 'built');
    await run(localHost, 'dpkg-deb', '--build', '-Znone', root, file);
    const deb = await readFile(file);
    const packages = `${control}Filename: pool/lab-data_1.0_all.deb\nSize: ${deb.length}\nSHA256: ${createHash('sha256').update(deb).digest('hex')}\n\n`;
    mirror = createServer((given, answer) => {
      const url = (given.url ?? '').replace('/./', '/');
      asked.push(url);
      if (url === '/pool/lab-data_1.0_all.deb') answer.writeHead(200, { 'content-length': deb.length }).end(deb);
      else if (url === '/Packages') answer.end(packages);
      else answer.writeHead(404).end();
    });
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(mirror.address() as AddressInfo).port}`;
    for (const name of [
      'lists/partial',
      'archives/partial',
      'etc/apt.conf.d',
      'etc/preferences.d',
      'etc/trusted.gpg.d',
    ])
      await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, 'sources.list'), `deb [trusted=yes] http://${host}/ ./\n`);
    await writeFile(join(folder, 'status'), '');
    apt = Object.entries({
      'Dir::State::lists': join(folder, 'lists'),
      'Dir::State::status': join(folder, 'status'),
      'Dir::Cache': join(folder, 'archives'),
      'Dir::Etc': join(folder, 'etc'),
      'Dir::Etc::sourcelist': join(folder, 'sources.list'),
      'Dir::Etc::sourceparts': '/dev/null',
      'APT::Sandbox::User': 'root',
      'Acquire::Retries': '0',
    }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const updated = await run(localHost, 'apt-get', ...apt, 'update');
    if (updated.code !== 0) throw new Error(updated.stderr);
    const store = await openStore(join(folder, 'kept'), 1e9);
    cache = await startProxy({ listen: { host: '127.0.0.1', port: 0 }, hosts: [host], store, log: () => undefined });
  }, 120_000);
  afterAll(async () => {
    await cache?.close();
    mirror?.closeAllConnections();
    mirror?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('fetches from the cache, which asks the repository once', async () => {
    asked.length = 0;
    const downloads = { from: cache.url.href };
    expect(await fetchThrough(localHost, downloads, download)).toEqual({ ok: true });
    expect(await fetchThrough(localHost, downloads, download)).toEqual({ ok: true });
    expect(await arrived()).toEqual(['lab-data_1.0_all.deb']);
    expect(asked).toEqual(['/pool/lab-data_1.0_all.deb']);
  });

  test('fetches no faster than it may, from the cache too', async () => {
    const before = performance.now();
    const bytesPerSecond = payload / 3;
    expect(await fetchThrough(localHost, { from: cache.url.href, bytesPerSecond }, download)).toEqual({ ok: true });
    // A second is saved up.
    expect(performance.now() - before).toBeGreaterThan(1_500);
    expect(asked).toHaveLength(1);
  });

  test('asks the repository itself where the cache is gone', async () => {
    asked.length = 0;
    expect(await fetchThrough(localHost, { from: 'http://127.0.0.1:1' }, download)).toEqual({ ok: true });
    expect(await fetchThrough(localHost, { from: 'http://127.0.0.1:1', bytesPerSecond: 1e7 }, download)).toEqual({
      ok: true,
    });
    expect(asked).toHaveLength(2);
    expect(await fetchThrough(localHost, undefined, download)).toEqual({ ok: true });
  });

  test('what is not the network is not tried again', async () => {
    let times = 0;
    const full = async () => {
      times += 1;
      return { ok: false, cause: 'disk-full' };
    };
    expect(await fetchThrough(localHost, { from: cache.url.href }, full)).toEqual({ ok: false, cause: 'disk-full' });
    expect(times).toBe(1);
  });
});
