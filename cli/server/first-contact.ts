// The first time a server is spoken to: what it shows, and what to trust it by from then on.
import { connect as connectTls } from 'node:tls';
import { AppError } from '@suture/core/app-error.ts';
import type { ServerAddress } from '@suture/protocol/trust/install-line.ts';
import { keyFingerprint } from '@suture/protocol/trust/keys.ts';
import { shownBy } from '@suture/protocol/trust/pinned-tls.ts';
import { connectionRefusal } from './https-fetch.ts';

export type FirstContact =
  /** This system trusts its certificate, as browsers do. */
  | { readonly kind: 'trusted' }
  /** Nobody vouches for it: a person has to compare this with what the server itself says. */
  | { readonly kind: 'unknown'; readonly fingerprint: string };

const TIMEOUT_MS = 15_000;

/** Rejects with an AppError where nothing answers. Nothing is sent but the handshake. */
export async function firstContact(address: ServerAddress): Promise<FirstContact> {
  if (await isTrusted(address)) return { kind: 'trusted' };
  let top;
  try {
    top = (await shownBy(connectTls, address, TIMEOUT_MS)).at(-1);
  } catch (error) {
    throw down(address, error);
  }
  if (top === undefined) throw down(address, new Error('it shows no certificate'));
  return { kind: 'unknown', fingerprint: keyFingerprint(top.publicKey) };
}

function isTrusted({ host, port }: ServerAddress): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connectTls({ host, port, minVersion: 'TLSv1.3', timeout: TIMEOUT_MS });
  const end = (is: boolean): void => {
    socket.destroy();
    resolve(is);
  };
  socket.on('secureConnect', () => end(true));
  socket.on('timeout', () => end(false));
  socket.on('error', () => end(false));
  return promise;
}

const down = ({ origin }: ServerAddress, error: unknown): AppError =>
  new AppError(
    'network',
    `${origin} does not answer: ${connectionRefusal(error)}`,
    'Is it running, and is the address right?',
    error,
  );
