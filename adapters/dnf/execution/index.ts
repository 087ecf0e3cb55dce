// The executing half of the dnf adapter: steps carried out by dnf, judged by rpm's database.
import type { Change } from '../../adapter.ts';
import { ask } from '../../ask.ts';
import type { Refusal, SpaceNeed } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { Host } from '../../host.ts';
import type { Manager, Pending, Simulated } from '../../manager.ts';
import {
  allowsRpm,
  failedScriptlet,
  finishErasing,
  goBackByRpm,
  keptIn,
  lookAtRpms,
  offerFrom,
  rpmDecides,
  rpmLock,
  verifiedFiles,
} from '../../rpm-execution.ts';
import { rpmRehearsalChecks } from '../../rpm-rehearsal.ts';
import { bytesIn, newFolder, previousFolder, refuse, spaceAt, spaceMargin } from '../../staging.ts';
import { transcriptOf } from '../../transcripts.ts';
import { currentUser } from '../commands.ts';
import { lockOf } from '../held-back.ts';
import { readLocks } from '../locks.ts';
import { needsBoot } from '../simulate.ts';
import { findTool } from '../tool.ts';
import { parseTransaction, type Row } from '../transaction.ts';
import * as commands from './commands.ts';
import { faultIn, sizesIn, withoutNoise } from './transcript.ts';

const pidFiles = ['/var/lib/dnf/rpmdb_lock.pid'] as const;
/** As long as each run brings packages, the next one goes on with them. */
const mostRuns = 12;

async function look(host: Host) {
  const { locks, problems } = await readLocks(host);
  if (problems[0] !== undefined) return { ok: false as const, why: problems[0] };
  return lookAtRpms(host, (name) => lockOf(name, locks) !== undefined);
}

async function simulate(host: Host, pending: Pending): Promise<Simulated | Refusal> {
  const found = await findTool(host);
  if (!found.ok) return refuse('precheck-failed', found.why);
  const user = await ask(host, currentUser, 'id -u');
  if (!user.ok || user.stdout.trim() !== '0') return refuse('precheck-failed', 'dnf works out a step for root only');
  const result = await host.run(commands.simulateStep(found.tool, pending.changes, pending.removals));
  if (result.kind === 'missing') return refuse('precheck-failed', 'dnf is not installed');
  if (result.kind === 'timeout') return refuse('precheck-timeout', 'dnf did not end its simulation in 5 minutes');
  if (result.kind === 'failed') return refuse('precheck-failed', `dnf could not be run: ${result.reason}`);
  const said = `${result.stdout}\n${result.stderr}`;
  // It exits 1 for "no" and for its own failure alike.
  if (result.code !== 1 || result.truncated || !/^Operation aborted/m.test(said)) {
    const fault = faultIn(said) ?? { cause: 'precheck-failed', why: `dnf failed (exit ${result.code})` };
    return refuse(fault.cause === 'install-failed' ? 'precheck-failed' : fault.cause, fault.why);
  }
  const stream = /^(?:Enabling|Switching|Disabling|Resetting) module (?:streams|profiles)?:?/m.exec(result.stdout);
  if (stream !== null) return refuse('drifted', 'it would change which module streams are enabled');
  const { rows, skipped, unread } = parseTransaction(result.stdout);
  if (unread > 0) return refuse('precheck-failed', `dnf’s plan has ${unread} lines that cannot be read`);
  if (skipped[0] !== undefined) return refuse('dependency-conflict', `dnf would skip ${skipped[0]}`);
  const changes = rows.map((row) => changeOf(row, pending));
  const { download, installed } = sizesIn(said);
  return {
    ok: true,
    changes,
    bytesToDownload: download,
    bytesOnDisk: installed,
    reboot: changes.some((change) => needsBoot.test(change.package)) ? true : 'unknown',
    space: await spaceFor(host, download),
  };
}

