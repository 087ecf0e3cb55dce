// What the actions of people work with, and the shape in which they answer.
import type { PasswordCost } from '../access/passwords/password.ts';
import type { Access } from '../access/permissions.ts';
import type { SecretSeal } from '../access/second-factors/secret-seal.ts';
import { appendAudit, type Happening } from '../store/audit.ts';
import type { Store, Transaction } from '../store/database.ts';
import { sessionSince } from '../store/sessions.ts';

export interface PeopleDoor {
  readonly store: Store;
  readonly now: () => Date;
  /** Gives that many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Default: `passwordCost`. */
  readonly passwordCost?: PasswordCost;
  /** Without one nobody puts on an authenticator. */
  readonly seal?: SecretSeal;
}

export type Refusal<Cause extends string> = { readonly ok: false; readonly cause: Cause; readonly why: string };
export type Done<T, Cause extends string> = { readonly ok: true; readonly value: T } | Refusal<Cause>;

export const refuse = <Cause extends string>(cause: Cause, why: string): Refusal<Cause> => ({ ok: false, cause, why });

/** Who acts, and from which network address. */
export interface By {
  readonly access: Access;
  readonly address: string | null;
}

/** Whoever acts as one: tokens of one person are that person, so that two approvals take two people. */
export const personOf = ({ access: { actor, principal } }: By): string =>
  actor.startsWith('policy:') ? actor : `user:${principal.member.account}`;

/** Adds an entry to the audit; last in the transaction, see `appendAudit`. */
export function record(
  transaction: Transaction,
  { access, address }: By,
  happening: Omit<Happening, 'actor' | 'address'>,
): Promise<unknown> {
  return appendAudit(transaction, { ...happening, actor: access.actor, address });
}

/** Some things are for who has just proved to be there, not for a session that somebody left open. */
const freshForMs = 15 * 60_000;

const stale = refuse('stale', 'this needs a sign-in of the last 15 minutes: sign in again');
const noSession = refuse('no-session', 'this is for a person who is signed in, not for an API token');

/** Undefined where the session is fresh enough. */
export async function staleness(
  transaction: Transaction,
  { principal }: Access,
  now: Date,
): Promise<typeof stale | typeof noSession | undefined> {
  if (principal.kind !== 'session') return noSession;
  const since = await sessionSince(transaction, principal.session);
  return since !== undefined && now.getTime() - since.getTime() < freshForMs ? undefined : stale;
}
