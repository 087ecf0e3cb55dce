// The executing half of the fwupd adapter: an archive for one device at a time, fetched before, judged by what the device says it runs.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { ask, shown } from '../../ask.ts';
import type { Refusal, StagedFile } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { Host } from '../../host.ts';
import { oncePer, type Fault, type Looked, type Manager, type Pending, type Simulated } from '../../manager.ts';
import { byName, type Present } from '../../presence.ts';
import { digestsOf, bytesOf, keepFiles, newFolder, previousFolder, refuse, spaceAt } from '../../staging.ts';
import { plainText, transcriptOf } from '../../transcripts.ts';
import { getDevices, getRemotes, getUpdates } from '../commands.ts';
import { askDevices, heldBackOf, namedDevices, type Named } from '../devices.ts';
import { parseDevices, parseReleases, parseRemotes, type Release, type Remote } from '../parse.ts';
import * as commands from './commands.ts';
import { powerFault, readPower } from './power.ts';

async function look(host: Host): Promise<Looked> {
  const devices = await askDevices(host, getDevices);
  if (!devices.ok) return { ok: false, why: devices.nothing ? 'fwupd knows no device on this machine' : devices.why };
  const named = namedDevices(devices.value);
  const present = named.flatMap(({ name, device }): readonly Present[] =>
    device.version === undefined ? [] : [{ name, arch: undefined, version: device.version, whole: true, held: false }],
  );
  const busy = named.filter(({ device }) => device.problems.includes('update-in-progress'));
  const audit =
    busy.length === 0
      ? ({ state: 'clean' } as const)
      : ({ state: 'broken', cure: 'person', problems: busy.map(({ name }) => `${name} is being updated`) } as const);
  return { ok: true, packages: byName(present), audit };
}

interface Target {
  readonly change: VersionChange;
  readonly named: Named;
  readonly release: Release;
}

const targetsOf = oncePer(async (host: Host, { changes }: Pending): Promise<readonly Target[] | Refusal> => {
  const [devices, updates] = await Promise.all([askDevices(host, getDevices), askDevices(host, getUpdates)]);
  if (!devices.ok) return refuse('precheck-failed', devices.why);
  if (!updates.ok && !updates.nothing) return refuse('precheck-failed', updates.why);
  const offered = new Map(updates.ok ? updates.value.map((each) => [each.id, each.releases]) : []);
  const targets: Target[] = [];
  for (const change of changes) {
    const { package: name, from, to } = change;
    if (from === null || to === null)
      return refuse('drifted', `firmware is only updated: ${name} comes or goes by hand`);
    const named = namedDevices(devices.value).find((each) => each.name === name);
    if (named === undefined) return refuse('drifted', `${name} is not connected`);
    const { device } = named;
    const release = [...(offered.get(device.id) ?? []), ...device.releases].find((each) => each.version === to);
    if (release === undefined) return refuse('drifted', `${name} ${to} is not offered any more`);
    if (release.flags.has('blocked-approval'))
      return refuse('vetoed', `${name} ${to} is not approved on this machine (fwupdmgr set-approved-firmware)`);
    const power = ['require-ac-power', 'system-power-too-low', 'power-too-low'].some((problem) =>
      device.problems.includes(problem),
    );
    const held = heldBackOf(device, release);
    if (held !== undefined) return refuse(power ? 'on-battery' : 'precheck-failed', `${name}: ${held.why}`);
    targets.push({ change, named, release });
  }
  const fault = powerFault(await readPower(host));
  return fault === undefined ? targets : refuse('on-battery', fault);
});

async function simulate(host: Host, pending: Pending): Promise<Simulated | Refusal> {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  return {
    ok: true,
    changes: targets.map(({ change: { package: name, from, to }, release }) => ({
      kind: release.flags.has('is-downgrade') ? ('downgrade' as const) : ('upgrade' as const),
      package: name,
      arch: undefined,
      from: from ?? '',
      to: to ?? '',
    })),
    bytesToDownload: targets.reduce<number | undefined>(
      (sum, { release: { bytes } }) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
      0,
    ),
    bytesOnDisk: 0,
    reboot: false,
    space: [],
  };
}

const archiveName = /^[\w][\w.+@-]{0,200}\.cab$/;

/** Fetches a release's archive into the folder: from its address, or from beside the remote's own metadata. */
async function fetchArchive(
  host: Host,
  { change, release }: Pick<Target, 'change' | 'release'>,
  version: string,
  remotes: readonly Remote[],
  folder: string,
): Promise<StagedFile | Refusal> {
  const name = change.package;
  const [location = ''] = release.locations;
  const file = location.slice(location.lastIndexOf('/') + 1);
  if (!archiveName.test(file))
    return refuse('download-failed', `${name} ${version} has no address that could be fetched`);
  const path = `${folder}/${file}`;
  if (/^https:\/\/[\w.-]{1,200}(?::\d{1,5})?\/[\w./+@%-]{1,900}$/.test(location)) {
    const answer = await ask(host, commands.download(location, folder), 'fwupdmgr download');
    if (!answer.ok) return refuse('download-failed', answer.why);
  } else {
    const metadata = remotes.find(({ id }) => id === release.remote)?.metadata;
    if (metadata === undefined || !/^(?:\.\/)?[\w.+@-]+$/.test(location))
      return refuse('download-failed', `${name} ${version} has no address that could be fetched`);
    await keepFiles(host, [`${metadata.slice(0, metadata.lastIndexOf('/'))}/${file}`], folder);
  }
  const [digests, sizes] = await Promise.all([digestsOf(host, [path]), bytesOf(host, folder)]);
  const sha256 = digests.get(path);
  const isWhole = sha256 !== undefined && (release.sha256 === undefined || release.sha256 === sha256);
  const [space] = isWhole ? [] : await spaceAt(host, [folder]);
  if (space?.free !== undefined && space.free < (release.bytes ?? 1))
    return refuse('disk-full', `disk full: there is no room for ${file} on ${space.target}`);
  if (sha256 === undefined) return refuse('download-failed', `${file} could not be fetched`);
  // Older metadata has SHA-1 alone, which proves nothing; the daemon looks at the archive's own signature in any case.
  if (!isWhole) return refuse('hash-mismatch', `hash mismatch of ${file}`);
  return { package: name, architecture: null, version, path, bytes: sizes.get(path) ?? 0, sha256 };
}

