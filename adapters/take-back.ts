// Takes back what a step changed, and brings broken records to an end; both judged by looking.
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { quoted } from './ask.ts';
import type { InstallOptions, Repaired, RolledBack, StagedFile } from './execution.ts';
import type { Host, InstallingHost } from './host.ts';
import type { Manager } from './manager.ts';
import { presenceIn, type Packages } from './presence.ts';
import { changedFile } from './staging.ts';
import { brokenText, runAll, waitForLock } from './step-pending.ts';
import { noTranscript } from './transcripts.ts';

export async function rollback(
  manager: Manager,
  host: InstallingHost,
  changes: readonly VersionChange[],
  files: readonly StagedFile[],
  options: InstallOptions,
): Promise<RolledBack> {
  const failed = (cause: Cause, why: string, transcript = noTranscript): RolledBack => ({
    outcome: 'failed',
    cause,
    why,
    transcript,
  });
  const bad = changes.find((change) => !manager.allows(change));
  if (bad !== undefined)
    return failed('rollback-error', `${quoted(bad.package)} is nothing ${manager.tool} could know`);
  const before = await manager.look(host);
  if (!before.ok) return failed('rollback-error', before.why);
  const away = notBack(before.packages, changes);
  if (away.length === 0 && before.audit.state === 'clean') return { outcome: 'rolled-back', transcript: noTranscript };
  const returning = away.flatMap((change) => {
    const file = files.find((each) => each.package === change.package && each.version === change.from);
    return change.from === null || file === undefined ? [] : [{ change, file }];
  });
  const gone = away.find((change) => change.from !== null && !returning.some((each) => each.change === change));
  if (gone !== undefined) return failed('rollback-impossible', `the file of ${gone.package} ${gone.from} is not there`);
  const needed = files.filter((file) =>
    returning.some(({ change }) => change.package === file.package && change.from === file.version),
  );
  const wrong = manager.stagesFiles ? await changedFile(host, needed) : undefined;
  if (wrong !== undefined) return failed('rollback-impossible', wrong);
  const locked = await waitForLock(manager, host, options.lockWaitMs);
  if (locked !== undefined) return failed('rollback-error', locked.why);
  const leaving = away.filter(({ from }) => from === null);
  const commands = (await manager.back?.({ returning, leaving, files: needed, staging: options.staging }, host)) ?? [];
  await options.begin();
  let said = '';
  let left: string | undefined = 'nothing was run';
  for (const [at, argv] of commands.entries()) {
    const ended = await runAll(manager, host, [argv], { ...options, name: `${options.name}-${at + 1}` });
    said += ended.kind === 'not-begun' ? ended.reason : ended.output;
    left = await leftOver(manager, host, changes);
    if (left === undefined && manager.goesAllTheWayBack !== true) break;
  }
  const transcript = manager.readTranscript(said);
  if (left === undefined) return { outcome: 'rolled-back', transcript };
  return failed('rollback-error', manager.faultIn(said)?.why ?? left, transcript);
}

/** What was new is back where that version is gone: an older one may stand where versions stand side by side. */
const notBack = (packages: Packages, changes: readonly VersionChange[]): readonly VersionChange[] =>
  changes.filter((change) => {
    const { now, whole } = presenceIn(packages, change);
    return change.from === null ? now === change.to : now !== change.from || !whole;
  });

/** A sentence where something is not as it was; undefined where all is. */
async function leftOver(manager: Manager, host: Host, changes: readonly VersionChange[]): Promise<string | undefined> {
  const found = await manager.look(host);
  if (!found.ok) return found.why;
  const [off] = notBack(found.packages, changes);
  if (off !== undefined) {
    const { now } = presenceIn(found.packages, off);
    return `${off.package} is ${now ?? 'not installed'}, and was ${off.from ?? 'not installed'}`;
  }
  return found.audit.state === 'clean' ? undefined : brokenText(found);
}

export async function repair(manager: Manager, host: InstallingHost, options: InstallOptions): Promise<Repaired> {
  const failed = (cause: Cause, why: string, transcript = noTranscript): Repaired => ({
    outcome: 'failed',
    cause,
    why,
    transcript,
  });
  const before = await manager.look(host);
  if (!before.ok) return failed('broken-before', before.why);
  if (before.audit.state === 'clean') return { outcome: 'clean', transcript: noTranscript };
  const locked = await waitForLock(manager, host, 0);
  if (locked !== undefined) return failed(locked.cause, locked.why);
  const commands = await manager.repair?.(host);
  if (commands === undefined || commands.length === 0) return failed('broken-before', brokenText(before));
  await options.begin();
  const ended = await runAll(manager, host, commands, options);
  const transcript = manager.readTranscript(ended.kind === 'not-begun' ? ended.reason : ended.output);
  const after = await manager.look(host);
  if (after.ok && after.audit.state === 'clean') return { outcome: 'repaired', transcript };
  return failed('broken-before', after.ok ? brokenText(after) : after.why, transcript);
}
