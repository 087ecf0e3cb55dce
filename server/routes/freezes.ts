// Freezes over the HTTP API: made, lifted, and listed with what they cover now.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import * as freezes from '@suture/protocol/api/freezes.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { idPath } from '@suture/protocol/api/text.ts';
import { describeFreeze, describeFreezes, liftFreeze, makeFreeze } from '../actions/freezes.ts';
import { answers, created, named } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

named({ Freeze: freezes.freeze, FreezeList: freezes.freezeList });

export const freezeRoutes: Resource = (scope, { caller, now }) => {
  scope.get(
    apiPaths.freezes,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listFreezes',
        summary: 'Freezes, the newest first: over what, why, by whom, until when',
        response: answers(freezes.freezeList),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return { items: await store.inOrganisation(organisation, (transaction) => describeFreezes(transaction, now())) };
    },
  );

  scope.post(
    apiPaths.freezes,
    {
      // Whoever may stop a deployment may hold all of them.
      config: { needs: 'deployment.stop' },
      schema: {
        operationId: 'createFreeze',
        summary: 'Let nothing new begin from now on, everywhere or where a query says; what has begun ends by itself',
        body: freezes.freezeRequest,
        response: created(freezes.freeze, 409),
      },
    },
    async (request, reply) => {
      const { by, door, store, organisation } = caller(request);
      const row = settled(await makeFreeze(door, by, request.body));
      const made = await store.inOrganisation(organisation, (transaction) => describeFreeze(transaction, row, now()));
      return reply.code(201).send(made);
    },
  );

  scope.post(
    apiPaths.freezeLift,
    {
      config: { needs: 'deployment.resume' },
      schema: {
        operationId: 'liftFreeze',
        summary: 'Lift a freeze: what waits for it alone goes on at once',
        params: idPath,
        response: answers(freezes.freeze, 404),
      },
    },
    async (request) => {
      const { by, door, store, organisation } = caller(request);
      const row = settled(await liftFreeze(door, by, request.params.id));
      return store.inOrganisation(organisation, (transaction) => describeFreeze(transaction, row, now()));
    },
  );
};
