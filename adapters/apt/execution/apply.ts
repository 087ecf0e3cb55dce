// Installs a step from the staging folder, once, and says how it ended by looking at what is there afterwards.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { Applied, ExecutionStep, InstallOptions, KeptConfiguration, Staged, Transcript } from '../../execution.ts';
import type { Host, InstallEnded, InstallingHost } from '../../host.ts';
import { differencesOf } from '../../presence.ts';
import { changedFile, newFolder } from '../../staging.ts';
import { ask } from '../ask.ts';
import { automaticOnes, environment, install, markAutomatic } from './commands.ts';
import { waitForLock } from './lock.ts';
import { auditOf, differenceOf, presenceIn, readPackages, type Packages } from './look.ts';
import { pendingOf, simulate } from './preview.ts';
import { causeIn, keptIn, readTranscript } from './transcript.ts';

const empty: Transcript = { text: '', decisive: [] };
const refused = (cause: Cause, why: string): Applied => ({ outcome: 'refused', cause, why });

export async function apply(
  host: InstallingHost,
  step: ExecutionStep,
  staged: Staged,
  options: InstallOptions,
): Promise<Applied> {
  const locked = await waitForLock(host, options.lockWaitMs);
  if (locked !== undefined) return refused(locked.cause, locked.why);
  const now = await pendingOf(host, step);
  if (!now.ok) return refused(now.cause, now.why);
  if (now.pending.length === 0)
    return { outcome: 'installed', changed: [], kept: [], transcript: empty, overdue: false };
  // The indexes, the pins or other packages may have changed since it was staged.
  const would = await simulate(host, now);
  if (!would.ok) return refused(would.cause, would.why);
  const differences = differencesOf(now.pending, would.changes);
  if (differences.length > 0) return refused('drifted', differences.slice(0, 5).join('; '));
  const missing = now.pending.find(
    ({ package: name, to }) =>
      to !== null && !staged.files.some((file) => file.package === name && file.version === to),
  );
  if (missing !== undefined) return refused('download-failed', `${missing.package} ${missing.to} is not staged`);
  const wrong = await changedFile(host, staged.files);
  if (wrong !== undefined) return refused('hash-mismatch', wrong);
  const automatic = await automaticIn(host, now.pending);
  await options.begin();
  const ended = await host.install({
    argv: install(now.words, now.removals, newFolder(options.staging)),
    env: environment,
    name: options.name,
    transcript: `${options.staging}/${options.name}.log`,
    overdueMs: options.overdueMs,
    ...(options.onOverdue === undefined ? {} : { onOverdue: options.onOverdue }),
  });
  if (ended.kind === 'not-begun') return refused('precheck-failed', `apt-get could not be started: ${ended.reason}`);
  // dpkg outlives apt, and a unit outlives who waits for it: what is there is judged when nobody works at it any more.
  if (ended.kind === 'out-of-sight' || ended.code === null) await waitForLock(host, options.overdueMs);
  await markAs(host, automatic, options);
  return judge(host, now.pending, now.packages, ended);
}

/** What came as a dependency, or comes as one now, stays one. */
async function automaticIn(host: Host, pending: readonly VersionChange[]): Promise<readonly string[]> {
  const upgraded = pending.filter(({ from, to }) => from !== null && to !== null).map((change) => change.package);
  // Where nothing was there before, what was asked for by name names no architecture; what apt brings along does.
  const added = pending
    .filter(({ from, architecture }) => from === null && (upgraded.length > 0 || architecture !== null))
    .map((change) => change.package);
  if (upgraded.length === 0) return added;
  const answer = await ask(host, automaticOnes(upgraded), (text) =>
    text.split('\n').map((line) => line.split(':')[0] ?? ''),
  );
  return answer.ok ? [...added, ...upgraded.filter((name) => answer.value.includes(name))] : added;
}

async function markAs(host: InstallingHost, automatic: readonly string[], options: InstallOptions): Promise<void> {
  if (automatic.length === 0) return;
  const name = `${options.name}-mark`;
  const transcript = `${options.staging}/${name}.log`;
  await host.install({ argv: markAutomatic(automatic), name, transcript, overdueMs: 60_000 });
}

/** The versions decide. A package manager that failed at something of its own, and left all as planned, has installed. */
async function judge(
  host: Host,
  pending: readonly VersionChange[],
  before: Packages,
  ended: Exclude<InstallEnded, { kind: 'not-begun' }>,
): Promise<Applied> {
  const transcript = readTranscript(ended.output);
  const overdue = ended.kind === 'ended' && ended.overdue;
  const after = await readPackages(host);
  if (!after.ok) {
    return {
      outcome: 'failed',
      cause: 'interrupted',
      why: `what is installed is not known: ${after.why}`,
      changed: [],
      kept: [],
      transcript,
      overdue,
    };
  }
  const changed = differenceOf(before, after.packages);
  const kept = await offered(host, keptIn(ended.output));
  const rest = { changed, kept, transcript, overdue };
  const standing = pending.map((change) => presenceIn(after.packages, change));
  const short = standing.filter(({ change, now, whole }) => now !== change.to || !whole);
  const unplanned = changed.filter(
    (change) => !pending.some((plan) => plan.package === change.package && plan.to === change.to),
  );
  const audit = await auditOf(host, after.packages);
  const said = ended.kind === 'ended' && ended.code === 0 ? undefined : causeIn(ended.output);
  const failed = (cause: Cause, why: string): Applied => ({ outcome: 'failed', cause, why, ...rest });
  if (short.length === 0 && unplanned.length === 0 && audit.state === 'clean') return { outcome: 'installed', ...rest };
  if (said?.cause === 'lock-held' && changed.length === 0 && audit.state === 'clean')
    return { outcome: 'refused', ...said };
  if (ended.kind === 'out-of-sight') return failed('interrupted', ended.reason);
  if (said !== undefined) return failed(inInstall(said.cause), said.why);
  if (ended.code === null) return failed('interrupted', 'apt-get was killed at its work');
  if (audit.state === 'broken') return failed('install-failed', audit.problems.slice(0, 3).join('; '));
  if (audit.state === 'unknown') return failed('install-failed', audit.why);
  const [first] = short;
  if (first !== undefined) {
    const { change, now } = first;
    return failed('versions-differ', `${change.package} is ${now ?? 'not installed'}, and not ${change.to ?? 'gone'}`);
  }
  const [extra] = unplanned;
  return failed(
    'versions-differ',
    `${extra?.package} was changed too, from ${extra?.from ?? 'nothing'} to ${extra?.to ?? 'nothing'}`,
  );
}

/** From here on a cause that speaks of the time before would say that nothing was changed. */
const inInstall = (cause: Cause): Cause =>
  cause === 'disk-full'
    ? 'disk-full-while-installing'
    : cause === 'broken-before'
      ? 'interrupted'
      : ['dependency-conflict', 'drifted', 'lock-held', 'download-failed'].includes(cause)
        ? 'install-failed'
        : cause;

async function offered(host: Host, kept: readonly KeptConfiguration[]): Promise<readonly KeptConfiguration[]> {
  return Promise.all(
    kept.map(async (found) =>
      found.offered !== undefined && (await host.exists(found.offered)) ? found : { ...found, offered: undefined },
    ),
  );
}
