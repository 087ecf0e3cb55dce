// Endpoints that a query cannot tell apart, as lists have them in memory: read once for all that one transaction asks of them.
import type { Transaction } from './database.ts';
import { countedClassesBy } from './query-classes.ts';
import { withExposure } from './query-exposure.ts';
import type { CompiledQuery } from './query-sql.ts';
import { withoutUnused } from './used-parameters.ts';

export interface ClassRow {
  /** Each a set, what is offered for it, and whether that is all: as `PAIRS` of query-classes.ts. Just sets where nobody asks for offers. */
  readonly sets: readonly string[];
  readonly endpoints: string;
  /** `0` or `1` for each of `asked`, and for whether they are internal. */
  readonly answers: string;
}

const readBy = new WeakMap<Transaction, Map<string, Promise<readonly ClassRow[]>>>();

/** Told apart by what is offered too where that is counted anyway, or is asked for. */
export async function classRows(
  transaction: Transaction,
  query: CompiledQuery,
  withOffers = query.withOffers,
): Promise<readonly ClassRow[]> {
  const classes = { ...withExposure(query), withOffers: withOffers || query.isCounted };
  const answers = classes.asked.map((_, index) => `c${index}::int::text`).join();
  const { text, values } = withoutUnused(
    `with ${countedClassesBy(classes)} select sets::text[] as sets, endpoints, concat(${answers}) as answers from class`,
    query.values,
  );
  const read = (): Promise<readonly ClassRow[]> => transaction.query<ClassRow & Record<string, unknown>>(text, values);
  if (!transaction.isOfOneMoment) return read();
  const known = readBy.get(transaction) ?? new Map<string, Promise<readonly ClassRow[]>>();
  readBy.set(transaction, known);
  const name = JSON.stringify([text, values]);
  const rows = known.get(name) ?? read();
  known.set(name, rows);
  return rows;
}
