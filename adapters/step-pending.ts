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

/** One after the other, until one fails; the output of all. `notYet`: asked between two of them why the next is not run. */
export async function runAll(
  { environment, endOf }: Pick<Manager, 'environment' | 'endOf'>,
  host: InstallingHost,
  commands: readonly Argv[],
  options: Omit<InstallOptions, 'begin'>,
  notYet: (argv: Argv) => Promise<string | undefined> = async () => undefined,
): Promise<InstallEnded> {
  let output = '';
  let last: InstallEnded | undefined;
  let runs = 0;
  let waited = 0;
  const { overdueMs, onOverdue, staging, lockWaitMs } = options;
  const open = [...commands];
  for (let argv = open.shift(); argv !== undefined; argv = open.shift()) {
    runs += 1;
    const name = runs === 1 ? options.name : `${options.name}-${runs}`;
    last = await host.install({
      argv,
      ...(environment === undefined ? {} : { env: environment }),
      name,
      transcript: `${staging}/${name}.log`,
      overdueMs,
      ...(onOverdue === undefined ? {} : { onOverdue }),
    });
    // Once something was begun, it was begun.
    if (last.kind === 'not-begun') return runs === 1 ? last : { kind: 'out-of-sight', reason: last.reason, output };
    output += last.output;
    if (last.kind === 'out-of-sight' || last.code === null) break;
    const end = endOf?.(argv, last.code);
    if (end?.is === 'done') {
      last = { ...last, code: 0 };
      if (end.then !== undefined) open.unshift(end.then);
    } else if (end?.is === 'try-again' && waited < lockWaitMs) {
      // Ever longer: whoever is at work there may take a while.
      const ms = Math.min(Math.max(pauseMs, waited), lockWaitMs - waited);
      await new Promise((resolve) => setTimeout(resolve, ms));
      waited += ms;
      open.unshift(argv);
    } else if (end !== undefined)
      output += `\nsuture: ${end.says}${end.is === 'try-again' && argv === commands[0] ? nothingBefore : ''}\n`;
    if (last.code !== 0 && open[0] !== argv) break;
    const why = last.code === 0 && open.length > 0 ? await notYet(argv) : undefined;
    if (why === undefined) continue;
    output += `\nsuture: ${why}\n`;
    last = { ...last, code: 1 };
    break;
  }
  if (last === undefined) return { kind: 'not-begun', reason: 'there is nothing to run' };
  return { ...last, output } as InstallEnded;
}

/** Told apart, as then nothing was changed. */
export const nothingBefore = '; nothing was run before it';

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
