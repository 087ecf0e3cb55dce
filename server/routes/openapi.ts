// The OpenAPI document of the HTTP API, made of the same schemas that requests and responses are checked with.
import { z } from '@suture/protocol/agent/zod.ts';
import * as endpoints from '@suture/protocol/api/endpoints.ts';
import * as findings from '@suture/protocol/api/findings.ts';
import { installedPackage, packagePage } from '@suture/protocol/api/packages.ts';
import { apiProblem } from '@suture/protocol/api/problem.ts';
import { judgedEndpoint, judgedEndpointPage, vulnerabilityVerdict } from '@suture/protocol/api/vulnerabilities.ts';
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { PROBLEM_TYPE } from './api-problems.ts';

/** The names that schemas go by in the document, and types in clients made of it. */
const NAMES: readonly (readonly [string, z.ZodType])[] = [
  ['Endpoint', endpoints.endpointSummary],
  ['EndpointDetail', endpoints.endpointDetail],
  ['EndpointPage', endpoints.endpointPage],
  ['Finding', findings.fleetFinding],
  ['FindingPage', findings.fleetFindingPage],
  ['EndpointFinding', findings.endpointFinding],
  ['EndpointFindingPage', findings.endpointFindingPage],
  ['Package', installedPackage],
  ['PackagePage', packagePage],
  ['JudgedEndpoint', judgedEndpoint],
  ['JudgedEndpointPage', judgedEndpointPage],
  ['VulnerabilityVerdict', vulnerabilityVerdict],
  ['Problem', apiProblem],
];
// The registry that descriptions are in as well; in one of its own they would not be in the document.
for (const [id, schema] of NAMES) z.globalRegistry.add(schema, { id });

const NOT_CHANGED = 'It still is what the ETag in If-None-Match names';

const everySchema = createJsonSchemaTransformObject({});

/** Without the second shape of each, as it would be sent to the server: nothing here is. */
const transformObject: FastifyDynamicSwaggerOptions['transformObject'] = (document) => {
  const whole = everySchema(document);
  const schemas = 'components' in whole ? whole.components?.schemas : undefined;
  for (const [name] of NAMES) delete schemas?.[`${name}Input`];
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
