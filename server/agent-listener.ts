// The agents' door: an HTTPS listener, TLS 1.3 only, that asks every caller for a certificate.
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { trustedRoots } from './access/certificates/rotation.ts';
import type { ServerCertificate } from './access/certificates/server-certificate.ts';
import type { SessionTickets } from './access/certificates/session-tickets.ts';
import { serverTls } from './access/certificates/tls-options.ts';
import type { AgentPackages } from './actions/agent-packages.ts';
import type { AgentDoor } from './actions/agent-door.ts';
import type { Answered } from './observability/metrics.ts';
import { agentPackageRoutes } from './routes/agent-package.ts';
import { agentRoutes } from './routes/agent.ts';

export interface AgentListener {
  readonly port: number;
  /** A renewed certificate, or other authorities; connections that are open stay. */
  present(certificate: ServerCertificate): void;
  /** It is time for other keys of session tickets. */
  changeTickets(): void;
  /** Takes no more, finishes what is under way; in a hurry it does not. */
  close(hurry?: AbortSignal): Promise<void>;
}

export interface AgentListenerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly certificate: ServerCertificate;
  /** As they are now; by default this listener’s own. */
  readonly tickets?: () => SessionTickets;
  readonly onAnswered?: (answered: Answered) => void;
  /** What machines without an agent are offered; none by default. */
  readonly packages?: () => Promise<AgentPackages | undefined>;
}

/** Rejects where the port is taken. */
export async function startAgentListener(
  door: AgentDoor,
  { host, port, certificate, tickets, onAnswered, packages }: AgentListenerOptions,
): Promise<AgentListener> {
  const tls = (shown: ServerCertificate) => ({
    ...serverTls(shown, trustedRoots(door.endpointAuthority())),
    ...tickets?.(),
  });
  const app = Fastify({
    https: tls(certificate),
    logger: false,
    bodyLimit: 1024,
    // A request is done in half a minute; a connection that says nothing at all ends sooner.
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 100 },
  });
  if (onAnswered !== undefined) {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? '(none)';
      const { method } = request;
      onAnswered({ door: 'agents', method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 });
    });
  }
  if (packages !== undefined) await app.register(async (scope) => agentPackageRoutes(scope, packages));
  await app.register(async (scope) => agentRoutes(scope, door));
  // Browsers and scanners that break off the handshake are no news.
  app.server.on('tlsClientError', () => undefined);
  await app.listen({ host, port });
  const address = app.server.address() as AddressInfo;
  return {
    port: address.port,
    present: (next) =>
      (app.server as unknown as { setSecureContext(options: object): void }).setSecureContext(tls(next)),
    changeTickets: () => {
      if (tickets !== undefined) app.server.setTicketKeys(tickets().ticketKeys);
    },
    async close(hurry) {
      const cut = (): void => app.server.closeAllConnections();
      hurry?.addEventListener('abort', cut, { once: true });
      if (hurry?.aborted === true) cut();
      await app.close();
    },
  };
}
