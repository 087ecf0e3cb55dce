// What an install did to an endpoint: the difference of two looks, judged; what could not be read never passes.
import type { Cause } from '../rollouts/causes.ts';
import type { Observation } from './observation.ts';

export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown';

export interface ProbeResult {
  readonly probe: string;
  readonly verdict: Verdict;
  /** One sentence, with names and numbers. */
  readonly says: string;
  /** What a failure of it makes the job fail with. */
  readonly cause: Cause | null;
}

export interface ProbeReport {
  /** The worst of them; a probe that could not be read and blocks counts as failed. */
  readonly verdict: Verdict;
  readonly results: readonly ProbeResult[];
  /** Of the first failure, in order of how much it says. */
  readonly cause: Cause | null;
}

/** What the plan foresees, so that it is no surprise. */
export interface Expected {
  readonly reboot: boolean;
  /** Custom probes that fail the job; the others warn. */
  readonly blocking: readonly string[];
  /** At the end of the soak the causes are others. */
  readonly soak: boolean;
  /** It only takes away, and with that goes what it ran and what it listened on; what failed since is a failure all the same. */
  readonly removes: boolean;
}

const skewLimitMs = 120_000;
const lowSpaceBytes = 256 * 1024 * 1024;

/** Before an install: whether it may begin at all. */
export function judgeBefore(before: Observation, blocking: readonly string[]): ProbeReport {
  const results: ProbeResult[] = [];
  const add = adder(results);
  if (before.audit === null)
    add('package database', 'fail', 'whether its records are whole is not known', 'broken-before');
  else if (!before.audit.clean)
    add('package database', 'fail', listed('it is broken: ', before.audit.problems), 'broken-before');
  else add('package database', 'pass', 'its records are whole');
  addSpace(add, before, 'disk-full');
  if (before.rebootPending === null) add('pending reboot', 'unknown', 'whether a reboot is pending is not known');
  else if (before.rebootPending.is)
    add('pending reboot', 'warn', listed('a reboot is pending already: ', before.rebootPending.why));
  else add('pending reboot', 'pass', 'none is pending');
  if (before.units === null) add('services', 'unknown', 'which services run is not known');
  else if (before.units.failed.length > 0) add('services', 'warn', listed('failed already: ', before.units.failed));
  else add('services', 'pass', 'none has failed');
  if (before.load !== null && before.load > 4)
    add('load', 'warn', `the load is ${before.load.toFixed(1)} for each processor`);
  addClock(add, before, 'precheck-failed');
  addCustom(add, before, undefined, blocking, 'precheck-failed');
  return report(results);
}

/** After an install, and again at the end of the soak: `before` is always the look before the install. */
export function judgeAfter(before: Observation, after: Observation, expected: Expected): ProbeReport {
  const results: ProbeResult[] = [];
  const add = adder(results);
  if (after.audit === null)
    add('package database', 'unknown', 'whether its records are whole is not known', 'install-failed');
  else if (!after.audit.clean)
    add('package database', 'fail', listed('it is broken: ', after.audit.problems), 'install-failed');
  else add('package database', 'pass', 'its records are whole');
  addServices(add, before, after, expected);
  addSockets(add, before, after, expected);
  addBoot(add, before, after, expected);
  if (after.oldCode === null)
    add('running code', 'unknown', 'whether old code still runs is not known', 'old-code-running');
  else if (after.oldCode.length > 0)
    add('running code', 'fail', listed('old code still runs: ', after.oldCode), 'old-code-running');
  else add('running code', 'pass', 'nothing runs code that was replaced');
  addSpace(add, after, null);
  addClock(add, after, null);
  addCustom(add, after, before, expected.blocking, expected.soak ? 'probe-failed-in-soak' : 'probe-failed');
  return report(results);
}

type Add = (probe: string, verdict: Verdict, says: string, cause?: Cause | null) => void;

const adder =
  (results: ProbeResult[]): Add =>
  (probe, verdict, says, cause = null) =>
    void results.push({ probe, verdict, says, cause: verdict === 'fail' || verdict === 'unknown' ? cause : null });

function addServices(add: Add, before: Observation, after: Observation, { soak, removes }: Expected): void {
  const cause = soak ? 'service-died-in-soak' : 'service-down';
  if (after.units === null || before.units === null)
    return add('services', 'unknown', 'which services ran before and run now is not known', cause);
  const active = new Set(after.units.active);
  const gone = before.units.active.filter((unit) => !active.has(unit));
  const known = new Set(before.units.failed);
  const failed = after.units.failed.filter((unit) => !known.has(unit));
  const down = [...new Set([...(removes ? [] : gone), ...failed])].sort();
  if (down.length === 0 && gone.length > 0) add('services', 'warn', listed('ended with what was taken away: ', gone));
  else if (down.length > 0) add('services', 'fail', listed('ran before and does not now: ', down), cause);
  else add('services', 'pass', `all ${before.units.active.length} that ran before run now`);
}

