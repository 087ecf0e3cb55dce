// What the routes of one resource of the HTTP API are given: a scope to register in, and who asks, with what they reach.
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import type { Access, Permission } from '../access/permissions.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import { ApiRefusal } from './api-problems.ts';

/** Requests and answers have the types of the schemas that a route names. */
export type ApiScope = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Who asks, and may. */
export interface Caller {
  readonly access: Access;
  readonly organisation: OrganisationId;
  /** Every transaction of it sees and changes only endpoints that the caller reaches. There is no other in a resource. */
  readonly store: Store;
  /** The network address, for the audit. */
  readonly address: string | null;
}

export interface ApiContext {
  /** Ends the request with 403 where the permission is missing. */
  readonly allowed: (request: FastifyRequest, permission: Permission) => Caller;
  readonly now: () => Date;
  /** Whether any advisory source knows the id (`AdvisoryDatabase.knows`); without advisories nothing is known. */
  readonly isHeardOf: (vulnerability: string) => boolean;
  /** What an endpoint reported longer ago is too old to call it clear. */
  readonly freshMs: number;
}

/** Registers the routes of one resource. To add one: a file beside this, and a line in `resources.ts`. */
export type Resource = (scope: ApiScope, context: ApiContext) => void;

export function missing(detail: string): never {
  throw new ApiRefusal(apiProblemOf('not-found', { detail }));
}
