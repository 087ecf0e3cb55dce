// Reads one term: a field with its values, or a bare word, which is looked for in the resource's name.
import type { Resource } from './field.ts';
import { allKeys, fieldOf, findField, wordField } from './fields.ts';
import type { KnownField } from './fields.ts';
import { nearest } from './nearest.ts';
import type { Condition, QueryError, Test } from './query.ts';
import { endOfQuote, problem } from './tokens.ts';
import { readValue } from './value.ts';

/** A term within the whole text, so that errors can point. It is never empty and its quotes close. */
interface Place {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly resource: Resource;
}

export function readTerm(place: Place): Condition | QueryError {
  const { text, from, to, resource } = place;
  const term = text.slice(from, to);
  const key = /^[^":,]*:/.exec(term)?.[0].slice(0, -1);
  if (key === undefined) {
    const slip = comparisonWithoutColon(place, term);
    return slip ?? readValues({ field: fieldOf(wordField(resource)), bare: true, text, from, to });
  }
  const field = findField(key, resource);
  if (field === undefined) return unknownField(key, term, from);
  return readValues({ field, bare: false, text, from: from + key.length + 1, to });
}

interface Values {
  readonly field: KnownField;
  /** Without a key: a word within the name, not the whole of it. */
  readonly bare: boolean;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function readValues({ field, bare, text, from, to }: Values): Condition | QueryError {
  const tests: Test[] = [];
  for (let at = from; ;) {
    const end = endOfValue(text, at, to);
    const value = readValue({ field, bare, text, from: at, to: end });
    if ('message' in value) return value;
    for (const test of value) tests.push(test);
    if (end === to) return { kind: 'condition', field: field.name, tests };
    at = end + 1;
  }
}

/** The comma after this value, or the end of the term. */
function endOfValue(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text[at] === ',') return at;
    if (text[at] === '"') at = endOfQuote(text, at) ?? to;
  }
  return to;
}

function unknownField(key: string, term: string, from: number): QueryError {
  const meant = nearest(key, allKeys);
  const quoted = `"${term.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  const error = problem(
    key === '' ? 'a field is missing before the colon' : `there is no field ${shorten(key)}`,
    from,
    from + Math.max(key.length, 1),
    meant === undefined ? ['a field such as os:', `the text in quotes`] : [meant],
  );
  if (meant !== undefined) return { ...error, message: `${error.message}; did you mean ${meant}?`, suggestion: meant };
  return {
    ...error,
    message: `${error.message}; to search for the text, quote it`,
    to: from + term.length,
    suggestion: quoted,
  };
}

/** `epss>0.1` would be looked for as a name, and never found. */
function comparisonWithoutColon({ from, to, resource }: Place, term: string): QueryError | undefined {
  const match = /^([A-Za-z-]+)([<>=])/.exec(term);
  if (match === null || findField(match[1] ?? '', resource) === undefined) return undefined;
  const at = (match[1] ?? '').length;
  const suggestion = `${term.slice(0, at)}:${term.slice(at)}`;
  return { ...problem(`a colon is missing before ${match[2]}`, from, to, [suggestion]), suggestion };
}

const shorten = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 39).toWellFormed()}…`);