function changeOf({ kind, name, arch, version }: Row, { packages }: Pending): Change {
  if (kind === 'remove') return { kind, package: name, arch, from: version };
  if (kind === 'install') return { kind, package: name, arch, to: version };
  const from = packages.get(name)?.find((each) => each.arch === arch)?.version ?? 'unknown';
  return { kind, package: name, arch, from, to: version };
}

/** rpm itself works out what unpacking takes, before it changes anything; the download has to fit too. */
async function spaceFor(host: Host, download: number | undefined): Promise<readonly SpaceNeed[]> {
  const [system, variable] = await spaceAt(host, ['/usr', '/var']);
  const needed = (download ?? 0) + spaceMargin;
  return [
    { path: system?.target ?? '/', needed: spaceMargin, free: system?.free },
    { path: variable?.target ?? '/var', needed, free: variable?.free },
  ];
}

const fetch: Manager['fetch'] = async (host, { changes, removals }, staging, onProgress) => {
  const folder = newFolder(staging);
  const arriving = changes.flatMap((change) => (change.to === null ? [] : [{ ...change, version: change.to }]));
  const found = await findTool(host);
  if (!found.ok) return refuse('download-failed', found.why);
  let had = -1;
  for (let runs = 0; arriving.length > 0; runs++) {
    const result = await host.run(commands.download(found.tool, changes, removals, folder));
    if (result.kind === 'exited' && result.code === 0) break;
    if (result.kind === 'missing') return refuse('download-failed', 'dnf is not installed');
    if (result.kind === 'failed') return refuse('download-failed', `dnf could not be run: ${result.reason}`);
    if (result.kind === 'exited') {
      const fault = faultIn(`${result.stdout}\n${result.stderr}`);
      if (fault === undefined) return refuse('download-failed', `dnf failed (exit ${result.code})`);
      return refuse(fault.cause === 'install-failed' ? 'download-failed' : fault.cause, fault.why);
    }
    const have = await bytesIn(host, folder);
    if (have <= had || runs >= mostRuns)
      return refuse('download-stalled', 'the download made no progress for 10 minutes');
    had = have;
    onProgress(have);
  }
  return verifiedFiles(host, folder, arriving);
};

const previous: Manager['previous'] = async (host, { changes }, staging) => {
  const folder = previousFolder(staging);
  const leaving = changes.flatMap((change) => (change.from === null ? [] : [{ ...change, from: change.from }]));
  const found = await findTool(host);
  if (leaving.length > 0 && found.ok) await host.run(commands.downloadPrevious(found.tool, leaving, folder));
  return offerFrom(host, folder, leaving);
};

const manager: Manager = {
  tool: 'dnf',
  preparingCommands: commands.preparingCommands,
  installingCommands: commands.installingCommands,
  stagesFiles: true,
  rehearsalChecks: rpmRehearsalChecks,
  allows: allowsRpm,
  unhold: (name) => `dnf versionlock delete ${name}`,
  look,
  lock: (host) => rpmLock(host, pidFiles),
  simulate,
  fetch,
  previous,
  install: async ({ changes, removals }, _staged, staging, host) => {
    const found = await findTool(host);
    return found.ok ? [commands.install(found.tool, changes, removals, newFolder(staging))] : [];
  },
  back: async ({ returning, leaving }, host) => {
    const files = returning.map(({ file }) => file.path);
    const found = await findTool(host);
    return [
      ...(files.length === 0 || !found.ok ? [] : [commands.goBack(found.tool, files)]),
      ...(leaving.length === 0 || !found.ok ? [] : [commands.takeAway(found.tool, leaving)]),
      ...(files.length === 0 ? [] : [goBackByRpm(files)]),
    ];
  },
  repair: async (host) => finishErasing(await look(host)),
  readTranscript: (output) => transcriptOf(withoutNoise(output), rpmDecides),
  faultIn,
  noticedIn: failedScriptlet,
  keptIn,
};

export const execution = executionOf(manager);
