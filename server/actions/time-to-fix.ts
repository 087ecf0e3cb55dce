// How long fixes wait to be installed: the curve of what is still open after so many days, of all and by severity.
import { type Lifetime, survivalOf } from '@suture/core/patches/survival.ts';
import type { timeToFix as timeToFixSchema } from '@suture/protocol/api/overview.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Store, Transaction } from '../store/database.ts';
import { fleetLifetimes } from '../store/finding-lifetimes.ts';
import type { CompiledQuery } from '../store/query-sql.ts';
import { remembered } from '../store/remembered-answers.ts';

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

export async function timeToFix(
  store: Store,
  transaction: Transaction,
  { query, by, days, now }: Asked,
): Promise<TimeToFix> {
  const today = now.getTime() - (now.getTime() % DAY_MS);
  const since = today - days * DAY_MS;
  const until = dayOf(today);
  const look = async (): Promise<TimeToFix> => {
    const { bySeverity, ...endpoints } = await fleetLifetimes(transaction, query, { since, now: today });
    const curve = (severity: TimeToFix['curves'][number]['severity'], lifetimes: Iterable<Lifetime>) => ({
      severity,
      ...survivalOf(lifetimes),
    });
    const each = SEVERITIES.flatMap((severity) => {
      const lifetimes = by === 'severity' ? bySeverity.get(severity) : undefined;
      return lifetimes === undefined ? [] : [curve(severity, lifetimes)];
    });
    return { since: dayOf(since), until, endpoints, curves: [curve('all', [...bySeverity.values()].flat()), ...each] };
  };
  return remembered(
    store,
    transaction,
    { list: `time to fix ${by} ${days} ${until}`, page: { limit: 1 }, queries: [query] },
    look,
  );
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
