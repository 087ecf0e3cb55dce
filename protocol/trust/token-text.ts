// The text of secret tokens: a kind that scanners can look for, a secret, and a checksum that tells a real one from noise.
import { createHash } from 'node:crypto';
import { base62Length, decodeBase62, encodeBase62 } from './base62.ts';
import type { Fingerprint } from './keys.ts';

/** `setup` opens the first user's one-time link, `invite` that of everybody after. */
export type TokenKind = 'enrol' | 'api' | 'session' | 'setup' | 'invite';

/** Bytes of the secret: 160 bits, far beyond guessing. */
export const tokenSecretBytes = 20;

const checkBytes = 4;
const secretLength = base62Length(tokenSecretBytes);
const pinLength = base62Length(32);
const checkLength = base62Length(checkBytes);
const shape = /^sut_(enrol|api|session|setup|invite)_([0-9A-Za-z]{1,120})$/;

/** What a leak scanner looks for; `readToken` then says whether it is one. */
export const tokenPattern: RegExp = /sut_(?:enrol|api|session|setup|invite)_[0-9A-Za-z]{33,76}/g;

export type TokenText =
  | {
      readonly ok: true;
      readonly kind: TokenKind;
      /** Enrolment tokens carry the fingerprint of the key that the server's certificate hangs from. */
      readonly serverKey: Fingerprint | undefined;
    }
  | { readonly ok: false; readonly cause: 'not-a-token' | 'mistyped' };

function checksum(text: string): string {
  return encodeBase62(createHash('sha256').update(text).digest().subarray(0, checkBytes));
}

/**
 * `sut_<kind>_` + secret (27 base62 characters) + for `enrol` the server's key fingerprint (43) + checksum (6: the first four
 * bytes of the SHA-256 of all before it).
 */
export function writeToken(
  token: { readonly kind: 'enrol'; readonly serverKey: Fingerprint } | { readonly kind: Exclude<TokenKind, 'enrol'> },
  secret: Uint8Array,
): string {
  if (secret.length !== tokenSecretBytes) throw new TypeError(`a token's secret has ${tokenSecretBytes} bytes`);
  const pin = token.kind === 'enrol' ? Buffer.from(token.serverKey, 'hex') : Buffer.alloc(0);
  if (token.kind === 'enrol' && pin.length !== 32) throw new TypeError('the server key fingerprint has 32 bytes');
  const text = `sut_${token.kind}_${encodeBase62(secret)}${pin.length > 0 ? encodeBase62(pin) : ''}`;
  return text + checksum(text);
}

/** Reads a token's text without believing it; `mistyped` is one that was cut or changed on the way. Never throws. */
export function readToken(text: unknown): TokenText {
  const found = typeof text === 'string' && text.length <= 200 ? shape.exec(text) : null;
  if (found === null) return { ok: false, cause: 'not-a-token' };
  const [whole, kind, body = ''] = found;
  const pinned = kind === 'enrol' ? pinLength : 0;
  const secret = decodeBase62(body.slice(0, secretLength), tokenSecretBytes);
  const pin = pinned === 0 ? undefined : decodeBase62(body.slice(secretLength, secretLength + pinned), 32);
  const fits =
    body.length === secretLength + pinned + checkLength &&
    secret !== undefined &&
    (pinned === 0 || pin !== undefined) &&
    checksum(whole.slice(0, -checkLength)) === body.slice(-checkLength);
  if (!fits) return { ok: false, cause: 'mistyped' };
  return { ok: true, kind: kind as TokenKind, serverKey: pin?.toString('hex') };
}

/** The text with every token in it reduced to its kind, for logs and messages. */
export function redactTokens(text: string): string {
  return text.replaceAll(/sut_(enrol|api|session|setup|invite)_[0-9A-Za-z]+/g, 'sut_$1_…');
}
