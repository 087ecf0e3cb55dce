// Requests to the server, one at a time over one connection, bounded in time and size; what comes back is not believed yet.
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { BODY_BYTES } from '@suture/protocol/agent/limits.ts';
import { problemDocument, type ProblemDocument } from '@suture/protocol/agent/problem.ts';
import { receive, receiveJson } from '@suture/protocol/agent/read.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import { readServerAddress, type ServerAddress } from '@suture/protocol/trust/install-line.ts';
import { trustedTls } from '@suture/protocol/trust/pinned-tls.ts';
import { tlsRefusal } from '@suture/protocol/trust/tls-refusal.ts';
import type { Identity } from './identity.ts';

export type Reply<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'problem'; readonly document: ProblemDocument }
  /** Nothing came, or nothing that can be understood: whether the server did it is not known. */
  | { readonly kind: 'none'; readonly why: string };

export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string | Uint8Array;
  /** Bytes of an answer; `BODY_BYTES.answer` where it is left out. */
  readonly mostBytes?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServerConnection {
  ask<T extends z.ZodType>(schema: T, asked: Asked): Promise<Reply<z.infer<T>>>;
  /** Hangs up until the next request, which then resumes the session: a shorter handshake, without certificates. */
  rest(): void;
  close(): void;
}

/**
 * A resumed session mixes in the secret of the handshake that began it, which had a quantum-safe key exchange; that one costs
 * 2.3 kB each time. A server that does not take the session up is met in full the next time.
 */
const resumingGroup = 'X25519';

/** Connections whose sessions are listened for. */
const sessionsOf = new WeakSet<TLSSocket>();

/** `tls`: from `pinnedTls` or `trustedTls`, with the endpoint's certificate once it has one. */
export function connectTo(
  server: ServerAddress,
  tls: ConnectionOptions,
  { timeoutMs = 30_000 }: { readonly timeoutMs?: number } = {},
): ServerConnection {
  // Sessions are kept here: the agent's own cache knows nothing of how they came to be.
  const agent = new Agent({ keepAlive: true, maxSockets: 1, maxCachedSessions: 0 });
  let session: Buffer | undefined;
  return {
    rest: () => agent.destroy(),
    close: () => agent.destroy(),
    async ask(schema, { method, path, body = '', headers, mostBytes = BODY_BYTES.answer }) {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      const deadline = AbortSignal.timeout(timeoutMs);
      const type = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
      const options = { host: server.host, port: server.port, path, method, agent, signal: deadline };
      const resumed = session === undefined ? {} : { session, ecdhCurve: resumingGroup };
      const sent = httpsRequest({ ...options, ...tls, ...resumed, headers: { ...type, ...headers } }, resolve);
      sent.on('socket', (socket: TLSSocket) => {
        if (sessionsOf.has(socket)) return;
        sessionsOf.add(socket);
        const offered = session !== undefined;
        socket.on('session', (next) => {
          session = !offered || socket.isSessionReused() ? next : undefined;
        });
      });
      sent.on('error', reject);
      sent.end(bytes);
      try {
        const response = await promise;
        const text = await bodyOf(response, mostBytes);
        if (text === undefined) return { kind: 'none', why: 'its answer is larger than an answer may be' };
        return understand(schema, response.statusCode ?? 0, text);
      } catch (error) {
        if (deadline.aborted) return { kind: 'none', why: `no answer within ${timeoutMs / 1000} s` };
        return { kind: 'none', why: tlsRefusal(error) ?? (error instanceof Error ? error.message : String(error)) };
      }
    },
  };
}

/** As who this endpoint is, to the server that it enrolled with. */
export function connectAs(identity: Identity): ServerConnection {
  const address = readServerAddress(identity.server);
  if (address === undefined) throw new TypeError('the identity names no server');
  const { key, certificate: cert, authorities } = identity;
  return connectTo(address, { ...trustedTls(authorities), key, cert });
}

async function bodyOf(response: IncomingMessage, mostBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) {
      response.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function understand<T extends z.ZodType>(schema: T, status: number, text: string): Reply<z.infer<T>> {
  if (status === 200) {
    const read = receiveJson(schema, text);
    if (read.ok) return { kind: 'answer', value: read.value };
    return { kind: 'none', why: 'it answers something that is not of the protocol' };
  }
  const read = receiveJson(problemDocument, text);
  if (read.ok) return { kind: 'problem', document: read.value };
  const bare = receive(problemDocument, { status });
  return bare.ok
    ? { kind: 'problem', document: bare.value }
    : { kind: 'none', why: `it answers with status ${status}` };
}
