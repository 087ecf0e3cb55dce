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
  // A step may come to several commands, each a unit whose name goes on from the first one's.
  const units = `suture-${attemptName(order)}-${part}*.service`;
  const asked = await host.run({ argv: ['systemctl', 'is-active', units], timeoutMs: 10_000, maxOutputBytes: 4_096 });
  if (asked.kind === 'exited' && /^(?:active|activating|deactivating)$/m.test(asked.stdout)) return true;
  return (await only.lock(adapter, host)).state === 'held';
}
