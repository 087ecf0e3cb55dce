// What each change of a step comes to on this installation: the ref, its remote, and the commits that are left and reached.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { ask, complaint } from '../../ask.ts';
import type { Refusal } from '../../execution.ts';
import type { Host } from '../../host.ts';
import { oncePer, type Pending } from '../../manager.ts';
import { refuse } from '../../staging.ts';
import { maskOf, refText } from '../available.ts';
import { listUpdates } from '../commands.ts';
import { readInstallation, systemInstallation, versionOf, whyNoneFound, type Found } from '../installed.ts';
import { parseMasks, parseRef, parseUpdates, type Newer, type Ref } from '../parse.ts';
import * as commands from './commands.ts';

export interface System {
  readonly found: readonly Found[];
  readonly problems: readonly string[];
  readonly masks: readonly string[];
}

export async function readSystem(host: Host): Promise<System | { readonly why: string }> {
  const problems: string[] = [];
  const [found, config] = await Promise.all([
    readInstallation(host, systemInstallation, undefined, problems),
    host.readFile(`${systemInstallation}/repo/config`, 1 << 20),
  ]);
  if (config.kind !== 'text') return { why: `${systemInstallation}/repo/config cannot be read` };
  const unseen = found.length === 0 ? await whyNoneFound(host, problems) : undefined;
  if (unseen !== undefined) return { why: unseen };
  return { found, problems, masks: parseMasks(config.text) };
}

/** Commits have all 64 digits. */
export type Target =
  | {
      readonly kind: 'update';
      readonly change: VersionChange;
      readonly ref: string;
      readonly remote: string;
      readonly from: string;
      readonly to: string;
      readonly bytes: number | undefined;
    }
  | {
      readonly kind: 'install';
      readonly change: VersionChange;
      readonly ref: string;
      readonly remote: string;
      readonly to: string;
      readonly bytes: number | undefined;
      /** A runtime that is neither here nor in the step. */
      readonly brings: Newer | undefined;
    }
  | {
      readonly kind: 'removal';
      readonly change: VersionChange;
      readonly ref: string;
      readonly remote: string;
      readonly from: string;
    };

/** By what is deployed and what the remotes have now. */
export const targetsOf = oncePer(async (host: Host, { changes }: Pending): Promise<readonly Target[] | Refusal> => {
  const system = await readSystem(host);
  if ('why' in system) return refuse('broken-before', system.why);
  const listed = await offersFor(host, changes);
  if ('ok' in listed) return listed;
  const targets: Target[] = [];
  for (const change of changes) {
    const target =
      change.from === null
        ? await comes(host, change, changes, system, listed.all)
        : change.to === null
          ? await goes(host, change, changes, system)
          : await becomes(host, change, system, listed.newer);
    if ('ok' in target) return target;
    targets.push(target);
  }
  return targets;
});

interface Offers {
  readonly newer: readonly Newer[];
  readonly all: readonly Newer[];
}

/** Asked only where it matters to the step. */
async function offersFor(host: Host, changes: readonly VersionChange[]): Promise<Offers | Refusal> {
  const list = async (is: boolean, command: typeof commands.listOffers): Promise<readonly Newer[] | Refusal> => {
    if (!is) return [];
    const answer = await ask(host, command, 'flatpak remote-ls');
    if (!answer.ok) return refuse('download-failed', answer.why);
    // A remote out of reach is a complaint, with exit 0.
    if (answer.stderr.trim() !== '')
      return refuse('download-failed', `flatpak remote-ls: ${complaint(answer.stderr, '')}`);
    return parseUpdates(answer.stdout).items;
  };
  const newer = await list(
    changes.some(({ from, to }) => from !== null && to !== null),
    listUpdates(true),
  );
  if ('ok' in newer) return newer;
  const all = await list(
    changes.some(({ from }) => from === null),
    commands.listOffers,
  );
  return 'ok' in all ? all : { newer, all };
}

/** A flatpak's version, or where it names none the first digits of its commit. */
const isCalled = ({ version, commit }: Pick<Newer, 'version' | 'commit'>, name: string): boolean =>
  version === name || commit.startsWith(name);

function oneHere({ package: id, architecture, from }: VersionChange, { found }: System): Found | undefined {
  const here = found.filter(
    ({ ref, deployed }) =>
      ref.id === id &&
      (architecture === null || ref.arch === architecture) &&
      from !== null &&
      (versionOf(deployed) === from || deployed.commit.startsWith(from)),
  );
  return here.length === 1 ? here[0] : undefined;
}

async function becomes(
  host: Host,
  change: VersionChange,
  system: System,
  newer: readonly Newer[],
): Promise<Target | Refusal> {
  const { package: id, from, to } = change;
  const one = oneHere(change, system);
  if (one === undefined) return refuse('drifted', `${id} ${from} is not one flatpak here`);
  const ref = refText(one.ref);
  const offer = newer.find((each) => refText(each.ref) === ref);
  if (offer === undefined || to === null || !isCalled(offer, to))
    return refuse('drifted', `${id} ${to} is not offered any more`);
  const info = await remoteInfo(host, one.deployed.remote, ref);
  if ('why' in info) return refuse('download-failed', info.why);
  if (!info.commit.startsWith(offer.commit)) return refuse('drifted', `${id} ${to} is not offered any more`);
  if (info.runtime !== undefined && !isHere(system, info.runtime))
    return refuse('dependency-conflict', `${id} ${to} needs the runtime ${info.runtime}, which is not here`);
  const { remote, commit } = one.deployed;
  return { kind: 'update', change, ref, remote, from: commit, to: info.commit, bytes: info.bytes };
}

