// Freezes of the organisation, as rows: what they cover, why, until when, and which endpoints they find.
import type { Transaction } from './database.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface FreezeRow {
  readonly id: string;
  /** A query of endpoints; empty: all. */
  readonly covers: string;
  readonly reason: string;
  /** Null: until it is lifted. */
  readonly until: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly liftedAt: Date | null;
  readonly liftedBy: string | null;
}

const columns = `id, covers, reason, until, created_at as "createdAt", created_by as "createdBy",
  lifted_at as "liftedAt", lifted_by as "liftedBy"`;
const most = 1_000;

/** The newest first, a thousand at most. */
export function freezes(transaction: Transaction): Promise<readonly FreezeRow[]> {
  return transaction.query<FreezeRow & Record<string, unknown>>(
    `select ${columns} from rollout_freeze where organisation = $1 order by created_at desc, id limit ${most}`,
    [transaction.organisation],
  );
}

/** Neither lifted nor over; the oldest first. */
export function freezesInForce(transaction: Transaction, now: Date): Promise<readonly FreezeRow[]> {
  return transaction.query<FreezeRow & Record<string, unknown>>(
    `select ${columns} from rollout_freeze
     where organisation = $1 and lifted_at is null and (until is null or until > $2) order by created_at, id`,
    [transaction.organisation, now],
  );
}

export async function addFreeze(transaction: Transaction, row: FreezeRow): Promise<void> {
  const { id, covers, reason, until, createdAt, createdBy } = row;
  await transaction.query(
    `insert into rollout_freeze (organisation, id, covers, reason, until, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [transaction.organisation, id, covers, reason, until, createdAt, createdBy],
  );
}

/** Undefined where there is none that holds. */
export async function liftFreezeRow(
  transaction: Transaction,
  id: string,
  at: Date,
  by: string,
): Promise<FreezeRow | undefined> {
  const [row] = await transaction.query<FreezeRow & Record<string, unknown>>(
    `update rollout_freeze set lifted_at = $3, lifted_by = $4
     where organisation = $1 and id = $2 and lifted_at is null and (until is null or until > $3) returning ${columns}`,
    [transaction.organisation, id, at, by],
  );
  return row;
}

/** Which of these a query of endpoints finds. */
export async function foundAmong(
  transaction: Transaction,
  { where, values, bind }: CompiledQuery,
  endpoints: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ readonly id: string }>(
    `select e.id from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
     where e.organisation = $1 and e.id = any (${bind(endpoints, 'text[]')}::uuid[]) and ${where}`,
    values,
  );
  return new Set(rows.map(({ id }) => id));
}

/** How many a query of endpoints finds. */
export async function countFound(transaction: Transaction, { where, values }: CompiledQuery): Promise<number> {
  const [row] = await transaction.query<{ readonly found: string }>(
    `select count(*) as found from endpoint e
     left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
     where e.organisation = $1 and ${where}`,
    values,
  );
  return Number(row?.found);
}
