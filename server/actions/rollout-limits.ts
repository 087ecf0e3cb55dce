// An admin says how much may be under way at once, and how many operators have to sign.
import { rolloutLimits, setRolloutLimits, type RolloutLimits } from '../store/rollout-limits.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

export function changeRolloutLimits(
  door: PeopleDoor,
  by: By,
  wanted: Omit<RolloutLimits, 'inFlight'>,
): Promise<Done<RolloutLimits, 'conflict'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const before = await rolloutLimits(transaction, { held: true });
    if (!(await setRolloutLimits(transaction, wanted))) {
      return refuse('conflict', 'more than that is under way just now; pause the deployments first');
    }
    const { inFlight, ...was } = before;
    await record(transaction, by, {
      at: door.now(),
      action: 'rollout-limits.change',
      subject: null,
      before: { ...was },
      after: { ...wanted },
    });
    return { ok: true, value: { ...wanted, inFlight } };
  });
}
