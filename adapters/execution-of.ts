// The executing half of an adapter, out of what its package manager can do: look, compare, install once, and judge by looking again.
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Applied, Execution, ExecutionStep, InstallOptions, Refusal, Staged, StepPreview } from './execution.ts';
import type { Host, InstallEnded, InstallingHost } from './host.ts';
import type { Argv, Manager } from './manager.ts';
import { differenceOf, differencesOf, presenceIn, type Packages } from './presence.ts';
import { changedFile, makeStaging, refuse, tooLittleSpace } from './staging.ts';
import { brokenText, pendingOf, runAll, waitForLock } from './step-pending.ts';
import { repair, rollback } from './take-back.ts';
import { noTranscript } from './transcripts.ts';

export function executionOf(manager: Manager): Execution {
  return {
    preparingCommands: manager.preparingCommands,
    installingCommands: manager.installingCommands,
    ...(manager.neverRehearsed === undefined ? {} : { neverRehearsed: manager.neverRehearsed }),
    ...(manager.rehearsalChecks === undefined ? {} : { rehearsalChecks: manager.rehearsalChecks }),
    ...(manager.scriptsFetch === undefined ? {} : { scriptsFetch: manager.scriptsFetch }),
    ...(manager.whyNotRehearsed === undefined ? {} : { whyNotRehearsed: manager.whyNotRehearsed }),
    preview: (host, step) => preview(manager, host, step),
    prefetch: (host, step, staging, onProgress = () => undefined) => prefetch(manager, host, step, staging, onProgress),
    apply: (host, step, staged, options) => apply(manager, host, step, staged, options),
    look: async (host, step) => {
      const found = await manager.look(host);
      if (!found.ok) return found;
      return {
        ok: true,
        present: step.changes.map((change) => presenceIn(found.packages, change)),
        audit: found.audit,
      };
    },
    lock: (host) => manager.lock(host),
    ...(manager.back === undefined
      ? {}
      : { rollback: (host, changes, files, options) => rollback(manager, host, changes, files, options) }),
    ...(manager.repair === undefined ? {} : { repair: (host, options) => repair(manager, host, options) }),
  };
}

async function preview(manager: Manager, host: Host, step: ExecutionStep): Promise<StepPreview | Refusal> {
  const now = await pendingOf(manager, host, step);
  if (!now.ok) return now;
  const { already } = now;
  const nothing = { bytesToDownload: 0, bytesOnDisk: 0, reboot: false, space: [] } as const;
  const would =
    now.changes.length === 0 ? { ok: true as const, changes: [], ...nothing } : await manager.simulate(host, now);
  if (!would.ok) return would;
  const { bytesToDownload, bytesOnDisk, reboot, space, changes } = would;
  const differences = differencesOf(now.changes, changes);
  return {
    ok: true,
    changes,
    already,
    differences,
    heldBack: [],
    bytesToDownload,
    bytesOnDisk,
    reboot,
    space,
    restarts: [],
  };
}

async function prefetch(
  manager: Manager,
  host: Host,
  step: ExecutionStep,
  staging: string,
  onProgress: (bytes: number) => void,
): Promise<Staged | Refusal> {
  const now = await pendingOf(manager, host, step);
  if (!now.ok) return now;
  if (now.changes.length === 0) return { ok: true, files: [], rollback: { class: 'R1', files: [] } };
  const would = await manager.simulate(host, now);
  if (!would.ok) return would;
  const differences = differencesOf(now.changes, would.changes);
  if (differences.length > 0) return refuse('drifted', differences.slice(0, 5).join('; '));
  const full = tooLittleSpace(would.space);
  if (full !== undefined) return refuse('disk-full', full);
  const unmade = await makeStaging(host, staging);
  if (unmade !== undefined) return unmade;
  // What is there now may be what the fetching makes room for.
  const offer = await manager.previous(host, now, staging);
  const fetched = await manager.fetch(host, now, staging, onProgress);
  return fetched.ok ? { ok: true, files: fetched.files, rollback: offer } : fetched;
}

