// The numbers to begin with, and the values of a field to choose from, over the HTTP API.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import {
  daysRequest,
  fieldValues as valuesSchema,
  overview as overviewSchema,
  overviewDays,
  timeToFix as timeToFixSchema,
  timeToFixRequest,
  valuesRequest,
} from '@suture/protocol/api/overview.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { findField } from '@suture/core/query/fields.ts';
import { advisoriesKnown } from '../actions/advisories-known.ts';
import { daysKept } from '../actions/daily-figures.ts';
import { overview } from '../actions/overview.ts';
import { timeToFix } from '../actions/time-to-fix.ts';
import { fieldValues, hasValues } from '../store/field-values.ts';
import { ApiRefusal } from './api-problems.ts';
import { answered } from './lists.ts';
import { answers, named } from './openapi.ts';
import type { Resource } from './resource.ts';

named({ Overview: overviewSchema, OverviewDays: overviewDays, TimeToFix: timeToFixSchema, FieldValues: valuesSchema });

export const overviewRoutes: Resource = (scope, { allowed, now, hasAdvisories, freshMs }) => {
  scope.get(
    apiPaths.overview,
    {
      schema: {
        operationId: 'showOverview',
        summary: 'The numbers to begin with, each with the query whose list it counts',
        response: answers(overviewSchema),
      },
    },
    async (request) => {
      const { store, organisation } = allowed(request, 'inventory.read');
      const isHere = hasAdvisories();
      const numbers = await overview(store, organisation, { now: now(), freshMs, hasAdvisories: isHere });
      const advisories = await store.inOrganisation(organisation, (transaction) =>
        advisoriesKnown(transaction, isHere),
      );
      return { numbers, advisories };
    },
  );

  scope.get(
    apiPaths.overviewDays,
    {
      schema: {
        operationId: 'listDays',
        summary: 'What was open, exploited and overdue on each of the last days, as it was counted then',
        querystring: daysRequest,
        response: answers(overviewDays, 400),
      },
    },
    async (request) => {
      const { store, organisation } = allowed(request, 'inventory.read');
      return store.inOrganisation(organisation, (transaction) => daysKept(transaction, now(), request.query.days));
    },
  );

  scope.get(
    apiPaths.timeToFix,
    {
      schema: {
        operationId: 'showTimeToFix',
        summary: 'How long fixes wait to be installed: the share still open after so many days, as a curve',
        querystring: timeToFixRequest,
        response: answers(timeToFixSchema, 400),
      },
    },
    async (request) => {
      const caller = allowed(request, 'inventory.read');
      const { q, ...asked } = request.query;
      const { value } = await answered(caller, now(), q, 'endpoints', (transaction, compiled) =>
        timeToFix(caller.store, transaction, { ...asked, query: compiled, now: now() }),
      );
      return value;
    },
  );

  scope.get(
    apiPaths.values,
    {
      schema: {
        operationId: 'listFieldValues',
        summary: 'The values that a field has among what a query finds, with how often',
        querystring: valuesRequest,
        response: answers(valuesSchema, 400),
      },
    },
    async (request) => {
      const caller = allowed(request, 'inventory.read');
      const { resource, field: key, q, typed, limit } = request.query;
      const field = findField(key, resource)?.name;
      if (field === undefined || !hasValues(field, resource)) {
        const detail = `${resource} have no field ${key} with words for values.`;
        throw new ApiRefusal(apiProblemOf('malformed-request', { errors: [{ in: 'query', name: 'field', detail }] }));
      }
      const { value } = await answered(caller, now(), q, resource, (transaction, compiled) =>
        fieldValues(transaction, compiled, resource, { field, typed, limit }),
      );
      return { field, values: value };
    },
  );
};
