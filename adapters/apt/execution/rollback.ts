// Takes back what a step changed: the previous versions from their files, what was new removed; verified by looking.
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { InstallOptions, RolledBack, StagedFile, Transcript } from '../../execution.ts';
import type { Host, InstallingHost } from '../../host.ts';
import { changedFile, previousFolder } from '../../staging.ts';
import { environment, goBack, goBackByDpkg, removeByDpkg } from './commands.ts';
import { auditOf, presenceIn, readPackages } from './look.ts';
import { waitForLock } from './lock.ts';
import { causeIn, readTranscript } from './transcript.ts';
import { isPackageName } from '../policy-names.ts';

const none: Transcript = { text: '', decisive: [] };

export async function rollback(
  host: InstallingHost,
  changes: readonly VersionChange[],
  files: readonly StagedFile[],
  options: InstallOptions,
): Promise<RolledBack> {
  const failed = (cause: Cause, why: string, transcript = none): RolledBack => ({
    outcome: 'failed',
    cause,
    why,
    transcript,
  });
  const back = await todo(host, changes);
  if (typeof back === 'string') return failed('rollback-error', back);
  if (back.returning.length === 0 && back.leaving.length === 0) return { outcome: 'rolled-back', transcript: none };
  const needed = back.returning.map((change) =>
    files.find((file) => file.package === change.package && file.version === change.from),
  );
  const gone = back.returning[needed.indexOf(undefined)];
  if (gone !== undefined) return failed('rollback-impossible', `the file of ${gone.package} ${gone.from} is not there`);
  const sources = needed.filter((file) => file !== undefined);
  const wrong = await changedFile(host, sources);
  if (wrong !== undefined) return failed('rollback-impossible', wrong);
  const locked = await waitForLock(host, options.lockWaitMs);
  // What is broken is why it is rolled back.
  if (locked !== undefined && locked.cause !== 'broken-before') return failed('rollback-error', locked.why);
  await options.begin();
  const run = async (argv: readonly [string, ...string[]], part: string): Promise<string> => {
    const name = `${options.name}-${part}`;
    const transcript = `${options.staging}/${name}.log`;
    const { overdueMs, onOverdue } = options;
    const ended = await host.install({
      argv,
      env: environment,
      name,
      transcript,
      overdueMs,
      ...(onOverdue === undefined ? {} : { onOverdue }),
    });
    return ended.kind === 'not-begun' ? ended.reason : ended.output;
  };
  const paths = sources.map(({ path }) => path);
  let said = await run(goBack(paths, back.leaving, previousFolder(options.staging)), 'apt');
  let left = await leftOver(host, changes);
  if (left !== undefined) {
    // apt may see no way over packages that are broken; dpkg takes the very files.
    if (paths.length > 0) said += await run(goBackByDpkg(paths), 'dpkg');
    const still = await todo(host, changes);
    if (typeof still !== 'string' && still.leaving.length > 0) said += await run(removeByDpkg(still.leaving), 'remove');
    left = await leftOver(host, changes);
  }
  const transcript = readTranscript(said);
  if (left === undefined) return { outcome: 'rolled-back', transcript };
  return failed('rollback-error', causeIn(said)?.why ?? left, transcript);
}

/** What is not as it was before: versions to bring back, and names that were not there. Or why that is not known. */
async function todo(
  host: Host,
  changes: readonly VersionChange[],
): Promise<{ readonly returning: readonly VersionChange[]; readonly leaving: readonly string[] } | string> {
  const read = await readPackages(host);
  if (!read.ok) return read.why;
  const away = changes
    .map((change) => presenceIn(read.packages, change))
    .filter(({ change, now, whole }) => now !== change.from || !whole)
    .map(({ change }) => change);
  const leaving = away.filter(({ from, package: name }) => from === null && isPackageName(name) && !name.endsWith('-'));
  return { returning: away.filter(({ from }) => from !== null), leaving: leaving.map((change) => change.package) };
}

/** A sentence where something is not as it was; undefined where all is. */
async function leftOver(host: Host, changes: readonly VersionChange[]): Promise<string | undefined> {
  const read = await readPackages(host);
  if (!read.ok) return read.why;
  const off = changes
    .map((change) => presenceIn(read.packages, change))
    .find(({ change, now, whole }) => now !== change.from || !whole);
  if (off !== undefined) {
    const is = off.now === null ? 'is not installed' : `is ${off.now}${off.whole ? '' : ', and not whole'}`;
    return `${off.change.package} ${is}, and was ${off.change.from ?? 'not installed'}`;
  }
  const audit = await auditOf(host, read.packages);
  return audit.state === 'clean' ? undefined : audit.state === 'unknown' ? audit.why : audit.problems.join('; ');
}
