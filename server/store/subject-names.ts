// What the record of changes speaks of, by name as it is called now: the record itself keeps ids, as names change.
import type { Transaction } from './database.ts';
import { namesOf } from './names-in-texts.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;

/** Each in SQL: (id, name) of those whose ids are in `$2`; `$1` is the organisation. */
const NAMED = {
  endpoint: 'select id::text, name from endpoint where organisation = $1 and id = any($2::uuid[])',
  deployment: 'select id::text, name from deployment where organisation = $1 and id = any($2::uuid[])',
  'maintenance-window':
    'select id::text, name from maintenance_window where organisation = $1 and id = any($2::uuid[])',
  exception: 'select id::text, covers as name from finding_exception where organisation = $1 and id = any($2::uuid[])',
  freeze: 'select id::text, reason as name from rollout_freeze where organisation = $1 and id = any($2::uuid[])',
  organisation:
    'select organisation::text as id, name from organisation where organisation = $1 and organisation = any($2::uuid[])',
  'operator-key': `select encode(fingerprint, 'hex') as id, label as name from operator_key
    where organisation = $1 and encode(fingerprint, 'hex') = any($2::text[])`,
  plan: `select encode(plan, 'hex') as id, string_agg(name, ', ' order by name) as name from deployment
    where organisation = $1 and plan = any(select decode(hash, 'hex') from unnest($2::text[]) hash) group by plan`,
} as const;

export const NAMED_KINDS = Object.keys(NAMED);

const isOf = (kind: keyof typeof NAMED, id: string): boolean =>
  (kind === 'plan' || kind === 'operator-key' ? HASH : UUID).test(id);

/** Of `endpoint:UUID`, `user:UUID` and the like; null where there is no name, or none any more. */
export async function subjectNames(
  transaction: Transaction,
  subjects: readonly string[],
): Promise<(subject: string) => string | null> {
  const names = new Map<string, string>();
  for (const [kind, sql] of Object.entries(NAMED) as [keyof typeof NAMED, string][]) {
    const ids = subjects
      .filter((each) => each.startsWith(`${kind}:`))
      .map((each) => each.slice(kind.length + 1))
      .filter((id) => isOf(kind, id));
    if (ids.length === 0) continue;
    const rows = await transaction.query<{ readonly id: string; readonly name: string }>(sql, [
      transaction.organisation,
      [...new Set(ids)],
    ]);
    for (const { id, name } of rows) names.set(`${kind}:${id}`, name);
  }
  const people = await namesOf(
    transaction,
    subjects.filter((each) => /^(?:user|token|policy):/.test(each)),
  );
  return (subject) => names.get(subject) ?? (/^(?:user|token|policy):/.test(subject) ? people(subject) : null);
}
