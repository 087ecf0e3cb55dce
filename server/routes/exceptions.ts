// Exceptions over the HTTP API: made, approved, ended, and listed with what they cover now.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import * as exceptions from '@suture/protocol/api/exceptions.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { idPath } from '@suture/protocol/api/text.ts';
import { decideException, describeException, describeExceptions, makeException } from '../actions/exceptions.ts';
import { answers, created, named } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

named({ Exception: exceptions.exception, ExceptionList: exceptions.exceptionList });

export const exceptionRoutes: Resource = (scope, { caller, now }) => {
  scope.get(
    apiPaths.exceptions,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listExceptions',
        summary: 'Findings that are deliberately not acted on: by whom, why, until when, and how many they are now',
        response: answers(exceptions.exceptionList),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return {
        items: await store.inOrganisation(organisation, (transaction) => describeExceptions(transaction, now())),
      };
    },
  );

  scope.post(
    apiPaths.exceptions,
    {
      config: { needs: 'exception.create' },
      schema: {
        operationId: 'createException',
        summary: 'Make an exception; in force once somebody who may approves it, at once where that is who makes it',
        body: exceptions.exceptionRequest,
        response: created(exceptions.exception, 409),
      },
    },
    async (request, reply) => {
      const { by, door, store, organisation } = caller(request);
      const row = settled(await makeException(door, by, request.body));
      const made = await store.inOrganisation(organisation, (transaction) =>
        describeException(transaction, row, now()),
      );
      return reply.code(201).send(made);
    },
  );

  for (const [path, needs, operationId, summary, what] of [
    [apiPaths.exceptionApproval, 'exception.approve', 'approveException', 'Let an exception be in force', 'approve'],
    [
      apiPaths.exceptionEnd,
      'exception.create',
      'endException',
      'End an exception before its day; its findings count again',
      'end',
    ],
  ] as const) {
    scope.post(
      path,
      {
        config: { needs },
        schema: { operationId, summary, params: idPath, response: answers(exceptions.exception, 404, 409) },
      },
      async (request) => {
        const { by, door, store, organisation } = caller(request);
        const row = settled(await decideException(door, by, request.params.id, what));
        return store.inOrganisation(organisation, (transaction) => describeException(transaction, row, now()));
      },
    );
  }
};
