// Endpoints over the HTTP API: the list, one of them, and what it has.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import {
  endpointDetail as detailSchema,
  endpointPage,
  endpointPath,
  endpointSummary,
} from '@suture/protocol/api/endpoints.ts';
import { endpointFinding, endpointFindingPage } from '@suture/protocol/api/findings.ts';
import { pageRequest, queryRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { endpointFindings } from '../actions/endpoint-findings.ts';
import { endpointDetail } from '../store/queried-endpoints.ts';
import { afterOf, endpointList, findingList, presented, queriedPage } from './lists.ts';
import { answers, named } from './openapi.ts';
import { missing, type Resource } from './resource.ts';

named({
  Endpoint: endpointSummary,
  EndpointDetail: detailSchema,
  EndpointPage: endpointPage,
  EndpointFinding: endpointFinding,
  EndpointFindingPage: endpointFindingPage,
});

const NO_SUCH = 'There is no such endpoint.';

export const endpointRoutes: Resource = (scope, { allowed, now }) => {
  scope.get(
    apiPaths.endpoints,
    {
      schema: {
        operationId: 'listEndpoints',
        summary: 'Endpoints that a query finds, by name',
        querystring: queryRequest,
        response: answers(endpointPage, 400),
      },
    },
    async (request) => queriedPage(allowed(request, 'inventory.read'), now(), request.query, endpointList),
  );

  scope.get(
    apiPaths.endpoint,
    {
      schema: {
        operationId: 'showEndpoint',
        summary: 'One endpoint with all it reported',
        params: endpointPath,
        response: answers(detailSchema, 400, 404),
      },
    },
    async (request) => {
      const { store, organisation } = allowed(request, 'inventory.read');
      const found = await store.inOrganisation(organisation, (transaction) =>
        endpointDetail(transaction, request.params.id),
      );
      return found ?? missing(NO_SUCH);
    },
  );

  scope.get(
    apiPaths.endpointFindings,
    {
      schema: {
        operationId: 'listEndpointFindings',
        summary: 'What one endpoint has, the most urgent first; empty means fine only where the inventory is complete',
        params: endpointPath,
        querystring: pageRequest,
        response: answers(endpointFindingPage, 400, 404),
      },
    },
    async (request) => {
      const { store, organisation } = allowed(request, 'inventory.read');
      const { cursor, limit, skip } = request.query;
      const name = `endpoint-findings ${request.params.id}`;
      const after = afterOf(name, 'number', cursor);
      const asked = { after: after && findingList.read(after), limit, skip };
      const found = await endpointFindings(store, organisation, request.params.id, asked, now());
      if (found === undefined) return missing(NO_SUCH);
      const page = presented(found.page, name, findingList.write);
      const items = page.items.map((row) => ({ ...row, history: row.history ?? null }));
      return { ...page, items, inventory: found.inventory, unjudged: found.unjudged };
    },
  );
};
