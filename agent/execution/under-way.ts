// Whether what an attempt began goes on without whoever started it.
import * as only from '@suture/adapters/execute-step.ts';
import type { AttemptParts } from './attempt.ts';
import { attemptName, type JobOrder } from './order.ts';

/** Its unit runs, or somebody has the package manager's lock: then what is there is not its end yet. */
export async function isUnderWay(
  { adapter, host }: Pick<AttemptParts, 'adapter' | 'host'>,
  order: JobOrder,
  part: 'install' | 'rollback',
): Promise<boolean> {
  const unit = `suture-${attemptName(order)}-${part}.service`;
  const asked = await host.run({ argv: ['systemctl', 'is-active', unit], timeoutMs: 10_000, maxOutputBytes: 4_096 });
  if (asked.kind === 'exited' && /^(?:active|activating|deactivating)$/.test(asked.stdout.trim())) return true;
  return (await only.lock(adapter, host)).state === 'held';
}
