// Steps of tools of programming languages: what stands in the machine's own places, fetched or built beforehand, and put there.
import { compareVersions, schemes } from '@suture/core/versions/schemes.ts';
import type { SchemeName } from '@suture/core/versions/scheme.ts';
import type { ReadOnlyCommand } from './adapter.ts';
import { findOwners, ownerCommands } from './distribution-owners.ts';
import type { Refusal, StagedFile } from './execution.ts';
import type { Command, Host } from './host.ts';
import type { Argv, Fault, Looked, Manager, Pending, Simulated } from './manager.ts';
import { byName, type Present } from './presence.ts';
import {
  bytesOf,
  digestsOf,
  newFolder,
  previousFolder,
  refuse,
  spaceAt,
  spaceMargin,
  stagingCommands,
} from './staging.ts';
import { plainText, transcriptOf } from './transcripts.ts';

/** One package as it stands in one place. */
export interface Standing {
  readonly name: string;
  readonly version: string;
  /** Absolute: the program, or the folder that the tool installs into. */
  readonly spot: string;
  /** It is pinned, or was built in a way of its own: left to a person. */
  readonly left: boolean;
}

export interface StandingNow {
  readonly found: readonly Standing[];
  readonly problems: readonly string[];
}

/** One package for one place, in a version that is to be fetched. */
export interface Wanted {
  readonly name: string;
  readonly version: string;
  readonly spot: string;
}

/** Paths below the folder that was named. */
export type Gathered = { readonly ok: true; readonly paths: readonly string[] } | Refusal;

export interface GlobalTool {
  readonly tool: string;
  readonly scheme: SchemeName;
  readonly environment?: Readonly<Record<string, string>>;
  readonly preparingCommands: readonly ReadOnlyCommand[];
  readonly installingCommands: readonly ReadOnlyCommand[];
  isName(text: string): boolean;
  /** Places of the machine's own; of homes nothing. */
  read(host: Host): Promise<StandingNow>;
  /** Fetches or builds into `FOLDER` + spot whatever the install needs; that folder is not there yet. */
  fetch(host: Host, wanted: Wanted, folder: string): Promise<Gathered>;
  /** What goes away, for the way back; where it is not given, it is fetched too. */
  keep?(host: Host, wanted: Wanted, folder: string): Promise<Gathered>;
  /** Out of `files` below `folder` alone, without a network. */
  install(what: Replaced, files: readonly string[], folder: string): readonly Argv[];
  faultIn(text: string): Fault | undefined;
}

export interface Replaced {
  readonly name: string;
  /** What stands there. */
  readonly from: string;
  readonly to: string;
}

const ownersOf = (paths: readonly string[]): Command => ({
  argv: ['stat', '--format=%u %n', '--', ...paths],
  timeoutMs: 10_000,
  maxOutputBytes: 1 << 20,
});
const ownedPlaces = /^\/(?:usr|opt)\//;
const makeFolder = (path: string): Command => ({
  argv: ['install', '-d', '-m', '755', '--', path],
  timeoutMs: 10_000,
  maxOutputBytes: 1 << 20,
});
const globalToolCommands: readonly ReadOnlyCommand[] = [
  { begins: ['stat', '--format=%u %n', '--'], options: [] },
  ...ownerCommands,
  ...stagingCommands,
];

/** Below the staging folder. */
export async function folderMade(host: Host, path: string): Promise<Refusal | undefined> {
  const made = await host.run(makeFolder(path));
  return made.kind === 'exited' && made.code === 0 ? undefined : refuse('precheck-failed', `${path} cannot be made`);
}

/** Undefined where the command ended well. */
export async function ranWell(
  { tool, faultIn }: Pick<GlobalTool, 'tool' | 'faultIn'>,
  host: Host,
  command: Command,
): Promise<Refusal | undefined> {
  const result = await host.run(command);
  if (result.kind === 'exited' && result.code === 0) return undefined;
  if (result.kind === 'missing') return refuse('precheck-failed', `${tool} is not installed`);
  if (result.kind === 'timeout') return refuse('download-failed', `${tool} did not end in time`);
  if (result.kind === 'failed')
    return refuse('precheck-failed', `${tool} could not be run: ${plainText(result.reason)}`);
  const fault = faultIn(plainText(`${result.stdout}\n${result.stderr}`));
  if (fault === undefined) return refuse('download-failed', `${tool} failed (exit ${result.code})`);
  return refuse(fault.cause === 'install-failed' ? 'download-failed' : fault.cause, fault.why);
}

