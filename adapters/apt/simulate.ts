// Simulates an upgrade of these packages, or of everything pending, and says what it would change.
import type { Change, Simulation, SimulationRequest, Update } from '../adapter.ts';
import type { Host } from '../host.ts';
import { ask, askRecords, askTargets } from './ask.ts';
import { readAvailable } from './available.ts';
import { simulateInstall, simulateUpgradeWithNewPackages } from './commands.ts';
import { readDatabase } from './database.ts';
import type { DpkgPackage } from './dpkg-status.ts';
import { isPackageName, isVersion, quoted } from './policy-names.ts';
import { recordKey } from './parse.ts';
import { needsReboot } from './reboot.ts';
import { parseSimulation } from './simulation.ts';

type Outcome = { readonly ok: true; readonly simulation: Simulation } | { readonly ok: false; readonly reason: string };

/** Why an update is held back does not depend on the system; only whose it is does. */
const anySystem = { id: 'unknown', version: '' } as const;

/** Everything: `apt-get --with-new-pkgs upgrade`, which never removes. Packages: `apt-get --only-upgrade install`. */
export async function simulate(host: Host, request: SimulationRequest): Promise<Outcome> {
  const refusal = request.scope === 'packages' ? refuse(request.packages) : undefined;
  if (refusal !== undefined) return { ok: false, reason: refusal };
  const command = request.scope === 'packages' ? simulateInstall(request.packages) : simulateUpgradeWithNewPackages();
  const [targets, answer, database, pending] = await Promise.all([
    askTargets(host),
    ask(host, command, parseSimulation),
    readDatabase(host),
    readAvailable(host, anySystem),
  ]);
  if (!answer.ok) return { ok: false, reason: answer.why };
  // Without indexes apt finds nothing to do and exits 0.
  if (targets.ok && targets.value.length === 0)
    return { ok: false, reason: 'apt has no package indexes, so it cannot tell (apt-get update)' };
  if (!targets.ok) return { ok: false, reason: targets.why };
  if (answer.problems[0] !== undefined) return { ok: false, reason: answer.problems[0] };
  if (pending.status === 'failed') return { ok: false, reason: pending.problems[0] ?? 'what is held back is unknown' };
  const { changes } = answer.value;
  const sizes = await sizesOf(host, changes, database.packages);
  const heldBack = heldBackIn(request, changes, pending.items);
  return { ok: true, simulation: { changes, heldBack, ...sizes, reboot: needsReboot(changes) } };
}

function refuse(packages: readonly { readonly name: string; readonly version?: string }[]): string | undefined {
  if (packages.length === 0) return 'no package was named';
  for (const { name, version } of packages) {
    if (!isPackageName(name) || name.endsWith('-')) return `${quoted(name)} is no package name`;
    if (version !== undefined && !isVersion(version)) return `${quoted(version)} is no version of ${name}`;
  }
  return undefined;
}

/** Bytes as the index states them: what is in apt's archive cache already is counted too. Undefined when one is unknown. */
async function sizesOf(
  host: Host,
  changes: readonly Change[],
  installed: readonly DpkgPackage[],
): Promise<Pick<Simulation, 'bytesToDownload' | 'bytesOnDisk'>> {
  const arriving = changes.filter((change) => change.kind !== 'remove');
  const records = await askRecords(
    host,
    arriving.map((change) => ({ name: change.package, arch: change.arch, version: change.to })),
  );
  if (!records.ok) return { bytesToDownload: undefined, bytesOnDisk: undefined };
  const before = new Map(installed.map((found) => [`${found.name}:${found.arch}`, found.installedSize]));
  let download: number | undefined = 0;
  let disk: number | undefined = 0;
  for (const change of changes) {
    const record = change.kind === 'remove' ? undefined : records.value.get(recordKey(change.package, change.to));
    if (change.kind !== 'remove') download = plus(download, record?.size);
    const kibAfter = change.kind === 'remove' ? 0 : record?.installedSize;
    const kibBefore = change.kind === 'install' ? 0 : sizeBefore(before, change);
    disk = plus(disk, kibAfter === undefined || kibBefore === undefined ? undefined : (kibAfter - kibBefore) * 1024);
  }
  return { bytesToDownload: download, bytesOnDisk: disk };
}

const plus = (sum: number | undefined, more: number | undefined): number | undefined =>
  sum === undefined || more === undefined ? undefined : sum + more;

function sizeBefore(before: ReadonlyMap<string, number | undefined>, change: Change): number | undefined {
  const exact = before.get(`${change.package}:${change.arch}`);
  if (exact !== undefined) return exact;
  // Removals of native packages come without an architecture, and a package may change between `all` and an architecture.
  for (const [key, size] of before) if (key.startsWith(`${change.package}:`)) return size;
  return undefined;
}

/** As the `available` section says it, less what this simulation installs after all. A hold stands even then: apt-get asks before it breaks one. */
function heldBackIn(
  request: SimulationRequest,
  changes: readonly Change[],
  pending: readonly Update[],
): Simulation['heldBack'] {
  const asked = request.scope === 'packages' ? new Set(request.packages.map(({ name }) => name)) : undefined;
  const changed = new Set(changes.flatMap((change) => (change.kind === 'remove' ? [] : [change.package])));
  return pending.flatMap(({ package: name, heldBack }) => {
    if (heldBack === undefined || asked?.has(name) === false) return [];
    return changed.has(name) && heldBack.cause !== 'hold' ? [] : [{ package: name, ...heldBack }];
  });
}
