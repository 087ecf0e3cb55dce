// Puts what was decided into signed statements: dispatches with their windows in UTC and their numbers, and start tokens.
import type { KeyObject } from 'node:crypto';
import type { WorkedOut } from '@suture/core/maintenance/schedule.ts';
import type { Action, RolloutPlan, Target } from '@suture/core/rollouts/rollout.ts';
import { MOST, START_MS } from '@suture/protocol/deployments/limits.ts';
import {
  openDispatch,
  signDispatch,
  signStart,
  type DispatchStatement,
} from '@suture/protocol/deployments/statements.ts';
import type { Envelope } from '@suture/protocol/trust/envelope.ts';
import type { Transaction } from '../store/database.ts';
import {
  addDispatches,
  nextSequences,
  setStarts,
  type NewDispatch,
  type NewStart,
  type SignedDispatch,
} from '../store/dispatches.ts';

export interface Signing {
  readonly signing: KeyObject;
  readonly epoch: number;
  readonly deployment: string;
  readonly plan: RolloutPlan;
  readonly schedules: ReadonlyMap<string, WorkedOut>;
  /** Break-glass holds, so that any time will do. */
  readonly isOpen: boolean;
  readonly now: number;
}

type Given = Extract<Action, { kind: 'lease' | 'roll-back' }>;
type Granted = Extract<Action, { kind: 'grant-start' }>;

const iso = (moment: number): string => new Date(moment).toISOString();

export async function dispatch(transaction: Transaction, given: readonly Given[], by: Signing): Promise<void> {
  const targets = given.flatMap((action) => {
    const target = by.plan.targets[action.position];
    return target === undefined ? [] : [{ action, target }];
  });
  if (targets.length === 0) return;
  const endpoints = targets.map(({ target }) => target.endpoint);
  const sequences = await nextSequences(transaction, endpoints, by.epoch);
  const made = targets.map(({ action, target }): NewDispatch => {
    const { position, attempt, dispatch: number, expiresAt } = action;
    const sequence = sequences.get(target.endpoint) ?? 0;
    const kind = action.kind === 'lease' ? 'install' : 'roll-back';
    const statement: DispatchStatement = {
      organisation: transaction.organisation,
      endpoint: target.endpoint,
      deployment: by.deployment,
      plan: by.plan.hash,
      attempt,
      dispatch: number,
      at: iso(by.now),
      expiresAt: iso(expiresAt),
      does: kind,
      windows: kind === 'install' ? windowsFor(target, by, expiresAt) : [],
      epoch: by.epoch,
      sequence,
    };
    const envelope = signDispatch(statement, by.signing);
    return {
      position,
      attempt,
      number,
      endpoint: target.endpoint,
      kind,
      sequence,
      envelope,
      expiresAt: new Date(expiresAt),
    };
  });
  await addDispatches(transaction, by.deployment, by.epoch, made, new Date(by.now));
}

/** When it may begin, so that it ends within the window with time left to undo it. */
function windowsFor(
  target: Target,
  { schedules, isOpen, now }: Signing,
  expiresAt: number,
): DispatchStatement['windows'] {
  if (isOpen) return [{ from: iso(now), to: iso(expiresAt) }];
  const needMs = target.expectedMs + target.rollbackReserveMs;
  return (schedules.get(target.schedule)?.allowed ?? [])
    .map(({ from, to, startMarginMs }) => ({
      from: Math.max(from, now),
      to: Math.min(to - Math.max(needMs, startMarginMs), expiresAt),
    }))
    .filter(({ from, to }) => from < to)
    .slice(0, MOST.windows)
    .map(({ from, to }) => ({ from: iso(from), to: iso(to) }));
}

/** `signed`: the dispatches that are current, by position. */
export async function grantStarts(
  transaction: Transaction,
  granted: readonly Granted[],
  signed: ReadonlyMap<number, SignedDispatch>,
  by: Signing,
): Promise<void> {
  const starts = granted.flatMap(({ position, expiresAt: latest, isCatchUp }): readonly NewStart[] => {
    const current = signed.get(position);
    const expiresAt = Math.min(latest, by.now + START_MS);
    const outside = by.isOpen ? 'break-glass' : isCatchUp ? 'catch-up' : undefined;
    const start = current && startFor(transaction, current, by, expiresAt, outside);
    return current === undefined || start === undefined ? [] : [{ ...current, start, expiresAt: new Date(expiresAt) }];
  });
  await setStarts(transaction, by.deployment, starts);
}

/** Undefined where the dispatch is none of ours. */
export function startFor(
  { organisation }: Pick<Transaction, 'organisation'>,
  signed: Pick<SignedDispatch, 'envelope'>,
  { signing, now }: Pick<Signing, 'signing' | 'now'>,
  expiresAt: number,
  outsideWindows?: 'break-glass' | 'catch-up',
): Envelope | undefined {
  const opened = openDispatch(signed.envelope, [signing]);
  if (!opened.ok || opened.payload.organisation !== organisation) return undefined;
  const { endpoint, deployment, plan, attempt, dispatch: number, epoch } = opened.payload;
  const job = { organisation, endpoint, deployment, plan, attempt, dispatch: number, epoch };
  const start = { ...job, at: iso(now), expiresAt: iso(expiresAt) };
  return signStart(outsideWindows === undefined ? start : { ...start, outsideWindows }, signing);
}
