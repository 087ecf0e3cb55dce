// What people do to endpoints over the HTTP API. Beyond the tags of who asks there is no endpoint.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { endpointChange, tagChange } from '@suture/protocol/api/endpoint-changes.ts';
import { endpointDetail } from '@suture/protocol/api/endpoints.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { done, idPath } from '@suture/protocol/api/text.ts';
import type { Permission } from '../access/permissions.ts';
import { approveEndpoint } from '../actions/approve-endpoint.ts';
import { describeEndpoint } from '../actions/describe-endpoint.ts';
import { releaseEndpoint } from '../actions/release-endpoint.ts';
import { removeEndpoint } from '../actions/remove-endpoint.ts';
import { revokeEndpoint } from '../actions/revoke-endpoint.ts';
import { tagEndpoint } from '../actions/tag-endpoint.ts';
import { answers } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

export const endpointChangeRoutes: Resource = (scope, { caller }) => {
  scope.patch(
    apiPaths.endpoint,
    {
      config: { needs: 'endpoint.edit' },
      schema: {
        operationId: 'describeEndpoint',
        summary: 'Say how much an endpoint matters, and who can reach it',
        params: idPath,
        body: endpointChange,
        response: answers(endpointDetail, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      return settled(await describeEndpoint(door, by, request.params.id, request.body));
    },
  );

  scope.post(
    apiPaths.endpointTags,
    {
      config: { needs: 'endpoint.edit' },
      schema: {
        operationId: 'tagEndpoint',
        summary: 'Put tags on an endpoint and take others off',
        params: idPath,
        body: tagChange,
        response: answers(endpointDetail, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      return settled(await tagEndpoint(door, by, request.params.id, request.body));
    },
  );

  const acts: readonly {
    readonly path: string;
    readonly needs: Permission;
    readonly operationId: string;
    readonly summary: string;
    readonly act: typeof approveEndpoint;
  }[] = [
    {
      path: apiPaths.endpointApproval,
      needs: 'endpoint.approve',
      operationId: 'approveEndpoint',
      summary: 'Let in a machine that enrolled and waits',
      act: approveEndpoint,
    },
    {
      path: apiPaths.endpointRelease,
      needs: 'endpoint.approve',
      operationId: 'releaseEndpoint',
      summary: 'Let a quarantined endpoint back into service',
      act: releaseEndpoint,
    },
    {
      path: apiPaths.endpointRevocation,
      needs: 'endpoint.revoke',
      operationId: 'revokeEndpoint',
      summary: 'Revoke the certificates of an endpoint: it is refused at once',
      act: revokeEndpoint,
    },
  ];
  for (const { path, needs, operationId, summary, act } of acts) {
    scope.post(
      path,
      {
        config: { needs },
        schema: { operationId, summary, params: idPath, response: answers(endpointDetail, 404, 409) },
      },
      async (request) => {
        const { by, door } = caller(request);
        return settled(await act(door, by, request.params.id));
      },
    );
  }

  scope.delete(
    apiPaths.endpoint,
    {
      config: { needs: 'endpoint.revoke' },
      schema: {
        operationId: 'removeEndpoint',
        summary: 'Remove an endpoint with all that is kept of it',
        params: idPath,
        response: answers(done, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await removeEndpoint(door, by, request.params.id));
      return { done: true } as const;
    },
  );
};
