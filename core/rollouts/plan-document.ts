// The frozen plan: which endpoints, which exact versions, in which rings; one text for it, and a hash that names it.
import type { CustomProbe } from '../probes/observation.ts';
import type { Sha256Hex } from '../audit/entry.ts';
import { canonicalJson } from '../audit/canonical-json.ts';
import type { CatchUpMode } from '../maintenance/catch-up.ts';
import { refuse } from '../maintenance/problems.ts';
import type { Checked } from '../maintenance/problems.ts';
import { readRings, ringSizes, writeRings } from './ring-expression.ts';
import { orderForRings, uncovered } from './ring-order.ts';
import type { GatePolicy } from './gate/decide.ts';
import type { RebootPolicy } from '../policies/policy.ts';
import type { Limits, RollbackClass } from './rollout.ts';

/** One package as it is and as it will be. `to` is null where it is removed, `from` where it is new. */
export interface VersionChange {
  readonly package: string;
  readonly architecture: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** How a step is gone about beside its versions. The policy file of an endpoint may allow less of it, never more. */
export interface StepConduct {
  /** `services`: those that run replaced code are restarted after the install. */
  readonly restart: 'none' | 'services';
  /** `in-window`: where it is needed, while a maintenance window of the plan is open. `ask`: a person does it. */
  readonly reboot: RebootPolicy;
  /** What a run of the package manager before this one left half done may be finished first. */
  readonly repair: boolean;
  /** Asked before and after, and at the end of the soak. */
  readonly probes: readonly CustomProbe[];
}

/** What is to be done on an endpoint, the same for all that are alike: cost follows variety. */
export interface PlanStep {
  readonly adapter: string;
  /** `debian-12`. */
  readonly release: string;
  /** In order of package, architecture. */
  readonly changes: readonly VersionChange[];
  /** Packages that stay as they are, and why. */
  readonly heldBack: readonly { readonly package: string; readonly why: string }[];
  readonly downloadBytes: number;
  readonly expectsReboot: boolean;
  readonly expectedMinutes: number;
  /** Absent: repairs, restarts services, and reboots where a reboot is expected. */
  readonly conduct?: StepConduct | undefined;
}

/** Where the figures of a step are from; what is not said was reckoned from inventory. */
export interface StepFigures {
  readonly step: number;
  /** Its minutes are what a rehearsal took. */
  readonly rehearsed?: true;
  /** An endpoint of it simulated it: bytes, removals, restarts and what is held back are its answer. */
  readonly simulatedBy?: string;
}

export interface PlannedEndpoint {
  readonly endpoint: string;
  /** Index into `steps`. */
  readonly step: number;
  readonly rollback: RollbackClass;
  readonly group: string | null;
  readonly schedule: string;
}

export interface Exclusion {
  readonly endpoint: string;
  /** A sentence: `Its last inventory is 9 days old.` */
  readonly why: string;
}

/** An address that a server asks while a ring is under way: what the ring serves, as those see it who use it. */
export type RingProbe = Omit<Extract<CustomProbe, { kind: 'http' }>, 'kind' | 'blocking'>;

export interface PlanDocument {
  readonly format: 'suture-plan.v1';
  readonly organisation: string;
  /** Who froze it and when, UTC. */
  readonly by: string;
  readonly at: string;
  readonly expiresAt: string;
  /** The query that chose the endpoints, as it was written; for people. */
  readonly query: string;
  /** Vulnerabilities it closes, sorted. */
  readonly closes: readonly string[];
  readonly rings: string;
  readonly soakMinutes: number;
  /** Absent: none. */
  readonly ringProbes?: readonly RingProbe[] | undefined;
  /** Absent: who was offline in its maintenance window waits for the next one. */
  readonly catchUp?: CatchUpMode | undefined;
  readonly limits: Limits;
  readonly gate: GatePolicy;
  readonly steps: readonly PlanStep[];
  /** Absent where all of it was reckoned from inventory. */
  readonly figures?: readonly StepFigures[] | undefined;
  /** In the order of rings; `ringEnds` says where each ring ends. */
  readonly endpoints: readonly PlannedEndpoint[];
  readonly ringEnds: readonly number[];
  /** For each ring what no earlier ring covers. */
  readonly uncovered: readonly (readonly string[])[];
  readonly exclusions: readonly Exclusion[];
}

/** What is known before it is frozen; the order of the endpoints does not matter. */
export interface PlanDraft extends Omit<PlanDocument, 'format' | 'ringEnds' | 'uncovered'> {
  /** Makes the order of this plan its own; any text that no other plan has. */
  readonly seed: string;
}

/** Freezes a plan: rings resolved, everything in one order, so that equal plans have equal text. Costs n log n. */
export function freezePlan(draft: PlanDraft): Checked<PlanDocument> {
  const rings = readRings(draft.rings);
  if (!rings.ok) return rings;
  if (draft.endpoints.length === 0) {
    return refuse('endpoints', 'no endpoint is left to do', 'Look at the exclusions, or choose other endpoints.');
  }
  if (new Set(draft.endpoints.map(({ endpoint }) => endpoint)).size < draft.endpoints.length) {
    return refuse('endpoints', 'an endpoint is in it twice', 'Name each endpoint once.');
  }
  if (draft.endpoints.some(({ step }) => draft.steps[step] === undefined)) {
    return refuse('endpoints', 'an endpoint has no step', 'This is a fault of the planner; report it.');
  }
  if (!(Date.parse(draft.expiresAt) > Date.parse(draft.at))) {
    return refuse('expiresAt', 'it has expired when it is made', 'Give an end that lies ahead.');
  }
  if (draft.catchUp?.mode === 'force-at-deadline' && draft.catchUp.deadline >= Date.parse(draft.expiresAt)) {
    return refuse(
      'catchUp',
      'its deadline is after the plan has expired',
      'Give less time, or a plan that holds longer.',
    );
  }
  const sizes = ringSizes(rings.value, draft.endpoints.length);
  const keys = draft.steps.map(coverageKeys);
  const placed = draft.endpoints.map((each) => ({ endpoint: each.endpoint, coverage: keys[each.step] ?? [], each }));
  const ordered = orderForRings(placed, sizes, draft.seed);
  let end = 0;
  const {
    organisation,
    by,
    at,
    expiresAt,
    query,
    soakMinutes,
    ringProbes = [],
    catchUp,
    limits,
    gate,
    steps,
    figures = [],
  } = draft;
  return {
    ok: true,
    value: {
      format: 'suture-plan.v1',
      organisation,
      by,
      at,
      expiresAt,
      query,
      closes: [...new Set(draft.closes)].sort(),
      rings: writeRings(rings.value),
      soakMinutes,
      ...(ringProbes.length === 0 ? {} : { ringProbes }),
      ...(catchUp === undefined || catchUp.mode === 'next-window' ? {} : { catchUp }),
      limits,
      gate,
      steps: steps.map((step) => ({
        ...step,
        changes: step.changes.toSorted(byPackage),
        heldBack: step.heldBack.toSorted(byPackage),
      })),
      ...(figures.length === 0 ? {} : { figures }),
      endpoints: ordered.map(({ each }) => each),
      ringEnds: sizes.map((size) => (end += size)),
      uncovered: uncovered(ordered, sizes),
      exclusions: draft.exclusions.toSorted((a, b) => compare(a.endpoint, b.endpoint)),
    },
  };
}

/** What a step brings into a ring, package by package on its release. */
export const coverageKeys = ({ changes, release }: PlanStep): readonly string[] => [
  ...new Set(changes.map((change) => `${change.package}@${release}`)),
];

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const byPackage = (a: { readonly package: string; readonly architecture?: string | null }, b: typeof a): number =>
  compare(a.package, b.package) || compare(a.architecture ?? '', b.architecture ?? '');

const domain = 'suture-plan.v1\n';

/** The bytes that are hashed and signed: the format's line, then canonical JSON. Undefined where JSON cannot say it. */
export function planBytes(plan: PlanDocument): Uint8Array | undefined {
  const json = canonicalJson(plan);
  return json.ok ? new TextEncoder().encode(domain + json.text) : undefined;
}

/** The plan's name: SHA-256 of its bytes, 64 hexadecimal digits. Undefined as above. */
export function planHash(plan: PlanDocument, hash: Sha256Hex): string | undefined {
  const bytes = planBytes(plan);
  return bytes === undefined ? undefined : hash(bytes);
}
