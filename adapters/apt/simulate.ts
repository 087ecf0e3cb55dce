// Simulates an upgrade of these packages, or of everything pending, and says what it would change.
import type { Change, HeldBack, Simulation, SimulationRequest } from '../adapter.ts';
import type { Host } from '../host.ts';
import { ask, askPolicies, askRecords, askTargets } from './ask.ts';
import { simulateDistUpgrade, simulateInstall, simulateUpgradeWithNewPackages } from './commands.ts';
import { readDatabase } from './database.ts';
import type { DpkgPackage } from './dpkg-status.ts';
import { whyHeldBack } from './held-back.ts';
import { isPackageName, isVersion, quoted } from './policy-names.ts';
import { recordKey } from './parse.ts';
import { parseSimulation, type AptSimulation } from './simulation.ts';

type Outcome = { readonly ok: true; readonly simulation: Simulation } | { readonly ok: false; readonly reason: string };

/** Everything: `apt-get --with-new-pkgs upgrade`, which never removes. Packages: `apt-get --only-upgrade install`. */
export async function simulate(host: Host, request: SimulationRequest): Promise<Outcome> {
  const refusal = request.scope === 'packages' ? refuse(request.packages) : undefined;
  if (refusal !== undefined) return { ok: false, reason: refusal };
  const command = request.scope === 'packages' ? simulateInstall(request.packages) : simulateUpgradeWithNewPackages();
  const [targets, answer, database] = await Promise.all([
    askTargets(host),
    ask(host, command, parseSimulation),
    readDatabase(host),
  ]);
  if (!answer.ok) return { ok: false, reason: answer.why };
  // Without indexes apt finds nothing to do and exits 0.
  if (targets.ok && targets.value.length === 0)
    return { ok: false, reason: 'apt has no package indexes, so it cannot tell (apt-get update)' };
  if (!targets.ok) return { ok: false, reason: targets.why };
  if (answer.problems[0] !== undefined) return { ok: false, reason: answer.problems[0] };
  const { changes } = answer.value;
  const [sizes, heldBack] = await Promise.all([
    sizesOf(host, changes, database.packages),
    heldBackIn(host, request, answer.value, database.packages),
  ]);
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

async function heldBackIn(
  host: Host,
  request: SimulationRequest,
  run: AptSimulation,
  installed: readonly DpkgPackage[],
): Promise<Simulation['heldBack']> {
  const asked = request.scope === 'packages' ? new Set(request.packages.map(({ name }) => name)) : undefined;
  const names = [...new Set([...run.keptBack, ...run.phased])].filter(
    (name) => asked === undefined || asked.has(name.split(':', 1)[0] ?? ''),
  );
  if (names.length === 0) return [];
  const wanted = names.map((name) => ({ name: name.split(':', 1)[0] ?? '', arch: name.split(':')[1] }));
  const [policies, dist] = await Promise.all([
    askPolicies(host, wanted),
    ask(host, simulateDistUpgrade(), parseSimulation),
  ]);
  return names.map((display, index) => {
    const name = wanted[index]?.name ?? display;
    const policy = policies.ok ? policies.value.get(display) : undefined;
    const candidate = policy?.versions.find(({ version }) => version === policy.candidate);
    const hold = installed.some((found) => found.name === name && found.hold);
    const simulations = { upgrade: run, distUpgrade: dist.ok ? dist.value : undefined };
    const unknown: HeldBack = { cause: 'unknown', why: 'apt keeps it back and does not say why' };
    const reason =
      candidate === undefined
        ? unknown
        : (whyHeldBack({ name, display, hold, record: undefined }, candidate, simulations) ?? unknown);
    return { package: display, ...reason };
  });
}

/** What no restart of a service brings into use: the kernel, its firmware, the C library everything runs on, pid 1 and the bus. */
const needsBoot = /^(?:linux-image-|(?:intel|amd64)-microcode$|firmware-|libc6$|systemd$|dbus$|dbus-daemon$)/;

function needsReboot(changes: readonly Change[]): boolean | 'unknown' {
  const changed = changes.filter((change) => change.kind !== 'remove');
  if (changes.length === 0) return false;
  return changed.some((change) => needsBoot.test(change.package)) ? true : 'unknown';
}
