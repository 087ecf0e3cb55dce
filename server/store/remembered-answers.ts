// What lists over the fleet answered, kept for as long as nothing has changed that they are made of; never for longer.
import { createHash } from 'node:crypto';
import { classRows } from './class-rows.ts';
import type { Store, Transaction } from './database.ts';
import { SEES_ALL } from './endpoint-classes.ts';
import type { CompiledQuery } from './query-sql.ts';

/** Of one server's store; answers of a hundred kilobytes each at most. */
const MOST_KEPT = 200;
/** Rows of a page that is kept. */
const MOST_ROWS = 200;

interface Kept {
  /** Of the whole fleet. */
  readonly state: string;
  /** Of what the answer is made of; undefined where that is not told apart, or changed while it was looked for. */
  readonly part: Promise<string | undefined>;
  readonly answer: Promise<unknown>;
}

const keptOf = new WeakMap<Store, Map<string, Kept>>();

export interface Remembered {
  /** The lists, and what is asked of each beside the query. */
  readonly list: string;
  readonly page: { readonly limit: number };
  readonly queries: readonly CompiledQuery[];
}

/**
 * What `look` finds, or found at the same state of the fleet. Of who is limited to tags, and of what is asked about endpoints
 * one by one, nothing is kept. Who asks while another looks waits for what that one finds.
 */
export async function remembered<T>(
  store: Store,
  transaction: Transaction,
  { list, page, queries }: Remembered,
  look: () => Promise<T>,
): Promise<T> {
  const isKept = page.limit <= MOST_ROWS && queries.every(({ isCounted }) => isCounted);
  // Before anything is looked at: what is found is of this state or a later one, never of an earlier.
  const state = isKept ? await stateOf(transaction) : undefined;
  if (state === undefined) return look();
  const kept = keptOf.get(store) ?? new Map<string, Kept>();
  keptOf.set(store, kept);
  const asked = queries.map(({ where, whereCounted, joins, asked: classes, values }) => [
    where,
    whereCounted,
    joins,
    classes,
    values,
  ]);
  const key = JSON.stringify([transaction.organisation, list, page, asked]);
  const known = kept.get(key);
  kept.delete(key);
  if (known?.state === state) {
    kept.set(key, known);
    // Where the other did not get it, this one tries.
    return known.answer.catch(look) as Promise<T>;
  }
  const part = partOf(transaction, queries);
  const looking = (async () => {
    const before = await part();
    if (known !== undefined && before !== undefined && before === (await known.part)) {
      const found = await known.answer.then((answer) => ({ answer: answer as T, part: before })).catch(() => undefined);
      if (found !== undefined) return found;
    }
    const found = await look();
    const isStill = transaction.isOfOneMoment || (await part()) === before;
    return { answer: found, part: isStill ? before : undefined };
  })();
  const answer = looking.then((found) => found.answer);
  const entry = { state, answer, part: looking.then((found) => found.part).catch(() => undefined) };
  kept.set(key, entry);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  answer.catch(() => kept.get(key) === entry && kept.delete(key));
  return answer;
}

/** Undefined for who does not see all endpoints. Costs what classes there are, and changes since they were last made one. */
async function stateOf(transaction: Transaction): Promise<string | undefined> {
  const [row] = await transaction.query<{ readonly state: string | null }>(STATE, [transaction.organisation]);
  return row?.state ?? undefined;
}

/**
 * The part of that which lists of packages and findings are made of: what is known, and how many endpoints have what, by what the
 * queries ask of them. Something else that changed of an endpoint, or that changes were counted, leaves it as it is. Undefined for
 * lists of endpoints, which are made of more.
 */
function partOf(transaction: Transaction, queries: readonly CompiledQuery[]): () => Promise<string | undefined> {
  const [first] = queries;
  if (first === undefined || queries.some(({ whereCounted }) => whereCounted !== undefined))
    return async () => undefined;
  return async () => {
    const [row] = await transaction.query<{ readonly known: string | null }>(
      'select sum(changes) as known from knowledge_change where organisation = $1',
      [transaction.organisation],
    );
    // Lists tell endpoints apart by exposure and by what is offered, beside what is asked.
    const classes = (await classRows(transaction, first, true)).map(({ sets, endpoints, answers }) =>
      [...sets, endpoints, answers].join(' '),
    );
    return createHash('sha256')
      .update(JSON.stringify([row?.known, classes.toSorted()]))
      .digest('base64');
  };
}

const STATE = `select case when ${SEES_ALL} then concat_ws(' ',
    (select sum(changes) from knowledge_change where organisation = $1),
    (select sha256(convert_to(string_agg(concat_ws('*', id, endpoints), ' ' order by id), 'UTF8'))
     from counted_class where organisation = $1),
    (select string_agg(id::text, ' ' order by id) from class_due where organisation = $1)
  ) end as state`;

/**
 * Makes the older changes one where they are many: of what these were about, nobody who looked before the last of them knows. Those by
 * transactions that are still to come are of a database that this one was restored from.
 */
export async function gatherChanges(transaction: Transaction, many = 2_000): Promise<void> {
  await transaction.query(
    `with now as materialized (
       select pg_snapshot_xmin(pg_current_snapshot()) as ended, pg_snapshot_xmax(pg_current_snapshot()) as begun
     ), gone as (
       delete from knowledge_change where organisation = $1
         and (select count(*) from knowledge_change where organisation = $1) > $2
         and id not in (select id from knowledge_change where organisation = $1 order by id desc limit $2 / 2)
         and (by < (select ended from now) or by >= (select begun from now))
       returning changes, by
     )
     insert into knowledge_change (organisation, changes, by)
     select $1, sum(changes), coalesce((array_agg(by order by by desc) filter (where by < ended))[1], ended)
     from now left join gone on true group by ended having count(gone.changes) > 0`,
    [transaction.organisation, many],
  );
}
