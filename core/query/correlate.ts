// Decides which conditions of a query speak of the same package or finding, so that every reader of it agrees.
import type { About, Resource } from './field.ts';
import { fieldOf } from './fields.ts';
import type { FieldName } from './fields.ts';
import type { Correlated, Query, Some, Test } from './query.ts';

/**
 * An endpoint has many packages and a package many findings; a finding is of one package on one endpoint. Where the
 * resource has many of what a condition is about, `os:debian fix:available exploited:yes` asks for one finding that is
 * both: what stands side by side speaks of the same one. Under a `-`, and in an OR that also speaks of other things,
 * each stands for itself: `-exploited:yes` finds endpoints with no such finding. Asking twice for an exact value of one
 * field, `package:nginx package:openssl`, begins another one, since no package has two names.
 */
export function correlate(query: Query, resource: Resource): Correlated {
  if (resource === 'findings') return query;
  const about = manyOf(query, resource);
  if (about !== undefined) return { kind: 'some', about, term: query };
  switch (query.kind) {
    case 'all':
    case 'condition':
      return query;
    case 'not':
      return { kind: 'not', term: correlate(query.term, resource) };
    case 'or':
      return { kind: 'or', terms: query.terms.map((term) => correlate(term, resource)) };
    case 'and':
      return gather(query.terms, resource);
  }
}

/** What the query speaks of, if one package or finding can answer all of it; undefined otherwise. */
function manyOf(query: Query, resource: Resource): Some['about'] | undefined {
  switch (query.kind) {
    case 'all':
    case 'not':
      return undefined;
    case 'condition': {
      const { about } = fieldOf(query.field);
      return isMany(about, resource) ? about : undefined;
    }
    case 'and':
    case 'or': {
      const abouts = query.terms.map((term) => manyOf(term, resource));
      if (abouts.includes(undefined) || (query.kind === 'and' && asksTwice(query.terms))) return undefined;
      return deepest(abouts);
    }
  }
}

const isMany = (about: About, resource: Resource): about is Some['about'] =>
  about === 'finding' || (about === 'package' && resource === 'endpoints');

const deepest = (abouts: readonly (About | undefined)[]): Some['about'] =>
  abouts.includes('finding') ? 'finding' : 'package';

function asksTwice(terms: readonly Query[]): boolean {
  const fields = terms.flatMap((term) => exactField(term) ?? []);
  return new Set(fields).size < fields.length;
}

interface Group {
  readonly terms: Query[];
  readonly about: About[];
  /** Fields of which the group has an exact value. */
  readonly exact: Set<FieldName>;
}

function gather(terms: readonly Query[], resource: Resource): Correlated {
  const out: (Correlated | Group)[] = [];
  let group: Group | undefined;
  for (const term of terms) {
    const about = manyOf(term, resource);
    if (about === undefined) {
      out.push(correlate(term, resource));
      continue;
    }
    const exact = exactField(term);
    if (group === undefined || (exact !== undefined && group.exact.has(exact))) {
      group = { terms: [], about: [], exact: new Set() };
      out.push(group);
    }
    group.terms.push(term);
    group.about.push(about);
    if (exact !== undefined) group.exact.add(exact);
  }
  const joined = out.map((part): Correlated => ('exact' in part ? some(part) : part));
  const [only] = joined;
  return joined.length === 1 && only !== undefined ? only : { kind: 'and', terms: joined };
}

function some({ terms, about }: Group): Some {
  const [only] = terms;
  const term: Query = terms.length === 1 && only !== undefined ? only : { kind: 'and', terms };
  return { kind: 'some', about: deepest(about), term };
}

/** The field of which the term names an exact value. */
const exactField = (term: Query): FieldName | undefined =>
  term.kind === 'condition' && term.tests.every(isExact) ? term.field : undefined;

const isExact = (test: Test): boolean =>
  test.kind === 'choice' ||
  test.kind === 'boolean' ||
  (test.kind === 'text' && test.match === 'equals') ||
  (test.kind === 'version' && test.comparison === '=');
