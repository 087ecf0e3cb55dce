// Signing in: an e-mail address and a password become a session, and whoever only guesses has to wait.
import { passwordCost, verifyPassword } from '../access/passwords/password.ts';
import { attemptKeys, sessionIdleMs, sessionLifetimeMs } from '../access/sign-in.ts';
import { newToken } from '../access/tokens/token.ts';
import { appendAudit } from '../store/audit.ts';
import type { OrganisationId } from '../store/database.ts';
import { addSession } from '../store/sessions.ts';
import { countAttempt, forgetAttempts, isFamiliar, takeBackAttempt, type Counter } from '../store/sign-in-counts.ts';
import { accountByEmail, belongingsOf, NOBODY, normalEmail, replacePassword, type Account } from '../store/users.ts';
import { refuse, type PeopleDoor, type Refusal } from './people-door.ts';

export interface SignInRequest {
  readonly email: string;
  readonly password: string;
  /** Where the person belongs to several; undefined for the first. */
  readonly organisation: string | undefined;
  /** The network address it comes from. */
  readonly address: string | null;
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
  | (Refusal<'too-soon'> & { readonly retryAfterSeconds: number });

/** One answer for a wrong password, a person who does not exist and one who belongs nowhere. */
const wrong = refuse('wrong', 'the e-mail address or the password is wrong');

/** Thrown so that a refused attempt counts nowhere. */
class TooSoon extends Error {
  readonly openAt: Date;
  constructor(openAt: Date) {
    super('too soon');
    this.openAt = openAt;
  }
}

/** A failure is counted and not recorded: entries for real accounts only would tell by their time who exists. */
export async function signIn(door: PeopleDoor, request: SignInRequest): Promise<SignInOutcome> {
  const email = normalEmail(request.email) ?? '';
  const attempt = await begin(door, email, request.address).catch((error: unknown) => {
    if (error instanceof TooSoon) return error;
    throw error;
  });
  if (attempt instanceof TooSoon) {
    const retryAfterSeconds = Math.max(1, Math.ceil((attempt.openAt.getTime() - door.now().getTime()) / 1_000));
    return { ...refuse('too-soon', `too many attempts: wait ${retryAfterSeconds} s`), retryAfterSeconds };
  }
  const { account } = attempt;
  // No transaction is open here: this takes a core for a while.
  const verdict = await verifyPassword(
    request.password,
    account?.password,
    door.random,
    door.passwordCost ?? passwordCost,
  );
  if (!verdict.ok || account === undefined) return wrong;
  const belongings = await belongingsOf(door.store, account.id);
  const belonging = belongings.find(
    (each) => request.organisation === undefined || each.organisation === request.organisation,
  );
  if (belonging === undefined) return wrong;
  return {
    ok: true,
    value: await open(
      door,
      request,
      { ...attempt, account, email, upgraded: verdict.upgraded },
      belonging.organisation,
    ),
  };
}

interface Attempt {
  readonly account: Account | undefined;
  readonly counters: readonly Counter[];
  readonly pair: Buffer;
  readonly failures: number;
}

function begin(door: PeopleDoor, email: string, address: string | null): Promise<Attempt> {
  return door.store.inOrganisation(NOBODY, async (transaction) => {
    const now = door.now();
    const { pair, strange } = attemptKeys(email, address);
    const counters = (await isFamiliar(transaction, pair.key, now)) ? [pair] : strange;
    const counted = await countAttempt(transaction, counters, now);
    if (!counted.ok) throw new TooSoon(counted.openAt);
    await forgetAttempts(transaction, now);
    return { account: await accountByEmail(transaction, email), counters, pair: pair.key, failures: counted.failures };
  });
}

function open(
  door: PeopleDoor,
  { address }: SignInRequest,
  attempt: Attempt & { readonly account: Account; readonly email: string; readonly upgraded: string | undefined },
  organisation: OrganisationId,
): Promise<SignedIn> {
  const { account, email, upgraded, failures } = attempt;
  return door.store.inOrganisation(organisation, async (transaction) => {
    const now = door.now();
    const token = newToken({ kind: 'session' }, door.random);
    const expiresAt = new Date(now.getTime() + sessionLifetimeMs);
    const idleUntil = new Date(now.getTime() + sessionIdleMs);
    await takeBackAttempt(transaction, attempt.counters, attempt.pair, now);
    if (upgraded !== undefined && account.password !== undefined) {
      await replacePassword(transaction, email, account.password, upgraded);
    }
    const session = await addSession(transaction, {
      hash: token.hash,
      account: account.id,
      address,
      createdAt: now,
      expiresAt,
      idleUntil,
    });
    await appendAudit(transaction, {
      at: now,
      actor: `user:${account.id}`,
      address,
      action: 'session.create',
      subject: `session:${session}`,
      before: null,
      after: { account: account.id, expiresAt: expiresAt.toISOString(), failuresBefore: failures },
    });
    return { token: token.text, session, account: account.id, organisation, expiresAt };
  });
}
