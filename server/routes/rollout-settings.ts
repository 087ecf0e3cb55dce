// Maintenance windows, blackouts and limits over the HTTP API.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { apiPaths } from '@suture/protocol/api/paths.ts';
import * as settings from '@suture/protocol/api/rollout-settings.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { done, idPath } from '@suture/protocol/api/text.ts';
import { calendarOf, previewWindow } from '../actions/calendar.ts';
import { describeWindowRow, dropWindow, saveWindow } from '../actions/maintenance-windows.ts';
import { changeRolloutLimits } from '../actions/rollout-limits.ts';
import { maintenanceWindows } from '../store/maintenance-windows.ts';
import { rolloutLimits } from '../store/rollout-limits.ts';
import { ApiRefusal } from './api-problems.ts';
import { answers, created, named } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

named({
  MaintenanceWindow: settings.maintenanceWindow,
  RolloutLimits: settings.rolloutLimits,
  Calendar: settings.calendar,
  WindowPreview: settings.windowPreview,
});

const mostDays = 100;

export const rolloutSettingRoutes: Resource = (scope, { caller, now }) => {
  scope.get(
    apiPaths.maintenanceWindows,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listMaintenanceWindows',
        summary: 'Maintenance windows and blackouts by name, with their next times',
        response: answers(settings.maintenanceWindowList),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const rows = await store.inOrganisation(organisation, maintenanceWindows);
      return { items: rows.map((row) => describeWindowRow(row, now().getTime())) };
    },
  );

  scope.post(
    apiPaths.maintenanceWindows,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'createMaintenanceWindow',
        summary: 'Make a maintenance window or a blackout',
        body: settings.windowRequest,
        response: created(settings.maintenanceWindow, 409),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      const row = settled(await saveWindow(door, by, undefined, request.body));
      return reply.code(201).send(describeWindowRow(row, now().getTime()));
    },
  );

  scope.put(
    apiPaths.maintenanceWindow,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'changeMaintenanceWindow',
        summary: 'Change a maintenance window or a blackout; what is signed already stays as it was',
        params: idPath,
        body: settings.windowRequest,
        response: answers(settings.maintenanceWindow, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const row = settled(await saveWindow(door, by, request.params.id, request.body));
      return describeWindowRow(row, now().getTime());
    },
  );

  scope.delete(
    apiPaths.maintenanceWindow,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'removeMaintenanceWindow',
        summary: 'Remove a maintenance window or a blackout; a plan that names it starts nothing any more',
        params: idPath,
        response: answers(done, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await dropWindow(door, by, request.params.id));
      return { done: true } as const;
    },
  );

  scope.post(
    apiPaths.maintenanceWindowPreviews,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'previewMaintenanceWindow',
        summary: 'What a window or a blackout would be: in words, its next times, and those about a change of clocks',
        body: settings.windowRequest,
        response: answers(settings.windowPreview),
      },
    },
    async (request) => previewWindow(request.body, now().getTime()),
  );

  scope.get(
    apiPaths.calendar,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'showCalendar',
        summary: 'Maintenance windows, blackouts and rings that open, within at most 100 days',
        querystring: settings.calendarRequest,
        response: answers(settings.calendar, 400),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const [from, to] = [Date.parse(request.query.from), Date.parse(request.query.to)];
      if (to <= from || to - from > mostDays * 86_400_000) {
        const detail = `to is after from, and at most ${mostDays} days.`;
        throw new ApiRefusal(apiProblemOf('malformed-request', { errors: [{ in: 'query', name: 'to', detail }] }));
      }
      return store.inOrganisation(organisation, (transaction) => calendarOf(transaction, { from, to }));
    },
  );

  scope.get(
    apiPaths.rolloutLimits,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'getRolloutLimits',
        summary: 'How much may be under way at once, and how much is',
        response: answers(settings.rolloutLimits),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return store.inOrganisation(organisation, (transaction) => rolloutLimits(transaction, { held: false }));
    },
  );

  scope.put(
    apiPaths.rolloutLimits,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'changeRolloutLimits',
        summary: 'Say how much may be under way at once, and how many operators have to sign',
        body: settings.rolloutLimitsRequest,
        response: answers(settings.rolloutLimits, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      return settled(await changeRolloutLimits(door, by, request.body));
    },
  );
};
