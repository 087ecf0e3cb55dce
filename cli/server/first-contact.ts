// The first time a server is spoken to: what it shows, and what to trust it by from then on.
import { connect as connectTls } from 'node:tls';
import { AppError } from '@suture/core/app-error.ts';
import type { ServerAddress } from '@suture/protocol/trust/install-line.ts';
import { keyFingerprint } from '@suture/protocol/trust/keys.ts';
import { shownBy } from '@suture/protocol/trust/pinned-tls.ts';
import { tlsRefusal } from '@suture/protocol/trust/tls-refusal.ts';

export type FirstContact =
  /** This system trusts its certificate, as browsers do. */
  | { readonly kind: 'trusted' }
  /** Nobody vouches for it: a person has to compare this with what the server itself says. */
  | { readonly kind: 'unknown'; readonly fingerprint: string; readonly why: string };

const TIMEOUT_MS = 15_000;

/** Rejects with an AppError where nothing answers. Nothing is sent but the handshake. */
export async function firstContact(address: ServerAddress): Promise<FirstContact> {
  const why = await whyNotTrusted(address);
  if (why === undefined) return { kind: 'trusted' };
  let top;
  try {
    top = (await shownBy(connectTls, address, TIMEOUT_MS)).at(-1);
  } catch (error) {
    throw down(address, error);
  }
  if (top === undefined) throw down(address, new Error('it shows no certificate'));
  return { kind: 'unknown', fingerprint: keyFingerprint(top.publicKey), why };
}

function whyNotTrusted({ host, port }: ServerAddress): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const socket = connectTls({ host, port, minVersion: 'TLSv1.3', timeout: TIMEOUT_MS });
  const end = (why?: string): void => {
    socket.destroy();
    resolve(why);
  };
  socket.on('secureConnect', () => end());
  socket.on('timeout', () => end('no answer'));
  socket.on('error', (error) => end(tlsRefusal(error) ?? error.message));
  return promise;
}

const down = ({ origin }: ServerAddress, error: unknown): AppError =>
  new AppError(
    'network',
    `${origin} does not answer: ${tlsRefusal(error) ?? (error instanceof Error ? error.message : String(error))}`,
    'Is it running, and is the address right?',
    error,
  );
