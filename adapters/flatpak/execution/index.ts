// The executing half of the flatpak adapter: applications and runtimes of the system's installation: commit by commit, what is new, and what goes.
import type { Change } from '../../adapter.ts';
import { ask } from '../../ask.ts';
import type { Refusal, StagedFile } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { Host } from '../../host.ts';
import type { Argv, Fault, GoingBack, Looked, Manager, Pending, Simulated } from '../../manager.ts';
import { byName, type Present } from '../../presence.ts';
import { refuse } from '../../staging.ts';
import { plainText, transcriptOf } from '../../transcripts.ts';
import { maskOf, refText } from '../available.ts';
import { systemInstallation, versionOf } from '../installed.ts';
import { isArch, isId, parseRef, parseUpdates } from '../parse.ts';
import * as commands from './commands.ts';
import { readSystem, remoteInfo, type Target, targetsOf } from './targets.ts';

async function look(host: Host): Promise<Looked> {
  const system = await readSystem(host);
  if ('why' in system) return { ok: false, why: system.why };
  const present = system.found.map(({ ref, deployed }): Present => ({
    name: ref.id,
    arch: ref.arch,
    version: versionOf(deployed),
    alias: deployed.commit.slice(0, 12),
    whole: true,
    held: maskOf(ref, system.masks) !== undefined,
  }));
  const { problems } = system;
  const audit =
    problems.length === 0 ? ({ state: 'clean' } as const) : ({ state: 'broken', cure: 'person', problems } as const);
  return { ok: true, packages: byName(present), audit };
}

async function simulate(host: Host, pending: Pending): Promise<Simulated | Refusal> {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  const bytes = targets.map((target) => (target.kind === 'removal' ? 0 : target.bytes));
  return {
    ok: true,
    changes: targets.flatMap(changesOf),
    bytesToDownload: bytes.includes(undefined) ? undefined : bytes.reduce<number>((sum, each) => sum + (each ?? 0), 0),
    bytesOnDisk: undefined,
    reboot: false,
    // flatpak keeps a margin of its own, and refuses by itself.
    space: [],
  };
}

function changesOf(target: Target): readonly Change[] {
  const { package: id, architecture, from, to } = target.change;
  const named = { package: id, arch: architecture ?? undefined };
  if (target.kind === 'update') return [{ kind: 'upgrade', ...named, from: from ?? '', to: to ?? '' }];
  if (target.kind === 'removal') return [{ kind: 'remove', ...named, from: from ?? '' }];
  const { brings } = target;
  const install = { kind: 'install', ...named, to: to ?? '' } as const;
  if (brings === undefined) return [install];
  const { ref, version, commit } = brings;
  return [install, { kind: 'install', package: ref.id, arch: ref.arch, to: version ?? commit.slice(0, 12) }];
}

/** A commit is the SHA-256 of what it holds, and the path is its ref: this is what `deploy` is told again. */
const kept = ({ change, ref }: Target, version: string, commit: string): StagedFile => ({
  package: change.package,
  architecture: change.architecture,
  version,
  path: `/${ref}`,
  bytes: 0,
  sha256: commit,
});

const fetch: Manager['fetch'] = async (host, pending) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  const files: StagedFile[] = [];
  for (const target of targets) {
    if (target.kind === 'removal') continue;
    const { change, ref, remote, to } = target;
    const [pulling, what] =
      target.kind === 'update'
        ? [commands.pull(ref, to), 'flatpak update']
        : [commands.pullNew(remote, ref), 'flatpak install'];
    const answer = await ask(host, pulling, what);
    if (!answer.ok) {
      const fault = faultIn(answer.why);
      return refuse(
        fault?.cause === 'install-failed' ? 'download-failed' : (fault?.cause ?? 'download-failed'),
        answer.why,
      );
    }
    // It takes what the remote has by then.
    if (target.kind === 'install' && (await fetchedOf(host, remote, ref)) !== to)
      return refuse('drifted', `${change.package} ${change.to} is not offered any more`);
    files.push(kept(target, change.to ?? '', to));
  }
  return { ok: true, files };
};

async function fetchedOf(host: Host, remote: string, ref: string): Promise<string | undefined> {
  const read = await host.readFile(`${systemInstallation}/repo/refs/remotes/${remote}/${ref}`, 256);
  return read.kind === 'text' ? read.text.trim() : undefined;
}

const previous: Manager['previous'] = async (host, pending) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return { class: 'R0', why: [targets.why] };
  const files: StagedFile[] = [];
  for (const target of targets) {
    if (target.kind === 'install') continue;
    const info = await remoteInfo(host, target.remote, target.ref, target.from);
    if ('why' in info || info.commit !== target.from)
      return {
        class: 'R0',
        why: [`${target.remote} does not have ${target.change.package} ${target.change.from} any more`],
      };
    files.push(kept(target, target.change.from ?? '', target.from));
  }
  return { class: 'R1', files };
};

