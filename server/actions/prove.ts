// Who somebody is, by an e-mail address, a password and where it is on a code; whoever only guesses has to wait.
import { passwordCost, verifyPassword } from '../access/passwords/password.ts';
import { isSealed } from '../access/second-factors/secret-seal.ts';
import { recoveryCodeDigest, stepOfCode } from '../access/second-factors/totp.ts';
import { attemptKeys } from '../access/sign-in.ts';
import type { Transaction } from '../store/database.ts';
import { countAttempt, forgetAttempts, isFamiliar, takeBackAttempt, type Counter } from '../store/sign-in-counts.ts';
import { holdTotp, presentAccount, resealTotp, takeRecoveryCode, takeStep } from '../store/totp.ts';
import { accountByEmail, NOBODY, normalEmail, replacePassword, type Account } from '../store/users.ts';
import { refuse, type PeopleDoor, type Refusal } from './people-door.ts';

export interface Claim {
  readonly email: string;
  readonly password: string;
  /** Six digits or a recovery code; needed where the person has an authenticator. */
  readonly code: string | undefined;
  /** The network address it comes from. */
  readonly address: string | null;
}

export type TooSoon = Refusal<'too-soon'> & { readonly retryAfterSeconds: number };
export type Method = 'password' | 'totp' | 'recovery-code' | 'passkey';

/** An attempt that was counted as failed, until it is known better. */
export interface Attempt {
  readonly counters: readonly Counter[];
  readonly pair: Buffer;
  /** Before this one. */
  readonly failures: number;
}

/** Somebody whose password was right. */
export interface Known extends Attempt {
  readonly ok: true;
  readonly account: Account;
  readonly email: string;
  /** A better hash of the same password. */
  readonly upgraded: string | undefined;
}

/** One answer for a wrong password, a wrong code, a person who does not exist and one who belongs nowhere. */
export const wrong = refuse('wrong', 'the e-mail address, the password or the code is wrong');
const codeNeeded = refuse('second-factor', 'this person has an authenticator: send its code as well');

/** Thrown so that a refused attempt counts nowhere. */
class Waiting extends Error {
  readonly openAt: Date;
  constructor(openAt: Date) {
    super('too soon');
    this.openAt = openAt;
  }
}

/** Counts an attempt by an account's name, before anything is looked at. */
export async function countedAttempt<T>(
  door: PeopleDoor,
  name: string,
  address: string | null,
  look: (transaction: Transaction) => Promise<T>,
): Promise<(Attempt & { readonly ok: true; readonly found: T }) | TooSoon> {
  try {
    return await door.store.inOrganisation(NOBODY, async (transaction) => {
      const now = door.now();
      const { pair, strange } = attemptKeys(name, address);
      const counters = (await isFamiliar(transaction, pair.key, now)) ? [pair] : strange;
      const counted = await countAttempt(transaction, counters, now);
      if (!counted.ok) throw new Waiting(counted.openAt);
      await forgetAttempts(transaction, now);
      return { ok: true, found: await look(transaction), counters, pair: pair.key, failures: counted.failures };
    });
  } catch (error) {
    if (!(error instanceof Waiting)) throw error;
    const retryAfterSeconds = Math.max(1, Math.ceil((error.openAt.getTime() - door.now().getTime()) / 1_000));
    return { ...refuse('too-soon', `too many attempts: wait ${retryAfterSeconds} s`), retryAfterSeconds };
  }
}

/** The password; `proveFurther` goes on from there. */
export async function provePassword(
  door: PeopleDoor,
  { email, password, address }: Claim,
): Promise<Known | typeof wrong | TooSoon> {
  const normal = normalEmail(email) ?? '';
  const attempt = await countedAttempt(door, normal, address, (transaction) => accountByEmail(transaction, normal));
  if (!attempt.ok) return attempt;
  const account = attempt.found;
  // No transaction is open here: this takes a core for a while.
  const verdict = await verifyPassword(password, account?.password, door.random, door.passwordCost ?? passwordCost);
  if (!verdict.ok || account === undefined) return wrong;
  return { ...attempt, account, email: normal, upgraded: verdict.upgraded };
}

/** The second factor, where there is one; then the attempt is taken back. In the transaction that acts on it. */
export async function proveFurther(
  { seal }: Pick<PeopleDoor, 'seal'>,
  transaction: Transaction,
  known: Known,
  code: string | undefined,
  now: Date,
): Promise<{ readonly ok: true; readonly method: Method } | typeof wrong | typeof codeNeeded> {
  const { account, email, upgraded, counters, pair } = known;
  await presentAccount(transaction, account.id);
  const totp = await holdTotp(transaction, account.id);
  let method: Method = 'password';
  if (totp?.isConfirmed === true) {
    if (code === undefined) {
      // Not wrong yet. The place does not become familiar by it.
      await takeBackAttempt(transaction, counters, undefined, now);
      return codeNeeded;
    }
    // Sealed with a key that is gone, it has no right code; the recovery codes have no seal and still count.
    const secret = seal?.open(totp.secret, account.id);
    const step = secret && stepOfCode(secret, code, now);
    const digest = recoveryCodeDigest(code);
    if (step !== undefined && (await takeStep(transaction, account.id, step))) {
      method = 'totp';
      if (seal !== undefined && secret !== undefined && !isSealed(totp.secret)) {
        await resealTotp(transaction, account.id, seal.seal(secret, account.id));
      }
    } else if (digest !== undefined && (await takeRecoveryCode(transaction, account.id, digest, now))) {
      method = 'recovery-code';
    } else return wrong;
  }
  await takeBackAttempt(transaction, counters, pair, now);
  if (upgraded !== undefined && account.password !== undefined) {
    await replacePassword(transaction, email, account.password, upgraded);
  }
  return { ok: true, method };
}
