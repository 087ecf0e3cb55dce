// The executing half of the flatpak adapter: applications and runtimes of the system's installation, commit by commit.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { ask, complaint } from '../../ask.ts';
import type { Refusal, StagedFile } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { Host } from '../../host.ts';
import { oncePer, type Fault, type Looked, type Manager, type Pending, type Simulated } from '../../manager.ts';
import { byName, type Present } from '../../presence.ts';
import { refuse } from '../../staging.ts';
import { plainText, transcriptOf } from '../../transcripts.ts';
import { maskOf, refText } from '../available.ts';
import { listUpdates } from '../commands.ts';
import { readInstallation, systemInstallation, versionOf, type Found } from '../installed.ts';
import { isArch, isId, parseMasks, parseRef, parseUpdates } from '../parse.ts';
import * as commands from './commands.ts';

interface System {
  readonly found: readonly Found[];
  readonly problems: readonly string[];
  readonly masks: readonly string[];
}

async function readSystem(host: Host): Promise<System | { readonly why: string }> {
  const problems: string[] = [];
  const [found, config] = await Promise.all([
    readInstallation(host, systemInstallation, undefined, problems),
    host.readFile(`${systemInstallation}/repo/config`, 1 << 20),
  ]);
  if (config.kind !== 'text') return { why: `${systemInstallation}/repo/config cannot be read` };
  if (found.length === 0) return { why: problems[0] ?? 'no flatpak is installed' };
  return { found, problems, masks: parseMasks(config.text) };
}

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

interface Target {
  readonly change: VersionChange;
  readonly ref: string;
  readonly remote: string;
  /** All 64 digits. */
  readonly from: string;
  readonly to: string;
  readonly bytes: number | undefined;
}

/** What each change comes to, by what is deployed and what the remotes have now. */
const targetsOf = oncePer(async (host: Host, { changes }: Pending): Promise<readonly Target[] | Refusal> => {
  const system = await readSystem(host);
  if ('why' in system) return refuse('broken-before', system.why);
  const answer = await ask(host, listUpdates(true), 'flatpak remote-ls');
  if (!answer.ok) return refuse('download-failed', answer.why);
  // A remote out of reach is a complaint, with exit 0.
  if (answer.stderr.trim() !== '')
    return refuse('download-failed', `flatpak remote-ls: ${complaint(answer.stderr, '')}`);
  const { items } = parseUpdates(answer.stdout);
  const targets: Target[] = [];
  for (const change of changes) {
    const { package: id, architecture, from, to } = change;
    if (from === null || to === null)
      return refuse('drifted', `${id} would be installed or removed, and flatpaks are only updated`);
    const here = system.found.filter(
      ({ ref, deployed }) =>
        ref.id === id &&
        (architecture === null || ref.arch === architecture) &&
        (versionOf(deployed) === from || deployed.commit.startsWith(from)),
    );
    const [one, ...others] = here;
    if (one === undefined || others.length > 0) return refuse('drifted', `${id} ${from} is not one flatpak here`);
    const ref = refText(one.ref);
    const offer = items.find((each) => refText(each.ref) === ref);
    if (offer === undefined || (offer.version !== to && !offer.commit.startsWith(to)))
      return refuse('drifted', `${id} ${to} is not offered any more`);
    const info = await remoteInfo(host, one.deployed.remote, ref);
    if ('why' in info) return refuse('download-failed', info.why);
    if (!info.commit.startsWith(offer.commit)) return refuse('drifted', `${id} ${to} is not offered any more`);
    const runtime = info.runtime;
    const hasRuntime = runtime === undefined || system.found.some((each) => refText(each.ref) === `runtime/${runtime}`);
    if (!hasRuntime)
      return refuse('dependency-conflict', `${id} ${to} needs the runtime ${runtime}, which is not here`);
    targets.push({
      change,
      ref,
      remote: one.deployed.remote,
      from: one.deployed.commit,
      to: info.commit,
      bytes: info.bytes,
    });
  }
  return targets;
});

interface Info {
  readonly commit: string;
  readonly runtime: string | undefined;
  readonly bytes: number | undefined;
}

const units: Readonly<Record<string, number>> = { bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

async function remoteInfo(
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

async function simulate(host: Host, pending: Pending): Promise<Simulated | Refusal> {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  return {
    ok: true,
    changes: targets.map(({ change }) => ({
      kind: 'upgrade',
      package: change.package,
      arch: change.architecture ?? undefined,
      from: change.from ?? '',
      to: change.to ?? '',
    })),
    bytesToDownload: targets.reduce<number | undefined>(
      (sum, { bytes }) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
      0,
    ),
    bytesOnDisk: undefined,
    reboot: false,
    // flatpak keeps a margin of its own, and refuses by itself.
    space: [],
  };
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
    const answer = await ask(host, commands.pull(target.ref, target.to), 'flatpak update');
    if (!answer.ok) {
      const fault = faultIn(answer.why);
      return refuse(
        fault?.cause === 'install-failed' ? 'download-failed' : (fault?.cause ?? 'download-failed'),
        answer.why,
      );
    }
    files.push(kept(target, target.change.to ?? '', target.to));
  }
  return { ok: true, files };
};

const previous: Manager['previous'] = async (host, pending) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return { class: 'R0', why: [targets.why] };
  const files: StagedFile[] = [];
  for (const target of targets) {
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
  install: ({ changes }, staged) =>
    staged.files
      .filter((file) => changes.some((each) => each.package === file.package && each.to === file.version))
      .filter((file) => parseRef(refOf(file)) !== undefined)
      .map((file) => commands.deploy(refOf(file), file.sha256)),
  back: ({ returning }) => returning.map(({ file }) => commands.goBack(refOf(file), file.sha256)),
  readTranscript: (output) => transcriptOf(output, /^(?:error|Warning|F|Nothing to do|Updating)/),
  faultIn,
};

export const execution = executionOf(manager);