export function managerOf(tool: GlobalTool): Manager {
  const { scheme } = tool;
  const look = async (host: Host): Promise<Looked> => {
    const { found, problems } = await tool.read(host);
    if (found.length === 0)
      return { ok: false, why: problems[0] ?? `${tool.tool} installed nothing in the machine’s own places` };
    const closed = await closedSpots(host, found);
    if ('why' in closed) return { ok: false, why: closed.why };
    const names = new Map<string, readonly Standing[]>();
    for (const each of found) names.set(each.name, [...(names.get(each.name) ?? []), each]);
    const present = [...names].map(([name, all]): Present => {
      const version = all.map((each) => each.version).reduce((a, b) => older(scheme, a, b));
      const isMixed = all.some((each) => each.version !== version);
      const held = isMixed || all.some(({ spot, left }) => left || closed.spots.has(spot));
      return { name, arch: undefined, version, whole: true, held };
    });
    return { ok: true, packages: byName(present), audit: { state: 'clean' } };
  };

  const simulate = async (host: Host, { changes }: Pending): Promise<Simulated | Refusal> => {
    const coming = changes.find(({ from, to }) => from === null || to === null);
    if (coming !== undefined)
      return refuse(
        'drifted',
        `${coming.package} would be installed or removed, and what ${tool.tool} keeps is only updated`,
      );
    const spots = (await tool.read(host)).found.filter(({ name }) => changes.some((each) => each.package === name));
    const space = await spaceAt(host, [...new Set(spots.map(({ spot }) => spot))]);
    return {
      ok: true,
      changes: changes.map(({ package: name, from, to }) => ({
        kind: older(scheme, from ?? '', to ?? '') === from ? 'upgrade' : 'downgrade',
        package: name,
        arch: undefined,
        from: from ?? '',
        to: to ?? '',
      })),
      bytesToDownload: undefined,
      bytesOnDisk: undefined,
      reboot: false,
      space: space.map((at) => ({ path: at?.target ?? '/', needed: spaceMargin, free: at?.free })),
    };
  };

  const gather = async (
    host: Host,
    { changes }: Pending,
    folder: string,
    side: 'from' | 'to',
  ): Promise<{ readonly ok: true; readonly files: readonly StagedFile[] } | Refusal> => {
    const { found } = await tool.read(host);
    const get = (wanted: Wanted): Promise<Gathered> =>
      side === 'from' && tool.keep !== undefined ? tool.keep(host, wanted, folder) : tool.fetch(host, wanted, folder);
    const got: { readonly name: string; readonly version: string; readonly path: string }[] = [];
    for (const change of changes) {
      const version = change[side] ?? '';
      for (const { name, spot } of found.filter((each) => each.name === change.package)) {
        const answer = await get({ name, version, spot });
        if (!answer.ok) return answer;
        if (answer.paths.length === 0) return refuse('download-failed', `${name} ${version} was not fetched`);
        got.push(...answer.paths.map((path) => ({ name, version, path })));
      }
    }
    // At the end: one file may be written for several.
    const paths = [...new Set(got.map(({ path }) => path))];
    const [digests, sizes] = await Promise.all([digestsOf(host, paths), bytesOf(host, folder)]);
    const files: StagedFile[] = [];
    for (const { name, version, path } of got) {
      const sha256 = digests.get(path);
      if (sha256 === undefined) return refuse('download-failed', `${name} ${version} was not fetched`);
      files.push({ package: name, architecture: null, version, path, bytes: sizes.get(path) ?? 0, sha256 });
    }
    return { ok: true, files };
  };

  const installs = (what: Replaced, files: readonly StagedFile[], folder: string): readonly Argv[] => {
    const mine = files.filter(({ package: name, version }) => name === what.name && version === what.to);
    const paths = mine.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`));
    return paths.length === 0 ? [] : tool.install(what, paths, folder);
  };

  return {
    tool: tool.tool,
    neverRehearsed: `what ${tool.tool} keeps is not rehearsed: its registry is asked, and a rehearsal has no network`,
    preparingCommands: [...tool.preparingCommands, ...globalToolCommands],
    installingCommands: tool.installingCommands,
    ...(tool.environment === undefined ? {} : { environment: tool.environment }),
    stagesFiles: true,
    allows: ({ package: name, architecture, from, to }) =>
      architecture === null &&
      tool.isName(name) &&
      [from, to].every(
        (version) => version === null || (/^[\w.+!-]{1,200}$/.test(version) && schemes[scheme].parse(version).ok),
      ),
    unhold: () => 'it is pinned, another’s than root’s, built in a way of its own, or there in several versions',
    look,
    // These have none.
    lock: async () => ({ state: 'free' }),
    simulate,
    fetch: (host, pending, staging) => gather(host, pending, newFolder(staging), 'to'),
    previous: async (host, pending, staging) => {
      const kept = await gather(host, pending, previousFolder(staging), 'from');
      return kept.ok ? { class: 'R1', files: kept.files } : { class: 'R0', why: [kept.why] };
    },
    install: ({ changes }, { files }, staging) =>
      changes.flatMap(({ package: name, from, to }) =>
        installs({ name, from: from ?? '', to: to ?? '' }, files, newFolder(staging)),
      ),
    back: ({ returning, files, staging }) =>
      returning.flatMap(({ change: { package: name, from, to } }) =>
        installs({ name, from: to ?? '', to: from ?? '' }, files, previousFolder(staging)),
      ),
    goesAllTheWayBack: true,
    readTranscript: (output) => transcriptOf(output, /^(?:error|ERROR|go:|cp:)/),
    faultIn: (output) => tool.faultIn(plainText(output)),
  };
}

/** Those that somebody other than root could change, and the distribution's. */
async function closedSpots(
  host: Host,
  found: readonly Standing[],
): Promise<{ readonly spots: ReadonlySet<string> } | { readonly why: string }> {
  const spots = [...new Set(found.map(({ spot }) => spot))];
  const [stat, owned] = await Promise.all([host.run(ownersOf(spots)), findOwners(host, spots, ownedPlaces)]);
  if (owned.problems[0] !== undefined) return { why: owned.problems[0] };
  const lines = stat.kind === 'exited' ? stat.stdout.split('\n') : [];
  const roots = new Set(lines.filter((line) => line.startsWith('0 ')).map((line) => line.slice(2)));
  return { spots: new Set(spots.filter((spot) => !roots.has(spot) || owned.of.has(spot))) };
}

const older = (scheme: SchemeName, a: string, b: string): string =>
  (compareVersions(schemes[scheme], a, b) ?? 0) > 0 ? b : a;

/** The words that all of them share. */
export function commonFault(text: string): Fault | undefined {
  if (/no space left on device|ENOSPC/i.test(text))
    return { cause: 'disk-full', why: 'disk full: there is no room left' };
  return undefined;
}
