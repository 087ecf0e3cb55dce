// The public halves of keys that operators sign plans with, over the HTTP API.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { apiPaths } from '@suture/protocol/api/paths.ts';
import * as plans from '@suture/protocol/api/plans.ts';
import { done } from '@suture/protocol/api/text.ts';
import { addKey, revokeKey } from '../actions/operator-keys.ts';
import { operatorKeys, type OperatorKey } from '../store/operator-keys.ts';
import { answers, created, named } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

named({ OperatorKey: plans.operatorKey, OperatorKeyList: plans.operatorKeyList });

const shown = (key: OperatorKey) => ({
  ...key,
  addedAt: key.addedAt.toISOString(),
  revokedAt: key.revokedAt?.toISOString() ?? null,
});

export const operatorKeyRoutes: Resource = (scope, { caller }) => {
  scope.get(
    apiPaths.operatorKeys,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listOperatorKeys',
        summary: 'Keys that operators sign plans with, the oldest first',
        response: answers(plans.operatorKeyList),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return { items: (await store.inOrganisation(organisation, operatorKeys)).map(shown) };
    },
  );

  scope.post(
    apiPaths.operatorKeys,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'addOperatorKey',
        summary:
          'Make the public half of an operator’s key known; endpoints trust it only where it was put on them, too',
        body: plans.operatorKeyRequest,
        response: created(plans.operatorKey, 409),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      return reply.code(201).send(shown(settled(await addKey(door, by, request.body))));
    },
  );

  scope.delete(
    apiPaths.operatorKey,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'revokeOperatorKey',
        summary: 'Let a key sign no more; what it signed does not count any more either',
        params: plans.operatorKeyPath,
        response: answers(done, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await revokeKey(door, by, request.params.fingerprint));
      return { done: true } as const;
    },
  );
};
