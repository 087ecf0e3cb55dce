// A query as it is once parsed: conditions on fields, joined by and, or and not.
import type { About, Comparison } from './field.ts';
import type { FieldName } from './fields.ts';

export type Query = All | Joined<Query> | Negated<Query> | Condition;

/** The empty query: everything. Never inside another. */
export interface All {
  readonly kind: 'all';
}

/** Two terms at least, and none of the same kind. */
export interface Joined<T> {
  readonly kind: 'and' | 'or';
  readonly terms: readonly T[];
}

/** Never of another `not`. */
export interface Negated<T> {
  readonly kind: 'not';
  readonly term: T;
}

/** Holds where any of the field's values passes any of the tests (of which there is one at least). */
export interface Condition {
  readonly kind: 'condition';
  readonly field: FieldName;
  readonly tests: readonly Test[];
}

/** A query whose conditions on packages and findings are gathered into what one of them must fulfil. See correlate.ts. */
export type Correlated = All | Joined<Correlated> | Negated<Correlated> | Condition | Some;

/** There is one package, or one finding, for which the term holds. */
export interface Some {
  readonly kind: 'some';
  readonly about: Exclude<About, 'endpoint'>;
  readonly term: Query;
}

export type Test =
  /** Without regard to case. Of text, tags, and versions with a `*`. */
  | { readonly kind: 'text'; readonly match: TextMatch; readonly text: string }
  | { readonly kind: 'choice'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly comparison: Comparison; readonly number: number }
  | { readonly kind: 'version'; readonly comparison: Comparison; readonly version: string }
  /** Now minus the moment, in seconds. */
  | { readonly kind: 'age'; readonly comparison: Inequality; readonly seconds: number }
  /** The moment minus now, in seconds; a moment gone by is less than any. */
  | { readonly kind: 'ahead'; readonly comparison: Inequality; readonly seconds: number }
  /** `2026`, `2026-01`, `2026-01-31` or `2026-01-31T10:00:00Z`, in UTC: see `spanOf` in dates.ts. */
  | { readonly kind: 'date'; readonly comparison: Comparison; readonly date: string }
  /** There is a value, whatever it is. */
  | { readonly kind: 'present' }
  /** There is none, or it is not known. */
  | { readonly kind: 'missing' };

export type TextMatch = 'equals' | 'begins' | 'ends' | 'contains';
export type Inequality = Exclude<Comparison, '='>;

/** What is wrong with a query and where: code units from the start, `to` excluded. */
export interface QueryError {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  /** What could stand there instead; empty where nothing in particular could. */
  readonly expected: readonly string[];
  /** Put in place of from..to it may be what was meant. */
  readonly suggestion?: string;
}

export type Parsed = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly error: QueryError };

/** Joins terms, so that one query has one shape: lists within lists of the same kind are one list. */
export function join(kind: 'and' | 'or', terms: readonly Query[]): Query {
  const flat = terms.flatMap((term) => (term.kind === kind ? term.terms : [term]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, terms: flat };
}

export const negate = (term: Query): Query => (term.kind === 'not' ? term.term : { kind: 'not', term });
