// The HTTP API: each handler authenticates, validates, authorises, acts and presents.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import swagger from '@fastify/swagger';
import { z } from '@suture/protocol/agent/zod.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { may, type Access, type Permission } from '../access/permissions.ts';
import { reaching } from '../access/reach.ts';
import type { Recognised } from '../access/sign-in.ts';
import type { Store } from '../store/database.ts';
import { ApiRefusal, PROBLEM_TYPE, problemOfError } from './api-problems.ts';
import { tagged } from './etag.ts';
import { openapiOptions } from './openapi.ts';
import type { ApiContext, Caller } from './resource.ts';
import { resources } from './resources.ts';

/** Who a request comes from. */
export type Authenticate = (request: FastifyRequest) => Promise<Recognised>;

export interface ApiOptions extends Pick<ApiContext, 'isHeardOf' | 'now'>, Partial<Pick<ApiContext, 'freshMs'>> {}

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
      const known = new WeakMap<FastifyRequest, Access>();

      // Before anything else of the request is looked at.
      inner.addHook('onRequest', async (request) => {
        const recognised = await authenticate(request);
        if (!recognised.ok) throw new ApiRefusal(apiProblemOf('not-authenticated'));
        known.set(request, recognised.access);
      });

      const allowed = (request: FastifyRequest, permission: Permission): Caller => {
        const access = known.get(request);
        if (access === undefined || !may(access, permission)) {
          throw new ApiRefusal(apiProblemOf('not-allowed', { detail: `The permission ${permission} is missing.` }));
        }
        const { organisation } = access;
        return { access, organisation, store: reaching(store, access), address: request.ip };
      };

      const context: ApiContext = { allowed, now, isHeardOf, freshMs };
      for (const register of resources) register(inner.withTypeProvider<ZodTypeProvider>(), context);
    });
  };
