// The organisation over the HTTP API: its name.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { organisation, organisationChange } from '@suture/protocol/api/people.ts';
import { renameOrganisationTo } from '../actions/rename-organisation.ts';
import { answers, named } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

named({ Organisation: organisation });

export const organisationRoutes: Resource = (scope, { caller }) => {
  scope.patch(
    apiPaths.organisation,
    {
      config: { needs: 'organisation.edit' },
      schema: {
        operationId: 'renameOrganisation',
        summary: 'Give the organisation another name',
        body: organisationChange,
        response: answers(organisation, 400, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      return settled(await renameOrganisationTo(door, by, request.body.name));
    },
  );
};
