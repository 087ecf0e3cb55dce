// Signing in: an e-mail address, a password and where it is on a code become a session.
import { sessionIdleMs, sessionLifetimeMs } from '../access/sign-in.ts';
import { newToken } from '../access/tokens/token.ts';
import { appendAudit } from '../store/audit.ts';
import type { OrganisationId, Transaction } from '../store/database.ts';
import { addSession } from '../store/sessions.ts';
import { belongingsOf } from '../store/users.ts';
import type { PeopleDoor, Refusal } from './people-door.ts';
import { proveFurther, provePassword, wrong, type Claim, type Method, type TooSoon } from './prove.ts';

export interface SignInRequest extends Omit<Claim, 'code'> {
  readonly code?: string | undefined;
  /** Where the person belongs to several; undefined for the first. */
  readonly organisation: string | undefined;
}

export interface SignedIn {
  /** The session's token, for the cookie; shown once. */
  readonly token: string;
  readonly session: string;
  readonly account: string;
  readonly organisation: OrganisationId;
  readonly expiresAt: Date;
}

export type SignInOutcome =
  | { readonly ok: true; readonly value: SignedIn }
  | Refusal<'wrong'>
  /** The password was right, and does not suffice. */
  | Refusal<'second-factor'>
  | TooSoon;

/** A failure is counted and not recorded: entries for real accounts only would tell by their time who exists. */
export async function signIn(door: PeopleDoor, request: SignInRequest): Promise<SignInOutcome> {
  const known = await provePassword(door, { ...request, code: request.code });
  if (!known.ok) return known;
  const organisation = await organisationFor(door, known.account.id, request.organisation);
  if (organisation === undefined) return wrong;
  return door.store.inOrganisation(organisation, async (transaction): Promise<SignInOutcome> => {
    const proven = await proveFurther(door, transaction, known, request.code, door.now());
    if (!proven.ok) return proven;
    const how = { account: known.account.id, address: request.address, failures: known.failures };
    return { ok: true, value: await openSession(door, transaction, { ...how, method: proven.method }) };
  });
}

/** Where somebody who has proved to be this account is signed in to; undefined where they belong nowhere. */
export async function organisationFor(
  door: PeopleDoor,
  account: string,
  wanted: string | undefined,
): Promise<OrganisationId | undefined> {
  const belongings = await belongingsOf(door.store, account);
  return belongings.find((each) => wanted === undefined || each.organisation === wanted)?.organisation;
}

export interface Opening {
  readonly account: string;
  readonly address: string | null;
  readonly method: Method;
  /** Attempts that failed before this one. */
  readonly failures: number;
}

/** Last in its transaction: it is recorded. */
export async function openSession(
  door: PeopleDoor,
  transaction: Transaction,
  { account, address, method, failures }: Opening,
): Promise<SignedIn> {
  const now = door.now();
  const token = newToken({ kind: 'session' }, door.random);
  const expiresAt = new Date(now.getTime() + sessionLifetimeMs);
  const idleUntil = new Date(now.getTime() + sessionIdleMs);
  const session = await addSession(transaction, {
    hash: token.hash,
    account,
    address,
    createdAt: now,
    expiresAt,
    idleUntil,
  });
  await appendAudit(transaction, {
    at: now,
    actor: `user:${account}`,
    address,
    action: 'session.create',
    subject: `session:${session}`,
    before: null,
    after: { account, method, expiresAt: expiresAt.toISOString(), failuresBefore: failures },
  });
  return { token: token.text, session, account, organisation: transaction.organisation, expiresAt };
}
