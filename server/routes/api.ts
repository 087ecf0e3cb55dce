// The HTTP API: each handler authenticates, validates, authorises, acts and presents.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import swagger from '@fastify/swagger';
import { z } from '@suture/protocol/agent/zod.ts';
import { endpointDetail as detailSchema, endpointPage, endpointPath } from '@suture/protocol/api/endpoints.ts';
import { endpointFindingPage, fleetFindingPage } from '@suture/protocol/api/findings.ts';
import { packagePage } from '@suture/protocol/api/packages.ts';
import { pageRequest, queryRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import {
  judgedEndpointPage,
  verdictRequest,
  vulnerabilityPath,
  vulnerabilityVerdict,
} from '@suture/protocol/api/vulnerabilities.ts';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { endpointFindings } from '../actions/endpoint-findings.ts';
import type { Store } from '../store/database.ts';
import { endpointsJudged, exposureOf } from '../store/exposure.ts';
import { endpointDetail } from '../store/queried-endpoints.ts';
import { ApiRefusal, PROBLEM_TYPE, problemOfError } from './api-problems.ts';
import { tagged } from './etag.ts';
import {
  type QueriedList,
  afterOf,
  byName,
  endpointList,
  findingList,
  packageList,
  presented,
  queriedPage,
} from './lists.ts';
import { answers, openapiOptions } from './openapi.ts';
import type { Authenticate, Permission, Principal } from './principal.ts';

export interface ApiOptions {
  /** Whether any advisory source knows the id (`AdvisoryDatabase.knows`); without advisories nothing is known. */
  readonly isHeardOf: (vulnerability: string) => boolean;
  readonly now: () => Date;
  /** What an endpoint reported longer ago is too old to call it clear. */
  readonly freshMs?: number;
}

const described = z.looseObject({ openapi: z.string() });
const THREE_DAYS_MS = 3 * 86_400_000;

/** To be registered under `API_BASE`. */
export const apiRoutes =
  (
    store: Store,
    authenticate: Authenticate,
    { isHeardOf, now, freshMs = THREE_DAYS_MS }: ApiOptions,
  ): FastifyPluginAsync =>
  async (scope) => {
    const app = scope.withTypeProvider<ZodTypeProvider>();
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    app.setErrorHandler((error, _request, reply) => {
      const problem = problemOfError(error);
      return reply.code(problem.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem);
    });
    app.setNotFoundHandler(() => {
      throw new ApiRefusal(apiProblemOf('not-found'));
    });
    app.addHook('onSend', tagged);
    await app.register(swagger, openapiOptions);

    app.get(
      apiPaths.openapi,
      {
        schema: {
          operationId: 'describe',
          summary: 'This document',
          security: [],
          response: { 200: { description: 'As asked', content: { 'application/json': { schema: described } } } },
        },
      },
      async () => ({ ...app.swagger(), openapi: '3.1.0' }),
    );

    await app.register(async (inner) => {
      const lists = inner.withTypeProvider<ZodTypeProvider>();
      const known = new WeakMap<FastifyRequest, Principal>();

      // Before anything else of the request is looked at.
      lists.addHook('onRequest', async (request) => {
        const principal = await authenticate(request);
        if (principal === undefined) throw new ApiRefusal(apiProblemOf('not-authenticated'));
        known.set(request, principal);
      });

      const allowed = (request: FastifyRequest, permission: Permission): Principal => {
        const principal = known.get(request);
        if (principal?.permissions.has(permission) === true) return principal;
        throw new ApiRefusal(apiProblemOf('not-allowed', { detail: `The permission ${permission} is missing.` }));
      };

      const queried = async <Row, Cursor>(
        { organisation }: Principal,
        request: z.infer<typeof queryRequest>,
        list: QueriedList<Row, Cursor>,
      ) => queriedPage(store, organisation, now(), request, list);

      const about = (vulnerability: string) => ({
        vulnerability,
        isHeardOf: isHeardOf(vulnerability),
        seenSince: new Date(now().getTime() - freshMs).toISOString(),
      });

      lists.get(
        apiPaths.endpoints,
        {
          schema: {
            operationId: 'listEndpoints',
            summary: 'Endpoints that a query finds, by name',
            querystring: queryRequest,
            response: answers(endpointPage, 400),
          },
        },
        async (request) => queried(allowed(request, 'endpoints:read'), request.query, endpointList),
      );

      lists.get(
        apiPaths.endpoint,
        {
          schema: {
            operationId: 'showEndpoint',
            summary: 'One endpoint with all it reported',
            params: endpointPath,
            response: answers(detailSchema, 400, 404),
          },
        },
        async (request) => {
          const { organisation } = allowed(request, 'endpoints:read');
          const found = await store.inOrganisation(organisation, (transaction) =>
            endpointDetail(transaction, request.params.id),
          );
          return found ?? missing('There is no such endpoint.');
        },
      );

      lists.get(
        apiPaths.endpointFindings,
        {
          schema: {
            operationId: 'listEndpointFindings',
            summary: 'What one endpoint has, by vulnerability; empty means fine only where the inventory is complete',
            params: endpointPath,
            querystring: pageRequest,
            response: answers(endpointFindingPage, 400, 404),
          },
        },
        async (request) => {
          const { organisation } = allowed(request, 'findings:read');
          const { cursor, limit } = request.query;
          const name = `endpoint-findings ${request.params.id}`;
          const after = afterOf(name, 'number', cursor);
          const found = await endpointFindings(store, organisation, request.params.id, {
            after: after && findingList.read(after),
            limit,
          });
          if (found === undefined) return missing('There is no such endpoint.');
          const page = presented(found.page, name, findingList.write);
          const items = page.items.map((row) => ({ ...row, history: row.history ?? null }));
          return { ...page, items, inventory: found.inventory };
        },
      );

      lists.get(
        apiPaths.findings,
        {
          schema: {
            operationId: 'listFindings',
            summary: 'Findings over the fleet, by vulnerability',
            querystring: queryRequest,
            response: answers(fleetFindingPage, 400),
          },
        },
        async (request) => queried(allowed(request, 'findings:read'), request.query, findingList),
      );

      lists.get(
        apiPaths.packages,
        {
          schema: {
            operationId: 'listPackages',
            summary: 'Installed package versions, by name',
            querystring: queryRequest,
            response: answers(packagePage, 400),
          },
        },
        async (request) => queried(allowed(request, 'packages:read'), request.query, packageList),
      );

      lists.get(
        apiPaths.vulnerability,
        {
          schema: {
            operationId: 'judgeVulnerability',
            summary: 'How many endpoints are exposed, clear and unknown, and why',
            params: vulnerabilityPath,
            response: answers(vulnerabilityVerdict, 400),
          },
        },
        async (request) => {
          const { organisation } = allowed(request, 'findings:read');
          const question = about(request.params.id);
          const exposure = await store.inOrganisation(organisation, (transaction) => exposureOf(transaction, question));
          return {
            id: question.vulnerability,
            isHeardOf: question.isHeardOf,
            ...exposure,
            seenSince: question.seenSince,
          };
        },
      );

      lists.get(
        apiPaths.vulnerabilityEndpoints,
        {
          schema: {
            operationId: 'listVulnerabilityEndpoints',
            summary: 'The endpoints behind a count of the verdict, by name',
            params: vulnerabilityPath,
            querystring: verdictRequest,
            response: answers(judgedEndpointPage, 400),
          },
        },
        async (request) => {
          const { organisation } = allowed(request, 'findings:read');
          const { verdict, cursor, limit } = request.query;
          const name = `${verdict} ${request.params.id}`;
          const after = afterOf(name, 'uuid', cursor);
          const page = await store.inOrganisation(organisation, (transaction) =>
            endpointsJudged(transaction, about(request.params.id), verdict, {
              after: after && byName.read(after),
              limit,
            }),
          );
          return presented(page, name, byName.write);
        },
      );
    });
  };

function missing(detail: string): never {
  throw new ApiRefusal(apiProblemOf('not-found', { detail }));
}
