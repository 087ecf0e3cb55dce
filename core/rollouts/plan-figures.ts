// What a plan says of itself beside its steps: whose figures are more than reckoned, and how it is gone about.
import type { PlanDocument, StepFigures } from './plan-document.ts';

interface PlanFigures {
  /** Endpoints whose step one of them, or one just like them, has simulated. */
  readonly simulated: number;
  /** Endpoints of whose step the minutes are what a rehearsal took. */
  readonly rehearsed: number;
}

export function planFigures({ figures = [], endpoints }: Pick<PlanDocument, 'figures' | 'endpoints'>): PlanFigures {
  const count = (isSo: (figure: StepFigures) => boolean): number => {
    const steps = new Set(figures.filter(isSo).map(({ step }) => step));
    return endpoints.reduce((sum, { step }) => sum + Number(steps.has(step)), 0);
  };
  return {
    simulated: count(({ simulatedBy }) => simulatedBy !== undefined),
    rehearsed: count(({ rehearsed }) => rehearsed === true),
  };
}

interface PlanConduct {
  readonly reboot: string;
  readonly restart: string;
  /** What is asked, as people read it. */
  readonly probes: string[];
}

/** Of its steps, which are all gone about alike; null where none says anything of it. */
export function planConduct({ steps }: Pick<PlanDocument, 'steps'>): PlanConduct | null {
  const conduct = steps.find((step) => step.conduct !== undefined)?.conduct;
  if (conduct === undefined) return null;
  const { reboot, restart, probes } = conduct;
  return {
    reboot,
    restart,
    probes: probes.map((probe) =>
      probe.kind === 'command' ? probe.argv.join(' ') : `${probe.url} (${probe.expectStatus})`,
    ),
  };
}
