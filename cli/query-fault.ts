// A query that was not understood: where it goes wrong, and what could stand there.
import { AppError } from '@suture/core/app-error.ts';
import { cells } from './output/cells.ts';

export interface QueryPlace {
  readonly query: string;
  /** UTF-16 code units from the start; `to` is excluded. */
  readonly from: number;
  readonly to: number;
  readonly expected: readonly string[];
  readonly suggestion: string | null;
}

export class QueryFault extends AppError {
  readonly place: QueryPlace;

  constructor(message: string, place: QueryPlace) {
    super('usage', message, pointed(place));
    this.place = place;
  }
}

/** The query, and under it signs that point at what is wrong. */
function pointed({ query, from, to, expected, suggestion }: QueryPlace): string {
  // A line break would part the query from the signs; the length stays the same.
  const line = query.replaceAll(/\s/g, ' ');
  const before = cells(line.slice(0, from));
  const signs = '^'.repeat(Math.max(1, cells(line.slice(from, to))));
  const known =
    suggestion === null && expected.length > 0 ? [`Possible there: ${expected.slice(0, 20).join(', ')}`] : [];
  return [`  ${line}`, `  ${' '.repeat(before)}${signs}`, ...known].join('\n');
}
