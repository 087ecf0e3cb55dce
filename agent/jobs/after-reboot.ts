// What a new start of the machine means for a job that was in hand before it.
import type { Held } from './held-jobs.ts';
import { goOn, over, toStage, type Stepped } from './outcome.ts';

/** Undefined where the machine has not started anew since. */
export function afterReboot(held: Held, bootId: string, now: number): Stepped | undefined {
  if (held.bootId === bootId) return undefined;
  const boots = held.boots + 1;
  switch (held.stage) {
    case 'preparing':
    case 'asking':
      // Nothing was begun; the look before the install has to be of this start.
      return goOn({ ...toStage(held, 'preparing', now), bootId });
    case 'verifying': {
      const cause = held.rebootPlanned ? 'reboot-loop' : 'unplanned-reboot';
      return over({ body: { kind: 'failed', cause }, why: 'it rebooted while it was verified' });
    }
    case 'beginning':
      return goOn({ ...held, bootId, boots, isBegun: true });
    case 'rehearsing':
    case 'rebooting':
    case 'soaking':
      return goOn({ ...held, bootId, boots });
  }
}
