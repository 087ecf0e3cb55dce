// Asks a package manager what a step would come to on this machine. It changes nothing, and what it says is put into the protocol's words.
import type { Change } from '@suture/adapters/adapter.ts';
import type { StepPreview } from '@suture/adapters/execution.ts';
import * as only from '@suture/adapters/execute-step.ts';
import type { Host } from '@suture/adapters/host.ts';
import { loadAdapter } from '@suture/adapters/registry.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { SimulationOutcome, SimulationRequest } from '@suture/protocol/deployments/simulation.ts';
import { plain } from '../jobs/outcome.ts';
import { isAdapter } from './taken.ts';

export async function simulate(
  host: Host,
  { adapter: name, changes }: Omit<SimulationRequest, 'id'>,
): Promise<SimulationOutcome> {
  const not = (why: string): SimulationOutcome => ({ kind: 'not-simulated', why: plain(why, 500) });
  if (!isAdapter(name)) return not(`there is no adapter ${name} here`);
  const adapter = await loadAdapter(name);
  if (!adapter.capabilities.includes('execute')) return not(`${name} carries out no steps here`);
  const removals = changes.some(({ to }) => to === null) ? 'listed' : 'none';
  const preview = await only.preview(adapter, host, { changes, removals });
  if (!preview.ok) return { kind: 'would-not', cause: preview.cause, why: plain(preview.why, 500) };
  return {
    kind: 'would',
    more: moreThan(changes, preview).slice(0, 200),
    bytes: preview.bytesToDownload ?? null,
    reboot: preview.reboot === 'unknown' ? null : preview.reboot,
  };
}

function moreThan(planned: readonly VersionChange[], { changes }: StepPreview): VersionChange[] {
  const target = (change: Change): string | null => (change.kind === 'remove' ? null : change.to);
  return changes
    .filter((change) => !planned.some((each) => each.package === change.package && each.to === target(change)))
    .map((change) => ({
      package: change.package,
      architecture: change.arch ?? null,
      from: change.kind === 'install' ? null : change.from,
      to: target(change),
    }));
}
