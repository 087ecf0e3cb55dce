// Lists of the API that a query is asked of: their pages, and the refusals that point at what is wrong.
import type { Resource } from '@suture/core/query/field.ts';
import { printQuery } from '@suture/core/query/print.ts';
import type { Query } from '@suture/core/query/query.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { queryRequest } from '@suture/protocol/api/page.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { ask, readQuestion } from '../actions/ask.ts';
import type { Transaction } from '../store/database.ts';
import type { Page, PageRequest } from '../store/page.ts';
import { queriedEndpoints } from '../store/queried-endpoints.ts';
import { systemLifecycles } from '../store/lifecycles.ts';
import { queriedFindings } from '../store/queried-findings.ts';
import { queriedHardware } from '../store/queried-hardware.ts';
import { queriedPackages } from '../store/queried-packages.ts';
import { queriedPatches } from '../store/queried-patches.ts';
import { queriedUpdates } from '../store/queried-updates.ts';
import { queriedVulnerabilities } from '../store/queried-vulnerabilities.ts';
import type { CompiledQuery, Refused } from '../store/query-sql.ts';
import { remembered } from '../store/remembered-answers.ts';
import { ApiRefusal } from './api-problems.ts';
import { type IdKind, type Key, readCursor, writeCursor } from './cursor.ts';
import { faultOf, faultOfRefusal } from './query-fault.ts';
import type { Caller } from './resource.ts';

export interface QueriedList<Row, Cursor> {
  readonly resource: Resource;
  /** Of the list, where it is not of the resource itself. */
  readonly name?: string;
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
  read: ([place, pkg]: Key) => ({ place, package: pkg }),
  write: (cursor: { readonly place: string; readonly package: string }): Key => [cursor.place, cursor.package],
} as const;

/** The key of rows in an order of their own. */
export const byRank = {
  read: ([rank, id]: Key) => ({ rank, id }),
  write: ({ rank, id }: { readonly rank: string; readonly id: string }): Key => [rank, id],
};

/** The key of rows by their urgency, and what tells them apart. */
const byUrgency = {
  read: ([urgency, id]: Key) => ({ urgency, id }),
  write: ({ urgency, id }: { readonly urgency: string; readonly id: string }): Key => [urgency, id],
};
export const vulnerabilityList = {
  resource: 'findings',
  name: 'vulnerabilities',
  id: 'text',
  find: queriedVulnerabilities,
  ...byUrgency,
} as const;
export const patchList = {
  resource: 'findings',
  name: 'patches',
  id: 'text',
  find: queriedPatches,
  ...byUrgency,
} as const;
export const updateList = {
  resource: 'packages',
  name: 'updates',
  id: 'text',
  find: queriedUpdates,
  ...byName,
} as const;
export const hardwareList = {
  resource: 'packages',
  name: 'hardware',
  id: 'text',
  find: queriedHardware,
  ...byName,
} as const;
export const lifecycleList = {
  resource: 'endpoints',
  name: 'lifecycle',
  id: 'text',
  find: systemLifecycles,
  ...byName,
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

/** What `find` makes of a query, with the query in its canonical form; refusals point at what is wrong. */
export async function answered<T>(
  { store, organisation }: Pick<Caller, 'store' | 'organisation'>,
  now: Date,
  q: string,
  resource: Resource,
  find: (transaction: Transaction, query: CompiledQuery, canonical: string) => Promise<T>,
): Promise<{ readonly value: T; readonly canonical: string }> {
  const query = understood(q, resource);
  const canonical = printQuery(query, resource);
  const question = { organisation, resource, query, now: now.getTime() };
  const answer = await ask(store, question, (transaction, compiled) => find(transaction, compiled, canonical), 'reads');
  return answer.kind === 'refused' ? unanswerable(answer, q, resource) : { value: answer.value, canonical };
}

/** Refuses what is no query, at its place. */
export function understood(q: string, resource: Resource): Query {
  const asked = readQuestion(q, resource);
  if (asked.kind === 'query') return asked.query;
  const { message: detail } = asked.error;
  throw new ApiRefusal(apiProblemOf('malformed-query', { detail, errors: [faultOf(asked.error)] }));
}

export function unanswerable(refused: Refused, q: string, resource: Resource): never {
  const fault = faultOfRefusal(refused, q, resource);
  throw new ApiRefusal(apiProblemOf('query-not-answerable', { detail: fault.detail, errors: [fault] }));
}

/** A page of what a query finds, in the order of a text and an id. */
export async function queriedPage<Row, Cursor>(
  caller: Pick<Caller, 'store' | 'organisation'>,
  now: Date,
  { q, cursor, limit, skip }: z.infer<typeof queryRequest>,
  list: QueriedList<Row, Cursor>,
) {
  const nameOf = (canonical: string): string => `${list.name ?? list.resource} ${canonical}`;
  const { value, canonical } = await answered(caller, now, q, list.resource, (transaction, compiled, text) => {
    const after = afterOf(nameOf(text), list.id, cursor);
    const page = { after: after && list.read(after), limit, skip };
    const find = (): Promise<Page<Row, Cursor>> => list.find(transaction, compiled, page);
    // When endpoints were seen is different at each look.
    if (list.id === 'uuid') return find();
    return remembered(caller.store, transaction, { list: nameOf(''), page, queries: [compiled] }, find);
  });
  return presented(value, nameOf(canonical), list.write);
}
