// Problem documents (RFC 9457) of the agent protocol: what went wrong, in a form that agents can act on.
import { z } from './zod.ts';
import { LIST, TEXT } from './limits.ts';
import { count, line } from './text.ts';

/** Each kind of problem with its status and what the agent does about it. The URI is `urn:suture:problem:<kind>`. */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request is not what the protocol says', then: 'stop' },
  'unsupported-protocol': { status: 400, title: 'The server speaks another version of the protocol', then: 'stop' },
  'certificate-required': { status: 401, title: 'A valid client certificate is needed', then: 'stop' },
  'token-refused': { status: 401, title: 'The enrolment token is unknown, used up or expired', then: 'stop' },
  'endpoint-revoked': { status: 403, title: 'The endpoint was revoked', then: 'stop' },
  'endpoint-quarantined': { status: 403, title: 'The endpoint is in quarantine', then: 'retry' },
  'not-wanted': { status: 403, title: 'The server did not ask for this set', then: 'check-in' },
  'no-such-plan': { status: 404, title: 'There is no such plan for this endpoint', then: 'check-in' },
  'no-such-file': { status: 404, title: 'There is no such file on offer', then: 'check-in' },
  'base-unknown': { status: 409, title: 'The server does not have the base of this delta', then: 'upload-whole' },
  'sequence-not-higher': {
    status: 409,
    title: 'A check-in with this sequence or a higher one was seen',
    then: 'check-in',
  },
  'too-large': { status: 413, title: 'The request is larger than allowed', then: 'stop' },
  'digest-mismatch': {
    status: 422,
    title: 'The content does not have the digest it was sent under',
    then: 'upload-whole',
  },
  'not-canonical': { status: 422, title: 'The content is not a canonical package set', then: 'stop' },
  'rate-limited': { status: 429, title: 'Too many requests', then: 'retry' },
  'server-error': { status: 500, title: 'The server failed', then: 'retry' },
  unavailable: { status: 503, title: 'The server cannot answer now', then: 'retry' },
} as const satisfies Record<string, { readonly status: number; readonly title: string; readonly then: Remedy }>;

/** `stop`: the same request will never do. `check-in`: ask anew what is wanted. `retry`: later, with back-off. */
export type Remedy = 'stop' | 'retry' | 'check-in' | 'upload-whole';
export type ProblemKind = keyof typeof PROBLEMS;

const PREFIX = 'urn:suture:problem:';

export const problemDocument = z.object({
  /** `about:blank` where the document does not say (RFC 9457 §4.2.1), as a proxy's may not. */
  type: line(TEXT.uri).default('about:blank'),
  title: line(TEXT.reason).default(''),
  status: z.int().min(400).max(599),
  detail: line(TEXT.reason).optional(),
  instance: line(TEXT.uri).optional(),
  retryAfterSeconds: count(86_400).optional(),
  /** Which parts of the request are wrong: JSON Pointer (RFC 6901) and why. */
  errors: z
    .array(z.object({ pointer: line(TEXT.uri), detail: line(TEXT.reason) }))
    .max(LIST.faults)
    .optional(),
});
export type ProblemDocument = z.infer<typeof problemDocument>;

export const PROBLEM_TYPE = 'application/problem+json';

/** A document of one kind; what is added must hold no secret. */
export function problem(
  kind: ProblemKind,
  more: Pick<ProblemDocument, 'detail' | 'instance' | 'retryAfterSeconds' | 'errors'> = {},
): ProblemDocument {
  const { status, title } = PROBLEMS[kind];
  return { type: `${PREFIX}${kind}`, title, status, ...more };
}

/** Undefined where the document is of no kind of ours. */
export function problemKind(document: Pick<ProblemDocument, 'type'>): ProblemKind | undefined {
  const kind = document.type.startsWith(PREFIX) ? document.type.slice(PREFIX.length) : '';
  return Object.hasOwn(PROBLEMS, kind) ? (kind as ProblemKind) : undefined;
}

/** What to do about it. Where the kind is not known: client errors will not mend themselves, the rest may. */
export function remedyFor(document: Pick<ProblemDocument, 'type' | 'status'>): Remedy {
  const kind = problemKind(document);
  if (kind !== undefined) return PROBLEMS[kind].then;
  return document.status >= 500 || document.status === 408 || document.status === 429 ? 'retry' : 'stop';
}
