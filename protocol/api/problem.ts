// Problem documents (RFC 9457) of the HTTP API: what is wrong with a request, and where.
import { z } from '../agent/zod.ts';

/** `todo`: what the one who asked can do about it; said where nothing closer is known. */
export const API_PROBLEMS = {
  'malformed-request': {
    status: 400,
    title: 'The request is not what the API says',
    todo: 'Compare it with /api/v1/openapi.json; errors say where it differs.',
  },
  'malformed-query': { status: 400, title: 'The query is not one', todo: 'Correct it where errors point.' },
  'query-not-answerable': {
    status: 400,
    title: 'The query asks for what is not stored yet',
    todo: 'Leave out the term that errors point at.',
  },
  'malformed-cursor': {
    status: 400,
    title: 'The cursor is not one of this list',
    todo: 'Begin again without a cursor.',
  },
  'not-authenticated': {
    status: 401,
    title: 'Nobody is logged in',
    todo: 'Sign in with POST /api/v1/sessions, or send an API token as Authorization: Bearer.',
  },
  'sign-in-refused': {
    status: 401,
    title: 'Signing in was refused',
    todo: 'Check what was typed; after several failures there is a wait.',
  },
  'second-factor-required': {
    status: 401,
    title: 'A second factor is needed',
    todo: 'Send the same again with code: six digits of the authenticator, or a recovery code.',
  },
  'not-allowed': {
    status: 403,
    title: 'This needs a permission that is missing',
    todo: 'Ask an admin for a role that has it.',
  },
  'cross-site': {
    status: 403,
    title: 'A page of another site sent this',
    todo: 'With a cookie, send the header Suture-Client, and no Origin but our own.',
  },
  'link-refused': {
    status: 403,
    title: 'The link does not work',
    todo: 'Links work once and for a short time: ask for a new one.',
  },
  'sign-in-again': {
    status: 403,
    title: 'This needs a sign-in that is a few minutes old at most',
    todo: 'Sign in again, then ask again.',
  },
  'not-found': { status: 404, title: 'There is no such thing', todo: 'See /api/v1/docs for what there is.' },
  'method-not-allowed': {
    status: 405,
    title: 'That is there, but does not take this method',
    todo: 'Allow says which it takes.',
  },
  conflict: { status: 409, title: 'This does not go with how things are now', todo: 'Look at it again first.' },
  'too-large': { status: 413, title: 'The request is too large', todo: 'Send less at once.' },
  'not-json': {
    status: 415,
    title: 'The body is not JSON',
    todo: 'Send it with Content-Type: application/json.',
  },
  'refused-values': { status: 422, title: 'What was sent cannot be taken', todo: 'Correct it, then ask again.' },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for something else',
    todo: 'Use a new key, such as a random UUID, for each thing to do.',
  },
  'too-many-requests': { status: 429, title: 'Too many requests', todo: 'Wait as long as Retry-After says.' },
  'server-error': { status: 500, title: 'The server failed', todo: 'Try again; the log of the server says more.' },
  unavailable: { status: 503, title: 'The server cannot answer now', todo: 'Try again in some seconds.' },
} as const satisfies Record<string, { readonly status: number; readonly title: string; readonly todo: string }>;

export type ApiProblemKind = keyof typeof API_PROBLEMS;

/** Of a query it has the place: UTF-16 code units from the start, `to` excluded, and what could stand there. */
const fault = z.object({
  in: z.enum(['query', 'path', 'header', 'body']),
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
  retryAfterSeconds: z.int().min(1).optional(),
});
export type ApiProblem = z.infer<typeof apiProblem>;

/** What is added must hold no secret. */
export function apiProblemOf(
  kind: ApiProblemKind,
  more: Pick<ApiProblem, 'detail' | 'errors' | 'retryAfterSeconds'> = {},
): ApiProblem {
  const { status, title, todo } = API_PROBLEMS[kind];
  return { type: `urn:suture:problem:${kind}`, title, status, detail: todo, ...more };
}