/** Runtimes come before what runs on them, and go after it. */
const install: Manager['install'] = async (pending, staged, _staging, host) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return [];
  const rank = ({ kind, ref }: Target): number => (ref.startsWith('runtime/') ? (kind === 'removal' ? 1 : -1) : 0);
  return targets
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((target): readonly Argv[] => {
      const { kind, ref, remote, change } = target;
      if (kind === 'removal') return [commands.takeAway(ref)];
      if (kind === 'install') return [commands.deployNew(remote, ref)];
      const file = staged.files.find((each) => each.package === change.package && each.version === change.to);
      return file === undefined || parseRef(refOf(file)) === undefined
        ? []
        : [commands.deploy(refOf(file), file.sha256)];
    });
};

/** What was new goes, applications first; what was taken away comes as its remote has it now, and becomes what it was. */
async function back({ returning, leaving }: GoingBack, host: Host): Promise<readonly Argv[]> {
  const system = await readSystem(host);
  if ('why' in system) return [];
  const here = new Set(system.found.map(({ ref }) => refText(ref)));
  const refs = system.found
    .filter(({ ref }) =>
      leaving.some(({ package: id, architecture }) => id === ref.id && (architecture ?? ref.arch) === ref.arch),
    )
    .map(({ ref }) => refText(ref));
  const commits: Argv[] = [];
  const runtimesFirst = returning.map(({ file }) => file).toSorted((a, b) => (a.path < b.path ? 1 : -1));
  for (const file of runtimesFirst) {
    const ref = refOf(file);
    const remote = here.has(ref) ? undefined : await remoteWith(host, ref, file.sha256);
    if (remote !== undefined) commits.push(commands.installNew(remote, ref));
    commits.push(commands.goBack(ref, file.sha256));
  }
  return [...refs.toSorted().map(commands.takeAway), ...commits];
}

/** Of those that have it, the one that has that commit. */
async function remoteWith(host: Host, ref: string, commit: string): Promise<string | undefined> {
  const answer = await ask(host, commands.listOffers, 'flatpak remote-ls');
  const remotes = answer.ok
    ? parseUpdates(answer.stdout).items.flatMap((each) => (refText(each.ref) === ref ? [each.remote] : []))
    : [];
  for (const remote of remotes) {
    const info = await remoteInfo(host, remote, ref, commit);
    if (!('why' in info) && info.commit === commit) return remote;
  }
  return undefined;
}

/** The most specific cause wins. Source: flatpak's and ostree's messages in C.UTF-8. */
function faultIn(output: string): Fault | undefined {
  const text = plainText(output);
  const line = (/^(?:error|Error|F|Warning): ?([^\n]{1,300})/m.exec(text)?.[1] ?? '').trim();
  const why = line === '' ? text.trim().slice(0, 200) : line.slice(0, 200);
  if (/min-free-space|No space left|Not enough disk space|not enough (?:free )?space/i.test(text))
    return { cause: 'disk-full', why: `disk full: ${why}` };
  if (/GPG|signature/i.test(text)) return { cause: 'signature-mismatch', why };
  if (/checksum|corrupt/i.test(text)) return { cause: 'hash-mismatch', why };
  if (
    /Server returned status|Could(?:n't| not) (?:connect|resolve)|Unable to (?:connect|load)|Failed to connect|timed? ?out|While fetching/i.test(
      text,
    )
  )
    return { cause: 'download-failed', why };
  return line === '' ? undefined : { cause: 'install-failed', why };
}

const refOf = (file: StagedFile): string => file.path.slice(1);

const manager: Manager = {
  tool: 'flatpak',
  neverRehearsed:
    'flatpaks are not rehearsed: their remotes are asked until they are deployed, and a rehearsal has no network',
  preparingCommands: commands.preparingCommands,
  installingCommands: commands.installingCommands,
  environment: commands.environment,
  stagesFiles: false,
  allows: ({ package: id, architecture }) => isId(id) && (architecture === null || isArch(architecture)),
  unhold: (name) => `flatpak mask --remove ${name}`,
  look,
  // flatpak takes turns with itself, and waits.
  lock: async () => ({ state: 'free' }),
  simulate,
  fetch,
  previous,
  install,
  back,
  readTranscript: (output) =>
    transcriptOf(output, /^(?:error|Error|Warning|F|Nothing to do|Updating|Installing|Uninstalling)/),
  faultIn,
};

export const execution = executionOf(manager);
