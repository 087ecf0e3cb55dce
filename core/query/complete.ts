// Suggests what may be written at the cursor: fields, values, or words that join terms.
import { comparisonsOf, missingWord } from './field.ts';
import type { Resource } from './field.ts';
import { FIELDS, findField } from './fields.ts';
import type { FieldName, KnownField } from './fields.ts';
import { endOfQuote } from './tokens.ts';

export interface Completion {
  /** What to replace, in code units: a suggestion's text goes in place of from..to. */
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly Suggestion[];
  /** The field whose value stands at the cursor, for callers that know values of their own: tags, host names. */
  readonly field: FieldName | undefined;
  /** What has been typed of it up to the cursor. */
  readonly typed: string;
}

export interface Suggestion {
  readonly kind: 'field' | 'value';
  readonly text: string;
  readonly help: string;
}

/** Never throws, whatever the text and cursor; one pass over the text before the cursor. */
export function completeQuery(text: string, cursor: number, resource: Resource): Completion {
  const to = Math.max(0, Math.min(text.length, Number.isFinite(cursor) ? Math.trunc(cursor) : text.length));
  const start = startOfTerm(text, to);
  const term = text.slice(start, to);
  const key = /^[^":,]*:/.exec(term)?.[0].slice(0, -1);
  if (key === undefined) return completeField(term, start, to);
  const field = findField(key, resource);
  if (field === undefined) return { from: start, to, suggestions: [], field: undefined, typed: term };
  return completeValue(field, text, start + key.length + 1, to);
}

function completeField(typed: string, from: number, to: number): Completion {
  const asked = typed.toLowerCase();
  const begins: KnownField[] = [];
  const elsewhere: KnownField[] = [];
  for (const field of FIELDS as readonly KnownField[]) {
    if ([field.name, ...field.aliases].some((key) => key.startsWith(asked))) begins.push(field);
    else if (asked !== '' && field.name.includes(asked)) elsewhere.push(field);
  }
  const suggestions = [...begins, ...elsewhere].map(({ name, help }): Suggestion => ({
    kind: 'field',
    text: `${name}:`,
    help,
  }));
  return { from, to, suggestions, field: undefined, typed };
}

function completeValue(field: KnownField, text: string, begin: number, to: number): Completion {
  let from = begin;
  for (let at = begin; at < to; at++) {
    if (text[at] === '"') at = endOfQuote(text, at) ?? to;
    else if (text[at] === ',') from = at + 1;
  }
  const whole = text.slice(from, to);
  const sign = comparisonsOf(field).length > 1 ? (/^(?:<=|>=|<|>|=)/.exec(whole)?.[0] ?? '') : '';
  const typed = whole.slice(sign.length);
  const suggestions = valuesOf(field, sign)
    .filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()))
    .map((value): Suggestion => ({ kind: 'value', text: value, help: HELP[value] ?? '' }));
  return { from: from + sign.length, to, suggestions, field: field.name, typed };
}

const HELP: Readonly<Record<string, string>> = {
  '<24h': 'less than a day',
  '<7d': 'less than a week',
  '>7d': 'more than a week',
  '>30d': 'more than 30 days',
  none: 'where there is none',
  unknown: 'where it is not known',
};

function valuesOf(field: KnownField, sign: string): readonly string[] {
  const missing = field.optional && sign === '' ? [missingWord(field)] : [];
  switch (field.type) {
    case 'text':
      return [...field.usual, ...missing];
    case 'boolean':
      return ['yes', 'no', ...missing];
    case 'choice':
      return field.values;
    case 'enum':
      return sign === '' ? [...field.values, ...field.unordered] : field.values;
    case 'past':
    case 'future':
      return sign === '' ? ['<24h', '<7d', '>7d', '>30d', ...missing] : ['24h', '7d', '30d'];
    case 'tag':
    case 'number':
    case 'version':
      return missing;
  }
}

/** Where the term at the cursor begins, past any `-` and `(`; a space inside quotes is part of it. */
function startOfTerm(text: string, cursor: number): number {
  let start = 0;
  for (let at = 0; at < cursor; at++) {
    const mark = text[at] ?? '';
    if (mark === '"') at = endOfQuote(text, at) ?? cursor;
    else if (/[\s()]/.test(mark) || (mark === '-' && at === start)) start = at + 1;
  }
  return start;
}
