// Which packages of one's own are offered to this machine, and which versions of them it has.
import { installerFor, type Machine } from '@suture/core/own-packages/choose.ts';
import type { Installer } from '@suture/core/own-packages/release.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import { ask } from '../ask.ts';
import type { Host } from '../host.ts';
import { readUninstallKeys } from '../uninstall-keys.ts';
import { isWindows } from '../windows.ts';
import { machineHardware, ofDpkg, ofRpm, windowsHardware } from './commands.ts';
import { mostOfferBytes, type Named, type Offer, parseNamed, parseOffer, parseVersionFile } from './parse.ts';
import { type OwnPlaces, unixPlaces, windowsPlaces } from './places.ts';

export type OfferRead =
  | (Pick<Offer, 'releases' | 'withdrawn'> & { readonly ok: true; readonly problems: readonly string[] })
  | { readonly ok: false; readonly why: string };

export const placesOf = async (host: Host): Promise<OwnPlaces> =>
  (await isWindows(host)) ? windowsPlaces : unixPlaces;

export async function readOffer(host: Host): Promise<OfferRead> {
  const { offer: offerFile } = await placesOf(host);
  const read = await host.readFile(offerFile, mostOfferBytes);
  if (read.kind !== 'text' || read.truncated)
    return { ok: false, why: `what is on offer of packages of one's own could not be read (${offerFile})` };
  const offer = parseOffer(read.text);
  if (offer === undefined) return { ok: false, why: `${offerFile} is not what Suture writes there` };
  const problems = offer.unread === 0 ? [] : [`${offer.unread} releases on offer could not be read`];
  return { ok: true, releases: offer.releases, withdrawn: offer.withdrawn, problems };
}

const architectures: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64', arm64: 'arm64' };

export async function machineOf(host: Host, system: OperatingSystem): Promise<Machine> {
  if (await isWindows(host)) {
    const answer = await ask(host, windowsHardware, 'reg query (processor)');
    const name = answer.ok ? /REG_SZ\s+(AMD64|ARM64)\s/.exec(answer.stdout)?.[1] : undefined;
    return { system, architecture: name?.toLowerCase() };
  }
  const answer = await ask(host, machineHardware, 'uname -m');
  return { system, architecture: answer.ok ? architectures[answer.stdout.trim()] : undefined };
}

/** No agent has carried out a step on macOS yet. */
export const isCarriedOut = ({ kind }: Installer): boolean => kind !== 'pkg';

export interface Found {
  /** By name; a package that is not here is not installed. */
  readonly installed: ReadonlyMap<string, Named>;
  /** Names of which it is not known, with why. */
  readonly unknown: ReadonlyMap<string, string>;
}

/** Looks for every package that a release fits this machine of, by the rule of each such release, withdrawn ones too. */
export async function lookFor(
  host: Host,
  { releases: offered, withdrawn }: Pick<Offer, 'releases' | 'withdrawn'>,
  machine: Machine,
): Promise<Found> {
  const releases = [...offered, ...withdrawn];
  const installed = new Map<string, Named>();
  const unknown = new Map<string, string>();
  const rules = new Map<string, Map<string, Installer>>();
  for (const release of releases) {
    const installer = installerFor(release, machine);
    if (installer === undefined || !isCarriedOut(installer)) continue;
    const of = rules.get(release.package) ?? new Map<string, Installer>();
    rules.set(release.package, of.set(JSON.stringify(installer.detect), installer));
  }
  const names = (kind: Installer['kind']): readonly string[] => [
    ...new Set(
      [...rules.values()].flatMap((of) =>
        [...of.values()].flatMap((each) =>
          each.kind === kind && each.detect.by === 'package' ? [each.detect.name] : [],
        ),
      ),
    ),
  ];
  const programs = await programsBy(host, rules);
  const byKind = { deb: await namedBy(host, 'deb', names('deb')), rpm: await namedBy(host, 'rpm', names('rpm')) };
  for (const [name, of] of rules) {
    for (const { kind, detect } of of.values()) {
      const found = await foundBy(host, { named: kind === 'rpm' ? byKind.rpm : byKind.deb, programs }, detect);
      if (typeof found === 'string') unknown.set(name, found);
      else if (found !== undefined) installed.set(name, found);
    }
  }
  return { installed, unknown };
}

/** Versions by name and publisher; why they are not known, or none where no rule asks for them. */
async function programsBy(
  host: Host,
  rules: ReadonlyMap<string, ReadonlyMap<string, Installer>>,
): Promise<ReadonlyMap<string, string> | string> {
  const isAsked = [...rules.values()].some((of) => [...of.values()].some(({ detect }) => detect.by === 'program'));
  if (!isAsked) return new Map();
  const read = await readUninstallKeys(host);
  if (!read.ok) return read.problems.join('; ');
  return new Map(
    read.programs.flatMap(({ name, publisher = '', version, scope }) =>
      scope === 'machine' ? [[programKey(name, publisher), version ?? ''] as const] : [],
    ),
  );
}

const programKey = (name: string, publisher: string): string => JSON.stringify([name, publisher]);

interface Records {
  readonly named: ReadonlyMap<string, Named> | string;
  readonly programs: ReadonlyMap<string, string> | string;
}

async function foundBy(
  host: Host,
  { named, programs }: Records,
  detect: Installer['detect'],
): Promise<Named | string | undefined> {
  if (detect.by === 'program') {
    if (typeof programs === 'string') return programs;
    const version = programs.get(programKey(detect.name, detect.publisher));
    if (version === '') return `${detect.name} does not say its version`;
    return version === undefined ? undefined : { version, whole: true };
  }
  if (detect.by === 'package') return typeof named === 'string' ? named : named.get(detect.name);
  if (detect.by !== 'file') return undefined;
  const read = await host.readFile(detect.path, 4096);
  if (read.kind === 'missing') return undefined;
  if (read.kind !== 'text') return `${detect.path} could not be read`;
  const version = parseVersionFile(read.text);
  return version === undefined ? `the first line of ${detect.path} is no version` : { version, whole: true };
}

async function namedBy(
  host: Host,
  kind: 'deb' | 'rpm',
  names: readonly string[],
): Promise<ReadonlyMap<string, Named> | string> {
  if (names.length === 0) return new Map();
  // Both exit with an error where one of them is not installed; rpm with how many.
  const answer = await ask(
    host,
    kind === 'deb' ? ofDpkg(names) : ofRpm(names),
    kind === 'deb' ? 'dpkg-query' : 'rpm -q',
    Array.from({ length: names.length + 1 }, (_, code) => code),
  );
  return answer.ok ? parseNamed(answer.stdout) : answer.why;
}
