// Compiles a query into conditions of SQL: no text of the query is ever in them, only the places of parameters.
import { correlate } from '@suture/core/query/correlate.ts';
import type { Resource } from '@suture/core/query/field.ts';
import { type FieldName, fieldOf } from '@suture/core/query/fields.ts';
import { foldQuery } from '@suture/core/query/fold.ts';
import type { Condition, Query, Some } from '@suture/core/query/query.ts';
import { COLUMNS } from './query-columns.ts';
import { type Bind, type TestContext, testSql } from './query-tests.ts';

export interface Refused {
  readonly kind: 'refused';
  readonly field: FieldName;
  /** Follows the field's name in a sentence. */
  readonly why: string;
}

export type Compiled = Refused | CompiledQuery;

export interface CompiledQuery {
  readonly kind: 'compiled';
  /** Of endpoints: over `e` and `seen`. Of packages: over `p` and `class`. Of findings: over `p`, `f` and `class`. */
  readonly where: string;
  /**
   * What a query of packages or findings asks of endpoints, over `e` and `seen`: the columns `class.c0`, `class.c1`, …
   * Endpoints with the same inventory and the same answers are one class, so that no row is made for each endpoint and
   * package. Empty for queries of endpoints.
   */
  readonly asked: readonly string[];
  /** From `$1`, the organisation. */
  readonly values: readonly unknown[];
  /** Adds one more parameter to the end of `values`. */
  readonly bind: Bind;
}

interface Piece {
  readonly sql: string;
  /** Speaks of endpoints alone. */
  readonly ofEndpoint: boolean;
}

export interface Compilation extends Pick<TestContext, 'now' | 'versions'> {
  readonly organisation: string;
  readonly resource: Resource;
}

/** Never throws; a field that has no column yet is refused by name. */
export function compileQuery(query: Query, { organisation, resource, now, versions }: Compilation): Compiled {
  const values: unknown[] = [organisation];
  const asked: string[] = [];
  const refusals: Refused[] = [];
  const bind: Bind = (value, type) => `$${values.push(value)}::${type}`;
  const context: TestContext = { bind, now, versions };

  /** As a part of the whole condition; what speaks of endpoints becomes a column of their class. */
  const placed = ({ sql, ofEndpoint }: Piece): string => {
    if (!ofEndpoint || resource === 'endpoints') return sql;
    return `class.c${asked.push(sql) - 1}`;
  };

  const joined = (word: 'and' | 'or', terms: readonly Piece[]): Piece => {
    const ofEndpoint = terms.filter((term) => term.ofEndpoint).map((term) => term.sql);
    const together: Piece[] = ofEndpoint.length === 0 ? [] : [{ sql: list(word, ofEndpoint), ofEndpoint: true }];
    if (ofEndpoint.length === terms.length) return together[0] ?? { sql: 'true', ofEndpoint: true };
    const rest = terms.filter((term) => !term.ofEndpoint);
    return { sql: list(word, [...together, ...rest].map(placed)), ofEndpoint: false };
  };

  const condition = ({ field, tests }: Condition): Piece => {
    const column = COLUMNS[field];
    const compiled = tests.map((test) => testSql(test, column, context));
    const answerable = compiled.filter((sql) => sql !== undefined);
    if (answerable.length < compiled.length) {
      const why = column.kind === 'refused' ? column.why : 'only what is open is listed yet';
      refusals.push({ kind: 'refused', field, why });
    }
    return { sql: list('or', answerable), ofEndpoint: fieldOf(field).about === 'endpoint' };
  };

  const folded = foldQuery<Piece>(correlate(query, resource), {
    all: () => ({ sql: 'true', ofEndpoint: false }),
    and: (terms) => joined('and', terms),
    or: (terms) => joined('or', terms),
    not: ({ sql, ofEndpoint }) => ({ sql: `not coalesce(${sql}, false)`, ofEndpoint }),
    some: (about, { sql }) => ({ sql: someOf(about, sql, resource), ofEndpoint: resource === 'endpoints' }),
    condition,
  });
  const where = placed(folded);
  return refusals[0] ?? { kind: 'compiled', where, asked, values, bind };
}

const list = (word: 'and' | 'or', terms: readonly string[]): string =>
  terms.length === 0 ? 'false' : `(${terms.join(` ${word} `)})`;

/** Asked once for all endpoints or packages, not once for each: it depends on none of them. */
function someOf(about: Some['about'], term: string, resource: Resource): string {
  const findings = 'join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null';
  const packages = `select p.id from package p ${about === 'finding' ? findings : ''} where p.organisation = $1 and ${term}`;
  if (resource === 'packages') return `p.id in (${packages})`;
  return `e.id in (select s.endpoint from section s where s.organisation = $1 and s.kind = 'installed' and s.package_set in (
    select m.package_set from package_set_member m where m.organisation = $1 and m.package in (${packages})))`;
}
