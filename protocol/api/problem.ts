// Problem documents (RFC 9457) of the HTTP API: what is wrong with a request, and where.
import { z } from '../agent/zod.ts';

export const API_PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request is not what the API says' },
  'malformed-query': { status: 400, title: 'The query is not one' },
  'query-not-answerable': { status: 400, title: 'The query asks for what is not stored yet' },
  'malformed-cursor': { status: 400, title: 'The cursor is not one of this list' },
  'not-authenticated': { status: 401, title: 'Nobody is logged in' },
  'not-allowed': { status: 403, title: 'This needs a permission that is missing' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'server-error': { status: 500, title: 'The server failed' },
  unavailable: { status: 503, title: 'The server cannot answer now' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ApiProblemKind = keyof typeof API_PROBLEMS;

/** Of a query it has the place: UTF-16 code units from the start, `to` excluded, and what could stand there. */
const fault = z.object({
  in: z.enum(['query', 'path', 'header']),
  name: z.string(),
  detail: z.string(),
  from: z.int().min(0).optional(),
  to: z.int().min(0).optional(),
  expected: z.array(z.string()).readonly().optional(),
  /** Put in place of from..to it may be what was meant. */
  suggestion: z.string().optional(),
});
export type ApiFault = z.infer<typeof fault>;

export const apiProblem = z.object({
  type: z.string().meta({ description: 'urn:suture:problem: and the kind' }),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().optional(),
  errors: z.array(fault).readonly().optional(),
});
export type ApiProblem = z.infer<typeof apiProblem>;

/** What is added must hold no secret. */
export function apiProblemOf(kind: ApiProblemKind, more: Pick<ApiProblem, 'detail' | 'errors'> = {}): ApiProblem {
  return { type: `urn:suture:problem:${kind}`, ...API_PROBLEMS[kind], ...more };
}
