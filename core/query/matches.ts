// Asks a query of rows in memory: what its words mean, exactly. SQL that is made of a query has to agree with it.
import { spanOf } from './dates.ts';
import { compares } from './field.ts';
import type { Comparison } from './field.ts';
import type { FieldName } from './fields.ts';
import { foldQuery } from './fold.ts';
import type { Condition, Correlated, Some, Test } from './query.ts';

/**
 * An endpoint, a package on one, or a finding of one. `values` gives all values of a field, none where it is not known
 * or not there: text, tags, choices and versions as text, yes and no as a boolean, numbers as numbers, moments as
 * milliseconds since 1970. A package also answers for its endpoint, a finding for its package and endpoint.
 */
export interface Row {
  values(field: FieldName): readonly (string | number | boolean)[];
  /** The packages or findings of it, asked only where it has many. */
  many(about: Some['about']): readonly Row[];
}

export interface Context {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** -1, 0 or 1 by the rules of what the row is about; undefined where they cannot be compared, which finds nothing. */
  compareVersions(a: string, b: string, field: FieldName, row: Row): number | undefined;
}

/** `query` is what `correlate` made of it for the resource that the row is of. */
export function matchesQuery(query: Correlated, row: Row, context: Context): boolean {
  return compile(query, context)(row);
}

type Predicate = (row: Row) => boolean;

const compile = (query: Correlated, context: Context): Predicate =>
  foldQuery<Predicate>(query, {
    all: () => () => true,
    and: (terms) => (row) => terms.every((term) => term(row)),
    or: (terms) => (row) => terms.some((term) => term(row)),
    not: (term) => (row) => !term(row),
    some: (about, term) => (row) => row.many(about).some(term),
    condition: (condition) => (row) => holds(condition, row, context),
  });

function holds({ field, tests }: Condition, row: Row, context: Context): boolean {
  const values = row.values(field);
  return tests.some((test) => {
    if (test.kind === 'missing') return values.length === 0;
    return values.some((value) =>
      passes(test, value, (a, b) => context.compareVersions(a, b, field, row), context.now),
    );
  });
}

function passes(
  test: Exclude<Test, { kind: 'missing' }>,
  value: string | number | boolean,
  compareVersions: (a: string, b: string) => number | undefined,
  now: number,
): boolean {
  switch (test.kind) {
    case 'present':
      return true;
    case 'text':
      return typeof value === 'string' && isText(test, value);
    case 'choice':
    case 'boolean':
      return value === test.value;
    case 'number':
      return typeof value === 'number' && compares(value - test.number, test.comparison);
    case 'version': {
      // The same text is the same version, also where nobody knows how such versions compare.
      const order =
        value === test.version ? 0 : typeof value === 'string' ? compareVersions(value, test.version) : undefined;
      return order !== undefined && compares(order, test.comparison);
    }
    case 'age':
      return typeof value === 'number' && compares(now - value - test.seconds * 1000, test.comparison);
    case 'ahead':
      return typeof value === 'number' && compares(value - now - test.seconds * 1000, test.comparison);
    case 'date':
      return typeof value === 'number' && matchesDate(value, test.comparison, test.date);
  }
}

/** Without regard to case. */
export function isText(test: Extract<Test, { kind: 'text' }>, given: string): boolean {
  const [text, value] = [test.text.toLowerCase(), given.toLowerCase()];
  switch (test.match) {
    case 'equals':
      return value === text;
    case 'begins':
      return value.startsWith(text);
    case 'ends':
      return value.endsWith(text);
    case 'contains':
      return value.includes(text);
  }
}

function matchesDate(moment: number, comparison: Comparison, date: string): boolean {
  const span = spanOf(date);
  if (span === undefined) return false;
  switch (comparison) {
    case '<':
      return moment < span.from;
    case '<=':
      return moment < span.to;
    case '=':
      return moment >= span.from && moment < span.to;
    case '>=':
      return moment >= span.from;
    case '>':
      return moment >= span.to;
  }
}