const isHere = ({ found }: System, runtime: string): boolean =>
  found.some((each) => refText(each.ref) === `runtime/${runtime}`);

async function comes(
  host: Host,
  change: VersionChange,
  changes: readonly VersionChange[],
  system: System,
  all: readonly Newer[],
): Promise<Target | Refusal> {
  const { package: id, architecture, to } = change;
  const offers = all.filter(
    (each) =>
      each.ref.id === id &&
      (architecture === null || each.ref.arch === architecture) &&
      to !== null &&
      isCalled(each, to),
  );
  const [offer, ...others] = offers;
  if (offer === undefined) return refuse('drifted', `no remote of this endpoint has ${id} ${to}`);
  if (others.length > 0)
    return refuse(
      'drifted',
      `${id} ${to} is several flatpaks: ${offers.map((each) => `${refText(each.ref)} of ${each.remote}`).join(', ')}`,
    );
  const mask = maskOf(offer.ref, system.masks);
  if (mask !== undefined) return refuse('drifted', `${id} is kept back on this endpoint: ${mask.why}`);
  const [ref, remote] = [refText(offer.ref), offer.remote];
  const info = await remoteInfo(host, remote, ref);
  if ('why' in info) return refuse('download-failed', info.why);
  if (!info.commit.startsWith(offer.commit)) return refuse('drifted', `${id} ${to} is not offered any more`);
  const { runtime } = info;
  const isThere =
    runtime === undefined ||
    isHere(system, runtime) ||
    changes.some((each) => each.from === null && each.package === runtime.split('/')[0]);
  const brings = isThere
    ? undefined
    : all.find((each) => each.remote === remote && refText(each.ref) === `runtime/${runtime}`);
  if (!isThere && brings === undefined)
    return refuse('dependency-conflict', `${id} ${to} needs the runtime ${runtime}, which ${remote} does not have`);
  return { kind: 'install', change, ref, remote, to: info.commit, bytes: info.bytes, brings };
}

async function goes(
  host: Host,
  change: VersionChange,
  changes: readonly VersionChange[],
  system: System,
): Promise<Target | Refusal> {
  const { package: id, from } = change;
  const one = oneHere(change, system);
  if (one === undefined) return refuse('drifted', `${id} ${from} is not one flatpak here`);
  const stays = system.found.filter(
    ({ ref }) => ref.kind === 'app' && !changes.some((each) => each.package === ref.id && each.to === null),
  );
  const user = one.ref.kind === 'runtime' ? await userOf(host, one.ref, stays) : undefined;
  if (user !== undefined) return refuse('dependency-conflict', `${user} needs the runtime ${id}`);
  const { remote, commit } = one.deployed;
  return { kind: 'removal', change, ref: refText(one.ref), remote, from: commit };
}

/** An application that says in its metadata that it runs on this. */
async function userOf(host: Host, runtime: Ref, applications: readonly Found[]): Promise<string | undefined> {
  const wanted = `${runtime.id}/${runtime.arch}/${runtime.branch}`;
  for (const { ref } of applications) {
    const read = await host.readFile(`${systemInstallation}/${refText(ref)}/active/metadata`, 1 << 20);
    const on = read.kind === 'text' ? /^runtime=(\S{1,300})$/m.exec(read.text)?.[1] : undefined;
    if (on === undefined || on === wanted) return ref.id;
  }
  return undefined;
}

interface Info {
  readonly commit: string;
  readonly runtime: string | undefined;
  readonly bytes: number | undefined;
}

const units: Readonly<Record<string, number>> = { bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

export async function remoteInfo(
  host: Host,
  remote: string,
  ref: string,
  commit?: string,
): Promise<Info | { readonly why: string }> {
  const answer = await ask(host, commands.remoteInfo(remote, ref, commit), 'flatpak remote-info');
  if (!answer.ok) return { why: answer.why };
  const of = (label: string): string | undefined =>
    new RegExp(`^ *${label}: ([^\\n]{1,300})$`, 'm').exec(answer.stdout)?.[1]?.trim();
  const found = of('Commit');
  if (found === undefined || !/^[0-9a-f]{64}$/.test(found))
    return { why: `the remote ${remote} names no commit of ${ref}` };
  const runtime = of('Runtime');
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s(\w{2,5})$/u.exec(of('Download') ?? '') ?? [];
  const factor = units[unit];
  return {
    commit: found,
    runtime: runtime !== undefined && parseRef(`runtime/${runtime}`) !== undefined ? runtime : undefined,
    bytes: number === undefined || factor === undefined ? undefined : Math.ceil(Number(number) * factor),
  };
}
