// A small registry of npm packages on this machine, which can go wrong; for tests.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Published {
  readonly tarball: Buffer;
  readonly manifest: Readonly<Record<string, unknown>>;
}

export interface Registry {
  readonly url: string;
  /** `ok`, answers 503 to everything, or sends other bytes than it promises. */
  mood: 'ok' | 'down' | 'tampered';
  publish(name: string, version: string, more?: Readonly<Record<string, unknown>>): void;
  withdraw(name: string, version: string): void;
  close(): void;
}

/** `host`: where it listens, and is asked. */
export async function startRegistry(host = '127.0.0.1'): Promise<Registry> {
  const packages = new Map<string, Map<string, Published>>();
  const server = createServer(({ url = '' }, response) => {
    const path = decodeURIComponent(url.slice(1).split('?')[0] ?? '');
    const [name = '', version] = path.split('/-/');
    const versions = packages.get(name);
    if (registry.mood === 'down') return void response.writeHead(503).end();
    if (versions === undefined) return void response.writeHead(404).end('{}');
    if (version !== undefined) {
      const tarball = versions.get(version.replace(/\.tgz$/, ''))?.tarball;
      if (tarball === undefined) return void response.writeHead(404).end();
      return void response.end(registry.mood === 'tampered' ? Buffer.concat([tarball, Buffer.from('x')]) : tarball);
    }
    const body = {
      name,
      'dist-tags': { latest: [...versions.keys()].at(-1) },
      versions: Object.fromEntries([...versions].map(([each, { manifest }]) => [each, manifest])),
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const registry: Registry = {
    url,
    mood: 'ok',
    publish(name, version, more = {}) {
      const tarball = packed({ name, version, bin: 'bin.js', ...more });
      const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
      const dist = { tarball: `${url}/${name}/-/${version}.tgz`, integrity, unpackedSize: 1000 };
      const versions = packages.get(name) ?? new Map<string, Published>();
      const hasInstallScript = 'scripts' in more;
      packages.set(
        name,
        versions.set(version, { tarball, manifest: { name, version, bin: 'bin.js', hasInstallScript, ...more, dist } }),
      );
    },
    withdraw: (name, version) => void packages.get(name)?.delete(version),
    close: () => void server.close(),
  };
  return registry;
}

function packed(manifest: Readonly<Record<string, unknown>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'suture-npm-package-'));
  try {
    mkdirSync(join(folder, 'package'));
    writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify(manifest));
    const said = JSON.stringify(`${String(manifest['name'])} ${String(manifest['version'])}`);
    writeFileSync(join(folder, 'package', 'bin.js'), `#!/usr/bin/env node\nconsole.log(${said});\n`, { mode: 0o755 });
    spawnSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder });
    return readFileSync(join(folder, 'package.tgz'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
