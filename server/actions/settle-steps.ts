// The last hand at the steps of a plan before it is frozen: how they are gone about, how long they took elsewhere, and equal ones as one.
import type { PlannedEndpoint, PlanStep, StepConduct, StepFigures } from '@suture/core/rollouts/plan-document.ts';
import type { PlanConduct } from '@suture/protocol/api/plans.ts';
import { customProbe } from '@suture/protocol/deployments/conduct.ts';
import type { Transaction } from '../store/database.ts';
import type { Placed } from './plan-places.ts';
import { simulatedSteps, type SimulatedSteps } from './simulate-steps.ts';
import { learnedMinutes } from './step-kind.ts';

interface Settled {
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
  made: Parameters<typeof simulatedSteps>[1],
  placed: readonly Placed[],
  asked: PlanConduct | undefined,
  now: Date,
): Promise<
  Settled & Pick<SimulatedSteps, 'exclusions' | 'open' | 'closes'> & { readonly figures: readonly StepFigures[] }
> {
  const conduct = asked === undefined ? {} : { conduct: conductOf(asked) };
  const { steps, endpoints, exclusions, closes, by, open } = await simulatedSteps(transaction, made, placed, now);
  const learned = await learnedMinutes(transaction, steps, now);
  const settled: PlanStep[] = [];
  const figures: StepFigures[] = [];
  const known = new Map<string, number>();
  const places = steps.map((each, index): number => {
    const minutes = learned.get(index);
    const step: PlanStep = {
      ...each,
      expectedMinutes: minutes ?? each.expectedMinutes,
      ...conduct,
    };
    // What was reckoned by the endpoint itself is told apart from what was not.
    const key = `${by.has(index)} ${JSON.stringify(step)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const place = settled.push(step) - 1;
    known.set(key, place);
    const simulatedBy = by.get(index);
    if (minutes !== undefined || simulatedBy !== undefined) {
      const rehearsed = minutes === undefined ? {} : ({ rehearsed: true } as const);
      figures.push({ step: place, ...rehearsed, ...(simulatedBy === undefined ? {} : { simulatedBy }) });
    }
    return place;
  });
  return {
    steps: settled,
    endpoints: endpoints.map((endpoint) => ({ ...endpoint, step: places[endpoint.step] ?? endpoint.step })),
    figures,
    closes,
    exclusions,
    open,
  };
}
