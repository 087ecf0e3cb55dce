// What each change of a step comes to: its release, the installer that fits this machine, and what must be so before.
import { installerFor } from '@suture/core/own-packages/choose.ts';
import { whyNoneFirst } from '@suture/core/own-packages/circle.ts';
import { compareOwn } from '@suture/core/own-packages/compare.ts';
import { inOrder } from '@suture/core/own-packages/order.ts';
import type { Installer, Release } from '@suture/core/own-packages/release.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Refusal } from '../../execution.ts';
import type { Host } from '../../host.ts';
import { readForeignSystem } from '../../foreign-system.ts';
import { parseOsRelease, systemOf } from '../../local-system.ts';
import { type Argv, oncePer, type Pending } from '../../manager.ts';
import { refuse } from '../../staging.ts';
import { isWindows, systemDriveOf, windowsBoot } from '../../windows.ts';
import { noteRestart } from '../../windows-reboot.ts';
import { nameOfFile, unixPlaces, windowsPlaces } from '../places.ts';
import { type Found, isCarriedOut, lookFor, machineOf, readOffer } from '../standing.ts';
import { noteChange, noteReboot } from './commands.ts';
import { removeForeign } from './foreign-commands.ts';

export interface Target {
  readonly change: VersionChange;
  /** What arrives; undefined where it goes. */
  readonly arriving: Installer | undefined;
  /** What is there now, where its release is known. */
  readonly leaving: Installer | undefined;
  /** Configuration of the arriving archive that is there already, and stays. */
  readonly kept: ReadonlySet<string>;
  readonly on: OnSystem;
}

/** What of the system decides how things are run there. */
export interface OnSystem {
  /** systemd runs this machine; in a mere root there is nobody to tell of units. */
  readonly hasSystemd: boolean;
  /** Of Windows: `C:`. */
  readonly drive: string | undefined;
  /** What notes that something has changed, where nothing else shows it. */
  readonly noteChange: Argv | undefined;
  /** What notes that a restart is due. */
  readonly noteReboot: Argv | undefined;
}

export interface Seen {
  /** All that is known, withdrawn ones too. */
  readonly releases: readonly Release[];
  readonly found: Found;
  /** Also of what was withdrawn: how it goes, and comes back, is known still. */
  readonly installerOf: (name: string, version: string | null) => Installer | undefined;
  readonly isOffered: (name: string, version: string | null) => boolean;
  readonly on: OnSystem;
}

interface Offered {
  readonly offer: Extract<Awaited<ReturnType<typeof readOffer>>, { ok: true }>;
  readonly machine: Awaited<ReturnType<typeof machineOf>>;
  readonly installerOf: Seen['installerOf'];
}

/** What is offered to this machine, by files alone: no tool is asked what is installed. */
export async function seeOffered(
  host: Host,
): Promise<({ readonly ok: true } & Offered) | { readonly ok: false; readonly why: string }> {
  const offer = await readOffer(host);
  if (!offer.ok) return offer;
  const system = await systemHere(host);
  if (system === undefined) return { ok: false, why: 'which system this is could not be read (/etc/os-release)' };
  const machine = await machineOf(host, system);
  const releases = [...offer.releases, ...offer.withdrawn];
  const installerOf: Seen['installerOf'] = (name, version) => {
    const release = releases.find((each) => each.package === name && each.version === version);
    const installer = release === undefined ? undefined : installerFor(release, machine);
    return installer !== undefined && isCarriedOut(installer) ? installer : undefined;
  };
  return { ok: true, offer, machine, installerOf };
}

export async function see(
  host: Host,
): Promise<{ readonly ok: true; readonly seen: Seen } | { readonly ok: false; readonly why: string }> {
  const looked = await seeOffered(host);
  if (!looked.ok) return looked;
  const { offer, machine, installerOf } = looked;
  const found = await lookFor(host, offer, machine);
  const isOffered: Seen['isOffered'] = (name, version) =>
    offer.releases.some((each) => each.package === name && each.version === version);
  const releases = [...offer.releases, ...offer.withdrawn];
  return { ok: true, seen: { releases, found, installerOf, isOffered, on: await systemOn(host) } };
}

