// What people do to deployments: each is decided by core in the transaction that records it, and is in force when it is answered.
import type { Command } from '@suture/core/rollouts/rollout.ts';
import type { Transaction } from '../store/database.ts';
import { addApproval, endpointsSeen, positionOf } from '../store/deployment-lists.ts';
import { lookAtWaiting } from '../store/deployment-jobs.ts';
import { addNotes, deploymentRow, wakeDeployments, type DeploymentRow } from '../store/deployments.ts';
import { reachable } from '../store/event-audience.ts';
import { planSignatures } from '../store/plans.ts';
import { rolloutLimits } from '../store/rollout-limits.ts';
import { putRehearsals, rehearsalsOf } from '../store/rehearsals.ts';
import { liftTagLimit } from '../store/tag-scope.ts';
import { personOf, record, refuse, type By, type Done, type PeopleDoor, type Refusal } from './people-door.ts';
import { chooseRehearsals } from './rehearse-deployment.ts';
import { tickDeployment, type TickParts } from './tick-deployment.ts';

/** `plan`: what is approved, by its hash. `endpoint`: which one is meant. */
export type DeploymentOrder =
  | {
      readonly kind:
        | 'stop'
        | 'pause'
        | 'cancel'
        | 'reject'
        | 'resume'
        | 'promote'
        | 'roll-back'
        | 'break-glass'
        | 'waive-coverage'
        | 'rehearse';
    }
  /** On to the approval in spite of what a rehearsal says, or without waiting for it. */
  | { readonly kind: 'accept-rehearsal'; readonly reason: string }
  | { readonly kind: 'approve'; readonly plan: string }
  | { readonly kind: 'schedule'; readonly startAt: number }
  | { readonly kind: 'retry' | 'release'; readonly endpoint: string };

/** Whoever reaches any of it may stop it: nobody has to ask first. */
const forAnybody: readonly DeploymentOrder['kind'][] = ['stop', 'pause'];

/** What broken glass opens. */
const opened = ['blackout', 'freeze', 'maintenance-window', 'too-long', 'user-deferral'] as const;

const noDeployment = refuse('not-found', 'there is no such deployment, or none that you reach');

export function changeDeployment(
  door: PeopleDoor,
  by: By,
  parts: TickParts,
  id: string,
  order: DeploymentOrder,
): Promise<Done<{ readonly state: string }, 'not-found' | 'conflict' | 'forbidden'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const seen = await endpointsSeen(transaction, id);
    await liftTagLimit(transaction);
    const row = seen === 0 ? undefined : await deploymentRow(transaction, id, 'hold');
    if (row === undefined) return noDeployment;
    if (!forAnybody.includes(order.kind) && seen < (await endpointsSeen(transaction, id))) {
      return refuse('forbidden', 'some of its endpoints are beyond your tags; you may stop it');
    }
    const now = door.now();
    const command = await commandOf(transaction, parts, by, row, order, now);
    if ('ok' in command) return command;
    const ticked = await tickDeployment(transaction, parts, id, { commands: [command] });
    if (ticked === undefined) return noDeployment;
    const refusal = refusalIn(
      ticked.reasons.map(({ text }) => text),
      command,
    );
    if (refusal !== undefined) return refuse('conflict', refusal);
    if (order.kind === 'approve') await addApproval(transaction, id, { plan: row.plan, actor: command.by, at: now });
    if (order.kind === 'accept-rehearsal') {
      const text = `${command.by} goes on to the approval without a rehearsal that passed: ${order.reason}`;
      await addNotes(transaction, id, [{ about: 'deployment', text }], now);
    }
    if (order.kind === 'break-glass' && ticked.deployment.breakGlass.kind === 'broken') {
      await lookAtWaiting(transaction, { reasons: opened, deployment: id }, now);
    }
    await wakeDeployments(transaction);
    const state = ticked.deployment.state.kind;
    await record(transaction, by, {
      at: now,
      action: `deployment.${order.kind}`,
      subject: `deployment:${id}`,
      before: { state: row.deployment.state.kind },
      after: {
        state,
        plan: row.plan,
        ...('endpoint' in order ? { endpoint: order.endpoint } : {}),
        ...('reason' in order ? { reason: order.reason } : {}),
      },
    });
    return { ok: true, value: { state } };
  });
}

async function commandOf(
  transaction: Transaction,
  { plans }: TickParts,
  by: By,
  row: DeploymentRow,
  order: DeploymentOrder,
  now: Date,
): Promise<Command | Refusal<'not-found' | 'conflict'>> {
  const person = personOf(by);
  switch (order.kind) {
    case 'approve': {
      const { signaturesNeeded } = await rolloutLimits(transaction, { held: false });
      const given = (await planSignatures(transaction, row.plan)).length;
      if (given < signaturesNeeded) {
        return refuse(
          'conflict',
          `its plan has ${given} of ${signaturesNeeded} signatures of operators; endpoints take no other`,
        );
      }
      return { kind: 'approve', by: person, planHash: order.plan };
    }
    case 'rehearse': {
      const plan = await plans.find(transaction, row.plan);
      if (row.deployment.state.kind !== 'planned' || plan === undefined) {
        return refuse('conflict', `it is ${row.deployment.state.kind}`);
      }
      const before = await rehearsalsOf(transaction, row.id);
      const chosen = await chooseRehearsals(transaction, plan.document, now, before);
      if (chosen.length === 0) return refuse('conflict', 'none of its endpoints can rehearse now');
      await putRehearsals(transaction, row.id, chosen, now);
      return { kind: 'rehearse', by: person };
    }
    case 'accept-rehearsal':
      return { kind: 'submit', by: person };
    case 'schedule':
      return { kind: 'schedule', by: person, startAt: order.startAt };
    case 'retry':
    case 'release': {
      const position = await positionOf(transaction, row.id, order.endpoint);
      if (position === undefined) return refuse('not-found', 'that endpoint is not in it');
      return { kind: order.kind, by: person, position };
    }
    default:
      return { kind: order.kind, by: person };
  }
}

/** What core says of a command that it did not do, without who asked. */
function refusalIn(reasons: readonly string[], { kind, by }: Command): string | undefined {
  const begins = `${kind} of ${by} was not done: `;
  return reasons.find((text) => text.startsWith(begins))?.slice(begins.length);
}

/** Whether somebody with a limit of sight sees all of these endpoints. */
export async function isWithinReach(
  transaction: Transaction,
  { access }: By,
  endpoints: readonly string[],
): Promise<boolean> {
  return access.tagScope === undefined || (await reachable(transaction, endpoints)).length === endpoints.length;
}
