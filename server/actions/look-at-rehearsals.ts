// Rehearsals as people look at them: who tried what for how many, what came of it, and what it waits for.
import type { PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import type { rehearsals as shape } from '@suture/protocol/api/deployments.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { rehearsalsOf } from '../store/rehearsals.ts';
import { rehearsedMinutes } from './step-kind.ts';

export type RehearsalsSeen = z.infer<typeof shape>;

/** Of whoever is limited to tags, only those of their own endpoints. */
export async function describeRehearsals(
  transaction: Transaction,
  document: PlanDocument,
  deployment: string,
): Promise<RehearsalsSeen> {
  const rows = await rehearsalsOf(transaction, deployment);
  const learned = rows.length === 0 ? new Map() : await rehearsedMinutes(transaction, document, deployment);
  return rows.map(({ step, endpoint, name, standsFor, result, detail, isSigned, endedAt }) => {
    const { release = '', adapter = '', expectedMinutes = 0 } = document.steps[step] ?? {};
    const { says = [], lines = [], checks = [], seconds, upgradeSeconds, bytes, reboot, restarts = [] } = detail;
    return {
      step,
      endpoint,
      name,
      standsFor,
      release,
      adapter,
      result,
      waitsFor: result !== null ? null : isSigned ? 'endpoint' : 'signatures',
      says,
      lines,
      checks,
      seconds: seconds ?? null,
      upgradeSeconds: upgradeSeconds ?? null,
      bytes: bytes ?? null,
      reboot: reboot ?? null,
      restarts,
      expectedMinutes: learned.get(step) ?? expectedMinutes,
      endedAt: endedAt?.toISOString() ?? null,
    };
  });
}

/** What a person who is to approve should know: for whom nobody has tried it. `endpoints`: of the plan. */
export function untriedText(seen: RehearsalsSeen, endpoints: number): readonly string[] {
  const tried = seen.reduce(
    (sum, { result, standsFor }) => sum + (result === null || result === 'not-rehearsed' ? 0 : standsFor),
    0,
  );
  if (tried >= endpoints) return [];
  return [
    tried === 0
      ? 'It is not rehearsed: its first ring is the rehearsal.'
      : `It is rehearsed for ${tried} of ${endpoints} endpoints: for the others the first ring is the rehearsal.`,
  ];
}

/** What is to be said of a deployment that its rehearsals hold. */
export function holdText(state: string, seen: RehearsalsSeen): readonly string[] {
  const open = seen.filter(({ result }) => result === null);
  if (state === 'rehearsing' && open.length > 0) {
    const unsigned = open.filter(({ waitsFor }) => waitsFor === 'signatures').length;
    return unsigned === open.length
      ? ['Its rehearsal waits for the signatures of operators: endpoints take no other plan.']
      : [`It is rehearsed on ${open.map(({ name, endpoint }) => name ?? endpoint).join(', ')}.`];
  }
  const failed = seen.filter(({ result }) => result === 'fail');
  if (state !== 'planned' || failed.length === 0) return [];
  return [
    ...failed.map(
      ({ name, endpoint, standsFor, says }) =>
        `Its rehearsal failed on ${name ?? endpoint}, which stands for ${standsFor}: ${says[0] ?? 'no reason was given'}.`,
    ),
    'Nobody is asked to approve it. Make another plan, rehearse it again, or accept that with a reason.',
  ];
}
