// What a plan that writes firmware has to keep to: a person makes it, and one machine goes before the others.
import type { PlannedEndpoint, PlanStep } from '@suture/core/rollouts/plan-document.ts';
import { readRings, ringSizes } from '@suture/core/rollouts/ring-expression.ts';

interface Asked {
  readonly rings: string;
  readonly cleanCanary: boolean;
  /** As the audit names who asks. */
  readonly actor: string;
}

/** A sentence where it may not be frozen as it is; undefined where it may. Firmware often has no way back. */
export function firmwareFault(
  { steps, endpoints }: { readonly steps: readonly PlanStep[]; readonly endpoints: readonly PlannedEndpoint[] },
  { rings, cleanCanary, actor }: Asked,
): string | undefined {
  const writing = endpoints.filter(({ step }) => steps[step]?.adapter === 'fwupd').length;
  if (writing === 0) return undefined;
  if (actor.startsWith('policy:'))
    return 'it ships firmware, which a standing policy does not: a person has to plan it';
  if (writing === 1) return undefined;
  if (cleanCanary)
    return 'it ships firmware, and goes on after its first ring by a person’s word alone: leave the clean canary out';
  const read = readRings(rings);
  const first = read.ok ? ringSizes(read.value, endpoints.length)[0] : undefined;
  if (first === 1) return undefined;
  return 'it ships firmware to several endpoints, so its first ring is one of them: 1,10%,rest';
}
