// Turns a query into something else, bottom up: SQL, a sentence, a yes or no.
import type { Condition, Correlated, Some } from './query.ts';

/**
 * One function for each kind of node; what `and`, `or`, `not` and `some` get is already folded.
 *
 * A query knows only yes and no: `not` is everything the term does not find, what is unknown included. In SQL that is
 * `not coalesce(term, false)`.
 */
export interface Fold<R> {
  readonly all: () => R;
  readonly and: (terms: readonly R[]) => R;
  readonly or: (terms: readonly R[]) => R;
  readonly not: (term: R) => R;
  readonly some: (about: Some['about'], term: R) => R;
  readonly condition: (condition: Condition) => R;
}

export function foldQuery<R>(query: Correlated, fold: Fold<R>): R {
  switch (query.kind) {
    case 'all':
      return fold.all();
    case 'and':
      return fold.and(query.terms.map((term) => foldQuery(term, fold)));
    case 'or':
      return fold.or(query.terms.map((term) => foldQuery(term, fold)));
    case 'not':
      return fold.not(foldQuery(query.term, fold));
    case 'some':
      return fold.some(query.about, foldQuery(query.term, fold));
    case 'condition':
      return fold.condition(query);
  }
}
