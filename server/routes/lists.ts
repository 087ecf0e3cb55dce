// Lists of the API that a query is asked of: their pages, and the refusals that point at what is wrong.
import type { Resource } from '@suture/core/query/field.ts';
import { printQuery } from '@suture/core/query/print.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { queryRequest } from '@suture/protocol/api/page.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { ask, readQuestion } from '../actions/ask.ts';
import type { Transaction } from '../store/database.ts';
import type { Page, PageRequest } from '../store/page.ts';
import { queriedEndpoints } from '../store/queried-endpoints.ts';
import { queriedFindings } from '../store/queried-findings.ts';
import { queriedPackages } from '../store/queried-packages.ts';
import type { CompiledQuery } from '../store/query-sql.ts';
import { ApiRefusal } from './api-problems.ts';
import { type IdKind, type Key, readCursor, writeCursor } from './cursor.ts';
import { faultOf, faultOfRefusal } from './query-fault.ts';
import type { Caller } from './resource.ts';

export interface QueriedList<Row, Cursor> {
  readonly resource: Resource;
  readonly id: IdKind;
  readonly find: (
    transaction: Transaction,
    query: CompiledQuery,
    page: PageRequest<Cursor>,
  ) => Promise<Page<Row, Cursor>>;
  readonly read: (key: Key) => Cursor;
  readonly write: (cursor: Cursor) => Key;
}

/** The key of rows by name. */
export const byName = {
  read: ([name, id]: Key) => ({ name, id }),
  write: ({ name, id }: { readonly name: string; readonly id: string }): Key => [name, id],
};
export const endpointList = { resource: 'endpoints', id: 'uuid', find: queriedEndpoints, ...byName } as const;
export const packageList = { resource: 'packages', id: 'number', find: queriedPackages, ...byName } as const;
export const findingList = {
  resource: 'findings',
  id: 'number',
  find: queriedFindings,
  read: ([vulnerability, pkg]: Key) => ({ vulnerability, package: pkg }),
  write: (cursor: { readonly vulnerability: string; readonly package: string }): Key => [
    cursor.vulnerability,
    cursor.package,
  ],
} as const;

/** Where a page begins; undefined for the first. Refuses what is no cursor of this list. */
export function afterOf(list: string, id: IdKind, cursor: string | undefined): Key | undefined {
  if (cursor === undefined) return undefined;
  const key = readCursor(list, id, cursor);
  if (key !== undefined) return key;
  const detail = 'Cursors come from next of the page before, and go with the same query.';
  throw new ApiRefusal(apiProblemOf('malformed-cursor', { errors: [{ in: 'query', name: 'cursor', detail }] }));
}

export const presented = <Row, Cursor>(
  { rows, total, next }: Page<Row, Cursor>,
  list: string,
  write: (cursor: Cursor) => Key,
) => ({
  items: rows,
  total,
  next: next === undefined ? null : writeCursor(list, write(next)),
});

/** A page of what a query finds, in the order of a text and an id. */
export async function queriedPage<Row, Cursor>(
  { store, organisation }: Pick<Caller, 'store' | 'organisation'>,
  now: Date,
  { q, cursor, limit }: z.infer<typeof queryRequest>,
  list: QueriedList<Row, Cursor>,
) {
  const asked = readQuestion(q, list.resource);
  if (asked.kind === 'error') {
    const { message: detail } = asked.error;
    throw new ApiRefusal(apiProblemOf('malformed-query', { detail, errors: [faultOf(asked.error)] }));
  }
  const name = `${list.resource} ${printQuery(asked.query, list.resource)}`;
  const after = afterOf(name, list.id, cursor);
  const question = { organisation, resource: list.resource, query: asked.query, now: now.getTime() };
  const answer = await ask(store, question, (transaction, compiled) =>
    list.find(transaction, compiled, { after: after && list.read(after), limit }),
  );
  if (answer.kind === 'refused') {
    const fault = faultOfRefusal(answer, q, list.resource);
    throw new ApiRefusal(apiProblemOf('query-not-answerable', { detail: fault.detail, errors: [fault] }));
  }
  return presented(answer.value, name, list.write);
}
