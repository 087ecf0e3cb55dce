// A plan is rehearsed before anybody approves it: one endpoint of each kind tries its step on a copy of itself, and what comes of it gates the approval.
import type { KeyObject } from 'node:crypto';
import type { PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import { REHEARSAL } from '@suture/protocol/deployments/limits.ts';
import { signDispatch } from '@suture/protocol/deployments/statements.ts';
import type { Transaction } from '../store/database.ts';
import { addNotes, deploymentRow, type DeploymentRow } from '../store/deployments.ts';
import { currentEpoch, nextSequences } from '../store/dispatches.ts';
import { planSignatures } from '../store/plans.ts';
import {
  endLateRehearsals,
  putRehearsals,
  rehearsalsOf,
  setRehearsalSigned,
  whoCan,
  type NewRehearsal,
  type RehearsalResult,
  type RehearsalRow,
} from '../store/rehearsals.ts';
import { rolloutLimits } from '../store/rollout-limits.ts';
import { stepKind } from './step-kind.ts';
import { tickDeployment, type TickParts } from './tick-deployment.ts';

/** More kinds than this are not tried: those that stand for most come first. */
const mostSteps = 100;
/** So many endpoints are asked, one after another, where one cannot. */
const mostTries = 3;

/** Who tries which step; of kinds where nobody can, the reason. Empty where nobody at all can. */
export async function chooseRehearsals(
  transaction: Transaction,
  { steps, endpoints }: PlanDocument,
  now: Date,
  before: readonly RehearsalRow[] = [],
): Promise<readonly NewRehearsal[]> {
  const ids = endpoints.map(({ endpoint }) => endpoint);
  const able = await whoCan(transaction, 'rehearse', ids, now);
  if (able.length === 0) return [];
  const order = new Map(able.map((endpoint, index) => [endpoint, index]));
  const dispatches = new Map(before.map(({ step, dispatch }) => [step, dispatch]));
  return [...Map.groupBy(endpoints, ({ step }) => step)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, mostSteps)
    .flatMap(([step, places]): readonly NewRehearsal[] => {
      const does = steps[step];
      const [first] = places;
      if (does === undefined || first === undefined) return [];
      const chosen = places
        .filter(({ endpoint }) => order.has(endpoint))
        .toSorted((a, b) => (order.get(a.endpoint) ?? 0) - (order.get(b.endpoint) ?? 0))[0];
      const dispatch = (dispatches.get(step) ?? 0) + 1;
      const { endpoint } = chosen ?? first;
      const made = { step, kind: stepKind(does), endpoint, tried: [], standsFor: places.length, dispatch };
      return [chosen === undefined ? { ...made, not: 'none of these endpoints can rehearse it now' } : made];
    });
}

/** Signs what may be asked for by now, and ends the rehearsal where all is known. Nothing where somebody else is at it. */
export async function carryRehearsalOn(
  transaction: Transaction,
  parts: TickParts,
  id: string,
  now: Date,
): Promise<void> {
  const row = await deploymentRow(transaction, id, 'skip');
  if (row?.deployment.state.kind !== 'rehearsing') return;
  await endLateRehearsals(transaction, id, now);
  await askOthers(transaction, parts, row, now);
  const rows = await rehearsalsOf(transaction, id);
  const unsigned = rows.filter(({ result, isSigned }) => result === null && !isSigned);
  if (unsigned.length > 0) return signRehearsals(transaction, parts.signing, row, unsigned, now);
  if (rows.some(({ result }) => result === null)) return;
  const result = resultOf(rows);
  await tickDeployment(transaction, parts, id, { commands: [{ kind: 'rehearsed', by: 'the rehearsal', result }] });
  await addNotes(transaction, id, [{ about: 'deployment', text: `Rehearsed: ${resultText(rows)}.` }], now);
}

/** Where one that was asked could not, another that is alike may. */
async function askOthers(transaction: Transaction, parts: TickParts, row: DeploymentRow, now: Date): Promise<void> {
  const rows = await rehearsalsOf(transaction, row.id);
  const not = rows.filter(
    ({ result, isSigned, tried }) => result === 'not-rehearsed' && isSigned && tried.length + 1 < mostTries,
  );
  const plan = not.length === 0 ? undefined : await parts.plans.find(transaction, row.plan);
  if (plan === undefined) return;
  const alike = Map.groupBy(plan.document.endpoints, ({ step }) => step);
  const again: NewRehearsal[] = [];
  for (const { step, kind, endpoint, tried, standsFor, dispatch } of not) {
    const asked = [...tried, endpoint];
    const others = (alike.get(step) ?? []).map((each) => each.endpoint).filter((other) => !asked.includes(other));
    const [other] = await whoCan(transaction, 'rehearse', others, now);
    if (other === undefined) continue;
    again.push({ step, kind, endpoint: other, tried: asked, standsFor, dispatch: dispatch + 1 });
  }
  if (again.length > 0) await putRehearsals(transaction, row.id, again, now);
}

/** Endpoints take no plan that operators have not signed: until then it waits. */
async function signRehearsals(
  transaction: Transaction,
  signing: KeyObject,
  { id, plan }: DeploymentRow,
  rows: readonly RehearsalRow[],
  now: Date,
): Promise<void> {
  const { signaturesNeeded } = await rolloutLimits(transaction, { held: false });
  if ((await planSignatures(transaction, plan)).length < signaturesNeeded) return;
  const epoch = await currentEpoch(transaction);
  const endpoints = rows.map(({ endpoint }) => endpoint);
  const sequences = await nextSequences(transaction, endpoints, epoch);
  const expiresAt = new Date(now.getTime() + REHEARSAL.goodForMs);
  for (const { endpoint, step, dispatch } of rows) {
    const sequence = sequences.get(endpoint) ?? 0;
    const envelope = signDispatch(
      {
        organisation: transaction.organisation,
        endpoint,
        deployment: id,
        plan,
        attempt: REHEARSAL.attempt,
        dispatch,
        at: now.toISOString(),
        expiresAt: expiresAt.toISOString(),
        does: 'rehearse',
        windows: [],
        epoch,
        sequence,
      },
      signing,
    );
    await setRehearsalSigned(transaction, id, step, { envelope, sequence, expiresAt });
  }
}

/** The worst there is; where some were not rehearsed it is no plain pass. */
export function resultOf(rows: readonly Pick<RehearsalRow, 'result'>[]): RehearsalResult {
  const results = new Set(rows.map(({ result }) => result));
  if (results.has('fail')) return 'fail';
  if (!results.has('pass') && !results.has('warn')) return 'not-rehearsed';
  return results.has('warn') || results.has('not-rehearsed') ? 'warn' : 'pass';
}

const resultWords = {
  fail: 'failed',
  'not-rehearsed': 'not rehearsed',
  warn: 'passed with something to know',
  pass: 'passed',
};

/** `2 passed, 1 not rehearsed`, the worst first. */
function resultText(rows: readonly Pick<RehearsalRow, 'result'>[]): string {
  return Object.entries(resultWords)
    .map(([result, words]) => [rows.filter((row) => row.result === result).length, words] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ');
}
