// Cuts a query into parentheses, operators and terms; what is inside a term is read by term.ts.
import type { QueryError } from './query.ts';

export interface Token {
  readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'term';
  readonly from: number;
  readonly to: number;
}

export const KEYWORDS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['and', 'and'],
  ['or', 'or'],
  ['not', 'not'],
]);

export type Tokens =
  | { readonly ok: true; readonly tokens: readonly Token[] }
  | { readonly ok: false; readonly error: QueryError };

const SPACE = /\s/;

/** One pass. Refuses control characters, broken Unicode, quotes that do not close, and a parenthesis inside a term. */
export function tokenize(text: string): Tokens {
  const bad = /[^\P{Cc}\t\n\r]|\p{Cs}/u.exec(text);
  if (bad !== null) return fail('a control character or half a character', bad.index, bad.index + 1);
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const mark = text[at] ?? '';
    if (SPACE.test(mark)) at++;
    else if (mark === '(' || mark === ')') tokens.push({ kind: mark === '(' ? 'open' : 'close', from: at, to: ++at });
    else if (mark === '-') {
      if (SPACE.test(text[at + 1] ?? ' '))
        return fail('a - stands right before what it excludes', at, at + 1, ['a term']);
      tokens.push({ kind: 'not', from: at, to: ++at });
    } else {
      const end = endOfTerm(text, at);
      if (typeof end !== 'number') return { ok: false, error: end };
      const kind = KEYWORDS.get(text.slice(at, end).toLowerCase()) ?? 'term';
      if (text[end] === '(' && kind === 'term')
        return fail('( right after a term', end, end + 1, glued(text.slice(at, end)));
      tokens.push({ kind, from: at, to: end });
      at = end;
    }
  }
  return { ok: true, tokens };
}

function endOfTerm(text: string, start: number): number | QueryError {
  for (let at = start; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (mark === '"') {
      const close = endOfQuote(text, at);
      if (close === undefined) return problem('this quotation mark is never closed', at, text.length, ['"']);
      at = close;
    } else if (/[“”„«»]/.test(mark)) {
      return { ...problem('quotation marks are plain ones here', at, at + 1, ['"']), suggestion: '"' };
    } else if (mark === '(' || mark === ')' || SPACE.test(mark)) return at;
  }
  return text.length;
}

/** Where the quotation opened at `open` closes; `\"` and `\\` do not. */
export function endOfQuote(text: string, open: number): number | undefined {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '"') return at;
    if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++;
  }
  return undefined;
}

const glued = (term: string): readonly string[] =>
  term.endsWith(':') ? ['values joined by commas, as in os:debian,ubuntu'] : ['a space', 'the text in quotes'];

export const problem = (message: string, from: number, to: number, expected: readonly string[] = []): QueryError => ({
  message,
  from,
  to,
  expected,
});

const fail = (message: string, from: number, to: number, expected: readonly string[] = []): Tokens => ({
  ok: false,
  error: problem(message, from, to, expected),
});
