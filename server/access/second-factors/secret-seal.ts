// Secrets of authenticators as the database holds them: sealed, so that who reads the table or a backup has no codes.
import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject } from 'node:crypto';
import type { RandomBytes } from '../certificates/authority.ts';
import { totpSecretBytes } from './totp.ts';

export interface SecretSeal {
  /** 49 bytes: a version, a nonce, a tag and the secret. Only this account's row opens it. */
  seal(secret: Uint8Array, account: string): Buffer;
  /** Undefined for what was sealed with another key, or for another account. What was put on before there were seals is as it is. */
  open(stored: Uint8Array, account: string): Uint8Array | undefined;
}

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** `signing`: the installation's signing key, which all its servers have; what seals is derived from it and signs nothing. */
export function secretSeal(signing: KeyObject, random: RandomBytes): SecretSeal {
  const key = new Uint8Array(
    hkdfSync('sha256', signing.export({ type: 'pkcs8', format: 'der' }), '', 'suture authenticator secrets', 32),
  );
  return {
    seal(secret, account) {
      const nonce = random(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(account));
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), sealed]);
    },
    open(stored, account) {
      if (!isSealed(stored)) return stored;
      if (stored[0] !== VERSION) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(1, 1 + NONCE), { authTagLength: TAG });
      decipher.setAAD(Buffer.from(account)).setAuthTag(stored.subarray(1 + NONCE, 1 + NONCE + TAG));
      try {
        return Buffer.concat([decipher.update(stored.subarray(1 + NONCE + TAG)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

export const isSealed = (stored: Uint8Array): boolean => stored.length !== totpSecretBytes;
