// What goes wrong in a handler of the HTTP API, as the problem document that answers it.
import { type ApiFault, type ApiProblem, apiProblemOf } from '@suture/protocol/api/problem.ts';
import type { FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { KeyReused } from '../access/once.ts';

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
const WHERE = { params: 'path', headers: 'header', body: 'body', querystring: 'query' } as const;

/** Says nothing of the inside of the server. */
export function problemOfError(error: unknown): ApiProblem {
  if (error instanceof ApiRefusal) return error.problem;
  if (error instanceof KeyReused) return apiProblemOf('idempotency-key-reused');
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.slice(0, MOST_FAULTS).map(({ instancePath, message }): ApiFault => ({
      in: WHERE[error.validationContext as keyof typeof WHERE] ?? 'query',
      name: instancePath.slice(1).replaceAll('/', '.'),
      detail: message ?? 'is not what it should be',
    }));
    return apiProblemOf('malformed-request', { errors });
  }
  const { code, statusCode } = Object(error) as { readonly code?: unknown; readonly statusCode?: unknown };
  if (statusCode === 413) return apiProblemOf('too-large');
  if (statusCode === 415) return apiProblemOf('not-json');
  if (statusCode === 400 && (error instanceof SyntaxError || /^FST_ERR_CTP_.*_BODY$/.test(String(code)))) {
    const detail = 'It is not JSON that can be read.';
    return apiProblemOf('malformed-request', { errors: [{ in: 'body', name: '', detail }] });
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return apiProblemOf('malformed-request');
  // disk_full: whoever sends something large should know that it is not to blame.
  if (code === '53100')
    return apiProblemOf('unavailable', { detail: 'The disk of the server’s database is full.', retryAfterSeconds: 60 });
  // Connections refused, shutting down, time-outs: the database will be back.
  const isAway = typeof code === 'string' && /^(E[A-Z]+|08...|53...|57...)$/.test(code);
  return isAway ? apiProblemOf('unavailable', { retryAfterSeconds: 5 }) : apiProblemOf('server-error');
}

export function sendProblem(reply: FastifyReply, problem: ApiProblem): FastifyReply {
  const { status, retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="Suture"');
  return reply.code(status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem);
}
