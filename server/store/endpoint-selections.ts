// Endpoints that somebody selected, held fast for an hour: what joins or changes later is in no selection made before.
import type { Transaction } from './database.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface EndpointSelection {
  readonly id: string;
  readonly count: number;
  /** SHA-256 of the ids in their order, each followed by a line feed; hexadecimal. */
  readonly digest: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

export interface SelectionOwner {
  readonly actor: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

interface SelectionRow extends Record<string, unknown> {
  readonly id: string;
  readonly count: number;
  readonly digest: string;
  readonly expires_at: Date;
}

/** `chosen`: SQL that gives ids; `$1` is the organisation, the owner's values are bound through `bind`. */
async function keep(
  transaction: Transaction,
  chosen: string,
  { bind, values }: Pick<CompiledQuery, 'bind' | 'values'>,
  { actor, now, expiresAt }: SelectionOwner,
): Promise<EndpointSelection> {
  await transaction.query(
    `delete from endpoint_selection where organisation = $1 and id in (
       select id from endpoint_selection where organisation = $1 and expires_at < $2
       order by expires_at limit 10 for update skip locked)`,
    [transaction.organisation, now],
  );
  const [row] = await transaction.query<SelectionRow>(
    `with chosen as (select array_agg(id order by id) as ids from (${chosen}) c(id))
     insert into endpoint_selection (organisation, actor, endpoints, digest, created_at, expires_at)
     select $1, ${bind(actor, 'text')}, coalesce(ids, '{}'),
       sha256(convert_to(coalesce(array_to_string(ids, e'\\n') || e'\\n', ''), 'UTF8')),
       ${bind(now.toISOString(), 'timestamptz')}, ${bind(expiresAt.toISOString(), 'timestamptz')} from chosen
     returning id, cardinality(endpoints) as count, encode(digest, 'hex') as digest, expires_at`,
    values,
  );
  if (row === undefined) throw new Error('a selection that was inserted is not there');
  const { id, count, digest, expires_at: until } = row;
  return { id, count, digest, expiresAt: until.toISOString() };
}

/** All that a query of endpoints finds, but for some. */
export const selectFound = (
  transaction: Transaction,
  query: CompiledQuery,
  except: readonly string[],
  owner: SelectionOwner,
): Promise<EndpointSelection> =>
  keep(
    transaction,
    `select e.id from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
     where e.organisation = $1 and ${query.where} and e.id <> all (${query.bind(except, 'text[]')}::uuid[])`,
    query,
    owner,
  );

/** Those named; what is no endpoint within reach is left out. */
export function selectNamed(
  transaction: Transaction,
  ids: readonly string[],
  owner: SelectionOwner,
): Promise<EndpointSelection> {
  const values: unknown[] = [transaction.organisation];
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const named = bind(ids, 'uuid[]');
  return keep(
    transaction,
    `select e.id from endpoint e where e.organisation = $1 and e.id = any (${named})`,
    { bind, values },
    owner,
  );
}

/** A piece of one's own selection, `from` on; undefined where there is none, or not any more. */
export async function selectedEndpoints(
  transaction: Transaction,
  id: string,
  { actor, now }: Omit<SelectionOwner, 'expiresAt'>,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<{ readonly ids: readonly string[]; readonly count: number } | undefined> {
  const [row] = await transaction.query<{ readonly ids: readonly string[]; readonly count: number }>(
    `select endpoints[$4 + 1 : $4 + $5] as ids, cardinality(endpoints) as count from endpoint_selection
     where organisation = $1 and id = $2 and actor = $3 and expires_at > $6`,
    [transaction.organisation, id, actor, from, limit, now],
  );
  return row;
}
