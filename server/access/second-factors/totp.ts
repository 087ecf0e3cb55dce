// Authenticator apps: codes of six digits for steps of 30 s (RFC 6238), and recovery codes for who lost theirs.
import { createHash } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** 160 bits (RFC 4226 §4, R6). */
export const totpSecretBytes = 20;
export const recoveryCodes = 10;

const periodSeconds = 30;
/** A clock half a minute off, and somebody who types slowly. */
const window = 1;

const totpOf = (secret: Uint8Array, label = ''): TOTP =>
  new TOTP({
    issuer: 'Suture',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

/** What an authenticator is told: base32 to type, and the URI of a QR code. `who`: shown in the app. */
export function describeTotp(secret: Uint8Array, who: string): { readonly secret: string; readonly uri: string } {
  const totp = totpOf(secret, who);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The step that a code is of; undefined for a wrong one. Whether the step was used before is for who keeps it to say. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token, timestamp, window });
  return delta === null ? undefined : Math.floor(timestamp / 1_000 / periodSeconds) + delta;
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** `xxxx-xxxx-xxxx-xxxx`: 80 random bits, so that a plain hash is enough. */
export function newRecoveryCode(random: (bytes: number) => Uint8Array): string {
  const text = [...random(16)].map((byte) => letters[byte & 31]).join('');
  return text.replaceAll(/(.{4})(?!$)/g, '$1-');
}

/** What is kept of a recovery code; undefined for what is none. */
export function recoveryCodeDigest(code: string): Buffer | undefined {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return /^[a-z2-7]{16}$/.test(plain) ? createHash('sha256').update(plain).digest() : undefined;
}