async function systemHere(host: Host): Promise<OperatingSystem | undefined> {
  if (await isWindows(host)) return readForeignSystem(host);
  const read = await host.readFile('/etc/os-release', 65_536);
  return read.kind === 'text' ? systemOf(parseOsRelease(read.text)) : undefined;
}

async function systemOn(host: Host): Promise<OnSystem> {
  if (!(await isWindows(host))) {
    const hasSystemd = await host.exists('/run/systemd/system');
    return { hasSystemd, drive: undefined, noteChange, noteReboot };
  }
  const [drive, boot] = [await systemDriveOf(host), await windowsBoot(host)];
  const restart = boot === undefined ? undefined : noteRestart(boot);
  // The registry shows what came and went.
  return { hasSystemd: false, drive, noteChange: undefined, noteReboot: restart };
}

export const fileOf = (installer: Installer): string => `${unixPlaces.files}/${nameOfFile(installer)}`;

/** As Windows writes it, for a program that is told it. */
export const windowsFileOf = (installer: Installer, drive: string): string =>
  `${drive}${windowsPlaces.files}/${nameOfFile(installer)}`.replaceAll('/', '\\');

export const targetsOf = oncePer(async (host: Host, pending: Pending): Promise<readonly Target[] | Refusal> => {
  const looked = await see(host);
  if (!looked.ok) return refuse('broken-before', looked.why);
  const { seen } = looked;
  const arrivals = seen.releases.filter((each) =>
    pending.changes.some((change) => change.package === each.package && change.to === each.version),
  );
  const versions = new Map([...seen.found.installed].map(([name, { version }]) => [name, version]));
  const circle = whyNoneFirst(arrivals, versions);
  if (circle !== undefined) return refuse('dependency-conflict', circle);
  const targets: Target[] = [];
  for (const change of inOrder(pending.changes, seen.releases)) {
    const { package: name, from, to } = change;
    const arriving = seen.isOffered(name, to) ? seen.installerOf(name, to) : undefined;
    const leaving = seen.installerOf(name, from);
    if (to !== null && arriving === undefined)
      return refuse('drifted', `${name} ${to} is not offered to this machine any more`);
    if (to === null && leaving === undefined)
      return refuse(
        'drifted',
        `how ${name} ${from} is taken away is not known: its release never came to this machine`,
      );
    const unready = arriving === undefined ? undefined : await whyNotReady(host, pending, seen, change, arriving);
    if (unready !== undefined) return unready;
    if (to === null && leaving !== undefined && !canGo(leaving))
      return refuse('drifted', `nothing takes ${name} away: its release names no program that would`);
    targets.push({ change, arriving, leaving, kept: await keptBy(host, arriving), on: seen.on });
  }
  return targets;
});

/** A program of Windows goes by what its release names for that, and everything else by what brought it. */
export const canGo = (installer: Installer): boolean =>
  (installer.kind !== 'msi' && installer.kind !== 'exe') || removeForeign(installer) !== undefined;

async function whyNotReady(
  host: Host,
  { changes }: Pending,
  { releases, found }: Seen,
  { package: name, to }: VersionChange,
  { needs }: Installer,
): Promise<Refusal | undefined> {
  for (const path of needs.paths)
    if (!(await host.exists(path))) return refuse('precheck-failed', `${name} ${to} needs ${path}, which is not there`);
  const release = releases.find((each) => each.package === name && each.version === to);
  for (const { package: other, least } of release?.requires ?? []) {
    const version = changes.find((change) => change.package === other)?.to ?? found.installed.get(other)?.version;
    const text = `${other}${least === undefined ? '' : ` ${least} or newer`}`;
    if (version === undefined || (least !== undefined && compareOwn('archive', version, least) < 0))
      return refuse('dependency-conflict', `${name} ${to} needs ${text} before it`);
  }
  return undefined;
}

async function keptBy(host: Host, arriving: Installer | undefined): Promise<ReadonlySet<string>> {
  const kept = new Set<string>();
  for (const step of arriving?.kind === 'archive' ? arriving.steps : [])
    if (step.does === 'copy' && step.keep && (await host.exists(step.to))) kept.add(step.to);
  return kept;
}
