// Who a request comes from, asked of the database each time; and how fast passwords may be tried.
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { apiTokenByHash } from '../store/api-tokens.ts';
import type { Store } from '../store/database.ts';
import { organisationOf } from '../store/presented-token.ts';
import { keepSession, sessionByHash } from '../store/sessions.ts';
import type { Counter } from '../store/sign-in-counts.ts';
import { accessOf, type Access } from './permissions.ts';
import { judgeToken, presentedTokenHash } from './tokens/token.ts';

/** A working day; then the password again. */
export const sessionLifetimeMs = 12 * 3_600_000;
/** Unused for this long, a session ends. */
export const sessionIdleMs = 3_600_000;
/** Not every request writes. */
const idleStepMs = 60_000;

export type Recognised =
  | { readonly ok: true; readonly access: Access }
  | { readonly ok: false; readonly cause: 'unknown' | 'revoked' | 'expired'; readonly why: string };

const unknown = { ok: false, cause: 'unknown', why: 'nobody is known by this token' } as const;

/**
 * What the holder of a token may do now. `kind`: a cookie holds only a session, an Authorization header only an API token, so
 * that neither can be used as the other. A revocation, or a role that was changed, is in force on all servers once committed.
 */
export async function recognise(store: Store, kind: 'session' | 'api', text: unknown, now: Date): Promise<Recognised> {
  const hash = presentedTokenHash(text, kind);
  if (hash === undefined) return unknown;
  const organisation = await organisationOf(store, kind === 'api' ? 'api_token' : 'session', hash);
  if (organisation === undefined) return unknown;
  return store.inOrganisation(organisation, async (transaction): Promise<Recognised> => {
    const found = await (kind === 'api' ? apiTokenByHash : sessionByHash)(transaction, hash);
    if (found === undefined) return unknown;
    const { token, member, id } = found;
    const verdict = judgeToken(token, now);
    if (!verdict.ok)
      return { ok: false, cause: verdict.cause === 'used-up' ? 'expired' : verdict.cause, why: verdict.why };
    if (token.kind === 'api') {
      return { ok: true, access: accessOf({ kind: 'api-token', member, token: id, scopes: token.scopes }) };
    }
    const idleUntil = new Date(now.getTime() + sessionIdleMs);
    if (idleUntil.getTime() - token.idleUntil.getTime() >= idleStepMs) await keepSession(transaction, id, idleUntil);
    return { ok: true, access: accessOf({ kind: 'session', member, session: id }) };
  });
}

/** Addresses that one party has at will count as one: of IPv6 the first 64 bits (RFC 6177 §2). */
export function addressGroup(address: string): string {
  const plain = address.split('%', 1)[0] ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return address;
  const [before = '', after] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const head = before.split(':').filter((group) => group !== '');
  const tail = after?.split(':').filter((group) => group !== '') ?? [];
  const zeros = Array.from({ length: after === undefined ? 0 : 8 - head.length - tail.length }, () => '0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}

const keyOf = (...parts: readonly string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();

export interface AttemptKeys {
  /** This account from this address. */
  readonly pair: Counter;
  /** This address with any account, and this account from any address. */
  readonly strange: readonly Counter[];
}

/**
 * What an attempt is counted by. Where the account was signed in to from this address before, only the pair counts: so nobody
 * can lock a person out of their usual place by trying that person's account from elsewhere, or other accounts from there.
 */
export function attemptKeys(email: string, address: string | null): AttemptKeys {
  const from = address === null ? 'none' : addressGroup(address);
  return {
    pair: { key: keyOf('pair', email, from), free: 5 },
    strange: [
      { key: keyOf('account', email), free: 5 },
      { key: keyOf('address', from), free: 10 },
    ],
  };
}