async function remotesOf(host: Host): Promise<readonly Remote[]> {
  const answer = await ask(host, getRemotes, 'fwupdmgr get-remotes', [0, 1, 2]);
  const read = answer.ok ? parseRemotes(answer.stdout) : undefined;
  return read?.ok === true ? read.value : [];
}

const fetch: Manager['fetch'] = async (host, pending, staging) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  const remotes = await remotesOf(host);
  const files: StagedFile[] = [];
  for (const target of targets) {
    const file = await fetchArchive(host, target, target.change.to ?? '', remotes, newFolder(staging));
    if ('ok' in file) return file;
    // The device's id goes with it: `install` has no other way to know.
    files.push({ ...file, architecture: target.named.device.id });
  }
  return { ok: true, files };
};

const previous: Manager['previous'] = async (host, pending, staging) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return { class: 'R0', why: [targets.why] };
  const remotes = await remotesOf(host);
  const why: string[] = [];
  const files: StagedFile[] = [];
  for (const { change, named } of targets) {
    const { device } = named;
    const from = change.from ?? '';
    const answer = await ask(host, commands.getReleases(device.id), 'fwupdmgr get-releases', [0, 1, 2]);
    const releases = answer.ok ? parseReleases(answer.stdout) : [];
    const release = releases.find((each) => each.version === from);
    if (device.flags.has('only-version-upgrade')) why.push(`${change.package} takes no older firmware`);
    else if (release === undefined) why.push(`${change.package} ${from} is not to be had any more`);
    else {
      const file = await fetchArchive(host, { change, release }, from, remotes, previousFolder(staging));
      if ('ok' in file) why.push(file.why);
      else files.push({ ...file, architecture: device.id });
    }
  }
  return why.length === 0 ? { class: 'R1', files } : { class: 'R0', why: why.slice(0, 20) };
};

function faultIn(output: string): Fault | undefined {
  const read = parseDevices(plainText(output).slice(Math.max(0, output.indexOf('{'))));
  const said = read.ok ? '' : shown(read.why, 200);
  if (/requires? AC power|battery|power/i.test(said)) return { cause: 'on-battery', why: said };
  if (/signature|trust|checksum/i.test(said)) return { cause: 'signature-mismatch', why: said };
  if (/No space left/i.test(said)) return { cause: 'disk-full', why: said };
  return said.startsWith('fwupd says') ? { cause: 'install-failed', why: said } : undefined;
}

const onto = (file: StagedFile): string => file.architecture ?? '';

const manager: Manager = {
  tool: 'fwupd',
  neverRehearsed: 'firmware cannot be rehearsed: the device itself would be written',
  preparingCommands: commands.preparingCommands,
  installingCommands: commands.installingCommands,
  stagesFiles: true,
  // Names go nowhere: devices are named by their ids.
  allows: ({ package: name }) => /^[\p{L}\p{N}][^\p{Cc}]{0,200}$/u.test(name),
  unhold: (name) => `fwupd holds ${name} back`,
  look,
  // The daemon takes one after the other.
  lock: async () => ({ state: 'free' }),
  simulate,
  fetch,
  previous,
  install: ({ changes }, staged) =>
    staged.files
      .filter((file) => changes.some((each) => each.package === file.package && each.to === file.version))
      .map((file) => commands.install(file.path, onto(file))),
  // One device alike goes before the other here too: what is wrong with a release is seen on one.
  async notYet(host, staged, argv) {
    const file = staged.files.find((each) => argv.includes(each.path) && argv.at(-1) === onto(each));
    if (file === undefined) return 'it is not known which device was written';
    const devices = await askDevices(host, getDevices);
    const runs = devices.ok ? devices.value.find(({ id }) => id === onto(file))?.version : undefined;
    if (runs === file.version) return undefined;
    const is = !devices.ok
      ? `is not known to (${devices.why})`
      : runs === undefined
        ? 'does not'
        : `does not, but ${runs},`;
    return `${file.package} was to run ${file.version} and ${is} after it was written: no other device was`;
  },
  back: ({ returning }) => returning.map(({ file }) => commands.goBack(file.path, onto(file))),
  readTranscript: (output) => transcriptOf(output, /"Message"|^suture: |^(?:error|Error|failed)/i),
  faultIn,
};

export const execution = executionOf(manager);
