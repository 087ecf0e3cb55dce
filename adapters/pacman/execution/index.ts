// The executing half of the pacman adapter: whole upgrades by `pacman -Su`, since Arch supports no parts, with what is new; or what goes. Judged by its database.
import type { Change } from '../../adapter.ts';
import { ask, shown } from '../../ask.ts';
import type { Lock, Refusal, RollbackOffer, StagedFile } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { Host } from '../../host.ts';
import type { Looked, Manager, Pending, Simulated } from '../../manager.ts';
import { byName, type Present } from '../../presence.ts';
import {
  bytesOf,
  digestsOf,
  keepFiles,
  newFolder,
  previousFolder,
  refuse,
  spaceAt,
  spaceMargin,
} from '../../staging.ts';
import { transcriptOf } from '../../transcripts.ts';
import { readDatabase } from '../database.ts';
import { ignoredBy, readSettings } from '../ignored.ts';
import { isName, isVersion } from '../parse.ts';
import { needsBoot } from '../simulate.ts';
import * as commands from './commands.ts';
import { plannedOf } from './planned.ts';
import { rehearsalChecks } from './rehearsal.ts';
import { buildsIn, decides, faultIn, keptIn, noticedIn } from './transcript.ts';

const { lockFile } = commands;

async function look(host: Host): Promise<Looked> {
  const [{ entries, problems }, settings, lock] = await Promise.all([
    readDatabase(host),
    readSettings(host),
    lockOf(host),
  ]);
  const unknown = settings.problems[0] ?? (entries.length === 0 ? 'pacman’s database holds no package' : undefined);
  if (unknown !== undefined) return { ok: false, why: problems[0] ?? unknown };
  const present = entries.map((entry): Present => ({
    name: entry.name,
    arch: entry.arch,
    version: entry.version,
    whole: true,
    held: ignoredBy(entry, settings.value) !== undefined,
  }));
  const packages = byName(present);
  if (problems.length > 0) return { ok: true, packages, audit: { state: 'broken', cure: 'person', problems } };
  if (lock.state !== 'left') return { ok: true, packages, audit: { state: 'clean' } };
  const left = `a pacman broke off: ${lockFile} is there, and nobody holds it`;
  return { ok: true, packages, audit: { state: 'broken', cure: 'finish', problems: [left] } };
}

/** The lock is a file that outlives a crash; whoever is at work has it open. */
async function lockOf(host: Host): Promise<Lock | { readonly state: 'left' }> {
  if (!(await host.exists(lockFile))) return { state: 'free' };
  const answer = await ask(host, commands.lockHolders, 'find', [0, 1]);
  if (!answer.ok) return { state: 'unknown', why: answer.why };
  const pid = /^\/proc\/(\d{1,9})\/fd\/\d{1,9}$/m.exec(answer.stdout)?.[1];
  // Gone meanwhile: a pacman that ended takes it away.
  if (pid === undefined) return (await host.exists(lockFile)) ? { state: 'left' } : { state: 'free' };
  const comm = await host.readFile(`/proc/${pid}/comm`, 256);
  const name = comm.kind === 'text' ? shown(comm.text.trim(), 60) : '';
  return { state: 'held', owner: { pid: Number(pid), name: name || 'a process' } };
}

