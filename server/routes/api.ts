// The HTTP API: each request is counted, recognised, allowed or refused, then read, answered and presented.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import { randomBytes } from 'node:crypto';
import { type ApiProblem, apiProblemOf } from '@suture/protocol/api/problem.ts';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { may, type Access } from '../access/permissions.ts';
import type { PeopleDoor } from '../actions/people-door.ts';
import type { Store } from '../store/database.ts';
import { apiLimits, openLimiters, type ApiLimits } from './api-limits.ts';
import { ApiRefusal, problemOfError, sendProblem } from './api-problems.ts';
import { isForeign, type Authenticate } from './authenticate.ts';
import { callers, refuseMissing, REPLAYED, wasReplayed } from './caller.ts';
import { describeRoutes, DOCS_STYLE_HASH } from './docs.ts';
import { tagged } from './etag.ts';
import { openapiOptions } from './openapi.ts';
import { otherMethods } from './other-methods.ts';
import type { ApiContext, Needs } from './resource.ts';
import { resources } from './resources.ts';

export type { Authenticate } from './authenticate.ts';

export interface ApiOptions
  extends
    Pick<ApiContext, 'isHeardOf' | 'now'>,
    Partial<Pick<ApiContext, 'advisories' | 'freshMs' | 'enrolment' | 'checkpoints' | 'rollouts' | 'events'>>,
    Partial<Pick<PeopleDoor, 'random' | 'passwordCost' | 'seal'>> {
  readonly limits?: ApiLimits;
  /** Called once for each request that was refused or failed; nothing in it is secret. */
  readonly onRefused?: (refused: ApiRefused) => void;
}

export interface ApiRefused {
  readonly problem: ApiProblem;
  readonly method: string;
  /** As the router knows it, without what the caller filled in. */
  readonly route: string;
  readonly address: string;
  /** `user:…` or `token:…`; undefined where nobody was known. */
  readonly actor: string | undefined;
}

const THREE_DAYS_MS = 3 * 86_400_000;
const BODY_BYTES = 64 * 1024;

/** To be registered under `API_BASE`. */
export const apiRoutes =
  (store: Store, authenticate: Authenticate, options: ApiOptions): FastifyPluginAsync =>
  async (scope) => {
    const { now, isHeardOf, random = randomBytes, passwordCost, seal, freshMs = THREE_DAYS_MS } = options;
    const app = scope.withTypeProvider<ZodTypeProvider>();
    const known = new WeakMap<FastifyRequest, Access>();
    /** What each route needs, by method and path; for the document too. */
    const needs = new Map<string, Needs>();

    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    // JSON alone: a form of another site cannot send it.
    app.removeContentTypeParser('text/plain');
    app.setErrorHandler((error, request, reply) => {
      const problem = problemOfError(error);
      const { method, ip: address, routeOptions } = request;
      const actor = known.get(request)?.actor;
      options.onRefused?.({ problem, method, route: routeOptions.url ?? '(none)', address, actor });
      return sendProblem(reply, problem);
    });
    app.setNotFoundHandler(({ method, url }, reply) => {
      const allowed = otherMethods(needs.keys(), url.split('?', 1)[0] ?? '');
      if (allowed.length === 0) throw new ApiRefusal(apiProblemOf('not-found'));
      void reply.header('allow', allowed.join(', '));
      const detail = `It takes ${allowed.join(', ')}, and no ${method}.`;
      throw new ApiRefusal(apiProblemOf('method-not-allowed', { detail }));
    });
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: [DOCS_STYLE_HASH],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
        },
      },
      frameguard: { action: 'deny' },
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
    });
    await app.register(cookie);
    app.addHook('onSend', tagged);
    app.addHook('onSend', async (request, reply) => {
      if (wasReplayed(request)) void reply.header(REPLAYED, 'true');
    });
    app.addHook('onRoute', (route) => {
      const methods = [route.method].flat().filter((method) => method !== 'HEAD');
      const isRead = methods.every((method) => method === 'GET');
      const needed = route.config?.needs ?? (isRead ? 'inventory.read' : undefined);
      if (needed === undefined) throw new Error(`${methods.join()} ${route.url} does not say what it needs`);
      for (const method of methods) needs.set(`${method} ${route.url}`, needed);
      route.config = { ...route.config, needs: needed };
      route.bodyLimit ??= BODY_BYTES;
    });
    const limiters = await openLimiters(app, options.limits ?? apiLimits);
    // Before anything else of the request is looked at.
    app.addHook('onRequest', async (request, reply) => {
      await limiters.address(request, reply);
      const { needs: needed } = request.routeOptions.config;
      if (request.is404 || needed === undefined) return;
      if (needed === 'anybody') {
        if (request.method === 'GET' || request.method === 'HEAD') return;
        if (isForeign(request)) throw new ApiRefusal(apiProblemOf('cross-site'));
        return limiters.stranger(request, reply);
      }
      const recognised = await authenticate(request);
      if (!recognised.ok) {
        if (recognised.cause === 'cross-site') throw new ApiRefusal(apiProblemOf('cross-site'));
        await limiters.stranger(request, reply);
        const detail =
          recognised.cause === 'unknown' ? {} : { detail: `${recognised.why}: sign in again, or take another token.` };
        throw new ApiRefusal(apiProblemOf('not-authenticated', detail));
      }
      const { access } = recognised;
      known.set(request, access);
      await limiters.caller(request, reply, access);
      if (needed !== 'signed-in' && !may(access, needed)) refuseMissing(needed);
    });
    await app.register(swagger, openapiOptions(needs));

    const door: PeopleDoor = {
      store,
      now,
      random,
      ...(passwordCost !== undefined && { passwordCost }),
      ...(seal !== undefined && { seal }),
    };
    const context: ApiContext = {
      ...callers(door, known),
      door,
      now,
      isHeardOf,
      advisories: options.advisories ?? (() => undefined),
      hasAdvisories: () => options.advisories === undefined || options.advisories() !== undefined,
      freshMs,
      enrolment: options.enrolment,
      checkpoints: options.checkpoints,
      rollouts: options.rollouts,
      events: options.events,
    };
    describeRoutes(app);
    for (const register of resources) register(app, context);
  };
