// Which distribution packages own the global npm packages: those are the distribution's to update.
import type { Host } from '../host.ts';
import { dpkgOwners, pathsPerCommand, rpmOwner } from './commands.ts';
import { parseDpkgOwners, parseRpmOwner } from './parse.ts';

export interface Owners {
  /** Distribution package by path. */
  readonly of: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** dpkg-query takes patterns, so a path with a pattern's characters, which no npm name has, is not asked for. */
const askable = /^\/usr\/(?!local\/)[\w@.~+/-]{1,1000}$/;

/** Asks dpkg, else rpm, about the paths a distribution could own: those under /usr, but not under /usr/local. */
export async function findOwners(host: Host, paths: readonly string[]): Promise<Owners> {
  const asked = paths.filter((path) => askable.test(path));
  const of = new Map<string, string>();
  for (let at = 0; at < asked.length; at += pathsPerCommand) {
    const result = await host.run(dpkgOwners(asked.slice(at, at + pathsPerCommand)));
    if (result.kind === 'missing') return askRpm(host, asked);
    // Exit code 1: some of the paths belong to nobody; 2: dpkg's database is broken.
    if (result.kind !== 'exited' || result.truncated || result.code > 1) return unknown;
    for (const [path, owner] of parseDpkgOwners(result.stdout)) of.set(path, owner);
  }
  return { of, problems: [] };
}

const unknown: Owners = {
  of: new Map(),
  problems: ['it is not known which npm packages belong to the distribution: its package manager did not answer'],
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
