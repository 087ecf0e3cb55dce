// Which distribution packages own files: what they own is the distribution's to update.
// Sources: dpkg-query(1), rpm(8).
import type { ReadOnlyCommand } from './adapter.ts';
import { withoutEscapes } from './ask.ts';
import type { Command, Host } from './host.ts';

/** At most this many paths go into one command. */
const pathsPerCommand = 200;
const limits = { timeoutMs: 20_000, maxOutputBytes: 1 << 20 } as const;

/** Which dpkg packages own these absolute paths; exits 1 when some belong to none. */
const dpkgOwners = (paths: readonly string[]): Command => ({
  ...limits,
  argv: ['dpkg-query', '-S', ...paths],
});

/** Which rpm package owns this absolute path; exits 1 when none does. */
const rpmOwner = (path: string): Command => ({ ...limits, argv: ['rpm', '-qf', '--qf', '%{NAME}\\n', path] });

export const ownerCommands: readonly ReadOnlyCommand[] = [
  { begins: ['dpkg-query', '-S'], options: [] },
  { begins: ['rpm', '-qf', '--qf', '%{NAME}\\n'], options: [] },
];

export interface Owners {
  /** Distribution package by path. */
  readonly of: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** dpkg-query takes patterns, so a path with a pattern's characters is not asked for. */
const askable = /^\/[\w@.~+/-]{1,1000}$/;
/** What a distribution may own: what is under /usr, but not under /usr/local. */
const ownable = /^\/usr\/(?!local\/)/;

/** Asks dpkg, else rpm, about the paths that match. */
export async function findOwners(host: Host, paths: readonly string[], places: RegExp = ownable): Promise<Owners> {
  const asked = paths.filter((path) => places.test(path) && askable.test(path));
  const of = new Map<string, string>();
  for (let at = 0; at < asked.length; at += pathsPerCommand) {
    const result = await host.run(dpkgOwners(asked.slice(at, at + pathsPerCommand)));
    if (result.kind === 'missing') return askRpm(host, asked);
    // Exit code 1: some of the paths belong to nobody; 2: dpkg's database is broken.
    if (result.kind !== 'exited' || result.truncated || result.code > 1) return unknown;
    const owners = parseDpkgOwners(withoutEscapes(result.stdout));
    // Exit code 0: all of them belong to somebody.
    if (result.code === 0 && asked.slice(at, at + pathsPerCommand).some((path) => !owners.has(path))) return unknown;
    for (const [path, owner] of owners) of.set(path, owner);
  }
  return { of, problems: [] };
}

const unknown: Owners = {
  of: new Map(),
  problems: ['it is not known which files belong to the distribution: its package manager did not answer'],
};

async function askRpm(host: Host, paths: readonly string[]): Promise<Owners> {
  const of = new Map<string, string>();
  for (const path of paths.slice(0, pathsPerCommand)) {
    const result = await host.run(rpmOwner(path));
    if (result.kind === 'missing') return { of, problems: [] };
    if (result.kind !== 'exited' || result.truncated) return unknown;
    const owner = result.code === 0 ? parseRpmOwner(result.stdout) : undefined;
    if (owner !== undefined) of.set(path, owner);
  }
  return { of, problems: [] };
}

/** `dpkg-query -S`: `nodejs: /usr/lib/…` or `a, b:amd64: /path`; diversions are no owners. */
export function parseDpkgOwners(text: string): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match =
      /^([a-z0-9][a-z0-9+.-]{0,200})(?::[a-z0-9-]{1,40})?(?:, [^:]{1,500}(?::[a-z0-9-]{1,40})?)?: (\/.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) owners.set(match[2], match[1]);
  }
  return owners;
}

/** `rpm -qf`: the owner's name; a sentence where there is none. */
export function parseRpmOwner(text: string): string | undefined {
  const line = text.split('\n')[0] ?? '';
  return /^[A-Za-z0-9][\w.+-]{0,200}$/.test(line) ? line : undefined;
}
