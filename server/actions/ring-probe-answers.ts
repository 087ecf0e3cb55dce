// What addresses that plans name answered of late: evidence for gates, asked for anew by each server, so nothing to keep.
import type { ProbeAnswer } from '@suture/core/probes/observation.ts';
import type { RingProbe } from '@suture/core/rollouts/plan-document.ts';
import type { Observations } from '@suture/core/rollouts/rollout.ts';

/** An older answer says nothing of now. */
const freshMs = 60_000;
/** One time may be chance. */
const failuresThatCount = 2;

interface Answered {
  readonly at: number;
  readonly answer: ProbeAnswer;
  readonly failures: number;
}

export type RingProbesSay = Pick<Observations, 'probes' | 'probesSay'>;

export class RingProbeAnswers {
  readonly #of = new Map<string, Map<string, Answered>>();
  readonly #now: () => number;

  /** `now`: milliseconds of a clock that is never set back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  note(deployment: string, probe: string, answer: ProbeAnswer): void {
    const known = this.#of.get(deployment) ?? new Map<string, Answered>();
    this.#of.set(deployment, known);
    const failures = answer.passed === true ? 0 : (known.get(probe)?.failures ?? 0) + 1;
    known.set(probe, { at: this.#now(), answer, failures });
  }

  /** All that are not among these are forgotten. */
  keepOnly(deployments: ReadonlySet<string>): void {
    for (const id of this.#of.keys()) if (!deployments.has(id)) this.#of.delete(id);
  }

  of(deployment: string, probes: readonly RingProbe[]): RingProbesSay {
    const known = this.#of.get(deployment);
    const fresh = probes.flatMap(({ name }) => {
      const found = known?.get(name);
      return found !== undefined && this.#now() - found.at <= freshMs ? [{ name, ...found }] : [];
    });
    const failing = fresh.flatMap(({ name, answer, failures }) =>
      answer.passed !== true && failures >= failuresThatCount ? [`${name}: ${answer.why}`] : [],
    );
    if (failing.length > 0) return { probes: 'blocking', probesSay: failing.join('; ') };
    const isClear = fresh.length === probes.length && fresh.every(({ answer }) => answer.passed === true);
    return { probes: isClear ? 'clear' : undefined };
  }
}
