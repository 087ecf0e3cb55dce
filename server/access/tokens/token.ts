// Secret tokens as the server keeps them: only a hash, with what each kind allows and until when.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Fingerprint } from '@suture/protocol/trust/keys.ts';
import { readToken, tokenSecretBytes, writeToken, type TokenKind } from '@suture/protocol/trust/token-text.ts';

export interface NewToken {
  /** Shown once, to the person who asked for it. */
  readonly text: string;
  /** SHA-256 of the text, 32 bytes: what is stored and looked up. A secret of 160 random bits needs no slow hash. */
  readonly hash: Buffer;
  /** The last four characters, for people to tell their tokens apart; they are of the checksum. */
  readonly hint: string;
}

/** What every stored token has. */
interface Stored {
  readonly hash: Uint8Array;
  readonly hint: string;
  readonly organisation: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | undefined;
}

export interface EnrolmentToken extends Stored {
  readonly kind: 'enrol';
  /** Endpoints that may still enrol with it; taken down in the transaction that makes the endpoint. */
  readonly usesLeft: number;
  /** Put on each endpoint that enrols with it. */
  readonly tags: readonly string[];
  /** Without it the endpoint waits as `pending` for a person. */
  readonly autoApprove: boolean;
}

export interface ApiToken extends Stored {
  readonly kind: 'api';
  readonly user: string;
  readonly label: string;
  /** What it may do; never more than its user may. */
  readonly scopes: readonly string[];
}

export interface SessionToken extends Stored {
  readonly kind: 'session';
  readonly user: string;
  /** A session ends when unused, too. */
  readonly idleUntil: Date;
}

/** The one-time link for the first user. */
export interface SetupToken extends Stored {
  readonly kind: 'setup';
  readonly usesLeft: number;
}

export type StoredToken = EnrolmentToken | ApiToken | SessionToken | SetupToken;

export type TokenVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly cause: 'revoked' | 'expired' | 'used-up'; readonly why: string };

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** `random`: gives that many random bytes. */
export function newToken(
  token: { readonly kind: 'enrol'; readonly serverKey: Fingerprint } | { readonly kind: Exclude<TokenKind, 'enrol'> },
  random: (bytes: number) => Uint8Array,
): NewToken {
  const text = writeToken(token, random(tokenSecretBytes));
  return { text, hash: hashOf(text), hint: text.slice(-4) };
}

/** The hash to look a presented token up by; undefined, without a look-up, for what is no token of this kind. Never throws. */
export function presentedTokenHash(text: unknown, kind: TokenKind): Buffer | undefined {
  const read = readToken(text);
  return read.ok && read.kind === kind ? hashOf(String(text)) : undefined;
}

/** Compares hashes in a time that does not tell where they differ. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Whether a token that was found may be used now. */
export function judgeToken(token: StoredToken, now: Date): TokenVerdict {
  if (token.revokedAt !== undefined) return { ok: false, cause: 'revoked', why: 'the token was revoked' };
  if (now >= token.expiresAt || (token.kind === 'session' && now >= token.idleUntil)) {
    return { ok: false, cause: 'expired', why: 'the token has expired' };
  }
  if ((token.kind === 'enrol' || token.kind === 'setup') && token.usesLeft < 1) {
    return { ok: false, cause: 'used-up', why: 'the token was already used' };
  }
  return { ok: true };
}
