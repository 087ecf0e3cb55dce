// Findings over the fleet in the HTTP API.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { fleetFinding, fleetFindingPage } from '@suture/protocol/api/findings.ts';
import { queryRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { findingList, queriedPage } from './lists.ts';
import { answers, named } from './openapi.ts';
import type { Resource } from './resource.ts';

named({ Finding: fleetFinding, FindingPage: fleetFindingPage });

export const findingRoutes: Resource = (scope, { allowed, now }) => {
  scope.get(
    apiPaths.findings,
    {
      schema: {
        operationId: 'listFindings',
        summary: 'Findings over the fleet, the most urgent first',
        querystring: queryRequest,
        response: answers(fleetFindingPage, 400),
      },
    },
    async (request) => queriedPage(allowed(request, 'inventory.read'), now(), request.query, findingList),
  );
};
