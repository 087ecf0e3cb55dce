// What a person looks at of a plan, from the server's description of it or from the plan itself.
import type { components } from '@suture/protocol/api/client-types.ts';
import { describeCatchUp } from '@suture/core/maintenance/catch-up.ts';
import { planConduct, planFigures } from '@suture/core/rollouts/plan-figures.ts';
import type { PlanDocument } from '@suture/core/rollouts/plan-document.ts';

type Described = components['schemas']['Plan'];

type KnownToServers = 'byName' | 'approvalsNeeded' | 'signatures' | 'rehearsals';

/** What only a server knows may be missing. */
export type PlanView = Omit<Described, KnownToServers> & Partial<Pick<Described, KnownToServers>>;

/** Between the names of windows in a schedule, as the server writes it. */
const between = '\n';
const mostExamples = 10;

/** Of a plan that was checked to be the one of this name. */
export function planView(hash: string, document: PlanDocument): PlanView {
  const { steps, endpoints, ringEnds, uncovered, exclusions, limits, gate } = document;
  const { query, by, at, expiresAt, closes, soakMinutes, ringProbes } = document;
  const ofStep = Map.groupBy(endpoints, ({ step }) => step);
  const schedules = new Set(endpoints.map(({ schedule }) => schedule));
  return {
    hash,
    query,
    by,
    at,
    expiresAt,
    closes: [...closes],
    endpoints: endpoints.length,
    rings: ringEnds.map((end, ring) => ({
      endpoints: end - (ringEnds[ring - 1] ?? 0),
      uncovered: [...(uncovered[ring] ?? [])],
    })),
    soakMinutes,
    ...(ringProbes === undefined ? {} : { ringProbes: [...ringProbes] }),
    steps: steps.map((step, index) => ({
      ...step,
      changes: [...step.changes],
      heldBack: [...step.heldBack],
      endpoints: ofStep.get(index)?.length ?? 0,
    })),
    figures: planFigures(document),
    conduct: planConduct(document),
    rollback: Object.fromEntries(
      [...Map.groupBy(endpoints, ({ rollback }) => rollback)].map(([name, those]) => [name, those.length]),
    ),
    excluded: [...Map.groupBy(exclusions, ({ why }) => why)]
      .map(([why, left]) => {
        const examples = left.slice(0, mostExamples).map(({ endpoint }) => endpoint);
        return { why, endpoints: left.length, examples, names: examples };
      })
      .toSorted((a, b) => b.endpoints - a.endpoints),
    windows: [...new Set([...schedules].flatMap((schedule) => (schedule === '' ? [] : schedule.split(between))))],
    catchUp: describeCatchUp(document.catchUp),
    mostInFlight: limits.deployment,
    cleanCanary: gate.smallRing === 'clean-canary',
  };
}
