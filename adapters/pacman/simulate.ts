// Simulates `pacman -Su` and says what it would change. Parts of an upgrade are refused: Arch does not support them.
import type { Change, Simulation, SimulationRequest } from '../adapter.ts';
import { ask, quoted, shown } from '../ask.ts';
import type { Host } from '../host.ts';
import { readAvailable, verdictOf } from './available.ts';
import { upgradePlan } from './commands.ts';
import { readDatabase } from './database.ts';
import { isName } from './parse.ts';

type Outcome = { readonly ok: true; readonly simulation: Simulation } | { readonly ok: false; readonly reason: string };

const lockFile = '/var/lib/pacman/db.lck';

export async function simulate(host: Host, request: SimulationRequest): Promise<Outcome> {
  if (request.scope === 'packages') {
    if (request.packages.length === 0) return { ok: false, reason: 'no package was named' };
    const bad = request.packages.find(({ name }) => !isName(name));
    if (bad !== undefined) return { ok: false, reason: `${quoted(bad.name)} is no package name` };
  }
  if (await host.exists(lockFile)) {
    return { ok: false, reason: `another pacman is at work, or one broke off: ${lockFile} is there` };
  }
  const pending = await readAvailable(host);
  if (pending.status === 'failed') return { ok: false, reason: pending.problems[0] ?? 'what is pending is unknown' };
  const verdict = verdictOf(await ask(host, upgradePlan, 'pacman -Su --print', [0, 1]));
  if (!verdict.ok) return { ok: false, reason: verdict.why };
  const refusal = request.scope === 'packages' ? refusePart(request.packages, verdict.plan.items) : undefined;
  if (refusal !== undefined) return { ok: false, reason: refusal };
  const { entries } = await readDatabase(host);
  const installed = new Map(entries.map((entry) => [entry.name, entry]));
  const changes: Change[] = verdict.plan.items.map(({ name, version }) => {
    const entry = installed.get(name);
    const change = { package: name, arch: entry?.arch, to: version };
    return entry === undefined ? { kind: 'install', ...change } : { kind: 'upgrade', ...change, from: entry.version };
  });
  for (const name of verdict.plan.replaced) {
    const entry = installed.get(name);
    if (entry !== undefined) changes.push({ kind: 'remove', package: name, arch: entry.arch, from: entry.version });
  }
  const sizes = verdict.plan.items.map(({ bytes }) => bytes);
  return {
    ok: true,
    simulation: {
      changes,
      heldBack: pending.items.flatMap(({ package: name, heldBack }) =>
        heldBack === undefined ? [] : [{ package: name, ...heldBack }],
      ),
      bytesToDownload: sizes.includes(undefined)
        ? undefined
        : sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0),
      bytesOnDisk: undefined,
      reboot:
        changes.length === 0 ? false : changes.some((change) => needsBoot.test(change.package)) ? true : 'unknown',
    },
  };
}

/** Upgrading some packages of a rolling release leaves others linked against what is no longer there. */
function refusePart(
  wanted: readonly { readonly name: string; readonly version?: string }[],
  plan: readonly { readonly name: string; readonly version: string }[],
): string | undefined {
  const planned = new Map(plan.map(({ name, version }) => [name, version]));
  for (const { name, version } of wanted) {
    const candidate = planned.get(name);
    if (version !== undefined && version !== candidate) {
      return `pacman would upgrade ${name} to ${candidate ?? 'nothing'}, not to ${quoted(version)}`;
    }
  }
  const asked = new Set(wanted.map(({ name }) => name));
  const left = plan.filter(({ name }) => !asked.has(name)).map(({ name }) => name);
  if (left.length === 0) return undefined;
  return `Arch supports no partial upgrade: ${shown(left.slice(0, 5).join(', '), 200)}${left.length > 5 ? ` and ${left.length - 5} more` : ''} would stay behind`;
}

export const needsBoot =
  /^(?:linux(?:-lts|-zen|-hardened|-rt|-rt-lts)?|linux-firmware(?:-.*)?|(?:amd|intel)-ucode|glibc|systemd|dbus|dbus-broker)$/;
