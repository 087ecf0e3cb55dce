// The HTTP API: each handler authenticates, validates, authorises, acts and presents.
import swagger from '@fastify/swagger';
import type { Resource } from '@suture/core/query/field.ts';
import { printQuery } from '@suture/core/query/print.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { endpointDetail as detailSchema, endpointPage, endpointPath } from '@suture/protocol/api/endpoints.ts';
import { endpointFindingPage, fleetFindingPage } from '@suture/protocol/api/findings.ts';
import { packagePage } from '@suture/protocol/api/packages.ts';
import { pageRequest, queryRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { apiProblem, apiProblemOf } from '@suture/protocol/api/problem.ts';
import {
  judgedEndpointPage,
  verdictRequest,
  vulnerabilityPath,
  vulnerabilityVerdict,
} from '@suture/protocol/api/vulnerabilities.ts';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { ask, readQuestion } from '../actions/ask.ts';
import { endpointFindings } from '../actions/endpoint-findings.ts';
import type { Store, Transaction } from '../store/database.ts';
import { endpointsJudged, exposureOf } from '../store/exposure.ts';
import type { Page, PageRequest } from '../store/page.ts';
import { queriedEndpoints, endpointDetail } from '../store/queried-endpoints.ts';
import { queriedFindings } from '../store/queried-findings.ts';
import { queriedPackages } from '../store/queried-packages.ts';
import type { CompiledQuery } from '../store/query-sql.ts';
import { ApiRefusal, PROBLEM_TYPE, problemOfError } from './api-problems.ts';
import { type IdKind, type Key, readCursor, writeCursor } from './cursor.ts';
import { tagged } from './etag.ts';
import { openapiOptions } from './openapi.ts';
import type { Authenticate, Permission, Principal } from './principal.ts';
import { faultOf, faultOfRefusal } from './query-fault.ts';

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
      const api = inner.withTypeProvider<ZodTypeProvider>();
      const known = new WeakMap<FastifyRequest, Principal>();

      // Before anything else of the request is looked at.
      api.addHook('onRequest', async (request) => {
        const principal = await authenticate(request);
        if (principal === undefined) throw new ApiRefusal(apiProblemOf('not-authenticated'));
        known.set(request, principal);
      });

      const allowed = (request: FastifyRequest, permission: Permission): Principal => {
        const principal = known.get(request);
        if (principal?.permissions.has(permission) === true) return principal;
        throw new ApiRefusal(apiProblemOf('not-allowed', { detail: `The permission ${permission} is missing.` }));
      };

      /** A page of what a query finds, in the order of a text and an id. */
      const queried = async <Row, Cursor>(
        { organisation }: Principal,
        { q, cursor, limit }: z.infer<typeof queryRequest>,
        list: QueriedList<Row, Cursor>,
      ) => {
        const asked = readQuestion(q, list.resource);
        if (asked.kind === 'error')
          throw new ApiRefusal(
            apiProblemOf('malformed-query', { detail: asked.error.message, errors: [faultOf(asked.error)] }),
          );
        const name = `${list.resource} ${printQuery(asked.query, list.resource)}`;
        const after = afterOf(name, list.id, cursor);
        const question = { organisation, resource: list.resource, query: asked.query, now: now().getTime() };
        const answer = await ask(store, question, (transaction, compiled) =>
          list.find(transaction, compiled, { after: after && list.read(after), limit }),
        );
        if (answer.kind === 'refused') {
          const fault = faultOfRefusal(answer, q, list.resource);
          throw new ApiRefusal(apiProblemOf('query-not-answerable', { detail: fault.detail, errors: [fault] }));
        }
        return presented(answer.value, name, list.write);
      };

      const about = (vulnerability: string) => ({
        vulnerability,
        isHeardOf: isHeardOf(vulnerability),
        seenSince: new Date(now().getTime() - freshMs).toISOString(),
      });

      api.get(
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

      api.get(
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

      api.get(
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

      api.get(
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

      api.get(
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

      api.get(
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

      api.get(
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

interface QueriedList<Row, Cursor> {
  readonly resource: Resource;
  readonly id: IdKind;
  readonly find: (
    transaction: Transaction,
    query: CompiledQuery,
    page: PageRequest<Cursor>,
  ) => Promise<Page<Row, Cursor>>;
  readonly read: (key: Key) => Cursor;
  readonly write: (cursor: Cursor) => Key;
}

const byName = {
  read: ([name, id]: Key) => ({ name, id }),
  write: ({ name, id }: { readonly name: string; readonly id: string }): Key => [name, id],
};
const endpointList = { resource: 'endpoints', id: 'uuid', find: queriedEndpoints, ...byName } as const;
const packageList = { resource: 'packages', id: 'number', find: queriedPackages, ...byName } as const;
const findingList = {
  resource: 'findings',
  id: 'number',
  find: queriedFindings,
  read: ([vulnerability, pkg]: Key) => ({ vulnerability, package: pkg }),
  write: (cursor: { readonly vulnerability: string; readonly package: string }): Key => [
    cursor.vulnerability,
    cursor.package,
  ],
} as const;

function afterOf(list: string, id: IdKind, cursor: string | undefined): Key | undefined {
  if (cursor === undefined) return undefined;
  const key = readCursor(list, id, cursor);
  if (key !== undefined) return key;
  const detail = 'Cursors come from next of the page before, and go with the same query.';
  throw new ApiRefusal(apiProblemOf('malformed-cursor', { errors: [{ in: 'query', name: 'cursor', detail }] }));
}

const presented = <Row, Cursor>(
  { rows, total, next }: Page<Row, Cursor>,
  list: string,
  write: (cursor: Cursor) => Key,
) => ({
  items: rows,
  total,
  next: next === undefined ? null : writeCursor(list, write(next)),
});

function missing(detail: string): never {
  throw new ApiRefusal(apiProblemOf('not-found', { detail }));
}

const WHEN = {
  400: 'The request or its query is wrong; errors say where',
  401: 'Nobody is logged in',
  403: 'A permission is missing',
  404: 'There is no such thing',
} as const;

/** The good answer, and the problems there can be. */
const answers = <T extends z.ZodType>(good: T, ...wrong: readonly (400 | 404)[]) => ({
  200: { description: 'As asked', content: { 'application/json': { schema: good } } },
  ...Object.fromEntries(
    [...wrong, 401 as const, 403 as const].map((status) => [
      status,
      { description: WHEN[status], content: { [PROBLEM_TYPE]: { schema: apiProblem } } },
    ]),
  ),
});
