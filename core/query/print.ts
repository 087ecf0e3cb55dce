// Writes a query in its one canonical way, which parses to the same query again.
import { missingWord } from './field.ts';
import type { Resource } from './field.ts';
import { fieldOf, isWordField } from './fields.ts';
import { writeDuration } from './dates.ts';
import type { Condition, Query, Test } from './query.ts';
import { KEYWORDS } from './tokens.ts';

export function printQuery(query: Query, resource: Resource): string {
  switch (query.kind) {
    case 'all':
      return '';
    case 'and':
      return query.terms
        .map((term) => (term.kind === 'or' ? group(term, resource) : printQuery(term, resource)))
        .join(' ');
    case 'or':
      return query.terms.map((term) => printQuery(term, resource)).join(' OR ');
    case 'not':
      return `-${query.term.kind === 'condition' ? printCondition(query.term, resource) : group(query.term, resource)}`;
    case 'condition':
      return printCondition(query, resource);
  }
}

const group = (query: Query, resource: Resource): string => `(${printQuery(query, resource)})`;

function printCondition({ field, tests }: Condition, resource: Resource): string {
  if (isWordField(field, resource) && tests.every((test) => test.kind === 'text' && test.match === 'contains')) {
    return tests.map((test) => (test.kind === 'text' ? word(test.text) : '')).join(',');
  }
  return `${field}:${tests.map((test) => printTest(test, missingWord(fieldOf(field)))).join(',')}`;
}

function printTest(test: Test, missing: string): string {
  switch (test.kind) {
    case 'text':
      return printText(test.match, test.text, missing);
    case 'choice':
      return test.value;
    case 'boolean':
      return test.value ? 'yes' : 'no';
    case 'number':
      return `${sign(test.comparison)}${test.number}`;
    case 'version':
      return `${sign(test.comparison)}${value(test.version, missing)}`;
    case 'age':
    case 'ahead':
      return `${test.comparison}${writeDuration(test.seconds)}`;
    case 'date':
      return `${sign(test.comparison)}${test.date}`;
    case 'present':
      return '*';
    case 'missing':
      return missing;
  }
}

const sign = (comparison: string): string => (comparison === '=' ? '' : comparison);

function printText(match: string, text: string, missing: string): string {
  const before = match === 'ends' || match === 'contains' ? '*' : '';
  const after = match === 'begins' || match === 'contains' ? '*' : '';
  return `${before}${value(text, missing)}${after}`;
}

/** In a value a colon, and a dash at the beginning, are plain. */
const value = (text: string, missing: string): string =>
  /^[\p{L}\p{N}_.+~@/:%#&?-][\p{L}\p{N}_.+~@/:%#&?=<>-]*$/u.test(text) && text.toLowerCase() !== missing
    ? text
    : quote(text);

/** Standing alone they are not, and neither is a word that joins terms. */
const word = (text: string): string =>
  /^[\p{L}\p{N}_.+~@/][\p{L}\p{N}_.+~@/-]*$/u.test(text) && !KEYWORDS.has(text.toLowerCase()) ? text : quote(text);

const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
