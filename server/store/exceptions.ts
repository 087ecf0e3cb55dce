// Exceptions of the organisation: which findings are deliberately not acted on, who answers for it, why and until when.
import type { Transaction } from './database.ts';

export interface ExceptionRow {
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  /** A query of findings. */
  readonly covers: string;
  /** `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly until: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly approvedAt: Date | null;
  readonly approvedBy: string | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

const columns = `id, owner, reason, covers, to_char(from_day, 'YYYY-MM-DD') as "from", to_char(until_day, 'YYYY-MM-DD') as until,
  created_at as "createdAt", created_by as "createdBy", approved_at as "approvedAt", approved_by as "approvedBy",
  ended_at as "endedAt", ended_by as "endedBy"`;

const most = 1_000;

/** The newest first, a thousand at most. */
export function exceptions(transaction: Transaction): Promise<readonly ExceptionRow[]> {
  return transaction.query<ExceptionRow & Record<string, unknown>>(
    `select ${columns} from finding_exception where organisation = $1 order by created_at desc, id limit ${most}`,
    [transaction.organisation],
  );
}

/** Approved, not ended, and of that day; those that hold longest first. */
export function exceptionsInForce(transaction: Transaction, day: string): Promise<readonly ExceptionRow[]> {
  return transaction.query<ExceptionRow & Record<string, unknown>>(
    `select ${columns} from finding_exception
     where organisation = $1 and approved_at is not null and ended_at is null and $2::date between from_day and until_day
     order by until_day desc, id limit ${most}`,
    [transaction.organisation, day],
  );
}

export async function exceptionRow(
  transaction: Transaction,
  id: string,
  hold: 'hold' | 'look' = 'look',
): Promise<ExceptionRow | undefined> {
  const [row] = await transaction.query<ExceptionRow & Record<string, unknown>>(
    `select ${columns} from finding_exception where organisation = $1 and id = $2 ${hold === 'hold' ? 'for update' : ''}`,
    [transaction.organisation, id],
  );
  return row;
}

export async function addException(transaction: Transaction, row: ExceptionRow): Promise<void> {
  await transaction.query(
    `insert into finding_exception (organisation, id, owner, reason, covers, from_day, until_day, created_at, created_by,
       approved_at, approved_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      transaction.organisation,
      row.id,
      row.owner,
      row.reason,
      row.covers,
      row.from,
      row.until,
      row.createdAt,
      row.createdBy,
      row.approvedAt,
      row.approvedBy,
    ],
  );
}

export async function approveException(transaction: Transaction, id: string, at: Date, by: string): Promise<void> {
  await transaction.query(
    'update finding_exception set approved_at = $3, approved_by = $4 where organisation = $1 and id = $2',
    [transaction.organisation, id, at, by],
  );
}

export async function endException(transaction: Transaction, id: string, at: Date, by: string): Promise<void> {
  await transaction.query(
    'update finding_exception set ended_at = $3, ended_by = $4 where organisation = $1 and id = $2',
    [transaction.organisation, id, at, by],
  );
}
