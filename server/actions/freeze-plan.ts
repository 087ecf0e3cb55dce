// Freezes a plan: who, exactly what, in which rings; nobody who was asked for is left out without a reason.
import type { Query } from '@suture/core/query/query.ts';
import { usualGate } from '@suture/core/rollouts/gate/decide.ts';
import { freezePlan as freeze, planBytes, type PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import { planTree } from '@suture/protocol/deployments/plan-tree.ts';
import type { Transaction } from '../store/database.ts';
import { maintenanceWindows } from '../store/maintenance-windows.ts';
import { findingsOf, fleetSize, offersOf, planCandidates } from '../store/plan-candidates.ts';
import { addPlan, sha256Hex } from '../store/plans.ts';
import { rolloutLimits } from '../store/rollout-limits.ts';
import { ask, type Answer } from './ask.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { planSteps, type Ships } from './plan-steps.ts';

export interface PlanAsked {
  readonly query: Query;
  /** As it was written. */
  readonly text: string;
  readonly ships: Ships;
  readonly rings: string;
  /** Names of maintenance windows; empty: any time. */
  readonly windows: readonly string[];
  readonly soakMinutes: number;
  readonly expiresInHours: number;
  readonly mostInFlight: number;
  readonly cleanCanary: boolean;
}

export interface FrozenPlan {
  readonly hash: string;
  readonly root: string;
  readonly document: PlanDocument;
  readonly fleet: number;
}

const most = 200_000;

export async function freezePlan(
  door: PeopleDoor,
  by: By,
  asked: PlanAsked,
  freshMs: number,
): Promise<Answer<Done<FrozenPlan, 'invalid' | 'conflict'>>> {
  const { organisation } = by.access;
  const now = door.now();
  const question = { organisation, resource: 'endpoints', query: asked.query, now: now.getTime() } as const;
  return ask(door.store, question, async (transaction, compiled): Promise<Done<FrozenPlan, 'invalid' | 'conflict'>> => {
    const windows = await maintenanceWindows(transaction);
    const unknown = asked.windows.find(
      (name) => !windows.some(({ kind, said }) => kind === 'window' && said.name === name),
    );
    if (unknown !== undefined) return refuse('invalid', `there is no maintenance window "${unknown}"`);
    const candidates = await planCandidates(transaction, compiled);
    if (candidates.length > most) return refuse('invalid', `the query finds more than ${most} endpoints`);
    const { steps, endpoints, exclusions, closes } = planSteps(candidates, asked.ships, {
      ...(await knownOf(transaction, candidates, asked.ships)),
      now: now.getTime(),
      freshMs,
      windows: asked.windows,
    });
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
      limits: { deployment: asked.mostInFlight, ring: asked.mostInFlight, group: limits.mostInGroup },
      gate: { ...usualGate, smallRing: asked.cleanCanary ? 'clean-canary' : 'person' },
      steps,
      endpoints,
      exclusions,
    });
    if (!frozen.ok) {
      const whys = [...new Set(exclusions.map(({ why }) => why))].slice(0, 3).join(' ');
      const [fault] = frozen.problems;
      const remedy = endpoints.length === 0 && whys !== '' ? whys : (fault?.remedy ?? '');
      return refuse('invalid', `${fault?.problem ?? ''}. ${remedy}`.replace(/\.$/, ''));
    }
    const document = frozen.value;
    const bytes = planBytes(document);
    if (bytes === undefined) return refuse('invalid', 'a name in it cannot be written down');
    const hash = sha256Hex(bytes);
    const { root } = planTree(document);
    await addPlan(transaction, { hash, document, root, bytes, by: by.access.actor, at: now });
    await record(transaction, by, {
      at: now,
      action: 'plan.create',
      subject: `plan:${hash}`,
      before: null,
      after: { endpoints: endpoints.length, query: asked.text, rings: document.rings, excluded: exclusions.length },
    });
    return { ok: true, value: { hash, root, document, fleet: await fleetSize(transaction) } };
  });
}

async function knownOf(
  transaction: Transaction,
  candidates: Awaited<ReturnType<typeof planCandidates>>,
  ships: Ships,
): Promise<Pick<Parameters<typeof planSteps>[2], 'offers' | 'findings'>> {
  const sections = candidates.flatMap(({ state, sections: all }) => (state === 'active' ? all : []));
  const sets = (kind: 'installed' | 'available'): readonly number[] => [
    ...new Set(sections.flatMap((section) => (section.kind === kind && section.set !== null ? [section.set] : []))),
  ];
  const offers = await offersOf(transaction, sets('available'));
  const names = [...new Set([...offers.values()].flat().map(({ package: name }) => name))];
  const wanted = ships.kind === 'close' ? { vulnerabilities: ships.vulnerabilities } : { packages: names };
  return { offers, findings: await findingsOf(transaction, sets('installed'), wanted) };
}
