// The executing half of the adapter of packages of one's own: debs by apt-get, rpms by rpm, archives by their typed steps, msi and exe on Windows.
import type { Installer } from '@suture/core/own-packages/release.ts';
import type { Refusal, StagedFile } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { Host } from '../../host.ts';
import type { Argv, Fault, Looked, Manager, Pending, Simulated } from '../../manager.ts';
import { byName, type Present } from '../../presence.ts';
import { failedScriptlet } from '../../rpm-execution.ts';
import { newFolder, previousFolder, refuse, spaceAt, spaceMargin } from '../../staging.ts';
import { nothingBefore } from '../../step-pending.ts';
import { plainText, transcriptOf } from '../../transcripts.ts';
import { stage, tryOut, tryPackages, unpackArchive } from './arrive.ts';
import * as commands from './commands.ts';
import { rehearsalChecks, whyNotRehearsed } from './rehearsal.ts';
import { arrivingBy, endOf, goingBy, leftBehind } from './runs.ts';
import { canGo, type OnSystem, see, type Seen, type Target, targetsOf } from './targets.ts';

/** What was seen last: taking back is told changes only, after a look. */
let last: Seen | undefined;
/** Of what is to be done now: it was worked out in the simulation before. */
const worked = new WeakMap<Pending, readonly Target[]>();

async function look(host: Host): Promise<Looked> {
  const looked = await see(host);
  if (!looked.ok) return looked;
  const { seen } = looked;
  const [unknown] = seen.found.unknown;
  if (unknown !== undefined)
    return { ok: false, why: `whether ${unknown[0]} is installed is not known: ${unknown[1]}` };
  last = seen;
  const present = [...seen.found.installed].map(([name, { version, whole }]): Present => ({
    name,
    arch: undefined,
    version,
    whole,
    held: false,
  }));
  return { ok: true, packages: byName(present), audit: { state: 'clean' } };
}

async function simulate(host: Host, pending: Pending): Promise<Simulated | Refusal> {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  worked.set(pending, targets);
  const bytes = targets.reduce((sum, { arriving }) => sum + (arriving?.file.bytes ?? 0), 0);
  const wanted = targets.reduce((sum, { arriving }) => sum + (arriving?.needs.freeMebibytes ?? 0), 0);
  const [root, variable] = await spaceAt(host, ['/', '/var']);
  return {
    ok: true,
    changes: targets.map(({ change: { package: name, from, to } }) =>
      to === null
        ? { kind: 'remove', package: name, arch: undefined, from: from ?? '' }
        : from === null
          ? { kind: 'install', package: name, arch: undefined, to }
          : { kind: 'upgrade', package: name, arch: undefined, from, to },
    ),
    bytesToDownload: bytes,
    bytesOnDisk: undefined,
    reboot: 'unknown',
    space: [
      { path: root?.target ?? '/', needed: wanted * 2 ** 20 + spaceMargin, free: root?.free },
      { path: variable?.target ?? '/var', needed: bytes * 3 + spaceMargin, free: variable?.free },
    ],
  };
}

const fetch: Manager['fetch'] = async (host, pending, staging, onProgress) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  const folder = newFolder(staging);
  const files: StagedFile[] = [];
  for (const target of targets) {
    const { change, arriving } = target;
    if (arriving === undefined || change.to === null) continue;
    const whole = { name: change.package, version: change.to, installer: arriving };
    const file = await stage(host, whole, folder, target.on.drive);
    if (file === undefined)
      return refuse(
        'download-failed',
        `${arriving.file.name} of ${change.package} ${change.to} has not come here whole`,
      );
    const no = await tryOut(host, target, file, folder);
    if (no !== undefined) return no;
    files.push(file);
    onProgress(files.reduce((sum, { bytes }) => sum + bytes, 0));
  }
  const pathOf = ({ change }: Target): string => files.find((each) => each.package === change.package)?.path ?? '';
  for (const kind of ['deb', 'rpm'] as const) {
    const no = await tryPackages(host, kind, targets, pathOf);
    if (no !== undefined) return no;
  }
  return { ok: true, files };
};

/** What was new is taken away again, for which no file is needed. */
const previous: Manager['previous'] = async (host, pending, staging) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return { class: 'R0', why: [targets.why] };
  const files: StagedFile[] = [];
  const why: string[] = [];
  for (const { change, arriving, leaving, on } of targets) {
    if (arriving !== undefined && !canGo(arriving))
      why.push(`nothing takes ${change.package} away: its release names no program that would`);
    if (change.from === null) continue;
    const whole = { name: change.package, version: change.from };
    const file =
      leaving === undefined
        ? undefined
        : await stage(host, { ...whole, installer: leaving }, previousFolder(staging), on.drive);
    const isReady =
      file !== undefined &&
      leaving !== undefined &&
      (leaving.kind !== 'archive' ||
        (await unpackArchive(host, change.package, leaving, file.path, previousFolder(staging))) === undefined);
    if (file === undefined || !isReady) why.push(`the file of ${change.package} ${change.from} is not on this machine`);
    else files.push(file);
  }
  return why.length === 0 ? { class: 'R1', files } : { class: 'R0', why: why.slice(0, 20) };
};

