// Who hears of changes: while some server has listeners the database tells of them, and only those who may are told which.
import type { Principal } from '../access/permissions.ts';
import type { Transaction } from './database.ts';

/** From when on this is committed, changes are told, for so long. */
export async function keepAudience(transaction: Transaction, seconds: number): Promise<void> {
  await transaction.query(
    `insert into event_audience (organisation, until) values ($1, now() + make_interval(secs => $2))
     on conflict (organisation) do update set until = greatest(event_audience.until, excluded.until)`,
    [transaction.organisation, seconds],
  );
}

/** Those of the endpoints that the transaction reaches. */
export async function reachable(transaction: Transaction, endpoints: readonly string[]): Promise<readonly string[]> {
  const rows = await transaction.query<{ readonly id: string }>(
    'select id from endpoint where organisation = $1 and id = any($2::uuid[])',
    [transaction.organisation, endpoints],
  );
  return rows.map(({ id }) => id);
}

/** Whether a session or token still is what it was: neither ended nor with another role or other tags. */
export async function stillHolds(transaction: Transaction, principal: Principal, now: Date): Promise<boolean> {
  const { member } = principal;
  const [table, id] = principal.kind === 'session' ? ['session', principal.session] : ['api_token', principal.token];
  const idle = principal.kind === 'session' ? 'and t.idle_until > $3' : '';
  const rows = await transaction.query(
    `select from ${table} t join membership m on m.organisation = t.organisation and m.account = t.account
     where t.organisation = $1 and t.id = $2 and t.revoked_at is null and t.expires_at > $3 ${idle}
       and m.role = $4 and m.tag_scope is not distinct from $5`,
    [transaction.organisation, id, now, member.role, member.tagScope ?? null],
  );
  return rows.length > 0;
}
