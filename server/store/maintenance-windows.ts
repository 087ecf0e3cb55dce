// Maintenance windows and blackouts of the organisation, as people wrote them.
import type { SpanText, WindowText } from '@suture/core/maintenance/read-window.ts';
import type { Transaction } from './database.ts';

export type WindowSaid =
  | { readonly kind: 'window' | 'blackout'; readonly said: WindowText }
  | { readonly kind: 'span'; readonly said: SpanText };

export type WindowRow = WindowSaid & { readonly id: string; readonly changedAt: Date; readonly changedBy: string };

export function maintenanceWindows(transaction: Transaction): Promise<readonly WindowRow[]> {
  return transaction.query<WindowRow & Record<string, unknown>>(
    `select id, kind, said, changed_at as "changedAt", changed_by as "changedBy" from maintenance_window
     where organisation = $1 order by name, id`,
    [transaction.organisation],
  );
}

/** False where another has the name. */
export async function putWindow(transaction: Transaction, row: WindowRow): Promise<boolean> {
  const { id, kind, said, changedAt, changedBy } = row;
  const put = await transaction.query(
    `insert into maintenance_window (organisation, id, kind, name, said, changed_at, changed_by)
     select $1, $2, $3, $4, $5, $6, $7
     where not exists (select from maintenance_window where organisation = $1 and name = $4 and id <> $2)
     on conflict (organisation, id) do update set kind = excluded.kind, name = excluded.name, said = excluded.said,
       changed_at = excluded.changed_at, changed_by = excluded.changed_by returning id`,
    [transaction.organisation, id, kind, said.name, JSON.stringify(said), changedAt, changedBy],
  );
  return put.length > 0;
}

export async function removeWindow(transaction: Transaction, id: string): Promise<WindowRow | undefined> {
  const [row] = await transaction.query<WindowRow & Record<string, unknown>>(
    `delete from maintenance_window where organisation = $1 and id = $2
     returning id, kind, said, changed_at as "changedAt", changed_by as "changedBy"`,
    [transaction.organisation, id],
  );
  return row;
}
