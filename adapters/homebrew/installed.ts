// The `installed` section: kegs and casks by their folders, so that no code of a user's prefix runs for it.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Section } from '../adapter.ts';
import { failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { type Prefix, prefixes } from './commands.ts';
import { isName, isVersion, parseCask, parseReceipt } from './parse.ts';

const mostNames = 10_000;

export interface Cask {
  readonly token: string;
  readonly version: string;
  readonly updatesItself: boolean;
}

export async function readInstalled(host: Host): Promise<Section<Package>> {
  const packages: Package[] = [];
  const problems: string[] = [];
  let unread = 0;
  for (const prefix of prefixes) {
    const [kegs, casks] = await Promise.all([readKegs(host, prefix), readCasks(host, prefix)]);
    for (const part of [kegs, casks]) {
      packages.push(...('packages' in part ? part.packages : part.casks.map(caskPackage)));
      unread += part.unread;
    }
  }
  if (unread > 0) problems.push(`${unread} folders of Homebrew's hold no version that can be read`);
  return packages.length === 0
    ? failed('Homebrew has nothing installed here', ...problems)
    : sectionOf(packages, problems);
}

/** @param prefix where the Cellar is; on Intel it is a folder that other software shares */
async function readKegs(
  host: Host,
  prefix: Prefix,
): Promise<{ readonly packages: readonly Package[]; readonly unread: number }> {
  const names = await host.listDirectory(`${prefix}/Cellar`);
  const found = await Promise.all(
    (names ?? [])
      .filter((name) => !name.startsWith('.'))
      .slice(0, mostNames)
      .map((name) => readKeg(host, prefix, name)),
  );
  return {
    packages: found.filter((each) => each !== undefined),
    unread: found.filter((each) => each === undefined).length,
  };
}

async function readKeg(host: Host, prefix: Prefix, name: string): Promise<Package | undefined> {
  if (!isName(name)) return undefined;
  const [versions, link, pinned] = await Promise.all([
    host.listDirectory(`${prefix}/Cellar/${name}`),
    host.readLink(`${prefix}/opt/${name}`),
    host.readLink(`${prefix}/var/homebrew/pinned/${name}`),
  ]);
  const there = (versions ?? []).filter((version) => !version.startsWith('.') && isVersion(version));
  // Several may stand side by side; the one that is used is linked.
  const linked = link?.split('/').at(-1);
  const version = there.find((each) => each === linked) ?? there.at(-1);
  if (version === undefined) return undefined;
  const receipt = await host.readFile(`${prefix}/Cellar/${name}/${version}/INSTALL_RECEIPT.json`, 1 << 20);
  const tap = receipt.kind === 'text' ? parseReceipt(receipt.text) : undefined;
  return {
    purl: buildPurl({ type: 'brew', name, version, qualifiers: { tap } }),
    ecosystem: undefined,
    name,
    version,
    arch: undefined,
    source: { name, version },
    ...(pinned === undefined ? {} : { hold: true as const }),
    ...(tap === undefined ? {} : { origin: tap }),
  };
}

export async function readCasks(
  host: Host,
  prefix: Prefix,
): Promise<{ readonly casks: readonly Cask[]; readonly unread: number }> {
  const tokens = await host.listDirectory(`${prefix}/Caskroom`);
  const found = await Promise.all(
    (tokens ?? [])
      .filter((name) => !name.startsWith('.'))
      .slice(0, mostNames)
      .map((name) => readCask(host, prefix, name)),
  );
  return {
    casks: found.filter((each) => each !== undefined),
    unread: found.filter((each) => each === undefined).length,
  };
}

async function readCask(host: Host, prefix: Prefix, token: string): Promise<Cask | undefined> {
  if (!isName(token)) return undefined;
  const folder = `${prefix}/Caskroom/${token}`;
  const version = (await host.listDirectory(folder))?.filter((name) => !name.startsWith('.') && isVersion(name)).at(-1);
  if (version === undefined) return undefined;
  const times = await host.listDirectory(`${folder}/.metadata/${version}`);
  const time = times?.filter((name) => /^\d{8,20}(?:\.\d{1,9})?$/.test(name)).at(-1);
  let updatesItself = false;
  for (const ending of time === undefined ? [] : ['json', 'rb']) {
    const read = await host.readFile(`${folder}/.metadata/${version}/${time}/Casks/${token}.${ending}`, 1 << 20);
    const said = read.kind === 'text' ? parseCask(read.text) : undefined;
    if (said !== undefined) updatesItself = said;
  }
  return { token, version, updatesItself };
}

/** Where the application updates itself, the version is that of the day it was installed. */
const caskPackage = ({ token, version, updatesItself }: Cask): Package => ({
  purl: buildPurl({
    type: 'brew',
    namespace: 'cask',
    name: token,
    version,
    qualifiers: { updates: updatesItself ? 'itself' : undefined },
  }),
  ecosystem: undefined,
  name: token,
  version,
  arch: undefined,
  source: { name: token, version },
  origin: 'homebrew/cask',
});
