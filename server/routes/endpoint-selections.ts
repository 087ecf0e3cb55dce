// Many endpoints at once over the HTTP API: which are meant is frozen first, then they are changed in pieces.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import {
  endpointSelection,
  selecting,
  selectionApproval,
  selectionChanged,
  selectionDescription,
  selectionTags,
} from '@suture/protocol/api/endpoint-changes.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { idPath } from '@suture/protocol/api/text.ts';
import { approval } from '../actions/approve-endpoint.ts';
import { changeSelection } from '../actions/change-selection.ts';
import { describing } from '../actions/describe-endpoint.ts';
import { selectEndpoints } from '../actions/select-endpoints.ts';
import { taggingOf } from '../actions/tag-endpoint.ts';
import { unanswerable, understood } from './lists.ts';
import { answers, created, named } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

named({ EndpointSelection: endpointSelection, SelectionChanged: selectionChanged });

export const endpointSelectionRoutes: Resource = (scope, { caller }) => {
  scope.post(
    apiPaths.endpointSelections,
    {
      config: { needs: 'endpoint.edit' },
      schema: {
        operationId: 'selectEndpoints',
        summary: 'Freeze which endpoints are meant, for an hour and for whoever asks',
        body: selecting,
        response: created(endpointSelection, 400),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      const { body } = request;
      const chosen = 'q' in body ? { query: understood(body.q, 'endpoints'), except: body.except } : body;
      const answer = await selectEndpoints(door, by, chosen);
      if (answer.kind === 'refused') return unanswerable(answer, 'q' in body ? body.q : '', 'endpoints');
      return reply.code(201).send(answer.value);
    },
  );

  scope.post(
    apiPaths.selectionTags,
    {
      config: { needs: 'endpoint.edit' },
      schema: {
        operationId: 'tagSelection',
        summary: 'Put tags on selected endpoints and take others off; ask again with next until it is null',
        params: idPath,
        body: selectionTags,
        response: answers(selectionChanged, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const { from, ...tagging } = request.body;
      return settled(await changeSelection(door, by, request.params.id, from, taggingOf(by, tagging)));
    },
  );

  scope.post(
    apiPaths.selectionDescription,
    {
      config: { needs: 'endpoint.edit' },
      schema: {
        operationId: 'describeSelection',
        summary: 'Say how much selected endpoints matter, and who can reach them; ask again with next until it is null',
        params: idPath,
        body: selectionDescription,
        response: answers(selectionChanged, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const { from, ...description } = request.body;
      return settled(await changeSelection(door, by, request.params.id, from, describing(description)));
    },
  );

  scope.post(
    apiPaths.selectionApproval,
    {
      config: { needs: 'endpoint.approve' },
      schema: {
        operationId: 'approveSelection',
        summary: 'Let in the selected machines that enrolled and wait; ask again with next until it is null',
        params: idPath,
        body: selectionApproval,
        response: answers(selectionChanged, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      return settled(await changeSelection(door, by, request.params.id, request.body.from, approval));
    },
  );
};
