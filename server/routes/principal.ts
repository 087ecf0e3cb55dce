// Who asks over the HTTP API, and what they may do.
import type { FastifyRequest } from 'fastify';
import type { OrganisationId } from '../store/database.ts';

export type Permission = 'endpoints:read' | 'packages:read' | 'findings:read';

export interface Principal {
  readonly organisation: OrganisationId;
  readonly permissions: ReadonlySet<string>;
}

/** Undefined: nobody that is known. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | undefined>;
