// Where packages are: each once with what it is asked of, put together in memory of sets that never change; and who has them, counted.
import type pg from 'pg';
import { classRows } from './class-rows.ts';
import type { Transaction } from './database.ts';
import { keysOf, knownPlaces } from './known-placings.ts';
import { type CountedRow, type Places, countRows } from './placing.ts';
import { INTERNAL } from './query-classes.ts';
import type { CompiledQuery } from './query-sql.ts';
import { membersOf } from './set-members.ts';
import { withoutUnused } from './used-parameters.ts';

/** Where the packages are that a query may find. Good for one question of the transaction that made it. */
export interface Placement {
  /**
   * A common table expression. `placed`: (place, package, available, told, internal, exposed, c0, c1, …), the last as the query asks
   * them; `internal` and `exposed`: whether any such endpoint is, as deadlines differ by it. One row for a package and its answers.
   */
  readonly placed: string;
  /** Whether each package has one place only. */
  readonly isOnce: boolean;
  /** Asks a statement with `placed` in it, with what the query asks with. */
  readonly ask: <Row extends pg.QueryResultRow>(statement: string) => Promise<readonly Row[]>;
  readonly places: Places;
  /** What tells places apart for conditions of the query; in their order. */
  readonly keys: () => readonly string[];
  /** Some of them, from 0: numbered from 1 in this order. */
  readonly some: (places: readonly number[]) => Pick<Placement, 'placed' | 'ask'>;
  /** On how many endpoints there is any of these places, for each row. */
  readonly endpointsOn: (rows: readonly CountedRow[]) => readonly number[];
}

export interface Placing {
  /** Where more is asked than the query itself asks for. */
  readonly withOffers?: boolean;
  /**
   * A query that gives (package, available): nothing else need be placed; `available` null for whatever is offered. Or what it would
   * give: packages by `available`, which is empty there.
   */
  readonly only?: string | ReadonlyMap<string, ReadonlySet<string>>;
  /** Nobody counts endpoints by it, so exposures are told by `internal` and `exposed` alone: see `onEither`. */
  readonly isPresence?: boolean;
}

/** Grows with distinct inventories, and not with endpoints. Its parameters come after the query's own. */
export async function placePackages(
  transaction: Transaction,
  asked: CompiledQuery,
  { withOffers = asked.withOffers, only, isPresence = false }: Placing = {},
): Promise<Placement> {
  const questions = [...asked.asked.keys()].filter((index) => !isPresence || asked.asked[index] !== INTERNAL);
  const rows = await classRows(transaction, asked, withOffers);
  const classes = rows.map(({ sets, endpoints, answers }) => ({
    sets: withOffers ? sets.map((one) => one.split(' ')) : setsAlone(sets),
    endpoints: Number(endpoints),
    answers: questions.map((index) => answers[index]).join(''),
    isInternal: answers.endsWith('1'),
  }));
  const members = await membersOf(
    transaction,
    classes.flatMap(({ sets }) => sets.map(([set = '']) => set)),
  );
  const pairs = typeof only === 'string' ? await pairsOf(transaction, only) : only;
  const placing = knownPlaces(classes, members, questions.length, pairs);
  const names = ['package', 'available', 'told', 'internal', 'exposed', ...questions.map((index) => `c${index}`)];
  const { packages, available, internal, exposed, answers } = placing;
  /** Its parameters come after what is there. */
  const placedWith = (given: unknown[], which?: readonly number[]): string => {
    const bind = (array: readonly string[], type: 'bigint' | 'boolean'): string =>
      `$${given.push(`{${(which?.map((place) => array[place]) ?? array).join()}}`)}::${type}[]`;
    const arrays = [
      bind(packages, 'bigint'),
      bind(available, 'bigint'),
      ...[placing.told, internal, exposed, ...answers].map((each) => bind(each, 'boolean')),
    ];
    return `placed as (select * from unnest(${arrays.join()}) with ordinality as t (${names.join()}, place))`;
  };
  let placed: string | undefined;
  const askWith =
    (given: readonly unknown[]): Placement['ask'] =>
    async (statement) => {
      const used = withoutUnused(statement, given);
      return transaction.query(used.text, used.values);
    };
  return {
    // Seldom wanted of all: what is known of most need not be asked.
    get placed() {
      placed ??= placedWith(asked.values);
      return placed;
    },
    isOnce: placing.variants.size <= 1,
    ask: askWith(asked.values),
    places: placing,
    keys: () => keysOf(placing, isPresence),
    some: (which) => {
      const given = [...asked.values];
      return { placed: placedWith(given, which), ask: askWith(given) };
    },
    endpointsOn: (counted) => countRows(classes, members, placing, counted),
  };
}

/** Without what is offered for them, each once. */
const setsAlone = (sets: readonly string[]): readonly (readonly string[])[] =>
  [...new Set(sets.map((one) => one.split(' ', 1)[0] ?? ''))].map((set) => [set]);

/** Packages by what is offered beside them; by nothing where that is the same. */
async function pairsOf(transaction: Transaction, only: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await transaction.query<{ readonly available: string; readonly packages: string }>(
    `select coalesce(available::text, '') as available, string_agg(package::text, ' ') as packages from (${only}) each group by 1`,
    [transaction.organisation],
  );
  return new Map(rows.map(({ available, packages }) => [available, new Set(packages.split(' '))]));
}

/** A condition of a query on what is placed with `isPresence`: whether it holds for endpoints of either exposure. */
export function onEither({ asked }: CompiledQuery, where: string): string {
  const by = (isInternal: boolean): string =>
    where.replaceAll(/\bclass\.c(\d+)\b/g, (column, index: string) =>
      asked[Number(index)] === INTERNAL ? String(isInternal) : column,
    );
  return by(true) === where
    ? `coalesce(${where}, false)`
    : `(class.internal and coalesce(${by(true)}, false) or class.exposed and coalesce(${by(false)}, false))`;
}

const AT = 'placed class cross join lateral (select class.available, class.told) class_set';

/** `class`, `class_set` and `p`, as conditions of `CompiledQuery` want them. */
export const PLACED = `${AT} join package p on p.organisation = $1 and p.id = class.package`;

/** And `f`; `p` only where something asks for it. */
export const placedFindings = (asks: string): string => `${/\bp\./.test(asks) ? PLACED : AT}
  join package_finding f on f.organisation = $1 and f.package = class.package and f.until is null`;
