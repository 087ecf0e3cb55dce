// The OpenAPI document of the HTTP API, made of the same schemas that requests and responses are checked with.
import { z } from '@suture/protocol/agent/zod.ts';
import { apiProblem } from '@suture/protocol/api/problem.ts';
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { PROBLEM_TYPE } from './api-problems.ts';

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

const everySchema = createJsonSchemaTransformObject({});

/** Without the second shape of each, as it would be sent to the server: nothing here is. */
const transformObject: FastifyDynamicSwaggerOptions['transformObject'] = (document) => {
  const whole = everySchema(document);
  const schemas = 'components' in whole ? whole.components?.schemas : undefined;
  for (const name of names) delete schemas?.[`${name}Input`];
  for (const path of Object.values(whole.paths ?? {})) {
    // It has no content, which routes cannot say.
    if (path?.get !== undefined) path.get.responses = { ...path.get.responses, 304: { description: NOT_CHANGED } };
  }
  return whole;
};

export const openapiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Suture',
      version: '1',
      description: 'What is vulnerable, outdated or unsupported, and what is done about it.',
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  },
  transform: createJsonSchemaTransform({}),
  transformObject,
};

const WHEN = {
  400: 'The request or its query is wrong; errors say where',
  401: 'Nobody is logged in',
  403: 'A permission is missing',
  404: 'There is no such thing',
} as const;

/** The good answer, and the problems there can be. */
export const answers = <T extends z.ZodType>(good: T, ...wrong: readonly (400 | 404)[]) => ({
  200: { description: 'As asked', content: { 'application/json': { schema: good } } },
  ...Object.fromEntries(
    [...wrong, 401 as const, 403 as const].map((status) => [
      status,
      { description: WHEN[status], content: { [PROBLEM_TYPE]: { schema: apiProblem } } },
    ]),
  ),
});