async function simulate(host: Host, pending: Pending): Promise<Simulated | Refusal> {
  const planned = await plannedOf(host, pending);
  if ('ok' in planned) return planned;
  const { changes, packages } = pending;
  const { plan } = planned;
  const was = (name: string): Present | undefined => packages.get(name)?.[0];
  const asked = new Set(changes.map((change) => change.package));
  const behind = plan.items.filter(({ name }) => !asked.has(name) && was(name) !== undefined).map(({ name }) => name);
  if (planned.kind === 'upgrade' && behind.length > 0) {
    const more = behind.length > 5 ? ` and ${behind.length - 5} more` : '';
    const names = shown(behind.slice(0, 5).join(', '), 200);
    return refuse('drifted', `Arch supports no partial upgrade: ${names}${more} would stay behind`);
  }
  const goes = (name: string): Change => ({
    kind: 'remove',
    package: name,
    arch: was(name)?.arch,
    from: was(name)?.version ?? 'unknown',
  });
  const would: Change[] = plan.items.map(({ name, version }) => {
    if (planned.kind === 'removal') return goes(name);
    const [from, arch] = [was(name)?.version, was(name)?.arch];
    if (from === undefined) return { kind: 'install', package: name, arch, to: version };
    return { kind: 'upgrade', package: name, arch, from, to: version };
  });
  would.push(...plan.replaced.map(goes));
  const bytes =
    planned.kind === 'removal'
      ? 0
      : plan.items.reduce<number | undefined>(
          (sum, each) => (sum === undefined || each.bytes === undefined ? undefined : sum + each.bytes),
          0,
        );
  const [system, variable] = await spaceAt(host, ['/usr', '/var']);
  return {
    ok: true,
    changes: would,
    bytesToDownload: bytes,
    bytesOnDisk: undefined,
    reboot: would.some((change) => needsBoot.test(change.package)) ? true : 'unknown',
    // What unpacking takes pacman works out itself where CheckSpace is set, before it changes anything.
    space: [
      { path: system?.target ?? '/', needed: spaceMargin, free: system?.free },
      { path: variable?.target ?? '/var', needed: (bytes ?? 0) + spaceMargin, free: variable?.free },
    ],
  };
}

interface Wanted {
  readonly package: string;
  readonly architecture: string | null;
  readonly version: string;
}

/** The files of a folder by their names, which pacman makes of name, version and architecture. */
async function filesIn(
  host: Host,
  folder: string,
  wanted: readonly Wanted[],
): Promise<readonly (StagedFile | undefined)[]> {
  const sizes = await bytesOf(host, folder);
  const named = (each: Wanted): string | undefined =>
    [...sizes.keys()].find((path) => {
      const file = path.slice(folder.length + 1);
      const start = `${each.package}-${each.version}-`;
      return file.startsWith(start) && /^\w{1,40}\.pkg\.tar(?:\.\w{1,5})?$/.test(file.slice(start.length));
    });
  const paths = wanted.map(named);
  const digests = await digestsOf(
    host,
    paths.filter((path) => path !== undefined),
  );
  return wanted.map((each, at) => {
    const path = paths[at];
    const sha256 = path === undefined ? undefined : digests.get(path);
    if (path === undefined || sha256 === undefined) return undefined;
    return { ...each, path, bytes: sizes.get(path) ?? 0, sha256 };
  });
}

const fetch: Manager['fetch'] = async (host, pending, staging) => {
  const { changes } = pending;
  const folder = newFolder(staging);
  const arriving = changes.flatMap(({ to, ...change }) => (to === null ? [] : [{ ...change, version: to }]));
  if (arriving.length === 0) return { ok: true, files: [] };
  const planned = await plannedOf(host, pending);
  if ('ok' in planned) return planned;
  const result = await host.run(commands.download(folder, planned.kind === 'upgrade' ? planned.targets : []));
  if (result.kind === 'missing') return refuse('download-failed', 'pacman is not installed');
  if (result.kind === 'timeout') return refuse('download-stalled', 'the download did not end in 10 minutes');
  if (result.kind === 'failed') return refuse('download-failed', `pacman could not be run: ${result.reason}`);
  if (result.code !== 0) {
    const fault = faultIn(`${result.stdout}\n${result.stderr}`);
    const cause = fault === undefined || fault.cause === 'install-failed' ? 'download-failed' : fault.cause;
    return refuse(cause, fault?.why ?? `pacman failed (exit ${result.code})`);
  }
  const files = await filesIn(host, folder, arriving);
  const missing = arriving.find((_each, at) => files[at] === undefined);
  if (missing !== undefined) return refuse('download-failed', `${missing.package} ${missing.version} was not fetched`);
  return { ok: true, files: files.filter((file) => file !== undefined) };
};