function addSockets(add: Add, before: Observation, after: Observation, { soak, removes }: Expected): void {
  const cause = soak ? 'probe-failed-in-soak' : 'socket-gone';
  if (after.listening === null || before.listening === null)
    return add('listening sockets', 'unknown', 'which ports were open is not known', cause);
  const now = new Set(after.listening);
  const was = new Set(before.listening);
  const gone = before.listening.filter((socket) => !now.has(socket)).sort();
  const added = after.listening.filter((socket) => !was.has(socket)).sort();
  if (gone.length > 0) add('listening sockets', removes ? 'warn' : 'fail', listed('closed now: ', gone), cause);
  else if (added.length > 0) add('listening sockets', 'warn', listed('opened: ', added));
  else add('listening sockets', 'pass', `the same ${before.listening.length} as before`);
}

function addBoot(add: Add, before: Observation, after: Observation, { reboot, soak }: Expected): void {
  if (before.bootId === null || after.bootId === null)
    add('boot', 'unknown', 'whether it rebooted is not known', soak ? 'unplanned-reboot' : null);
  else if (before.bootId !== after.bootId && !reboot)
    add('boot', 'fail', 'it rebooted and was not asked to', 'unplanned-reboot');
  else add('boot', 'pass', before.bootId === after.bootId ? 'it has not rebooted' : 'it rebooted as planned');
  if (after.rebootPending === null)
    add('pending reboot', 'unknown', 'whether a reboot is pending is not known', 'old-code-running');
  else if (after.rebootPending.is)
    add(
      'pending reboot',
      'fail',
      listed('what was installed waits for a reboot: ', after.rebootPending.why),
      'old-code-running',
    );
  else add('pending reboot', 'pass', 'none is pending');
}

function addSpace(add: Add, { space }: Observation, cause: Cause | null): void {
  if (space === null) return add('disk space', 'unknown', 'how much room there is is not known');
  const low = space.filter(({ freeBytes, sizeBytes }) => freeBytes < Math.min(lowSpaceBytes, sizeBytes / 20));
  const empty = low.filter(({ freeBytes }) => freeBytes < 16 * 1024 * 1024);
  const says = low.map(({ path, freeBytes }) => `${path} (${Math.floor(freeBytes / 1024 / 1024)} MiB free)`);
  if (empty.length > 0) add('disk space', cause === null ? 'warn' : 'fail', listed('full: ', says), cause);
  else if (low.length > 0) add('disk space', 'warn', listed('nearly full: ', says));
  else add('disk space', 'pass', `enough on ${space.length} file systems`);
}

function addClock(add: Add, { clockSkewMs }: Observation, cause: Cause | null): void {
  if (clockSkewMs === null) return add('clock', 'unknown', 'how far its clock is off is not known');
  const off = `its clock is ${Math.round(Math.abs(clockSkewMs) / 1000)} s ${clockSkewMs < 0 ? 'behind' : 'ahead'}`;
  if (Math.abs(clockSkewMs) <= skewLimitMs) add('clock', 'pass', off);
  else add('clock', cause === null ? 'warn' : 'fail', off, cause);
}

function addCustom(
  add: Add,
  now: Observation,
  before: Observation | undefined,
  blocking: readonly string[],
  cause: Cause,
): void {
  // One that has vanished from the answers is one that could not be asked.
  for (const name of new Set([...Object.keys(now.custom), ...blocking])) {
    const answer = Object.hasOwn(now.custom, name) ? now.custom[name] : undefined;
    const counts = blocking.includes(name);
    if (answer?.passed === true) add(name, 'pass', 'it passes');
    else if (answer === undefined || answer.passed === null) {
      add(
        name,
        counts ? 'fail' : 'unknown',
        `it could not be asked${answer === undefined ? '' : `: ${answer.why}`}`,
        cause,
      );
    } else {
      const already =
        before !== undefined && Object.hasOwn(before.custom, name) && before.custom[name]?.passed === false;
      // What failed before the install is not the install's doing.
      add(
        name,
        counts && !already ? 'fail' : 'warn',
        already ? `it failed before already: ${answer.why}` : `it fails: ${answer.why}`,
        cause,
      );
    }
  }
}

const listed = (start: string, names: readonly string[]): string =>
  names.length > 8
    ? `${start}${names.slice(0, 8).join(', ')} and ${names.length - 8} more`
    : `${start}${names.join(', ')}`;

/** From the one that says most of what happened to the one that says least. */
const precedence: readonly Cause[] = [
  'unplanned-reboot',
  'install-failed',
  'broken-before',
  'disk-full',
  'service-down',
  'service-died-in-soak',
  'socket-gone',
  'probe-failed',
  'probe-failed-in-soak',
  'old-code-running',
  'precheck-failed',
];

function report(results: readonly ProbeResult[]): ProbeReport {
  const has = (verdict: Verdict): boolean => results.some((result) => result.verdict === verdict);
  const failed = results.flatMap(({ verdict, cause }) => (verdict === 'fail' && cause !== null ? [cause] : []));
  const verdict = has('fail') ? 'fail' : has('unknown') ? 'unknown' : has('warn') ? 'warn' : 'pass';
  return { verdict, results, cause: precedence.find((cause) => failed.includes(cause)) ?? failed[0] ?? null };
}
