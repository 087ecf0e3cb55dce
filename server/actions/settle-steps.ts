// The last hand at the steps of a plan before it is frozen: how they are gone about, how long they took elsewhere, and equal ones as one.
import type { PlannedEndpoint, PlanStep, StepConduct, StepFigures } from '@suture/core/rollouts/plan-document.ts';
import type { PlanConduct } from '@suture/protocol/api/plans.ts';
import { customProbe } from '@suture/protocol/deployments/conduct.ts';
import type { Transaction } from '../store/database.ts';
import { learnedMinutes } from './step-kind.ts';

interface Steps {
  readonly steps: readonly PlanStep[];
  readonly endpoints: readonly PlannedEndpoint[];
}

/** What an interrupted run left half done may always be finished. */
const conductOf = ({ reboot, restart, probes }: PlanConduct): StepConduct => ({
  reboot,
  restart,
  repair: true,
  probes: probes.flatMap((probe) => customProbe.safeParse(probe).data ?? []),
});

/** Endpoints of different package sets that get the same are alike from here on: they share a step, and one rehearses for all. */
export async function settleSteps(
  transaction: Transaction,
  { steps, endpoints }: Steps,
  asked: PlanConduct | undefined,
  now: Date,
): Promise<Steps & { readonly figures: readonly StepFigures[] }> {
  const conduct = asked === undefined ? {} : { conduct: conductOf(asked) };
  const learned = await learnedMinutes(transaction, steps, now);
  const settled: PlanStep[] = [];
  const figures: StepFigures[] = [];
  const known = new Map<string, number>();
  const places = steps.map((step, index): number => {
    const minutes = learned.get(index);
    const made: PlanStep = {
      ...step,
      expectedMinutes: minutes ?? step.expectedMinutes,
      ...conduct,
    };
    const key = JSON.stringify(made);
    const before = known.get(key);
    if (before !== undefined) return before;
    const place = settled.push(made) - 1;
    known.set(key, place);
    if (minutes !== undefined) figures.push({ step: place, rehearsed: true });
    return place;
  });
  return {
    steps: settled,
    endpoints: endpoints.map((endpoint) => ({ ...endpoint, step: places[endpoint.step] ?? endpoint.step })),
    figures,
  };
}
