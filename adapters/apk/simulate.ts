// Simulates `apk upgrade`: everything that is pending, for apk resolves world as a whole.
import type { Simulation, SimulationRequest } from '../adapter.ts';
import { ask, complaint, quoted } from '../ask.ts';
import type { Host } from '../host.ts';
import { readAvailable, warningsIn } from './available.ts';
import { simulateUpgrade } from './commands.ts';
import { readDatabase } from './database.ts';
import { isName, parsePlan } from './parse.ts';

type Outcome = { readonly ok: true; readonly simulation: Simulation } | { readonly ok: false; readonly reason: string };

export async function simulate(host: Host, request: SimulationRequest): Promise<Outcome> {
  if (request.scope === 'packages') {
    const bad = request.packages.find(({ name }) => !isName(name));
    return {
      ok: false,
      reason:
        bad === undefined
          ? 'Suture simulates an apk upgrade as a whole only'
          : `${quoted(bad.name)} is no package name`,
    };
  }
  const pending = await readAvailable(host);
  if (pending.status === 'failed') return { ok: false, reason: pending.problems[0] ?? 'what is pending is unknown' };
  const answer = await ask(host, simulateUpgrade, 'apk --simulate upgrade');
  if (!answer.ok) return { ok: false, reason: answer.why };
  const plan = parsePlan(answer.stdout);
  const [warning] = [...answer.problems, ...warningsIn(answer.stderr)];
  if (plan === undefined || plan.unread > 0) {
    return {
      ok: false,
      reason: `apk’s plan cannot be read: ${complaint(answer.stderr, answer.stdout) || 'it says nothing'}`,
    };
  }
  if (warning !== undefined) return { ok: false, reason: warning };
  const architectures = new Map((await readDatabase(host)).packages.map(({ name, arch }) => [name, arch]));
  const changes = plan.changes.map((change) => ({ ...change, arch: architectures.get(change.package) }));
  return {
    ok: true,
    simulation: {
      changes,
      heldBack: pending.items.flatMap(({ package: name, heldBack }) =>
        heldBack === undefined ? [] : [{ package: name, ...heldBack }],
      ),
      bytesToDownload: undefined,
      bytesOnDisk: undefined,
      reboot:
        changes.length === 0
          ? false
          : changes.some((change) =>
                /^(?:linux-(?:lts|virt|rpi|edge)|musl|openrc|busybox|linux-firmware.*)$/.test(change.package),
              )
            ? true
            : 'unknown',
    },
  };
}
