// Keys of TLS session tickets, equal on all servers of an installation, so that what was begun at one is resumed at any other.
import { hkdfSync, type KeyObject } from 'node:crypto';

export interface SessionTickets {
  /** By default it follows from the command line: two servers with other ports would not know each other's sessions. */
  readonly sessionIdContext: string;
  /** 48 bytes, as `tls.createServer` takes them. */
  readonly ticketKeys: Buffer;
}

/** A ticket is good for a day at most (`sessionTimeout`), its key for the day it was made on. */
const periodMs = 86_400_000;

/**
 * Derived from what all servers have and nobody else, so nothing is stored or handed round; servers whose clocks differ
 * greet each other's endpoints in full for as long. `authority`: the key that vouches for endpoints.
 */
export function sessionTickets(authority: KeyObject, door: 'agents' | 'people', now: Date): SessionTickets {
  const period = Math.floor(now.getTime() / periodMs);
  const secret = authority.export({ type: 'pkcs8', format: 'der' });
  // A ticket of one door opens nothing at the other.
  const ticketKeys = Buffer.from(hkdfSync('sha256', secret, '', `suture session tickets ${door} ${period}`, 48));
  return { sessionIdContext: `suture ${door}`, ticketKeys };
}

/** Milliseconds until the keys are others; ten minutes at most, since clocks are set and machines sleep. */
export const untilOtherTickets = (now: Date): number => Math.min(periodMs - (now.getTime() % periodMs), 600_000);
