// What goes wrong in a handler of the HTTP API, as the problem document that answers it.
import { type ApiFault, type ApiProblem, apiProblemOf } from '@suture/protocol/api/problem.ts';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

export const PROBLEM_TYPE = 'application/problem+json';

/** Ends the handling of a request with a problem. */
export class ApiRefusal extends Error {
  readonly problem: ApiProblem;

  constructor(problem: ApiProblem) {
    super(problem.title);
    this.problem = problem;
  }
}

const MOST_FAULTS = 20;

/** Says nothing of the inside of the server. */
export function problemOfError(error: unknown): ApiProblem {
  if (error instanceof ApiRefusal) return error.problem;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where =
      error.validationContext === 'params' ? 'path' : error.validationContext === 'headers' ? 'header' : 'query';
    const errors = error.validation.slice(0, MOST_FAULTS).map(({ instancePath, message }): ApiFault => ({
      in: where,
      name: instancePath.split('/')[1] ?? '',
      detail: message ?? 'is not what it should be',
    }));
    return apiProblemOf('malformed-request', { errors });
  }
  const { code, statusCode } = Object(error) as { readonly code?: unknown; readonly statusCode?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return apiProblemOf('malformed-request');
  // Connections refused, shutting down, time-outs: the database will be back.
  const isAway = typeof code === 'string' && /^(E[A-Z]+|08...|53...|57...)$/.test(code);
  return apiProblemOf(isAway ? 'unavailable' : 'server-error');
}
