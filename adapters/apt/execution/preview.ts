// Simulates a step with the very arguments of the install, and says where that is not what the plan says.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Change } from '../../adapter.ts';
import type { ExecutionStep, Refusal, SpaceNeed, StepPreview } from '../../execution.ts';
import type { Host } from '../../host.ts';
import { differencesOf } from '../../presence.ts';
import { refuse, spaceAt, spaceMargin } from '../../staging.ts';
import { ask, askRecords } from '../ask.ts';
import { recordKey, type IndexRecord } from '../parse.ts';
import { quoted } from '../policy-names.ts';
import { needsReboot } from '../reboot.ts';
import { parseSimulation } from '../simulation.ts';
import { activeUnits, argumentsOf, filesOf, simulateStep } from './commands.ts';
import { auditOf, presenceIn, readPackages, type Packages } from './look.ts';
import { causeIn } from './transcript.ts';

/** What a step comes to on this machine now. */
export interface Pending {
  readonly ok: true;
  readonly pending: readonly VersionChange[];
  readonly already: readonly VersionChange[];
  readonly words: readonly string[];
  readonly removals: boolean;
  readonly packages: Packages;
}

/** Refused where the machine is not as the plan saw it, is held, or is broken. */
export async function pendingOf(host: Host, step: ExecutionStep): Promise<Pending | Refusal> {
  const removals = step.changes.filter(({ to }) => to === null);
  if (removals.length > 0 && step.removals === 'none') {
    return refuse('drifted', `the plan removes ${removals[0]?.package} and is not allowed to`);
  }
  if (step.changes.length === 0) return refuse('drifted', 'the plan changes nothing here');
  const read = await readPackages(host);
  if (!read.ok) return refuse('broken-before', read.why);
  const standing = step.changes.map((change) => presenceIn(read.packages, change));
  const pending = standing.filter(({ change, now, whole }) => now !== change.to || !whole);
  const already = standing.filter((found) => !pending.includes(found)).map(({ change }) => change);
  const audit = await auditOf(host, read.packages);
  if (audit.state === 'broken') return refuse('broken-before', audit.problems.join('; '));
  if (audit.state === 'unknown') return refuse('broken-before', audit.why);
  for (const { change, now, held } of pending) {
    const name = change.package;
    if (now !== change.from) {
      const is = now === null ? 'is not installed' : `is ${now}`;
      return refuse('drifted', `${name} ${is} here, and was ${change.from ?? 'not installed'} when the plan was made`);
    }
    if (held) return refuse('drifted', `${name} is on hold on this endpoint (apt-mark unhold ${name})`);
  }
  const words = argumentsOf(pending.map(({ change }) => change));
  if (words === undefined) return refuse('drifted', `the plan names ${quoted(badName(step))}, which is no package`);
  return {
    ok: true,
    pending: pending.map(({ change }) => change),
    already,
    words,
    removals: removals.length > 0,
    packages: read.packages,
  };
}

const badName = ({ changes }: ExecutionStep): string =>
  changes.find((change) => argumentsOf([change]) === undefined)?.package ?? '';

export async function preview(host: Host, step: ExecutionStep): Promise<StepPreview | Refusal> {
  const now = await pendingOf(host, step);
  if (!now.ok) return now;
  if (now.pending.length === 0) return nothing(now.already);
  const simulated = await simulate(host, now);
  if (!simulated.ok) return simulated;
  const { changes } = simulated;
  const records = await askRecords(
    host,
    changes.flatMap((change) =>
      change.kind === 'remove' ? [] : [{ name: change.package, arch: change.arch, version: change.to }],
    ),
  );
  const known = records.ok ? records.value : new Map<string, IndexRecord>();
  const [space, restarts] = await Promise.all([spaceOf(host, changes, known), restartsOf(host, changes)]);
  return {
    ok: true,
    changes,
    already: now.already,
    differences: differencesOf(now.pending, changes),
    heldBack: [],
    bytesToDownload: sum(changes, (change) =>
      change.kind === 'remove' ? 0 : known.get(recordKey(change.package, change.to))?.size,
    ),
    bytesOnDisk: space.bytesOnDisk,
    reboot: needsReboot(changes),
    space: space.needs,
    restarts,
  };
}

