// What a plan that writes firmware has to keep to: a person makes it, and one machine of each model goes before the others.
import { coverageKeys, type PlannedEndpoint, type PlanStep } from '@suture/core/rollouts/plan-document.ts';
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
  const sizes = read.ok ? ringSizes(read.value, endpoints.length) : [];
  if (sizes[0] !== 1) return 'it ships firmware to several endpoints, so its first ring is one of them';
  if (mostOfOneModel(steps, endpoints) === 1) return undefined;
  // Rings are filled so that what is new comes first: each kind of step stands alone where there are so many rings of one.
  const ones = sizes.findIndex((size) => size !== 1);
  const kinds = new Set(endpoints.map(({ step }) => keysOf(steps[step]))).size;
  if (ones === -1 || ones >= kinds) return undefined;
  const wanted =
    kinds > 5 ? 'ship the firmware in a plan of its own' : `begin with ${kinds} rings of one endpoint each`;
  return `it ships firmware of one model to several endpoints, and one of them goes first: ${wanted}`;
}

const keysOf = (step: PlanStep | undefined): string =>
  step === undefined ? '' : coverageKeys(step).toSorted().join('\n');

/** Endpoints at most that the same model is written on; the second device alike has ` #2` behind its name. */
function mostOfOneModel(steps: readonly PlanStep[], endpoints: readonly PlannedEndpoint[]): number {
  const counts = new Map<string, number>();
  for (const { step } of endpoints) {
    const { adapter, changes = [] } = steps[step] ?? {};
    const names = adapter === 'fwupd' ? changes.map((change) => change.package.replace(/ #\d+$/, '')) : [];
    for (const model of new Set(names)) counts.set(model, (counts.get(model) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
