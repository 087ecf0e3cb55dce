// Compiles a query into conditions of SQL: no text of the query is ever in them, only the places of parameters.
import { correlate } from '@suture/core/query/correlate.ts';
import type { Resource } from '@suture/core/query/field.ts';
import { type FieldName, fieldOf } from '@suture/core/query/fields.ts';
import { foldQuery } from '@suture/core/query/fold.ts';
import type { Condition, Query, Some } from '@suture/core/query/query.ts';
import type { Classes } from './query-classes.ts';
import { type Beside, COLUMNS, DUE } from './query-columns.ts';
import { SECTIONS, joinsOf } from './query-joins.ts';
import { type Bind, type TestContext, testSql } from './query-tests.ts';

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
  readonly joins: string;
  /** From `$1`, the organisation. */
  readonly values: readonly unknown[];
  /** Adds one more parameter to the end of `values`. */
  readonly bind: Bind;
}

interface Piece {
  readonly sql: string;
  /** Speaks of endpoints alone. */
  readonly ofEndpoint: boolean;
  readonly beside: ReadonlySet<Beside>;
}

export interface Compilation extends Pick<TestContext, 'now' | 'versions'> {
  readonly organisation: string;
  readonly resource: Resource;
}

const NOTHING: ReadonlySet<Beside> = new Set();

/** Never throws; a field that has no column yet is refused by name. */
export function compileQuery(query: Query, { organisation, resource, now, versions }: Compilation): Compiled {
  const values: unknown[] = [organisation];
  const asked: string[] = [];
  const refusals: Refused[] = [];
  const bind: Bind = (value, type) => `$${values.push(value)}::${type}`;
  const context: TestContext = { bind, now, versions };
  const answer = (condition: string): string => `class.c${asked.push(condition) - 1}`;

  /** As a part of the whole condition; what speaks of endpoints becomes a column of their class. */
  const placed = ({ sql, ofEndpoint }: Piece): string => (ofEndpoint && resource !== 'endpoints' ? answer(sql) : sql);

  const joined = (word: 'and' | 'or', terms: readonly Piece[]): Piece => {
    const beside = new Set(terms.flatMap((term) => [...term.beside]));
    const ofEndpoint = terms.filter((term) => term.ofEndpoint).map((term) => term.sql);
    const together: Piece[] =
      ofEndpoint.length === 0 ? [] : [{ sql: list(word, ofEndpoint), ofEndpoint: true, beside: NOTHING }];
    if (ofEndpoint.length === terms.length) return together[0] ?? EVERYTHING;
    const rest = terms.filter((term) => !term.ofEndpoint);
    return { sql: list(word, [...together, ...rest].map(placed)), ofEndpoint: false, beside };
  };

  const condition = ({ field, tests }: Condition): Piece => {
    const column = COLUMNS[field];
    const compiled = tests.map((test) => testSql(test, column, context));
    const answerable = compiled.filter((sql) => sql !== undefined);
    if (answerable.length < compiled.length) {
      refusals.push({ kind: 'refused', field, why: 'only what is open is listed yet' });
    }
    const beside = column.beside === undefined ? NOTHING : new Set([column.beside]);
    return { sql: list('or', answerable), ofEndpoint: fieldOf(field).about === 'endpoint', beside };
  };

  const some = (about: Some['about'], { sql, beside }: Piece): Piece => {
    if (resource === 'endpoints') return { sql: endpointsWith(about, sql, beside), ofEndpoint: true, beside: NOTHING };
    const sought = (term: string) => `p.id in (${packagesWith(about, term, beside)})`;
    return { sql: byExposure(sql, sought, () => answer(INTERNAL)), ofEndpoint: false, beside: NOTHING };
  };

  const folded = foldQuery<Piece>(correlate(query, resource), {
    all: () => EVERYTHING,
    and: (terms) => joined('and', terms),
    or: (terms) => joined('or', terms),
    not: ({ sql, ofEndpoint, beside }) => ({ sql: `not coalesce(${sql}, false)`, ofEndpoint, beside }),
    some,
    condition,
  });
  const where = placed(folded);
  const due = where.includes(DUE) ? dueBy(answer(INTERNAL)) : '';
  return (
    refusals[0] ?? {
      kind: 'compiled',
      where: where.replaceAll(DUE, due),
      joins: joinsOf(folded.beside),
      asked,
      withOffers: folded.beside.has('offer'),
      values,
      bind,
    }
  );
}

const EVERYTHING: Piece = { sql: 'true', ofEndpoint: false, beside: NOTHING };

const list = (word: 'and' | 'or', terms: readonly string[]): string =>
  terms.length === 0 ? 'false' : `(${terms.join(` ${word} `)})`;

/** An exposure that nobody knows counts as internet. */
const INTERNAL = "e.exposure = 'internal'";

const dueBy = (isInternal: string): string => `case when ${isInternal} then g.due_internal else g.due_exposed end`;

/** What asks for deadlines is asked for each kind of endpoint. */
function byExposure(term: string, sought: (term: string) => string, isInternal: () => string): string {
  if (!term.includes(DUE)) return sought(term);
  const [internal, exposed] = ['g.due_internal', 'g.due_exposed'].map((column) => sought(term.replaceAll(DUE, column)));
  return `case when ${isInternal()} then ${internal} else ${exposed} end`;
}

const FINDINGS = 'join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null';

/** Asked once for all packages, not once for each: it depends on none of them. */
const packagesWith = (about: Some['about'], term: string, beside: ReadonlySet<Beside>): string =>
  `select p.id from package p ${about === 'finding' ? FINDINGS : ''} ${joinsOf(beside)} where p.organisation = $1 and ${term}`;

/** Asked once for all endpoints. Packages and findings are those of endpoints in service: others have none. */
function endpointsWith(about: Some['about'], term: string, beside: ReadonlySet<Beside>): string {
  const sought = (asked: string): string => {
    if (!beside.has('offer')) {
      return `e.id in (select s.endpoint from section s where s.organisation = $1 and s.kind = 'installed' and s.package_set in (
        select m.package_set from package_set_member m where m.organisation = $1 and m.package in (${packagesWith(about, asked, beside)})))`;
    }
    return `e.id in (select s.endpoint from (${SECTIONS}) s where (s.package_set, s.available, s.told) in (
      select class_set.package_set, class_set.available, class_set.told
      from (select distinct package_set, available, told from (${SECTIONS}) s) class_set
      join package_set_member m on m.organisation = $1 and m.package_set = class_set.package_set
      join package p on p.organisation = $1 and p.id = m.package ${about === 'finding' ? FINDINGS : ''} ${joinsOf(beside)}
      where ${asked}))`;
  };
  return `(e.state in ('active', 'quarantined') and ${byExposure(term, sought, () => INTERNAL)})`;
}
