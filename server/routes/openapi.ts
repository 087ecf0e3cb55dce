// The OpenAPI document of the HTTP API, made of the same schemas that requests and responses are checked with.
import { z } from '@suture/protocol/agent/zod.ts';
import * as endpoints from '@suture/protocol/api/endpoints.ts';
import * as findings from '@suture/protocol/api/findings.ts';
import { installedPackage, packagePage } from '@suture/protocol/api/packages.ts';
import { apiProblem } from '@suture/protocol/api/problem.ts';
import { vulnerabilityVerdict } from '@suture/protocol/api/vulnerabilities.ts';
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';

/** The names that schemas go by in the document, and types in clients made of it. */
const named = z.registry<{ readonly id: string }>();
named
  .add(endpoints.endpointSummary, { id: 'Endpoint' })
  .add(endpoints.endpointDetail, { id: 'EndpointDetail' })
  .add(endpoints.endpointPage, { id: 'EndpointPage' })
  .add(findings.fleetFinding, { id: 'Finding' })
  .add(findings.fleetFindingPage, { id: 'FindingPage' })
  .add(findings.endpointFinding, { id: 'EndpointFinding' })
  .add(findings.endpointFindingPage, { id: 'EndpointFindingPage' })
  .add(installedPackage, { id: 'Package' })
  .add(packagePage, { id: 'PackagePage' })
  .add(vulnerabilityVerdict, { id: 'VulnerabilityVerdict' })
  .add(apiProblem, { id: 'Problem' });

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
  transform: createJsonSchemaTransform({ schemaRegistry: named }),
  transformObject: createJsonSchemaTransformObject({ schemaRegistry: named }),
};
