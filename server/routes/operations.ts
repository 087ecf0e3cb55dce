// What operators and their tools ask of a server: whether it lives, whether it is ready, and its metrics.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { may, type Permission } from '../access/permissions.ts';
import type { FirstUserLink } from '../first-user-link.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Authenticate } from './api.ts';

export interface Operations {
  readonly authenticate: Authenticate;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** Undefined where requests can be answered, else why not in a few words. */
  readonly unready: () => Promise<string | undefined>;
  /** Undefined where there is a first user already. */
  readonly firstUserLink: () => Promise<FirstUserLink | undefined>;
}

/**
 * Health says nothing that an attacker does not learn by connecting, so anybody may ask. Metrics tell of the fleet: they take the
 * permission to read the inventory, also from this machine, where a reverse proxy would make everybody local.
 */
export async function operationsRoutes(
  app: FastifyInstance,
  { authenticate, metrics, unready, firstUserLink }: Operations,
): Promise<void> {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const why = await unready();
    return why === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'unready', why });
  });
  const needs = (permission: Permission) => async (request: FastifyRequest, reply: FastifyReply) => {
    const recognised = await authenticate(request);
    if (!recognised.ok) return reply.code(401).header('www-authenticate', 'Bearer').send({ status: 401 });
    if (!may(recognised.access, permission)) return reply.code(403).send({ status: 403 });
  };
  app.get('/metrics', { onRequest: needs('inventory.read') }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  // Of use to the server's own machine alone: nobody else can have a token before there is a user.
  app.post('/local/first-user-link', { onRequest: needs('user.edit') }, async (_request, reply) => {
    const offered = await firstUserLink();
    return reply.header('cache-control', 'no-store').send({ link: null, expiresAt: null, ...offered });
  });
}
