// Devices and their firmware over the HTTP API: by model over the fleet, and those of one endpoint.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { endpointPath } from '@suture/protocol/api/endpoints.ts';
import { deviceModel, deviceModelPage, endpointDevice, endpointDevicePage } from '@suture/protocol/api/hardware.ts';
import { pageRequest, queryRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { hardwareOfEndpoint } from '../store/endpoint-hardware.ts';
import { reported } from './endpoint-reports.ts';
import { byName, hardwareList, queriedPage } from './lists.ts';
import { answers, named } from './openapi.ts';
import type { Resource } from './resource.ts';

named({
  DeviceModel: deviceModel,
  DeviceModelPage: deviceModelPage,
  EndpointDevice: endpointDevice,
  EndpointDevicePage: endpointDevicePage,
});

const devices = { name: 'endpoint-hardware', id: 'number', find: hardwareOfEndpoint, ...byName } as const;

export const hardwareRoutes: Resource = (scope, context) => {
  scope.get(
    apiPaths.hardware,
    {
      schema: {
        operationId: 'listHardware',
        summary: 'Models of devices that a query of packages finds, with their firmware; what closes something first',
        querystring: queryRequest,
        response: answers(deviceModelPage, 400),
      },
    },
    async (request) =>
      queriedPage(context.allowed(request, 'inventory.read'), context.now(), request.query, hardwareList),
  );

  scope.get(
    apiPaths.endpointHardware,
    {
      schema: {
        operationId: 'listEndpointHardware',
        summary: 'The devices of one endpoint, by name, with the firmware they run and what is newer',
        params: endpointPath,
        querystring: pageRequest,
        response: answers(endpointDevicePage, 400, 404),
      },
    },
    async (request) => reported(context, request, { ...request.params, ...request.query }, devices),
  );
};
