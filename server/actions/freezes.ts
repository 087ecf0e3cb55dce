// People hold back whatever would begin, everywhere or where a query says, at once and until somebody lifts it.
import { parseQuery } from '@suture/core/query/parse.ts';
import type { freeze as shape, freezeRequest } from '@suture/protocol/api/freezes.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { lookAtWaiting } from '../store/deployment-jobs.ts';
import { wakeDeployments } from '../store/deployments.ts';
import { namesOf, namingIn } from '../store/names-in-texts.ts';
import {
  addFreeze,
  countFound,
  foundAmong,
  freezes,
  freezesInForce,
  liftFreezeRow,
  type FreezeRow,
} from '../store/freezes.ts';
import { compileQuery, type CompiledQuery } from '../store/query-sql.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { queryContext } from './query-context.ts';
import { uuidOf } from './uuid.ts';

/** Each is asked in every look at a deployment. */
const mostAtOnce = 20;
/** When one without an end is looked at again: it may be forever, and whoever lifts it has all looked at anyway. */
const lookAgainMs = 60 * 60_000;

export async function makeFreeze(
  door: PeopleDoor,
  by: By,
  { covers, reason, until }: z.infer<typeof freezeRequest>,
): Promise<Done<FreezeRow, 'invalid' | 'forbidden' | 'conflict'>> {
  // It may cover endpoints of anybody; a deployment that reaches one's own can be stopped by anybody.
  if (by.access.tagScope !== undefined) return refuse('forbidden', 'freezes are for who is not limited to tags');
  const createdAt = door.now();
  if (until !== undefined && Date.parse(until) <= createdAt.getTime()) {
    return refuse('invalid', 'until is over: give a moment that lies ahead, or none');
  }
  const row: FreezeRow = {
    id: uuidOf(door.random(16)),
    covers: covers.trim(),
    reason,
    until: until === undefined ? null : new Date(until),
    createdAt,
    createdBy: by.access.actor,
    liftedAt: null,
    liftedBy: null,
  };
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    if (row.covers !== '' && (await compiled(transaction, row.covers, createdAt)) === undefined) {
      return refuse('invalid', 'covers is no query of endpoints, such as tag:shop or os:debian');
    }
    if ((await freezesInForce(transaction, createdAt)).length >= mostAtOnce) {
      return refuse('conflict', `${mostAtOnce} freezes hold already; lift one first`);
    }
    await addFreeze(transaction, row);
    await wakeDeployments(transaction);
    await record(transaction, by, {
      at: createdAt,
      action: 'freeze.create',
      subject: `freeze:${row.id}`,
      before: null,
      after: { covers: row.covers, reason, until: row.until?.toISOString() ?? null },
    });
    return { ok: true, value: row };
  });
}

export function liftFreeze(door: PeopleDoor, by: By, id: string): Promise<Done<FreezeRow, 'not-found' | 'forbidden'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    if (by.access.tagScope !== undefined) return refuse('forbidden', 'freezes are for who is not limited to tags');
    const at = door.now();
    const row = await liftFreezeRow(transaction, id, at, by.access.actor);
    if (row === undefined) return refuse('not-found', 'there is no such freeze that holds');
    await lookAtWaiting(transaction, { reasons: ['freeze'] }, at);
    await wakeDeployments(transaction);
    const { covers, reason } = row;
    await record(transaction, by, {
      at,
      action: 'freeze.lift',
      subject: `freeze:${id}`,
      before: { covers, reason, until: row.until?.toISOString() ?? null },
      after: null,
    });
    return { ok: true, value: row };
  });
}

/** Undefined where it is no query of endpoints (any more). */
async function compiled(transaction: Transaction, covers: string, now: Date): Promise<CompiledQuery | undefined> {
  const parsed = parseQuery(covers, 'endpoints');
  if (!parsed.ok) return undefined;
  const context = await queryContext(transaction, parsed.query);
  const { organisation } = transaction;
  const query = compileQuery(parsed.query, { organisation, resource: 'endpoints', now: now.getTime(), ...context });
  return query.kind === 'refused' ? undefined : query;
}

export interface FreezesOver {
  /** Of all endpoints, UTC milliseconds; null where none does. */
  readonly untilForAll: number | null;
  /** By endpoint: of those that cover only some. */
  readonly untilFor: ReadonlyMap<string, number>;
}

/** What holds over these endpoints now. Where a query cannot be asked any more, its freeze holds over all: it never opens by itself. */
export async function freezesOver(
  transaction: Transaction,
  endpoints: readonly string[],
  now: number,
): Promise<FreezesOver> {
  const at = new Date(now);
  let untilForAll: number | null = null;
  const untilFor = new Map<string, number>();
  for (const { covers, until } of await freezesInForce(transaction, at)) {
    const end = until?.getTime() ?? now + lookAgainMs;
    const query = covers === '' ? undefined : await compiled(transaction, covers, at);
    if (query === undefined) untilForAll = Math.max(end, untilForAll ?? end);
    else {
      for (const id of await foundAmong(transaction, query, endpoints)) {
        untilFor.set(id, Math.max(end, untilFor.get(id) ?? end));
      }
    }
  }
  return { untilForAll, untilFor };
}

/** The first that holds over an endpoint, in words: why, and who made it. */
export async function freezeSays(transaction: Transaction, endpoint: string, now: Date): Promise<string | null> {
  for (const { covers, reason, createdBy } of await freezesInForce(transaction, now)) {
    const query = covers === '' ? undefined : await compiled(transaction, covers, now);
    if (query === undefined || (await foundAmong(transaction, query, [endpoint])).size > 0) {
      return `${reason} (${(await namingIn(transaction, [createdBy]))(createdBy)})`;
    }
  }
  return null;
}

export async function describeFreeze(
  transaction: Transaction,
  row: FreezeRow,
  now: Date,
): Promise<z.infer<typeof shape>> {
  const { until, createdAt, liftedAt } = row;
  const state = liftedAt !== null ? 'lifted' : until === null || until > now ? 'holds' : 'over';
  const query = state === 'holds' ? await compiled(transaction, row.covers, now) : undefined;
  return {
    ...row,
    createdByName: (await namesOf(transaction, [row.createdBy]))(row.createdBy),
    state,
    endpoints: query === undefined ? null : await countFound(transaction, query),
    until: until?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    liftedAt: liftedAt?.toISOString() ?? null,
  };
}

export async function describeFreezes(transaction: Transaction, now: Date): Promise<readonly z.infer<typeof shape>[]> {
  const described: z.infer<typeof shape>[] = [];
  for (const row of await freezes(transaction)) described.push(await describeFreeze(transaction, row, now));
  return described;
}
