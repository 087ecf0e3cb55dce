// Simulates an update of these packages, or of everything pending, and says what it would change.
import type { Change, Simulation, SimulationRequest } from '../adapter.ts';
import { ask, quoted } from '../ask.ts';
import type { Host } from '../host.ts';
import { isRpmName } from '../rpm-query.ts';
import { askZypper } from './ask-zypper.ts';
import { readAvailable } from './available.ts';
import { currentUser, simulateUpdate } from './commands.ts';
import { messagesIn } from './parse.ts';
import { planIn, type Row } from './plan.ts';

type Outcome = { readonly ok: true; readonly simulation: Simulation } | { readonly ok: false; readonly reason: string };

const anySystem = { id: 'unknown', version: '' } as const;

/** `zypper update --dry-run`, which answers root only, and refuses the whole where one package cannot be updated. */
export async function simulate(host: Host, request: SimulationRequest): Promise<Outcome> {
  const wanted = request.scope === 'all' ? [] : request.packages;
  const bad = wanted.find(({ name }) => !isRpmName(name));
  if (bad !== undefined) return { ok: false, reason: `${quoted(bad.name)} is no package name` };
  if (request.scope === 'packages' && wanted.length === 0) return { ok: false, reason: 'no package was named' };
  const user = await ask(host, currentUser, 'id -u');
  if (user.ok && user.stdout.trim() !== '0') return { ok: false, reason: 'zypper works out an update for root only' };
  const pending = await readAvailable(host, anySystem);
  if (pending.status === 'failed') return { ok: false, reason: pending.problems[0] ?? 'what is pending is unknown' };
  const candidates = new Map(pending.items.map((update) => [update.package, update.candidate]));
  for (const { name, version } of wanted) {
    const candidate = candidates.get(name);
    // zypper updates to what it chooses; another version is an installation, which would also install what is not there.
    if (version !== undefined && candidate !== version) {
      return {
        ok: false,
        reason: `zypper would update ${name} to ${candidate ?? 'nothing'}, not to ${quoted(version)}`,
      };
    }
  }
  const reply = await askZypper(host, simulateUpdate(wanted.map(({ name }) => name)), 'zypper update --dry-run');
  if (!reply.ok) return { ok: false, reason: reply.why };
  const plan = planIn(reply.root);
  const nothing = messagesIn(reply.root).some(({ text }) => text.startsWith('Nothing to do'));
  if (plan === undefined && !nothing)
    return { ok: false, reason: 'zypper shows no plan and does not say that there is nothing to do' };
  if (plan !== undefined && plan.rows.unread > 0)
    return { ok: false, reason: `zypper’s plan has ${plan.rows.unread} entries that cannot be read` };
  const changes = (plan?.rows.items ?? []).map(changeOf);
  const changed = new Set(changes.map((change) => change.package));
  const asked = request.scope === 'packages' ? new Set(wanted.map(({ name }) => name)) : undefined;
  return {
    ok: true,
    simulation: {
      changes,
      heldBack: pending.items.flatMap(({ package: name, heldBack }) =>
        heldBack === undefined || changed.has(name) || asked?.has(name) === false
          ? []
          : [{ package: name, ...heldBack }],
      ),
      bytesToDownload: nothing ? 0 : plan?.bytesToDownload,
      bytesOnDisk: nothing ? 0 : plan?.bytesOnDisk,
      reboot:
        changes.length === 0 ? false : changes.some((change) => needsBoot.test(change.package)) ? true : 'unknown',
    },
  };
}

export function changeOf({ kind, name, arch, from, to }: Row): Change {
  if (kind === 'remove') return { kind, package: name, arch, from: to };
  if (kind === 'install' || from === undefined) return { kind: 'install', package: name, arch, to };
  return { kind, package: name, arch, from, to };
}

/** What zypper marks with the hint `reboot-needed` in SUSE's own packages. */
export const needsBoot =
  /^(?:kernel-(?:default|rt|azure|64kb|preempt)|kernel-firmware(?:-.*)?|glibc|systemd|dbus-1|linux-firmware|ucode-(?:intel|amd))$/;
