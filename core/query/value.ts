// Reads one value of a term by the type of its field.
import { readDuration, spanOf } from './dates.ts';
import { compares, comparisonsOf, missingWord } from './field.ts';
import type { Comparison } from './field.ts';
import type { KnownField } from './fields.ts';
import { nearest } from './nearest.ts';
import type { QueryError, Test } from './query.ts';
import { endOfQuote, problem } from './tokens.ts';

interface Place {
  readonly field: KnownField;
  readonly bare: boolean;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A value taken apart: `>=`, then `*`, then text, plain or quoted, then `*`. */
interface Written {
  readonly comparison: Comparison | undefined;
  readonly starBefore: boolean;
  readonly starAfter: boolean;
  readonly text: string;
  readonly quoted: boolean;
  /** Where the text begins and ends, its quotes included. */
  readonly from: number;
  readonly to: number;
}

/** One test, or for `severity:>=high` one for each value it names. */
export function readValue(place: Place): readonly Test[] | QueryError {
  const { field } = place;
  const written = takeApart(place);
  if ('message' in written) return written;
  const { comparison, text, from, to } = written;
  const starred = written.starBefore || written.starAfter;
  if (comparison !== undefined && (place.bare || !comparisonsOf(field).includes(comparison))) {
    return problem(
      place.bare ? `a field is missing before ${comparison}` : `${field.name} takes no ${comparison}`,
      place.from,
      place.from + comparison.length,
      place.bare ? ['a field such as epss:'] : expectedOf(field),
    );
  }
  if (text === '' && starred && !written.quoted) {
    return comparison === undefined
      ? [{ kind: 'present' }]
      : problem('a value is missing', from, to, expectedOf(field));
  }
  if (text === '') return problem(`a value is missing`, place.from, place.to, expectedOf(field));
  if (field.optional && !written.quoted && !starred && !place.bare && text.toLowerCase() === missingWord(field)) {
    return comparison === undefined || comparison === '=' ? [{ kind: 'missing' }] : unfit(place, written);
  }
  const textual = field.type === 'text' || field.type === 'tag';
  if (textual || (starred && field.type === 'version' && (comparison ?? '=') === '='))
    return [textTest(written, place.bare)];
  if (starred) return problem(`${field.name} takes no *`, place.from, place.to, expectedOf(field));
  return readTyped(field, written) ?? unfit(place, written);
}

function readTyped(field: KnownField, { comparison = '=', text }: Written): readonly Test[] | undefined {
  switch (field.type) {
    case 'boolean': {
      const value = BOOLEANS.get(text.toLowerCase());
      return value === undefined ? undefined : [{ kind: 'boolean', value }];
    }
    case 'choice':
      return field.values.includes(text.toLowerCase()) ? [{ kind: 'choice', value: text.toLowerCase() }] : undefined;
    case 'enum':
      return readEnum(field.values, field.unordered, comparison, text.toLowerCase());
    case 'number': {
      const number = readNumber(text, field.fraction);
      const fits = number !== undefined && number >= field.least && number <= field.most;
      return fits ? [{ kind: 'number', comparison, number }] : undefined;
    }
    case 'version':
      return [{ kind: 'version', comparison, version: text }];
    case 'past':
    case 'future': {
      const seconds = readDuration(text);
      if (seconds !== undefined) {
        return comparison === '='
          ? undefined
          : [{ kind: field.type === 'past' ? 'age' : 'ahead', comparison, seconds }];
      }
      const date = text.toUpperCase();
      return spanOf(date) === undefined ? undefined : [{ kind: 'date', comparison, date }];
    }
    case 'text':
    case 'tag':
      return undefined;
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
]);

function readEnum(
  values: readonly string[],
  unordered: readonly string[],
  comparison: Comparison,
  text: string,
): readonly Test[] | undefined {
  if (comparison === '=' && unordered.includes(text)) return [{ kind: 'choice', value: text }];
  const rank = values.indexOf(text);
  if (rank === -1) return undefined;
  const named = values.filter((_, other) => compares(other - rank, comparison));
  // `<low` names nothing, which is a slip and not a question.
  return named.length === 0 ? undefined : named.map((value) => ({ kind: 'choice', value }));
}

function readNumber(text: string, fraction: boolean): number | undefined {
  const match = /^([0-9]{1,15}(?:\.[0-9]{1,30})?(?:e-?[0-9]{1,3})?)(%?)$/i.exec(text);
  if (match === null || (match[2] === '%' && !fraction)) return undefined;
  const number = Number(match[1]);
  return match[2] === '%' ? number / 100 : number;
}

function textTest({ starBefore, starAfter, text }: Written, bare: boolean): Test {
  if (starBefore && starAfter) return { kind: 'text', match: 'contains', text };
  if (starBefore) return { kind: 'text', match: 'ends', text };
  if (starAfter) return { kind: 'text', match: 'begins', text };
  return { kind: 'text', match: bare ? 'contains' : 'equals', text };
}

function takeApart({ text, from, to }: Place): Written | QueryError {
  const sign = /^(?:<=|>=|<|>|=)/.exec(text.slice(from, Math.min(to, from + 2)))?.[0] as Comparison | undefined;
  let start = from + (sign?.length ?? 0);
  let end = to;
  const starBefore = start < end && text[start] === '*';
  if (starBefore) start++;
  const close = text[start] === '"' && start < end ? endOfQuote(text, start) : undefined;
  if (close !== undefined) {
    const starAfter = close + 1 < end && text[close + 1] === '*';
    const rest = close + 1 + (starAfter ? 1 : 0);
    if (rest < end) return problem('something follows the quotation mark', rest, end, ['a space', ',']);
    const content = text.slice(start + 1, close).replaceAll(/\\(["\\])/g, '$1');
    return { comparison: sign, starBefore, starAfter, text: content, quoted: true, from: start, to: close + 1 };
  }
  const starAfter = start < end && text[end - 1] === '*';
  if (starAfter) end--;
  const content = text.slice(start, end);
  const odd = content.search(/["*]/);
  if (odd !== -1) {
    const message = content[odd] === '*' ? 'a * stands at the beginning or the end' : 'a quotation mark inside a word';
    return problem(message, start + odd, start + odd + 1, ['the text in quotes']);
  }
  return { comparison: sign, starBefore, starAfter, text: content, quoted: false, from: start, to: end };
}

function unfit({ field, from }: Place, { text, comparison, to, from: begin }: Written): QueryError {
  const expected = expectedOf(field);
  const time = field.type === 'past' || field.type === 'future';
  if (time && readDuration(text) !== undefined) {
    return {
      ...problem(`${field.name} needs < or > before a duration`, from, to, [`<${text}`, `>${text}`]),
      suggestion: `<${text}`,
    };
  }
  const values = field.type === 'enum' || field.type === 'choice' || field.type === 'boolean' ? expected : [];
  const meant = nearest(text, values);
  const shown = text.length <= 40 ? text : `${text.slice(0, 39).toWellFormed()}…`;
  const what = `${field.name} is never ${comparison ?? ''}${shown}`;
  return meant === undefined || meant === text.toLowerCase()
    ? problem(what, begin, to, expected)
    : { ...problem(`${what}; did you mean ${meant}?`, begin, to, expected), suggestion: meant };
}

/** What may stand after the field's colon. */
export function expectedOf(field: KnownField): readonly string[] {
  const missing = field.optional ? [missingWord(field)] : [];
  switch (field.type) {
    case 'text':
      return [...field.usual, ...missing];
    case 'tag':
      return ['a tag', ...missing];
    case 'boolean':
      return ['yes', 'no', ...missing];
    case 'choice':
      return field.values;
    case 'enum':
      return [...field.values, ...field.unordered];
    case 'past':
    case 'future':
      return ['<24h', '>30d', '>2026-01-01', '2026-01', ...missing];
    case 'number':
      return [`a number from ${field.least} to ${field.most}`, ...(field.fraction ? ['a percentage'] : []), ...missing];
    case 'version':
      return ['a version', '<1.2', '1.2.*', ...missing];
  }
}