const nothing = (already: readonly VersionChange[]): StepPreview => ({
  ok: true,
  changes: [],
  already,
  differences: [],
  heldBack: [],
  bytesToDownload: 0,
  bytesOnDisk: 0,
  reboot: false,
  space: [],
  restarts: [],
});

export async function simulate(
  host: Host,
  { words, removals }: Pick<Pending, 'words' | 'removals'>,
): Promise<{ readonly ok: true; readonly changes: readonly Change[] } | Refusal> {
  const result = await host.run(simulateStep(words, removals));
  if (result.kind === 'missing') return refuse('precheck-failed', 'apt-get is not installed');
  if (result.kind === 'timeout') return refuse('precheck-timeout', 'apt-get did not end its simulation in 2 minutes');
  if (result.kind === 'failed') return refuse('precheck-failed', `apt-get could not be run: ${result.reason}`);
  if (result.code !== 0) {
    const said = `${result.stdout}\n${result.stderr}`;
    const found = causeIn(said) ?? { cause: 'precheck-failed' as const, why: `apt-get failed (exit ${result.code})` };
    return refuse(found.cause === 'install-failed' ? 'precheck-failed' : found.cause, found.why);
  }
  if (result.truncated) return refuse('precheck-failed', 'apt-get wrote more than Suture reads');
  return { ok: true, changes: parseSimulation(result.stdout).changes };
}

const sum = <T>(items: readonly T[], of: (item: T) => number | undefined): number | undefined => {
  let total: number | undefined = 0;
  for (const item of items) {
    const more = of(item);
    total = total === undefined || more === undefined ? undefined : total + more;
  }
  return total;
};

/** An initial RAM disk, made anew beside the old one, with its kernel. */
const bootNeed = 150 * 1024 * 1024;

/** dpkg writes each new file beside the old one, so it needs the growth of all and the whole of the largest. */
async function spaceOf(
  host: Host,
  changes: readonly Change[],
  records: ReadonlyMap<string, IndexRecord>,
): Promise<{ readonly needs: readonly SpaceNeed[]; readonly bytesOnDisk: number | undefined }> {
  const arriving = changes.flatMap((change) =>
    change.kind === 'remove' ? [] : [records.get(recordKey(change.package, change.to))],
  );
  const unpacked = arriving.map((record) =>
    record?.installedSize === undefined ? undefined : record.installedSize * 1024,
  );
  const total = sum(unpacked, (size) => size);
  const download = sum(arriving, (record) => record?.size);
  const kernel = changes.some((change) => change.package.startsWith('linux-image-') && change.kind !== 'remove');
  const paths = ['/usr', '/var', ...(kernel ? ['/boot'] : [])];
  const free = await spaceAt(host, paths);
  const known = new Map(paths.map((path, at) => [path, free[at]]));
  const system = known.get('/usr');
  const variable = known.get('/var');
  const together = system?.target === variable?.target;
  const add = (...parts: readonly (number | undefined)[]): number | undefined => sum(parts, (part) => part);
  const needs: SpaceNeed[] = [
    { path: system?.target ?? '/', needed: add(total, spaceMargin, together ? download : 0), free: system?.free },
    ...(together
      ? []
      : [{ path: variable?.target ?? '/var', needed: add(download, spaceMargin), free: variable?.free }]),
    ...(kernel
      ? [{ path: known.get('/boot')?.target ?? '/boot', needed: bootNeed, free: known.get('/boot')?.free }]
      : []),
  ];
  return { needs, bytesOnDisk: total };
}

const unitFile = /^(?:\/usr)?\/lib\/systemd\/system\/([A-Za-z0-9@:_.-]{1,200}\.service)$/;

async function restartsOf(host: Host, changes: readonly Change[]): Promise<readonly string[]> {
  const names = changes.filter((change) => change.kind === 'upgrade').map((change) => change.package);
  if (names.length === 0) return [];
  const [files, units] = await Promise.all([
    ask(host, filesOf(names), (text) => text.split('\n').flatMap((line) => unitFile.exec(line)?.[1] ?? [])),
    ask(host, activeUnits(), (text) => text.split('\n').map((line) => line.trim().split(/\s+/, 1)[0] ?? '')),
  ]);
  if (!files.ok || !units.ok) return [];
  const active = new Set(units.value);
  return [...new Set(files.value)].filter((unit) => active.has(unit)).slice(0, 50);
}