/** Repositories have one version of each package, so the cache alone has what is installed; a file has to be that very build. */
const previous: Manager['previous'] = async (host, { changes }, staging): Promise<RollbackOffer> => {
  const folder = previousFolder(staging);
  const leaving = changes.flatMap(({ from, ...change }) => (from === null ? [] : [{ ...change, version: from }]));
  if (leaving.length === 0) return { class: 'R1', files: [] };
  const { value } = await readSettings(host);
  for (const cache of value.cacheFolders) {
    const found = await filesIn(host, cache.replace(/\/+$/, ''), leaving);
    // A signature beside it is looked at when it is installed.
    const paths = found.flatMap((file) => (file === undefined ? [] : [file.path]));
    const signed = await Promise.all(paths.map((path) => host.exists(`${path}.sig`)));
    await keepFiles(host, [...paths, ...paths.filter((_path, at) => signed[at]).map((path) => `${path}.sig`)], folder);
  }
  const files = await filesIn(host, folder, leaving);
  const kept = files.filter((file) => file !== undefined);
  const [installed, described] = await Promise.all([
    buildsBy(host, commands.describeInstalled(leaving.map((each) => each.package))),
    kept.length === 0
      ? new Map<string, string>()
      : buildsBy(host, commands.describeFiles(kept.map(({ path }) => path))),
  ]);
  const why = leaving.flatMap((each, at) => {
    if (files[at] === undefined) return [`${each.package} ${each.version} is not in pacman’s cache`];
    const [is, was] = [described.get(each.package), installed.get(each.package)];
    return is !== undefined && is === was
      ? []
      : [`${each.package} ${each.version} in pacman’s cache is not the build that is installed`];
  });
  return why.length === 0 ? { class: 'R1', files: kept } : { class: 'R0', why: why.slice(0, 20) };
};

async function buildsBy(
  host: Host,
  command: ReturnType<typeof commands.describeFiles>,
): Promise<ReadonlyMap<string, string>> {
  const answer = await ask(host, command, 'pacman -Qi');
  return new Map(answer.ok ? buildsIn(answer.stdout).map(({ name, build }) => [name, build]) : []);
}

const manager: Manager = {
  tool: 'pacman',
  preparingCommands: commands.preparingCommands,
  installingCommands: commands.installingCommands,
  stagesFiles: true,
  rehearsalChecks,
  allows: ({ package: name, architecture, from, to }) =>
    isName(name) &&
    !name.startsWith('-') &&
    (architecture === null || /^\w{1,40}$/.test(architecture)) &&
    [from, to].every((version) => version === null || isVersion(version)),
  unhold: () => 'IgnorePkg and IgnoreGroup in /etc/pacman.conf',
  look,
  lock: async (host) => {
    const lock = await lockOf(host);
    // What was left is for the look to tell of, and for the repair.
    return lock.state === 'left' ? { state: 'free' } : lock;
  },
  simulate,
  fetch,
  previous,
  install: async (pending, _staged, staging, host) => {
    const planned = await plannedOf(host, pending);
    if ('ok' in planned) return [];
    return planned.kind === 'removal'
      ? [commands.takeAway(planned.names)]
      : [commands.install(newFolder(staging), planned.targets)];
  },
  back: ({ returning, leaving }) => {
    const files = returning.map(({ file }) => file.path);
    const names = leaving.map((change) => change.package);
    const back = files.length === 0 ? [] : [commands.goBack(files)];
    // What was replaced cannot return before what replaced it is gone; what is needed cannot go before.
    return names.length === 0 ? back : [...back, commands.takeAway(names), ...back];
  },
  repair: async (host) => ((await lockOf(host)).state === 'left' ? [commands.unlock] : undefined),
  readTranscript: (output) => transcriptOf(output, decides),
  faultIn,
  noticedIn,
  keptIn,
};

export const execution = executionOf(manager);
