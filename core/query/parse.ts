// The grammar of queries, by recursive descent: terms side by side are AND, which binds tighter than OR.
import type { Resource } from './field.ts';
import { printQuery } from './print.ts';
import { join, negate } from './query.ts';
import type { Parsed, Query, QueryError } from './query.ts';
import { readTerm } from './term.ts';
import { problem, tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Code units, of the text and of what it is when written out whole. */
export const MAX_QUERY_LENGTH = 4_096;
/** Parentheses and negations inside each other. */
const MAX_QUERY_DEPTH = 32;
/** Values in all lists together. */
const MAX_QUERY_TESTS = 256;

/**
 * Reads a query. Never throws; takes time in proportion to the length; stops at the first error.
 *
 *     query = [ or ]         or    = and { OR and }
 *     and   = not { [AND] not }      not = { "-" | NOT } ( "(" or ")" | term )
 */
export function parseQuery(text: string, resource: Resource): Parsed {
  if (text.length > MAX_QUERY_LENGTH) return tooLong(text, 'the query is');
  const cut = tokenize(text);
  if (!cut.ok) return cut;
  if (cut.tokens.length === 0) return { ok: true, query: { kind: 'all' } };
  const reader: Reader = { text, resource, tokens: cut.tokens, at: 0, tests: 0 };
  const query = readOr(reader, 0);
  if (isError(query)) return { ok: false, error: query };
  const left = reader.tokens[reader.at];
  if (left !== undefined) return { ok: false, error: problem('this ) closes nothing', left.from, left.to, ['a term']) };
  return printQuery(query, resource).length > MAX_QUERY_LENGTH
    ? tooLong(text, 'written out, the query is')
    : { ok: true, query };
}

interface Reader {
  readonly text: string;
  readonly resource: Resource;
  readonly tokens: readonly Token[];
  at: number;
  tests: number;
}

function readOr(reader: Reader, depth: number): Query | QueryError {
  const terms: Query[] = [];
  do {
    const term = readAnd(reader, depth);
    if (isError(term)) return term;
    terms.push(term);
  } while (take(reader, 'or'));
  return join('or', terms);
}

function readAnd(reader: Reader, depth: number): Query | QueryError {
  const terms: Query[] = [];
  for (;;) {
    const term = readNot(reader, depth);
    if (isError(term)) return term;
    terms.push(term);
    const next = reader.tokens[reader.at]?.kind;
    if (next === undefined || next === 'or' || next === 'close') return join('and', terms);
    take(reader, 'and');
  }
}

function readNot(reader: Reader, depth: number): Query | QueryError {
  const token = reader.tokens[reader.at];
  if (depth > MAX_QUERY_DEPTH && token !== undefined)
    return problem(`nested more than ${MAX_QUERY_DEPTH} deep`, token.from, token.to);
  reader.at++;
  switch (token?.kind) {
    case 'term':
      return readCondition(reader, token);
    case 'not': {
      const term = readNot(reader, depth + 1);
      return isError(term) ? term : negate(term);
    }
    case 'open':
      return readGroup(reader, token, depth);
    case 'and':
    case 'or':
    case 'close':
    case undefined:
      return missingTerm(reader, token);
  }
}

function readGroup(reader: Reader, open: Token, depth: number): Query | QueryError {
  const inner = readOr(reader, depth + 1);
  if (isError(inner)) return inner;
  return take(reader, 'close') ? inner : problem('this ( is never closed', open.from, open.to, [')']);
}

function readCondition(reader: Reader, { from, to }: Token): Query | QueryError {
  const condition = readTerm({ text: reader.text, from, to, resource: reader.resource });
  if (isError(condition)) return condition;
  reader.tests += condition.tests.length;
  return reader.tests <= MAX_QUERY_TESTS ? condition : problem(`more than ${MAX_QUERY_TESTS} values`, from, to);
}

function missingTerm(reader: Reader, token: Token | undefined): QueryError {
  const expected = ['a field such as os:', 'a word', '('];
  if (token === undefined)
    return problem('something is missing at the end', reader.text.length, reader.text.length, expected);
  if (token.kind === 'close') return problem('something is missing before this )', token.from, token.to, expected);
  const word = reader.text.slice(token.from, token.to);
  return {
    ...problem(`${word} joins two terms; to search for the word, quote it`, token.from, token.to, expected),
    suggestion: `"${word}"`,
  };
}

function take(reader: Reader, kind: Token['kind']): boolean {
  if (reader.tokens[reader.at]?.kind !== kind) return false;
  reader.at++;
  return true;
}

const isError = (read: object): read is QueryError => 'message' in read;

const tooLong = (text: string, what: string): Parsed => ({
  ok: false,
  error: problem(
    `${what} longer than ${MAX_QUERY_LENGTH} characters`,
    Math.min(text.length, MAX_QUERY_LENGTH),
    text.length,
  ),
});