const install: Manager['install'] = (pending, staged, staging) => [
  ...(worked.get(pending) ?? []).flatMap(({ change, arriving, leaving, kept, on }) => {
    if (arriving === undefined) return goingBy(change.package, leaving, on);
    const file = staged.files.find((each) => each.package === change.package && each.version === change.to);
    if (file === undefined) return [];
    const folder = newFolder(staging);
    const how = { file: file.path, folder, kept, on, isBack: false };
    return [...arrivingBy(change.package, arriving, how), ...leftBehind(leaving, arriving, on)];
  }),
  ...noteOf(worked.get(pending)?.[0]?.on),
];

const noteOf = (on: OnSystem | undefined): readonly Argv[] => (on?.noteChange === undefined ? [] : [on.noteChange]);

/** The configuration that is there by now stays: somebody may have written into it. */
const back: NonNullable<Manager['back']> = ({ returning, leaving, staging }) => {
  const on = last?.on;
  if (on === undefined) return [];
  const configuration = (installer: Installer): ReadonlySet<string> =>
    new Set(
      installer.kind === 'archive'
        ? installer.steps.flatMap((step) => (step.does === 'copy' && step.keep ? [step.to] : []))
        : [],
    );
  return [
    ...leaving.flatMap(({ package: name, to }) => goingBy(name, last?.installerOf(name, to), on)),
    ...returning.flatMap(({ change, file }) => {
      const installer = last?.installerOf(change.package, change.from);
      if (installer === undefined) return [];
      const folder = previousFolder(staging);
      const how = { file: file.path, folder, kept: configuration(installer), on, isBack: true };
      // Windows Installer puts nothing older over what is newer.
      const newer = last?.installerOf(change.package, change.to);
      const away = installer.kind === 'msi' || installer.kind === 'exe' ? goingBy(change.package, newer, on) : [];
      return [...away, ...arrivingBy(change.package, installer, how), ...leftBehind(newer, installer, on)];
    }),
    ...noteOf(on),
  ];
};

/** The most specific cause wins. */
function faultIn(output: string): Fault | undefined {
  const text = plainText(output);
  const line = (
    /^(?:E: |dpkg: error|error: |tar: |install: |ln: |cp: |Failed to )[^\n]{1,300}/m.exec(text)?.[0] ?? ''
  ).slice(0, 200);
  const own = /^suture: [^\n]{1,300}/m.exec(text)?.[0].slice('suture: '.length);
  if (own?.endsWith(`tried again later${nothingBefore}`) === true) return { cause: 'lock-held', why: own };
  if (/No space left on device/.test(text)) return { cause: 'disk-full', why: `disk full: ${line}` };
  if (
    /(?:installation|removal|install|postinst|preinst)\b.{0,40} (?:script|scriptlet).{0,60}(?:error|failed)|scriptlet failed/i.test(
      text,
    )
  )
    return { cause: 'script-failed', why: line === '' ? 'a script of the package failed' : line };
  const why = own === undefined || line === '' ? (own ?? line) : `${own.replace(nothingBefore, '')}: ${line}`;
  return why === '' ? undefined : { cause: 'install-failed', why };
}

const manager: Manager = {
  tool: 'suture',
  rehearsalChecks,
  whyNotRehearsed,
  preparingCommands: commands.preparingCommands,
  installingCommands: commands.installingCommands,
  environment: commands.environment,
  stagesFiles: true,
  goesAllTheWayBack: true,
  allows: ({ package: name, from, to }) =>
    /^[a-z0-9][a-z0-9.+-]{0,79}$/.test(name) &&
    [from, to].every((version) => version === null || /^[0-9][A-Za-z0-9.+~:_-]{0,79}$/.test(version)),
  unhold: (name) => `${name} is not held by anything`,
  look,
  // apt-get and rpm wait for their locks by themselves.
  lock: async () => ({ state: 'free' }),
  simulate,
  fetch,
  previous,
  install,
  back,
  endOf,
  readTranscript: (output) =>
    transcriptOf(output, /^(?:E: |W: |dpkg: |error: |warning: |tar: |install: |ln: |suture: |Failed to )/),
  // An rpm's scriptlet that fails is a warning to rpm, which exits 0.
  noticedIn: failedScriptlet,
  faultIn,
};

export const execution = executionOf(manager);
