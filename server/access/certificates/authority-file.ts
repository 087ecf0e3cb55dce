// The authorities on disk: one file that only its owner can read, written whole or not at all.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { createAuthority, type Authority, type AuthorityPurpose, type RandomBytes } from './authority.ts';
import type { Rotation } from './rotation.ts';

/** All that a server vouches with. Every server of an installation needs the same. */
export interface Authorities {
  readonly server: Rotation;
  readonly endpoint: Rotation;
}

const mostBytes = 64 * 1024;

function authorityJson({ certificate, key, names }: Authority): object {
  return { certificate, key: key.export({ type: 'pkcs8', format: 'pem' }), names };
}

function rotationJson(rotation: Rotation): object {
  const current = authorityJson(rotation.current);
  switch (rotation.stage) {
    case 'steady':
      return { stage: rotation.stage, current };
    case 'announced':
      return {
        stage: rotation.stage,
        current,
        next: authorityJson(rotation.next),
        since: rotation.since.toISOString(),
      };
    case 'switched':
      return { stage: rotation.stage, current, former: rotation.former, since: rotation.since.toISOString() };
  }
}

/** Text that holds the private keys: for the file, or for a secret store that several servers share. */
export function writeAuthorities({ server, endpoint }: Authorities): string {
  return `${JSON.stringify({ version: 1, server: rotationJson(server), endpoint: rotationJson(endpoint) }, null, 2)}\n`;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
  return value as Record<string, unknown>;
}

function readAuthority(value: unknown, purpose: AuthorityPurpose): Authority {
  const { certificate, key, names } = record(value);
  if (typeof certificate !== 'string' || typeof key !== 'string' || !Array.isArray(names))
    throw new TypeError('incomplete');
  const privateKey = createPrivateKey(key);
  const parsed = new X509Certificate(certificate);
  if (!parsed.ca || !parsed.checkPrivateKey(privateKey))
    throw new TypeError('certificate and key do not belong together');
  return { purpose, certificate: parsed.toString(), key: privateKey, names: names.map(String) };
}

function readRotation(value: unknown, purpose: AuthorityPurpose): Rotation {
  const { stage, current: currentJson, next, former, since: sinceText } = record(value);
  const current = readAuthority(currentJson, purpose);
  if (stage === 'steady') return { stage, current };
  const since = new Date(String(sinceText));
  if (Number.isNaN(since.getTime())) throw new TypeError('no date');
  if (stage === 'announced') return { stage, current, next: readAuthority(next, purpose), since };
  if (stage === 'switched') return { stage, current, former: new X509Certificate(String(former)).toString(), since };
  throw new TypeError('unknown stage');
}

/** Reads what `writeAuthorities` wrote; undefined for anything else. The contents appear in no message. */
export function readAuthorities(text: string): Authorities | undefined {
  try {
    const { version, server, endpoint } = record(JSON.parse(text));
    if (version !== 1) return undefined;
    return { server: readRotation(server, 'server'), endpoint: readRotation(endpoint, 'endpoint') };
  } catch {
    return undefined;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders; its file system journals the name itself.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeBeside(path: string, text: string, random: RandomBytes): Promise<string> {
  const beside = `${path}.${Buffer.from(random(8)).toString('hex')}.new`;
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return beside;
}

/** Replaces the file, after a step of a rotation. */
export async function saveAuthorities(path: string, authorities: Authorities, random: RandomBytes): Promise<void> {
  await rename(await writeBeside(path, writeAuthorities(authorities), random), path);
  await syncFolder(path);
}

async function load(path: string): Promise<Authorities | undefined> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw new AppError('environment', `${path} cannot be read`, 'Give the server its own readable data folder.', error);
  });
  if (file === undefined) return undefined;
  try {
    const { mode, size } = await file.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const remedy = `If nobody else can have read it: chmod 600 ${path}. Otherwise rotate the authorities.`;
      throw new AppError('environment', `${path} holds private keys and others may read it`, remedy);
    }
    const authorities = size > mostBytes ? undefined : readAuthorities(await file.readFile('utf8'));
    if (authorities !== undefined) return authorities;
    const remedy = 'Restore it from a backup. Without it every endpoint has to enrol again.';
    throw new AppError('environment', `${path} is damaged`, remedy);
  } finally {
    await file.close();
  }
}

/**
 * The authorities at `path`, made at first start. Servers that start at once on the same folder end up with the same ones.
 * `names`: what the servers' authority may vouch for. Throws AppError `environment` where the file cannot be read, is damaged,
 * or is readable by others; a damaged one is never replaced.
 */
export async function loadOrCreateAuthorities(
  path: string,
  names: readonly string[],
  now: Date,
  random: RandomBytes,
): Promise<Authorities> {
  const held = await load(path);
  if (held !== undefined) return held;
  const made = await makeAuthorities(names, now, random);
  await writeNewFile(path, () => writeAuthorities(made), random);
  return (await load(path)) ?? made;
}

export async function makeAuthorities(names: readonly string[], now: Date, random: RandomBytes): Promise<Authorities> {
  return {
    server: { stage: 'steady', current: await createAuthority({ purpose: 'server', names }, now, random) },
    endpoint: { stage: 'steady', current: await createAuthority({ purpose: 'endpoint' }, now, random) },
  };
}

/** Writes the file unless it is there; of servers that start at once one writes it. */
export async function writeNewFile(path: string, textOf: () => string, random: RandomBytes): Promise<void> {
  if (existsSync(path)) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const cannot = (error: unknown): never => {
    throw new AppError('environment', `${path} cannot be written`, 'Give the server its own data folder.', error);
  };
  const beside = await writeBeside(path, textOf(), random).catch(cannot);
  try {
    // Unlike rename, link does not replace what another server has put there meanwhile.
    await link(beside, path);
    await syncFolder(path);
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'EEXIST')) cannot(error);
  } finally {
    await unlink(beside);
  }
}
