// What of a step is still to be done on a machine, the manager's lock waited for, and its commands run one after the other.
import type { ExecutionStep, InstallOptions, Refusal } from './execution.ts';
import { quoted } from './ask.ts';
import type { Host, InstallEnded, InstallingHost } from './host.ts';
import type { Argv, Looked, Manager, Pending } from './manager.ts';
import { presenceIn } from './presence.ts';
import { refuse } from './staging.ts';

const pauseMs = 3_000;

/** Refused where the machine is not as the plan saw it, is held, or is broken. */
export async function pendingOf(
  manager: Manager,
  host: Host,
  { changes, removals }: ExecutionStep,
): Promise<({ readonly ok: true } & Pending) | Refusal> {
  const going = changes.filter(({ to }) => to === null);
  if (going.length > 0 && removals === 'none')
    return refuse('drifted', `the plan removes ${going[0]?.package} and is not allowed to`);
  const bad = changes.find((change) => !manager.allows(change));
  if (bad !== undefined)
    return refuse('drifted', `the plan names ${quoted(bad.package)}, which ${manager.tool} could not know`);
  const found = await manager.look(host);
  if (!found.ok) return refuse('broken-before', found.why);
  if (found.audit.state !== 'clean') return refuse('broken-before', brokenText(found));
  const standing = changes.map((change) => presenceIn(found.packages, change));
  const open = standing.filter(({ change, now, whole }) => now !== change.to || !whole);
  for (const { change, now, held } of open) {
    const { package: name, from } = change;
    if (now !== from) {
      const is = now === null ? 'is not installed' : `is ${now}`;
      return refuse('drifted', `${name} ${is} here, and was ${from ?? 'not installed'} when the plan was made`);
    }
    if (held) return refuse('drifted', `${name} is held on this endpoint (${manager.unhold(name)})`);
  }
  return {
    ok: true,
    changes: open.map(({ change }) => change),
    already: standing.filter((each) => !open.includes(each)).map(({ change }) => change),
    removals: going.length > 0,
    packages: found.packages,
  };
}

export const brokenText = ({ audit }: Extract<Looked, { ok: true }>): string =>
  audit.state === 'broken' ? audit.problems.slice(0, 3).join('; ') : audit.state === 'unknown' ? audit.why : '';

/** One after the other, until one fails; the output of all. */
export async function runAll(
  { environment }: Manager,
  host: InstallingHost,
  commands: readonly Argv[],
  options: Omit<InstallOptions, 'begin' | 'lockWaitMs'>,
): Promise<InstallEnded> {
  let output = '';
  let last: InstallEnded | undefined;
  for (const [at, argv] of commands.entries()) {
    const name = at === 0 ? options.name : `${options.name}-${at + 1}`;
    const { overdueMs, onOverdue } = options;
    last = await host.install({
      argv,
      ...(environment === undefined ? {} : { env: environment }),
      name,
      transcript: `${options.staging}/${name}.log`,
      overdueMs,
      ...(onOverdue === undefined ? {} : { onOverdue }),
    });
    // Once something was begun, it was begun.
    if (last.kind === 'not-begun') return at === 0 ? last : { kind: 'out-of-sight', reason: last.reason, output };
    output += last.output;
    if (last.kind === 'out-of-sight' || last.code !== 0) break;
  }
  if (last === undefined) return { kind: 'not-begun', reason: 'there is nothing to run' };
  return { ...last, output } as InstallEnded;
}

export async function waitForLock(manager: Manager, host: Host, waitMs: number): Promise<Refusal | undefined> {
  // Counted, not timed: an adapter has no clock.
  for (let left = waitMs; ; left -= pauseMs) {
    const lock = await manager.lock(host);
    if (lock.state === 'free') return undefined;
    if (lock.state === 'unknown') return refuse('precheck-failed', lock.why);
    if (left < pauseMs) {
      const owner = lock.owner === undefined ? 'another process' : `${lock.owner.name} (pid ${lock.owner.pid})`;
      return refuse('lock-held', `${manager.tool} is locked by ${owner}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
