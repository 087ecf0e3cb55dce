// What one endpoint has and what happened to it, over the HTTP API: packages, updates, history.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { endpointPath } from '@suture/protocol/api/endpoints.ts';
import { historyEntry, historyPage } from '@suture/protocol/api/history.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import { pageRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import {
  endpointPackage,
  endpointPackagePage,
  endpointUpdate,
  endpointUpdatePage,
} from '@suture/protocol/api/updates.ts';
import type { FastifyRequest } from 'fastify';
import { historyOfEndpoint } from '../store/endpoint-history.ts';
import { packagesOfEndpoint, updatesOfEndpoint } from '../store/endpoint-packages.ts';
import type { Transaction } from '../store/database.ts';
import type { Page, PageRequest } from '../store/page.ts';
import { isEndpoint } from '../store/queried-endpoints.ts';
import type { IdKind, Key } from './cursor.ts';
import { afterOf, byName, presented } from './lists.ts';
import { answers, named } from './openapi.ts';
import { missing, type ApiContext, type Resource } from './resource.ts';

named({
  EndpointPackage: endpointPackage,
  EndpointPackagePage: endpointPackagePage,
  EndpointUpdate: endpointUpdate,
  EndpointUpdatePage: endpointUpdatePage,
  HistoryEntry: historyEntry,
  HistoryPage: historyPage,
});

export interface Report<Row, Cursor> {
  readonly name: string;
  readonly id: IdKind;
  readonly find: (transaction: Transaction, endpoint: string, page: PageRequest<Cursor>) => Promise<Page<Row, Cursor>>;
  readonly read: (key: Key) => Cursor;
  readonly write: (cursor: Cursor) => Key;
}

const packages = { name: 'endpoint-packages', id: 'number', find: packagesOfEndpoint, ...byName } as const;
const updates = { name: 'endpoint-updates', id: 'number', find: updatesOfEndpoint, ...byName } as const;
const history = {
  name: 'endpoint-history',
  id: 'number',
  find: historyOfEndpoint,
  read: ([key, at]: Key) => ({ at, key }),
  write: ({ at, key }: { readonly at: string; readonly key: string }): Key => [key, at],
} as const;

/** A page of what one endpoint reported. */
export async function reported<Row, Cursor>(
  { allowed }: ApiContext,
  request: FastifyRequest,
  asked: { readonly id: string } & z.infer<typeof pageRequest>,
  report: Report<Row, Cursor>,
) {
  const { store, organisation } = allowed(request, 'inventory.read');
  const name = `${report.name} ${asked.id}`;
  const after = afterOf(name, report.id, asked.cursor);
  const page = await store.inOrganisation(organisation, async (transaction) =>
    (await isEndpoint(transaction, asked.id))
      ? report.find(transaction, asked.id, { after: after && report.read(after), limit: asked.limit, skip: asked.skip })
      : undefined,
  );
  return page === undefined ? missing('There is no such endpoint.') : presented(page, name, report.write);
}

export const endpointReportRoutes: Resource = (scope, context) => {
  scope.get(
    apiPaths.endpointPackages,
    {
      schema: {
        operationId: 'listEndpointPackages',
        summary: 'What one endpoint has installed, by name, with what is offered in its place',
        params: endpointPath,
        querystring: pageRequest,
        response: answers(endpointPackagePage, 400, 404),
      },
    },
    async (request) => reported(context, request, { ...request.params, ...request.query }, packages),
  );

  scope.get(
    apiPaths.endpointUpdates,
    {
      schema: {
        operationId: 'listEndpointUpdates',
        summary: 'What channels offer one endpoint, by package',
        params: endpointPath,
        querystring: pageRequest,
        response: answers(endpointUpdatePage, 400, 404),
      },
    },
    async (request) => reported(context, request, { ...request.params, ...request.query }, updates),
  );

  scope.get(
    apiPaths.endpointHistory,
    {
      schema: {
        operationId: 'listEndpointHistory',
        summary: 'What happened to one endpoint: reports, findings that came and went, certificates, changes',
        params: endpointPath,
        querystring: pageRequest,
        response: answers(historyPage, 400, 404),
      },
    },
    async (request) => reported(context, request, { ...request.params, ...request.query }, history),
  );
};
