// What channels offer and what closes findings over the HTTP API, grouped by source package and version.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { queryRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { patch, patchPage, update, updatePage } from '@suture/protocol/api/updates.ts';
import { patchList, queriedPage, updateList } from './lists.ts';
import { answers, named } from './openapi.ts';
import type { Resource } from './resource.ts';

named({ Update: update, UpdatePage: updatePage, Patch: patch, PatchPage: patchPage });

export const updateRoutes: Resource = (scope, { allowed, now }) => {
  scope.get(
    apiPaths.updates,
    {
      schema: {
        operationId: 'listUpdates',
        summary: 'What channels offer in place of packages that a query of packages finds; security updates first',
        querystring: queryRequest,
        response: answers(updatePage, 400),
      },
    },
    async (request) => queriedPage(allowed(request, 'inventory.read'), now(), request.query, updateList),
  );

  scope.get(
    apiPaths.patches,
    {
      schema: {
        operationId: 'listPatches',
        summary: 'What closes findings that a query of findings finds; the most urgent first',
        querystring: queryRequest,
        response: answers(patchPage, 400),
      },
    },
    async (request) => queriedPage(allowed(request, 'inventory.read'), now(), request.query, patchList),
  );
};