async function apply(
  manager: Manager,
  host: InstallingHost,
  step: ExecutionStep,
  staged: Staged,
  options: InstallOptions,
): Promise<Applied> {
  const refused = ({ cause, why }: Pick<Refusal, 'cause' | 'why'>): Applied => ({ outcome: 'refused', cause, why });
  const locked = await waitForLock(manager, host, options.lockWaitMs);
  if (locked !== undefined) return refused(locked);
  const now = await pendingOf(manager, host, step);
  if (!now.ok) return refused(now);
  if (now.changes.length === 0)
    return { outcome: 'installed', changed: [], kept: [], transcript: noTranscript, overdue: false };
  // What is offered, or other packages, may have changed since it was staged.
  const would = await manager.simulate(host, now, options.staging);
  if (!would.ok) return refused(would);
  const differences = differencesOf(now.changes, would.changes);
  if (differences.length > 0) return refused(refuse('drifted', differences.slice(0, 5).join('; ')));
  const missing = now.changes.find(
    ({ package: name, to }) =>
      to !== null && !staged.files.some((file) => file.package === name && file.version === to),
  );
  if (missing !== undefined)
    return refused(refuse('download-failed', `${missing.package} ${missing.to} is not staged`));
  const wrong = manager.stagesFiles ? await changedFile(host, staged.files) : undefined;
  if (wrong !== undefined) return refused(refuse('hash-mismatch', wrong));
  const commands = await manager.install(now, staged, options.staging, host);
  await options.begin();
  const notYet = async (argv: Argv) => manager.notYet?.(host, staged, argv);
  const ended = await runAll(manager, host, commands, options, notYet);
  if (ended.kind === 'not-begun')
    return refused(refuse('precheck-failed', `${manager.tool} could not be started: ${ended.reason}`));
  // A unit outlives who waits for it: what is there is judged when nobody works at it any more.
  if (ended.kind === 'out-of-sight' || ended.code === null) await waitForLock(manager, host, options.overdueMs);
  return judge(manager, host, now.changes, now.packages, ended);
}

/** The versions decide, and what the manager let pass unnoticed. */
async function judge(
  manager: Manager,
  host: Host,
  pending: readonly VersionChange[],
  before: Packages,
  ended: Exclude<InstallEnded, { kind: 'not-begun' }>,
): Promise<Applied> {
  const transcript = manager.readTranscript(ended.output);
  const overdue = ended.kind === 'ended' && ended.overdue;
  const after = await manager.look(host);
  const kept = manager.keptIn?.(ended.output) ?? [];
  const changed = after.ok ? asPlanned(differenceOf(before, after.packages), pending, after.packages) : [];
  const rest = { changed, kept, transcript, overdue };
  const failed = (cause: Cause, why: string): Applied => ({ outcome: 'failed', cause, why, ...rest });
  if (!after.ok) return failed('interrupted', `what is installed is not known: ${after.why}`);
  const short = pending
    .map((change) => presenceIn(after.packages, change))
    .filter(({ change, now, whole }) => now !== change.to || !whole);
  const extra = changed.find(
    (change) => !pending.some((plan) => plan.package === change.package && plan.to === change.to),
  );
  const clean = after.audit.state === 'clean';
  const noticed = manager.noticedIn?.(ended.output);
  if (short.length === 0 && extra === undefined && clean && noticed === undefined)
    return { outcome: 'installed', ...rest };
  const said = ended.kind === 'ended' && ended.code === 0 ? undefined : manager.faultIn(ended.output);
  // Said before it changed anything, and nothing was.
  if (said !== undefined && ['lock-held', 'disk-full'].includes(said.cause) && changed.length === 0 && clean)
    return { outcome: 'refused', ...said };
  if (noticed !== undefined) return failed(noticed.cause, noticed.why);
  if (ended.kind === 'out-of-sight') return failed('interrupted', ended.reason);
  if (said !== undefined) return failed(inInstall(said.cause), said.why);
  if (ended.code === null) return failed('interrupted', `${manager.tool} was killed at its work`);
  if (!clean) return failed('install-failed', brokenText(after));
  const [first] = short;
  if (first !== undefined) {
    const { change, now } = first;
    return failed('versions-differ', `${change.package} is ${now ?? 'not installed'}, and not ${change.to ?? 'gone'}`);
  }
  const to = extra?.to ?? 'nothing';
  return failed('versions-differ', `${extra?.package} was changed too, from ${extra?.from ?? 'nothing'} to ${to}`);
}

/** A version may have two names: where what is there is what was planned, the plan's goes. */
const asPlanned = (
  changed: readonly VersionChange[],
  pending: readonly VersionChange[],
  packages: Packages,
): readonly VersionChange[] =>
  changed.map((change) => {
    const plan = pending.find((each) => each.package === change.package && each.to !== change.to);
    return plan !== undefined && presenceIn(packages, plan).now === plan.to && change.to !== null
      ? { ...change, from: plan.from, to: plan.to }
      : change;
  });

/** From here on a cause that speaks of the time before would say that nothing was changed. */
const inInstall = (cause: Cause): Cause =>
  cause === 'disk-full'
    ? 'disk-full-while-installing'
    : cause === 'broken-before'
      ? 'interrupted'
      : ['dependency-conflict', 'drifted', 'lock-held', 'download-failed'].includes(cause)
        ? 'install-failed'
        : cause;
