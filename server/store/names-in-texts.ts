// Who did something and where, by name: the record keeps ids, as names change.
import type { Transaction } from './database.ts';

/** `user:UUID` and the like; a UUID alone is an endpoint's. */
const actor = /\b(?:(?:user|token|policy):)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** Puts the names of members, of their tokens, of standing policies and of endpoints into texts. What is not there any more stays as it is. */
export async function namingIn(transaction: Transaction, texts: readonly string[]): Promise<(text: string) => string> {
  const actors = [...new Set(texts.flatMap((text) => text.match(actor) ?? []))];
  if (actors.length === 0) return (text) => text;
  const ids = (kind: string): readonly string[] =>
    actors.filter((each) => each.startsWith(`${kind}:`)).map((each) => each.slice(kind.length + 1));
  const rows = await transaction.query<{ readonly actor: string; readonly name: string }>(
    `select 'user:' || a.id as actor, a.name from membership m join account a on a.id = m.account
       where m.organisation = $1 and m.account = any($2::uuid[])
     union all select 'token:' || t.id, format('%s (token “%s”)', a.name, t.label)
       from api_token t join account a on a.id = t.account where t.organisation = $1 and t.id = any($3::uuid[])
     union all select 'policy:' || p.id, format('the policy “%s”', p.said ->> 'name') from (
       select distinct on (id) id, said from rollout_policy where organisation = $1 and id = any($4::uuid[])
       order by id, version desc) p
     union all select e.id::text, e.name from endpoint e where e.organisation = $1 and e.id = any($5::uuid[])`,
    [transaction.organisation, ids('user'), ids('token'), ids('policy'), actors.filter((each) => !each.includes(':'))],
  );
  const names = new Map(rows.map((row) => [row.actor, row.name]));
  return (text) => text.replaceAll(actor, (whole) => names.get(whole) ?? whole);
}

/** Of each actor; null where there is no name to say. */
export async function namesOf(
  transaction: Transaction,
  actors: readonly string[],
): Promise<(actor: string) => string | null> {
  const named = await namingIn(transaction, actors);
  return (one) => {
    const name = named(one);
    return name === one ? null : name;
  };
}
