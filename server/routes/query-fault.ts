// Points at what is wrong with a query: the characters, what could stand there, and what was probably meant.
import type { ApiFault } from '@suture/protocol/api/problem.ts';
import type { Resource } from '@suture/core/query/field.ts';
import type { QueryError } from '@suture/core/query/query.ts';
import { readTerm } from '@suture/core/query/term.ts';
import { tokenize } from '@suture/core/query/tokens.ts';
import type { Refused } from '../store/query-sql.ts';

export const faultOf = ({ message, from, to, expected, suggestion }: QueryError): ApiFault => ({
  in: 'query',
  name: 'q',
  detail: message,
  from,
  to,
  expected,
  ...(suggestion !== undefined && { suggestion }),
});

/** `text` has been parsed without an error. */
export function faultOfRefusal({ field, why }: Refused, text: string, resource: Resource): ApiFault {
  const cut = tokenize(text);
  const place = (cut.ok ? cut.tokens : []).find(({ kind, from, to }) => {
    const term = kind === 'term' ? readTerm({ text, from, to, resource }) : undefined;
    return term !== undefined && 'field' in term && term.field === field;
  });
  return {
    in: 'query',
    name: 'q',
    detail: `${field} cannot be asked: ${why}`,
    ...(place !== undefined && { from: place.from, to: place.to }),
  };
}
