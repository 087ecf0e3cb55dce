// What the routes of one resource of the HTTP API are given: a scope to register in, and who asks, with what they reach.
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiProblemKind, apiProblemOf } from '@suture/protocol/api/problem.ts';
import type { Access, Permission } from '../access/permissions.ts';
import type { ClosedPlace, EnrolmentPlace } from '../actions/create-enrolment-token.ts';
import type { ProductSource } from '../actions/catalog-detail.ts';
import type { By, Done, PeopleDoor } from '../actions/people-door.ts';
import type { SilentSource } from '../actions/silence-on.ts';
import type { SupportSource } from '../actions/software-lifecycles.ts';
import type { CheckpointKeys } from '../actions/take-checkpoint.ts';
import type { TickParts } from '../actions/tick-deployment.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import type { EventHub } from '../workers/event-hub.ts';
import { ApiRefusal } from './api-problems.ts';

/** Requests and answers have the types of the schemas that a route names. */
export type ApiScope = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What a route needs. `signed-in`: nothing but to be somebody, for what is one's own. `anybody`: not even that. */
export type Needs = Permission | 'signed-in' | 'anybody';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Checked before anything of the request is read. Every route that writes names it; one that reads may leave it at `inventory.read`. */
    needs?: Needs;
  }
}

/** Who asks, and may. */
export interface Caller {
  readonly access: Access;
  readonly organisation: OrganisationId;
  /** Every transaction of it sees and changes only endpoints that the caller reaches. There is no other in a resource. */
  readonly store: Store;
  /** The network address, for the audit. */
  readonly address: string | null;
  readonly by: By;
  /** For one act: done once where the request has an Idempotency-Key. */
  readonly door: PeopleDoor;
}

export interface ApiContext {
  /** Ends the request with 403 where the permission is missing. */
  readonly allowed: (request: FastifyRequest, permission: Permission) => Caller;
  /** For routes that name what they need. */
  readonly caller: (request: FastifyRequest) => Caller;
  /** For who is nobody yet. */
  readonly door: PeopleDoor;
  readonly now: () => Date;
  /** Whether any advisory source knows the id (`AdvisoryDatabase.knows`); without advisories nothing is known. */
  readonly isHeardOf: (vulnerability: string) => boolean;
  /** The advisories as they are now; undefined where there are none. */
  readonly advisories: () => (ProductSource & SilentSource & SupportSource) | undefined;
  /** Whether there is a database of them. */
  readonly hasAdvisories: () => boolean;
  /** What an endpoint reported longer ago is too old to call it clear. */
  readonly freshMs: number;
  /** Where machines join; undefined where they cannot. */
  readonly enrolment: (() => Promise<EnrolmentPlace | ClosedPlace>) | undefined;
  /** Signs checkpoints of the audit, and what they are checked with; undefined where there are none. */
  readonly checkpoints: CheckpointKeys | undefined;
  /** What deployments are carried out with; undefined where none are. */
  readonly rollouts: TickParts | undefined;
  /** Tells of changes; undefined where nobody listens for any. */
  readonly events: EventHub | undefined;
}

/** Registers the routes of one resource. To add one: a file beside this, and a line in `resources.ts`. */
export type Resource = (scope: ApiScope, context: ApiContext) => void;

export function missing(detail: string): never {
  throw new ApiRefusal(apiProblemOf('not-found', { detail }));
}

const PROBLEMS: Readonly<Record<string, ApiProblemKind>> = {
  invalid: 'refused-values',
  forbidden: 'not-allowed',
  'not-found': 'not-found',
  conflict: 'conflict',
  taken: 'conflict',
  'no-session': 'conflict',
  link: 'link-refused',
  wrong: 'sign-in-refused',
  'too-soon': 'too-many-requests',
  'second-factor': 'second-factor-required',
  stale: 'sign-in-again',
};

/** What an act gave; a refusal ends the request with the problem that it is. */
export function settled<T>(done: Done<T, string>): T {
  if (done.ok) return done.value;
  const { cause, why } = done;
  const detail = `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
  const wait: unknown = Reflect.get(done, 'retryAfterSeconds');
  throw new ApiRefusal(
    apiProblemOf(PROBLEMS[cause] ?? 'conflict', {
      detail,
      ...(typeof wait === 'number' && { retryAfterSeconds: wait }),
    }),
  );
}
