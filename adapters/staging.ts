// The staging folder of an attempt: its files made, measured, and verified again before they are used.
import { createHash } from 'node:crypto';
import type { ReadOnlyCommand } from './adapter.ts';
import type { Refusal, SpaceNeed, StagedFile } from './execution.ts';
import type { Command, Host } from './host.ts';
import { isWindows } from './windows.ts';

export const newFolder = (staging: string): string => `${staging}/new`;
export const previousFolder = (staging: string): string => `${staging}/previous`;

export const refuse = (cause: Refusal['cause'], why: string): Refusal => ({ ok: false, cause, why });

const command = (argv: readonly [string, ...string[]], seconds: number, mebibytes: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: mebibytes << 20,
});
const digests = (paths: readonly string[]): Command => command(['sha256sum', '--', ...paths], 300, 4);
const sizes = (folder: string): Command => command(['find', folder, '-type', 'f', '-printf', '%s %p\\n'], 20, 4);
const makeFolders = (paths: readonly string[]): Command =>
  command(['install', '-d', '-m', '755', '--', ...paths], 10, 1);
/** Reflinks where the file system can. */
const keepCopy = (paths: readonly string[], folder: string): Command =>
  command(['cp', '--reflink=auto', '--', ...paths, folder], 120, 1);
const freeSpace = (paths: readonly string[]): Command =>
  command(['df', '--block-size=1', '--output=target,avail', '--', ...paths], 20, 1);

/** Every command of this file. */
export const stagingCommands: readonly ReadOnlyCommand[] = [
  { begins: ['sha256sum', '--'], options: [] },
  { begins: ['find'], options: ['-type', '-printf'] },
  { begins: ['install', '-d', '-m', '755', '--'], options: [] },
  { begins: ['cp', '--reflink=auto', '--'], options: [] },
  { begins: ['df', '--block-size=1', '--output=target,avail', '--'], options: [] },
];

/** Undefined where both folders are there. */
export async function makeStaging(host: Host, staging: string): Promise<Refusal | undefined> {
  const made = await host.run(makeFolders([newFolder(staging), previousFolder(staging)]));
  // Windows has no such program, and what it installs is used where the executor has put it.
  if (made.kind === 'missing' && (await isWindows(host))) return undefined;
  return made.kind === 'exited' && made.code === 0 ? undefined : refuse('precheck-failed', `${staging} cannot be made`);
}

export async function keepFiles(host: Host, paths: readonly string[], folder: string): Promise<void> {
  if (paths.length > 0) await host.run(keepCopy(paths, folder));
}

export async function digestsOf(host: Host, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (paths.length === 0) return found;
  const result = await host.run(digests(paths));
  if (result.kind === 'missing') return digestsRead(host, paths);
  if (result.kind !== 'exited') return found;
  for (const line of result.stdout.split('\n')) {
    const [, digest = '', path = ''] = /^([0-9a-f]{64}) [ *](\/.{1,1000})$/.exec(line) ?? [];
    if (path !== '') found.set(path, digest);
  }
  return found;
}

const pieceBytes = 8 << 20;

/** Where no program does it. A file that cannot be read has no digest. */
async function digestsRead(host: Host, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const path of paths) {
    const hash = createHash('sha256');
    for (let from = 0; ; from += pieceBytes) {
      const read = await host.readBytes?.(path, from, pieceBytes);
      if (read?.kind !== 'bytes') break;
      hash.update(read.bytes);
      if (read.bytes.length === pieceBytes) continue;
      found.set(path, hash.digest('hex'));
      break;
    }
  }
  return found;
}

/** By path. */
export async function bytesOf(host: Host, folder: string): Promise<ReadonlyMap<string, number>> {
  const result = await host.run(sizes(folder));
  const text = result.kind === 'exited' && result.code === 0 ? result.stdout : '';
  return new Map(
    text.split('\n').flatMap((line): [string, number][] => {
      const [, size, path] = /^(\d{1,15}) (\/.{1,1000})$/.exec(line) ?? [];
      return path === undefined ? [] : [[path, Number(size)]];
    }),
  );
}

export async function bytesIn(host: Host, folder: string): Promise<number> {
  return [...(await bytesOf(host, folder)).values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** A sentence about the first file that is not what was announced; undefined where all are. */
export async function changedFile(host: Host, files: readonly StagedFile[]): Promise<string | undefined> {
  const answer = await digestsOf(
    host,
    files.map(({ path }) => path),
  );
  const wrong = files.find(({ path, sha256 }) => answer.get(path) !== sha256);
  if (wrong === undefined) return undefined;
  const is = answer.has(wrong.path) ? 'is not the file that was announced' : 'is not there';
  return `hash mismatch: ${wrong.package} ${wrong.version} ${is}`;
}

/** Beside what is known to be needed. */
export const spaceMargin = 64 << 20;

/** By path, in the order that was asked for. Undefined where it cannot be said. */
export async function spaceAt(
  host: Host,
  paths: readonly string[],
): Promise<readonly ({ readonly target: string; readonly free: number } | undefined)[]> {
  const result = await host.run(freeSpace(paths));
  const lines = result.kind === 'exited' ? result.stdout.split('\n').slice(1) : [];
  return paths.map((_path, at) => {
    const found = /^(\/.{0,400}?)\s+(\d{1,18})$/.exec(lines[at] ?? '');
    return found === null ? undefined : { target: found[1] ?? '', free: Number(found[2]) };
  });
}

/** Undefined where everything is known to fit; unknown needs do not refuse. */
export const tooLittleSpace = (space: readonly SpaceNeed[]): string | undefined => {
  const short = space.find(({ needed, free }) => free !== undefined && free < (needed ?? spaceMargin));
  if (short === undefined) return undefined;
  const mega = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MiB`;
  return `disk full on ${short.path}: ${mega(short.free ?? 0)} free, ${mega(short.needed ?? spaceMargin)} needed`;
};
