// The door of people and programs: an HTTPS listener, TLS 1.3 only, with the API, health and metrics.
import Fastify, { type FastifyPluginAsync } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { API_BASE } from '@suture/protocol/api/paths.ts';
import type { ServerCertificate } from './access/certificates/server-certificate.ts';
import type { SessionTickets } from './access/certificates/session-tickets.ts';
import type { Answered } from './observability/metrics.ts';
import { consoleRoutes } from './routes/console.ts';
import { operationsRoutes, type Operations } from './routes/operations.ts';
import { marked } from './demo/marked.ts';

export interface ApiListener {
  readonly port: number;
  /** A renewed certificate; connections that are open stay. */
  present(certificate: ServerCertificate): void;
  /** It is time for other keys of session tickets. */
  changeTickets(): void;
  /** Takes no more, finishes what is under way; in a hurry it does not. */
  close(hurry?: AbortSignal): Promise<void>;
}

export interface ApiListenerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly certificate: ServerCertificate;
  /** Addresses and networks of reverse proxies that are believed. */
  readonly trustedProxies?: readonly string[];
  /** As they are now. */
  readonly tickets: () => SessionTickets;
  /** The routes below `API_BASE`. */
  readonly api: FastifyPluginAsync;
  readonly operations: Operations;
  /** The folder of the console's built files. */
  readonly console: string;
  /** Everything in it is made up, and every answer says so. */
  readonly isDemo?: boolean;
  readonly onAnswered: (answered: Answered) => void;
  /** A failure that is ours. */
  readonly onError: (error: unknown, route: string) => void;
}

const tlsOf = ({ chain, key }: ServerCertificate, tickets: SessionTickets): TlsOptions => ({
  ...tickets,
  minVersion: 'TLSv1.3',
  cert: chain,
  key: key.export({ type: 'pkcs8', format: 'pem' }),
});

/** Rejects where the port is taken. */
export async function startApiListener(options: ApiListenerOptions): Promise<ApiListener> {
  const {
    host,
    port,
    certificate,
    tickets,
    trustedProxies = [],
    api,
    operations,
    console,
    onAnswered,
    onError,
  } = options;
  const app = Fastify({
    https: tlsOf(certificate, tickets()),
    logger: false,
    // Without one, who asks is who connects, whatever the request says.
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 120_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(none)';
    const { method } = request;
    onAnswered({ door: 'api', method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 });
  });
  if (options.isDemo === true) {
    app.addHook('onSend', marked);
  }
  app.addHook('onError', async (request, reply, error) => {
    if (reply.statusCode >= 500) onError(error, request.routeOptions.url ?? '(none)');
  });
  await app.register(api, { prefix: API_BASE });
  await app.register(async (scope) => operationsRoutes(scope, operations));
  await app.register(consoleRoutes(console));
  app.server.on('tlsClientError', () => undefined);
  await app.listen({ host, port });
  const { server } = app;
  return {
    port: (server.address() as AddressInfo).port,
    present: (next) =>
      (server as unknown as { setSecureContext(secure: object): void }).setSecureContext(tlsOf(next, tickets())),
    changeTickets: () => server.setTicketKeys(tickets().ticketKeys),
    async close(hurry) {
      const cut = (): void => server.closeAllConnections();
      hurry?.addEventListener('abort', cut, { once: true });
      if (hurry?.aborted === true) cut();
      await app.close();
    },
  };
}
