// How long fixes wait to be installed: the curve of what is still open after so many days, of all and by severity.
import { type Lifetime, survivalOf } from '@suture/core/patches/survival.ts';
import type { timeToFix as timeToFixSchema } from '@suture/protocol/api/overview.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Store, Transaction } from '../store/database.ts';
import { fleetLifetimes } from '../store/finding-lifetimes.ts';
import type { CompiledQuery } from '../store/query-sql.ts';
import { isLimitedToTags } from '../store/tag-scope.ts';

const DAY_MS = 86_400_000;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

type TimeToFix = z.infer<typeof timeToFixSchema>;

interface Asked {
  /** Of endpoints. */
  readonly query: CompiledQuery;
  readonly by: 'none' | 'severity';
  readonly days: number;
  readonly now: Date;
}

/** It follows from months of history: what came in the last minutes changes little, and looking takes long. */
const KEPT_MS = 600_000;
const MOST_KEPT = 50;

interface Kept {
  readonly at: number;
  readonly answer: Promise<TimeToFix>;
}

const keptOf = new WeakMap<Store, Map<string, Kept>>();

/** As old as it says. Nothing is kept of who is limited to tags. */
export async function timeToFix(store: Store, transaction: Transaction, asked: Asked): Promise<TimeToFix> {
  if (await isLimitedToTags(transaction)) return look(transaction, asked);
  const { query, by, days, now } = asked;
  const kept = keptOf.get(store) ?? new Map<string, Kept>();
  keptOf.set(store, kept);
  const key = JSON.stringify([transaction.organisation, by, days, query.where, query.values]);
  const known = kept.get(key);
  const age = now.getTime() - (known?.at ?? -Infinity);
  // Where the other did not get it, this one tries.
  if (known !== undefined && age >= 0 && age < KEPT_MS) return known.answer.catch(() => look(transaction, asked));
  const answer = look(transaction, asked);
  const entry = { at: now.getTime(), answer };
  kept.delete(key);
  kept.set(key, entry);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  answer.catch(() => kept.get(key) === entry && kept.delete(key));
  return answer;
}

async function look(transaction: Transaction, { query, by, days, now }: Asked): Promise<TimeToFix> {
  const today = now.getTime() - (now.getTime() % DAY_MS);
  const since = today - days * DAY_MS;
  const { bySeverity, ...endpoints } = await fleetLifetimes(transaction, query, { since, now: today });
  const curve = (severity: TimeToFix['curves'][number]['severity'], lifetimes: Iterable<Lifetime>) => ({
    severity,
    ...survivalOf(lifetimes),
  });
  const each = SEVERITIES.flatMap((severity) => {
    const lifetimes = by === 'severity' ? bySeverity.get(severity) : undefined;
    return lifetimes === undefined ? [] : [curve(severity, lifetimes)];
  });
  return {
    since: dayOf(since),
    until: dayOf(today),
    asOf: now.toISOString(),
    endpoints,
    curves: [curve('all', [...bySeverity.values()].flat()), ...each],
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
