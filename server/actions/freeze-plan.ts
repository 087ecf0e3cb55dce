// Freezes a plan: who, exactly what, in which rings; nobody who was asked for is left out without a reason.
import { catchUpMode, readCatchUp } from '@suture/core/maintenance/catch-up.ts';
import type { Query } from '@suture/core/query/query.ts';
import { usualGate } from '@suture/core/rollouts/gate/decide.ts';
import {
  freezePlan as freeze,
  planBytes,
  type Exclusion,
  type PlanDocument,
  type RingProbe,
} from '@suture/core/rollouts/plan-document.ts';
import type { PlanConduct } from '@suture/protocol/api/plans.ts';
import { planTree } from '@suture/protocol/deployments/plan-tree.ts';
import type { Transaction } from '../store/database.ts';
import { maintenanceWindows } from '../store/maintenance-windows.ts';
import { findingsOf, fleetSize, offersOf, planCandidates } from '../store/plan-candidates.ts';
import { exploitedVulnerabilities, offerKey, youngOffers } from '../store/young-offers.ts';
import { addPlan, sha256Hex } from '../store/plans.ts';
import type { CompiledQuery } from '../store/query-sql.ts';
import { rolloutLimits } from '../store/rollout-limits.ts';
import { ask, type Answer } from './ask.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { holdByRules } from './catalog-holds.ts';
import { exceptedFindings } from './exceptions.ts';
import { firmwareFault } from './firmware-caution.ts';
import { ownKnown } from './own-in-plans.ts';
import { Places } from './plan-places.ts';
import { askedFor, productSteps } from './products-in-plans.ts';
import type { OpenSimulation } from './simulate-steps.ts';
import { settleSteps } from './settle-steps.ts';
import { planSteps, type Known, type Ships, type ShipsOffers, type Steps } from './plan-steps.ts';

export interface PlanAsked {
  readonly query: Query;
  /** As it was written. */
  readonly text: string;
  readonly ships: Ships;
  readonly rings: string;
  /** Names of maintenance windows; empty: any time. */
  readonly windows: readonly string[];
  /** `after:2h`, as it was written. Absent: the next window. */
  readonly catchUp?: string | undefined;
  readonly soakMinutes: number;
  /** Addresses that a server asks while a ring is under way. */
  readonly ringProbes?: readonly RingProbe[] | undefined;
  readonly expiresInHours: number;
  readonly mostInFlight: number;
  readonly cleanCanary: boolean;
  /** Only what has been on offer, or published, for so many days; what is exploited does not wait. */
  readonly waitDays?: number;
  /** How it is gone about; absent: as is usual. */
  readonly conduct?: PlanConduct | undefined;
}

export interface FrozenPlan {
  readonly hash: string;
  readonly root: string;
  readonly document: PlanDocument;
  readonly fleet: number;
}

/** A plan as it would be, or what is in the way; who is left out is known in either case. */
export type DrawnUp =
  | {
      readonly ok: true;
      readonly document: PlanDocument;
      readonly exclusions: readonly Exclusion[];
      /** What endpoints could reckon of it, and have not. */
      readonly open: readonly OpenSimulation[];
    }
  | {
      readonly ok: false;
      readonly why: string;
      readonly exclusions: readonly Exclusion[];
      readonly open: readonly OpenSimulation[];
    };

const most = 200_000;
const dayMs = 86_400_000;

/** What `freezePlan` would freeze now. Writes nothing. */
export async function drawUpPlan<T>(
  door: Pick<PeopleDoor, 'store' | 'now' | 'random'>,
  by: By,
  asked: PlanAsked,
  freshMs: number,
  use: (transaction: Transaction, drawn: DrawnUp) => Promise<T>,
): Promise<Answer<T>> {
  const { organisation } = by.access;
  const now = door.now();
  const question = { organisation, resource: 'endpoints', query: asked.query, now: now.getTime() } as const;
  const drawnUp = async (transaction: Transaction, compiled: CompiledQuery): Promise<DrawnUp> => {
    const windows = await maintenanceWindows(transaction);
    const unknown = asked.windows.find(
      (name) => !windows.some(({ kind, said }) => kind === 'window' && said.name === name),
    );
    const not = (why: string): DrawnUp => ({ ok: false, why, exclusions: [], open: [] });
    const rule = readCatchUp(asked.catchUp ?? 'next-window');
    if (!rule.ok) return not(`catchUp ${rule.problems[0]?.problem ?? ''}`);
    if (unknown !== undefined) {
      const there = windows.filter(({ kind }) => kind === 'window').map(({ said }) => `"${said.name}"`);
      return not(
        `there is no maintenance window "${unknown}"; ${there.length === 0 ? 'there is none yet' : `there are ${there.slice(0, 10).join(', ')}`}`,
      );
    }
    const places = new Places({ now: now.getTime(), freshMs });
    if (!(await planCandidates(transaction, compiled, most, (candidate) => places.add(candidate)))) {
      return not(`the query finds more than ${most} endpoints`);
    }
    const meant = await askedFor(transaction, asked.ships, now);
    if (meant.kind === 'refused') return not(meant.why);
    const made =
      meant.kind === 'offers'
        ? await stepsOfOffers(transaction, places, { ...asked, ships: meant.ships }, now)
        : await productSteps(transaction, meant, places, asked.windows);
    const caution = firmwareFault(made, { ...asked, actor: by.access.actor });
    if (caution !== undefined) return not(caution);
    const settled = await settleSteps(transaction, made, places.placed, asked.conduct, now);
    const { steps, endpoints, figures, closes, open } = settled;
    const exclusions = [...places.exclusions, ...made.exclusions, ...settled.exclusions];
    const limits = await rolloutLimits(transaction, { held: false });
    const frozen = freeze({
      seed: Buffer.from(door.random(16)).toString('hex'),
      organisation,
      by: by.access.actor,
      at: now.toISOString(),
      expiresAt: new Date(now.getTime() + asked.expiresInHours * 3_600_000).toISOString(),
      query: asked.text,
      closes,
      rings: asked.rings,
      soakMinutes: asked.soakMinutes,
      ringProbes: asked.ringProbes,
      catchUp: catchUpMode(rule.value, now.getTime()),
      limits: { deployment: asked.mostInFlight, ring: asked.mostInFlight, group: limits.mostInGroup },
      gate: { ...usualGate, smallRing: asked.cleanCanary ? 'clean-canary' : 'person' },
      steps,
      figures,
      endpoints,
      exclusions,
    });
    if (frozen.ok) return { ok: true, document: frozen.value, exclusions, open };
    const [fault] = frozen.problems;
    const reason = exclusions.length > 0 ? mostCommon(exclusions) : 'Its query finds none.';
    const remedy = endpoints.length === 0 ? reason : (fault?.remedy ?? '');
    return { ok: false, why: `${fault?.problem ?? ''}. ${remedy}`.replace(/\.$/, ''), exclusions, open };
  };
  return ask(door.store, question, async (transaction, compiled) =>
    use(transaction, await drawnUp(transaction, compiled)),
  );
}

