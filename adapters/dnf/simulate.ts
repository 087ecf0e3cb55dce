// Simulates an upgrade of these packages, or of everything pending, and says what it would change.
import type { Change, Simulation, SimulationRequest } from '../adapter.ts';
import { ask, complaint, quoted } from '../ask.ts';
import type { Host } from '../host.ts';
import { readRpmDatabase } from '../rpm-database.ts';
import { isRpmName, isRpmVersion } from '../rpm-query.ts';
import { readAvailable } from './available.ts';
import { currentUser, simulateUpgrade } from './commands.ts';
import { findTool } from './tool.ts';
import { parseTransaction, type Row } from './transaction.ts';

type Outcome = { readonly ok: true; readonly simulation: Simulation } | { readonly ok: false; readonly reason: string };

/** What would change does not depend on whose the system is. */
const anySystem = { id: 'unknown', version: '' } as const;

/** `dnf upgrade --assumeno`, which dnf 4 answers root only; it removes what a new package obsoletes, and nothing else. */
export async function simulate(host: Host, request: SimulationRequest): Promise<Outcome> {
  const wanted = request.scope === 'all' ? [] : request.packages.map(specOf);
  const bad = wanted.findIndex((spec) => spec === undefined);
  if (request.scope === 'packages' && (bad !== -1 || wanted.length === 0)) {
    const named = request.packages[bad];
    return {
      ok: false,
      reason:
        named === undefined
          ? 'no package was named'
          : `${quoted(named.name)} at this version is no package that rpm could know`,
    };
  }
  const found = await findTool(host);
  if (!found.ok) return { ok: false, reason: found.why };
  const user = await ask(host, currentUser, 'id -u');
  if (found.tool.generation === 4 && user.ok && user.stdout.trim() !== '0') {
    return { ok: false, reason: 'dnf 4 works out an upgrade for root only' };
  }
  const pending = await readAvailable(host, anySystem);
  if (pending.status === 'failed') return { ok: false, reason: pending.problems[0] ?? 'what is pending is unknown' };
  const specs = wanted.filter((spec) => spec !== undefined);
  const answer = await ask(host, simulateUpgrade(found.tool, specs), 'dnf upgrade --assumeno', [0, 1]);
  if (!answer.ok) return { ok: false, reason: answer.why };
  if (answer.problems[0] !== undefined) return { ok: false, reason: answer.problems[0] };
  const transaction = parseTransaction(answer.stdout);
  const said = `${answer.stdout}\n${answer.stderr}`;
  // It exits 1 for "no" and for its own failure, and 0 also where it skipped everything: its words decide.
  const done = answer.code === 1 ? /^Operation aborted/m.test(said) : /^Nothing to do\.?$/m.test(said);
  if (!done)
    return {
      ok: false,
      reason: `dnf could not work it out: ${complaint(withoutProgress(answer.stderr), answer.stdout) || 'it says nothing'}`,
    };
  if (transaction.unread > 0)
    return { ok: false, reason: `dnf’s plan has ${transaction.unread} lines that cannot be read` };
  if (answer.code === 1 && transaction.rows.length === 0)
    return { ok: false, reason: 'dnf asked to go on and named no change' };
  const installed = await readRpmDatabase(host, anySystem);
  const versions = new Map(installed.items.map((each) => [`${each.name}.${each.arch}`, each.version]));
  const changes = transaction.rows.map((row) => changeOf(row, versions));
  const sizes = new Map(pending.items.map((update) => [`${update.package} ${update.candidate}`, update.bytes]));
  const changed = new Set(transaction.rows.map(({ name }) => name));
  const asked = request.scope === 'packages' ? new Set(request.packages.map(({ name }) => name)) : undefined;
  const heldBack = new Map<string, Simulation['heldBack'][number]>();
  for (const { package: name, heldBack: held } of pending.items) {
    if (held !== undefined && !changed.has(name) && asked?.has(name) !== false)
      heldBack.set(name, { package: name, ...held });
  }
  for (const name of transaction.skipped) {
    if (!heldBack.has(name))
      heldBack.set(name, { package: name, cause: 'dependencies', why: 'dnf skips it: its dependencies cannot be met' });
  }
  return {
    ok: true,
    simulation: {
      changes,
      heldBack: [...heldBack.values()],
      bytesToDownload: total(changes, sizes),
      bytesOnDisk: undefined,
      reboot:
        changes.length === 0 ? false : changes.some((change) => needsBoot.test(change.package)) ? true : 'unknown',
    },
  };
}

/** dnf 5 begins with what it is about to do. */
const withoutProgress = (text: string): string =>
  text.replaceAll(/^(?:Updating and loading repositories:|Repositories loaded\.)$/gm, '');

function specOf({ name, version }: { readonly name: string; readonly version?: string }): string | undefined {
  if (!isRpmName(name)) return undefined;
  if (version === undefined) return name;
  return isRpmVersion(version) ? `${name}-${version}` : undefined;
}

function changeOf(row: Row, versions: ReadonlyMap<string, string>): Change {
  const { name, arch, version } = row;
  if (row.kind === 'remove') return { kind: 'remove', package: name, arch, from: version };
  if (row.kind === 'install') return { kind: 'install', package: name, arch, to: version };
  return { kind: row.kind, package: name, arch, from: versions.get(`${name}.${arch}`) ?? 'unknown', to: version };
}

function total(changes: readonly Change[], sizes: ReadonlyMap<string, number | undefined>): number | undefined {
  let sum = 0;
  for (const change of changes) {
    if (change.kind === 'remove') continue;
    const bytes = sizes.get(`${change.package} ${change.to}`);
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}

/** What dnf's needs-restarting asks a reboot for. */
export const needsBoot =
  /^(?:kernel(?:-core|-rt|-rt-core|-64k|-64k-core|-uek|-uek-core)?|glibc|linux-firmware|microcode_ctl|systemd|dbus|dbus-broker|dbus-daemon)$/;
