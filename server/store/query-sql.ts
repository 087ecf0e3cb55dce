// Compiles a query into conditions of SQL: no text of the query is ever in them, only the places of parameters.
import { correlate } from '@suture/core/query/correlate.ts';
import type { Resource } from '@suture/core/query/field.ts';
import { type FieldName, fieldOf } from '@suture/core/query/fields.ts';
import { foldQuery } from '@suture/core/query/fold.ts';
import type { Condition, Query, Some } from '@suture/core/query/query.ts';
import { type Classes, INTERNAL } from './query-classes.ts';
import { type Beside, COLUMNS, DUE } from './query-columns.ts';
import { isCounted } from './endpoint-classes.ts';
import { joinsOf } from './query-joins.ts';
import { byExposure, endpointsWith, packagesWith } from './query-some.ts';
import { type Bind, type TestContext, countedInventory, testSql } from './query-tests.ts';

export interface Refused {
  readonly kind: 'refused';
  readonly field: FieldName;
  /** Follows the field's name in a sentence. */
  readonly why: string;
}

export type Compiled = Refused | CompiledQuery;

export interface CompiledQuery extends Classes {
  readonly kind: 'compiled';
  /**
   * Of endpoints: over `e` and `seen`. Of packages and findings: over `p`, `class`, `class_set` (of findings `f`) and what
   * `joins` brings. What it asks of endpoints is in the columns `class.c0`, `class.c1`, … of `classesBy`: endpoints with
   * the same inventory and the same answers are one class, so that no row is made for each endpoint and package.
   */
  readonly where: string;
  /** Of endpoints: the same over `class_now e`; undefined where it asks of more than is counted there. */
  readonly whereCounted: string | undefined;
  /** Whether all that it asks of endpoints is counted of classes. */
  readonly isCounted: boolean;
  readonly joins: string;
  /** What `joins` joins with. */
  readonly beside: ReadonlySet<Beside>;
  /** From `$1`, the organisation. */
  readonly values: unknown[];
  /** Adds one more parameter to the end of `values`. */
  readonly bind: Bind;
}

interface Piece {
  readonly sql: string;
  /** Where it speaks of endpoints alone: the same over `class_now`, with the same parameters; undefined where that cannot tell. */
  readonly counted: string | undefined;
  /** Speaks of endpoints alone. */
  readonly ofEndpoint: boolean;
  readonly beside: ReadonlySet<Beside>;
}

export interface Compilation extends Pick<TestContext, 'now' | 'versions' | 'products'> {
  readonly organisation: string;
  readonly resource: Resource;
  /** Asked in one statement with this one: has the same parameters, and asks the same classes of endpoints. */
  readonly along?: CompiledQuery | undefined;
}

const NOTHING: ReadonlySet<Beside> = new Set();

/** Never throws; a field that has no column yet is refused by name. */
export function compileQuery(
  query: Query,
  { organisation, resource, now, versions, products, along }: Compilation,
): Compiled {
  const shared: Pick<CompiledQuery, 'values' | 'asked' | 'counted'> = {
    values: [organisation],
    asked: [],
    counted: [],
  };
  const { values, asked, counted } = along ?? shared;
  const refusals: Refused[] = [];
  const bind: Bind = (value, type) => `$${values.push(value)}::${type}`;
  const context: TestContext = { bind, now, versions, products };
  const answer = (condition: string, of: string | undefined): string => {
    counted.push(of);
    return `class.c${asked.push(condition) - 1}`;
  };

  /** As a part of the whole condition; what speaks of endpoints becomes a column of their class. */
  const placed = (piece: Piece): string =>
    piece.ofEndpoint && resource !== 'endpoints' ? answer(piece.sql, piece.counted) : piece.sql;

  const joined = (word: 'and' | 'or', terms: readonly Piece[]): Piece => {
    const beside = new Set(terms.flatMap((term) => [...term.beside]));
    const ofEndpoint = terms.filter((term) => term.ofEndpoint);
    const alike = ofEndpoint.flatMap((term) => term.counted ?? []);
    const together: Piece[] =
      ofEndpoint.length === 0
        ? []
        : [
            {
              sql: list(
                word,
                ofEndpoint.map((term) => term.sql),
              ),
              counted: alike.length < ofEndpoint.length ? undefined : list(word, alike),
              ofEndpoint: true,
              beside: NOTHING,
            },
          ];
    if (ofEndpoint.length === terms.length) return together[0] ?? EVERYTHING;
    const rest = terms.filter((term) => !term.ofEndpoint);
    return { sql: list(word, [...together, ...rest].map(placed)), counted: undefined, ofEndpoint: false, beside };
  };

  const condition = ({ field, tests }: Condition): Piece => {
    const column = COLUMNS[field];
    const compiled = tests.map((test) => testSql(test, column, context));
    const answerable = compiled.filter((sql) => sql !== undefined);
    if (answerable.length < compiled.length) {
      const why = field === 'product' ? 'the catalog is not looked into here' : 'only what is open is listed yet';
      refusals.push({ kind: 'refused', field, why });
    }
    const beside = column.beside === undefined ? NOTHING : new Set([column.beside]);
    const alike = answerable.map((sql) => (column.kind === 'inventory' ? countedInventory(sql) : sql));
    return {
      sql: list('or', answerable),
      counted: alike.every(isCounted) ? list('or', alike) : undefined,
      ofEndpoint: fieldOf(field).about === 'endpoint',
      beside,
    };
  };

  const some = (about: Some['about'], { sql, beside }: Piece): Piece => {
    if (resource === 'endpoints') return { ...endpointsWith(about, sql, beside), ofEndpoint: true, beside: NOTHING };
    const sought = (term: string) => `p.id in (${packagesWith(about, term, beside)})`;
    const isInternal = () => answer(INTERNAL, INTERNAL);
    return { sql: byExposure(sql, sought, isInternal), counted: undefined, ofEndpoint: false, beside: NOTHING };
  };

  const folded = foldQuery<Piece>(correlate(query, resource), {
    all: () => EVERYTHING,
    and: (terms) => joined('and', terms),
    or: (terms) => joined('or', terms),
    not: (term) => ({
      ...term,
      sql: `not coalesce(${term.sql}, false)`,
      counted: term.counted && `not coalesce(${term.counted}, false)`,
    }),
    some,
    condition,
  });
  const where = placed(folded);
  const due = where.includes(DUE) ? dueBy(answer(INTERNAL, INTERNAL)) : '';
  return (
    refusals[0] ?? {
      kind: 'compiled',
      where: where.replaceAll(DUE, due),
      whereCounted: resource === 'endpoints' ? folded.counted : undefined,
      isCounted: resource === 'endpoints' ? folded.counted !== undefined : !counted.includes(undefined),
      joins: joinsOf(folded.beside),
      beside: folded.beside,
      asked,
      counted,
      withOffers: folded.beside.has('offer'),
      values,
      bind,
    }
  );
}

const EVERYTHING: Piece = { sql: 'true', counted: 'true', ofEndpoint: false, beside: NOTHING };

const list = (word: 'and' | 'or', terms: readonly string[]): string =>
  terms.length === 0 ? 'false' : `(${terms.join(` ${word} `)})`;

const dueBy = (isInternal: string): string => `case when ${isInternal} then g.due_internal else g.due_exposed end`;
