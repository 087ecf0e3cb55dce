// The origin that passkeys are for: where the browser is, as it names it itself in what it signs.
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { ApiRefusal } from './api-problems.ts';

/**
 * From the Host header, which nobody can turn to their use: a passkey is kept with its host, and a browser signs for that host
 * on its own pages alone. Browsers refuse addresses, so do we.
 */
export function passkeyOrigin({ host, hostname }: FastifyRequest): string {
  const origin = `https://${host}`;
  if (
    URL.canParse(origin) &&
    new URL(origin).host === host.toLowerCase() &&
    isIP(hostname.replaceAll(/[[\]]/g, '')) === 0
  ) {
    return origin;
  }
  const detail = 'Passkeys are for a name, not for an address: open the server by its name.';
  throw new ApiRefusal(apiProblemOf('conflict', { detail }));
}
