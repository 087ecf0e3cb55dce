// What goes through the downloads cache unread: connections to repositories that speak TLS.
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface TunnelOptions {
  readonly isAllowed: (host: string, port: number) => boolean;
  /** Another proxy to ask instead. */
  readonly parent: URL | undefined;
  /** What all that is fetched goes through. */
  readonly throttle: () => Duplex;
  readonly idleMs: number;
}

/** An address without the brackets that IPv6 has in one. */
export const bare = (hostname: string): string => hostname.replaceAll(/^\[|\]$/g, '');

export const end = (client: Duplex, status: string): void =>
  void client.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);

/** `authority`: as CONNECT names it. `first`: what the client has sent already. Never throws. */
export function tunnel(
  authority: string,
  client: Duplex,
  first: Buffer,
  { isAllowed, parent, throttle, idleMs }: TunnelOptions,
): void {
  client.on('error', () => client.destroy());
  const [, host = '', digits = ''] = /^([^:\s]{1,255}|\[[0-9a-fA-F:.]{2,45}\]):(\d{1,5})$/.exec(authority) ?? [];
  const port = Number(digits);
  if (!(port > 0 && port < 65_536) || !isAllowed(bare(host), port)) return end(client, '403 Forbidden');
  const upstream =
    parent === undefined
      ? connect(port, bare(host))
      : connect(parent.port === '' ? 80 : Number(parent.port), bare(parent.hostname));
  let isOpen = false;
  upstream.setTimeout(idleMs, () => upstream.destroy());
  upstream.on('error', () => (isOpen ? client.destroy() : end(client, '502 Bad Gateway')));
  upstream.on('close', () => isOpen && client.destroy());
  client.on('close', () => upstream.destroy());
  upstream.on('connect', () => {
    isOpen = true;
    // The parent's own answer is passed on.
    if (parent !== undefined) upstream.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
    else client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.write(first);
    client.pipe(upstream);
    upstream.pipe(throttle()).pipe(client);
  });
}
