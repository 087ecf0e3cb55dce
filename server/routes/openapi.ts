// The OpenAPI document of the HTTP API, made of the same schemas that requests and responses are checked with.
import { z } from '@suture/protocol/agent/zod.ts';
import { apiProblem } from '@suture/protocol/api/problem.ts';
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { PROBLEM_TYPE } from './api-problems.ts';
import { SESSION_COOKIE } from './authenticate.ts';
import type { Needs } from './resource.ts';

const names = new Set<string>();

/** Names that schemas go by in the document, and types in clients made of it. */
export function named(schemas: Readonly<Record<string, z.ZodType>>): void {
  for (const [id, schema] of Object.entries(schemas)) {
    names.add(id);
    // The registry that descriptions are in as well; in one of its own they would not be in the document.
    z.globalRegistry.add(schema, { id });
  }
}
named({ Problem: apiProblem });

const NOT_CHANGED = 'It still is what the ETag in If-None-Match names';

const WHEN = {
  400: 'The request or its query is wrong; errors say where',
  401: 'Nobody is logged in',
  403: 'A permission is missing',
  404: 'There is no such thing',
  409: 'It does not go with how things are now',
  422: 'What was sent cannot be taken',
  429: 'Too many requests: wait as long as Retry-After says',
} as const;

const everySchema = createJsonSchemaTransformObject({});
const problem = (status: keyof typeof WHEN) => ({
  description: WHEN[status],
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
});

const keyParameter = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  description:
    'Names this write: asked again with the same key within a day it is not done again, and answered the same',
  schema: { type: 'string', minLength: 16, maxLength: 200 },
} as const;

/** Asked again it is refused, as what it proves has changed. */
const WITHOUT_KEY: readonly unknown[] = ['changePassword'];

/** What every route has in common: who may, what they are refused with, and how a write is named. */
function completed(operation: Operation, method: string, needed: Needs): Operation {
  const isRead = method === 'get';
  const isOpen = needed === 'anybody';
  const { parameters = [], responses } = operation;
  return {
    ...operation,
    'x-needs': needed,
    security: isOpen ? [] : [{ token: [] }, { session: [] }],
    ...(!isRead &&
      !isOpen &&
      !WITHOUT_KEY.includes(operation.operationId) && { parameters: [...parameters, keyParameter] }),
    responses: {
      ...responses,
      ...(isRead && { 304: { description: NOT_CHANGED } }),
      ...(!isRead && { 400: problem(400), 422: problem(422) }),
      ...(!isOpen && { 401: problem(401), 403: problem(403) }),
      429: problem(429),
    },
  };
}

/** `needs`: of each route, by method and path as the router writes it. */
export const openapiOptions = (needs: ReadonlyMap<string, Needs>): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Suture',
      version: '1',
      description: 'What is vulnerable, outdated or unsupported, and what is done about it.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description: 'Of who signed in; writes also take the header Suture-Client, with any value',
        },
      },
    },
    security: [{ token: [] }, { session: [] }],
  },
  transform: createJsonSchemaTransform({}),
  transformObject: (document) => {
    const whole = everySchema(document) as Document;
    const schemas = whole.components?.schemas;
    for (const [path, operations] of Object.entries(whole.paths ?? {})) {
      for (const [method, operation] of Object.entries(operations)) {
        const needed = needs.get(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
        if (needed !== undefined) operations[method] = completed(operation, method, needed);
      }
    }
    // The shape of each as it would be sent to the server: nothing that has a name is.
    for (const name of names) delete schemas?.[`${name}Input`];
    return whole;
  },
});

interface Operation {
  readonly operationId?: string;
  readonly 'x-needs'?: Needs;
  readonly security?: readonly object[];
  readonly parameters?: readonly unknown[];
  readonly responses?: object;
}
interface Document {
  readonly paths?: Record<string, Record<string, Operation>>;
  readonly components?: { readonly schemas?: Record<string, unknown> };
}

/** The good answer, and the problems there can be. */
export const answers = <T extends z.ZodType>(good: T, ...wrong: readonly (400 | 404 | 409)[]) => ({
  200: { description: 'As asked', content: { 'application/json': { schema: good } } },
  ...problems(wrong),
});

/** Of a write that makes something. */
export const created = <T extends z.ZodType>(good: T, ...wrong: readonly (400 | 404 | 409)[]) => ({
  201: { description: 'Made', content: { 'application/json': { schema: good } } },
  ...problems(wrong),
});

const problems = (wrong: readonly (400 | 404 | 409)[]) =>
  Object.fromEntries(
    wrong.map((status) => [status, { description: WHEN[status], content: { [PROBLEM_TYPE]: { schema: apiProblem } } }]),
  );