/** The three reasons that keep most endpoints out. */
function mostCommon(exclusions: readonly Exclusion[]): string {
  const counts = new Map<string, number>();
  for (const { why } of exclusions) counts.set(why, (counts.get(why) ?? 0) + 1);
  const ordered = [...counts].toSorted(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1));
  return ordered
    .slice(0, 3)
    .map(([why]) => why)
    .join(' ');
}

export async function freezePlan(
  door: PeopleDoor,
  by: By,
  asked: PlanAsked,
  freshMs: number,
): Promise<Answer<Done<FrozenPlan, 'invalid' | 'conflict'>>> {
  type Frozen = Done<FrozenPlan, 'invalid' | 'conflict'>;
  return drawUpPlan(door, by, asked, freshMs, async (transaction, drawn): Promise<Frozen> => {
    if (!drawn.ok) return refuse('invalid', drawn.why);
    const { document, exclusions } = drawn;
    const bytes = planBytes(document);
    if (bytes === undefined) return refuse('invalid', 'a name in it cannot be written down');
    const hash = sha256Hex(bytes);
    const { root } = planTree(document);
    const at = new Date(document.at);
    await addPlan(transaction, { hash, document, root, bytes, by: by.access.actor, at });
    await record(transaction, by, {
      at,
      action: 'plan.create',
      subject: `plan:${hash}`,
      before: null,
      after: {
        endpoints: document.endpoints.length,
        query: document.query,
        rings: document.rings,
        excluded: exclusions.length,
      },
    });
    return { ok: true, value: { hash, root, document, fleet: await fleetSize(transaction) } };
  });
}

async function stepsOfOffers(
  transaction: Transaction,
  places: Places,
  asked: PlanAsked & { readonly ships: ShipsOffers },
  now: Date,
): Promise<Steps> {
  const known = await knownOf(transaction, places, asked.ships);
  return planSteps(places.placed, asked.ships, {
    ...known,
    offers: await holdByRules(transaction, places.placed, known, now),
    ...(await heldBackBy(transaction, places, asked, now)),
    own: await ownKnown(transaction, asked.ships, places.sets('installed', 'own')),
    windows: asked.windows,
  });
}

async function knownOf(
  transaction: Transaction,
  places: Places,
  ships: Ships,
): Promise<Pick<Known, 'offers' | 'findings'>> {
  const offers = await offersOf(transaction, places.sets('available'));
  const names = [...new Set([...offers.values()].flat().map(({ package: name }) => name))];
  const wanted = ships.kind === 'close' ? { vulnerabilities: ships.vulnerabilities } : { packages: names };
  return { offers, findings: await findingsOf(transaction, places.sets('installed'), wanted) };
}

/** What is left alone though it is offered: what people have excepted, and what is too new. */
async function heldBackBy(
  transaction: Transaction,
  places: Places,
  { waitDays = 0 }: PlanAsked,
  now: Date,
): Promise<Pick<Known, 'excepted' | 'tooNew'>> {
  const excepted = await exceptedFindings(transaction, now);
  if (waitDays === 0) return { excepted };
  const before = new Date(now.getTime() - waitDays * dayMs);
  const young = await youngOffers(transaction, places.sets('available'), before);
  const exploited = await exploitedVulnerabilities(transaction);
  return {
    excepted,
    tooNew: (offer, closes) =>
      young.has(offerKey(offer)) && !closes.some(({ vulnerability }) => exploited.has(vulnerability))
        ? `it was first offered less than ${waitDays} ${waitDays === 1 ? 'day' : 'days'} ago`
        : undefined,
  };
}
