// Installed packages over the fleet in the HTTP API.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { installedPackage, packagePage } from '@suture/protocol/api/packages.ts';
import { queryRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { packageList, queriedPage } from './lists.ts';
import { answers, named } from './openapi.ts';
import type { Resource } from './resource.ts';

named({ Package: installedPackage, PackagePage: packagePage });

export const packageRoutes: Resource = (scope, { allowed, now }) => {
  scope.get(
    apiPaths.packages,
    {
      schema: {
        operationId: 'listPackages',
        summary: 'Installed package versions, by name',
        querystring: queryRequest,
        response: answers(packagePage, 400),
      },
    },
    async (request) => queriedPage(allowed(request, 'inventory.read'), now(), request.query, packageList),
  );
};
