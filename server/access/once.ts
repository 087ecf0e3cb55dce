// A way to the database in which an act is done once, however often it is asked for with the same key.
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Store } from '../store/database.ts';
import { beginOnce, forgetOnce, keepAnswer } from '../store/done-once.ts';

/** The key named another request before. */
export class KeyReused extends Error {}

export interface Once {
  /** As the audit names it: two who choose the same key mean different things. */
  readonly actor: string;
  /** As it was sent; kept nowhere. */
  readonly key: string;
  /** SHA-256 of all that was asked. */
  readonly request: Uint8Array;
  readonly now: Date;
  readonly random: (bytes: number) => Uint8Array;
  /** Called where the answer is of the first time. */
  readonly onReplay: () => void;
}

/**
 * For one act, which is one transaction: what it gives is kept in it, for a day, and given again to who asks again. Where two
 * ask at once the second waits for the first. What was refused (`ok: false`) is not kept. Throws KeyReused.
 */
export function once(store: Store, { actor, key, request, now, random, onReplay }: Once): Store {
  const digest = createHash('sha256')
    .update(JSON.stringify([actor, key]))
    .digest();
  let isUsed = false;
  return {
    inOrganisation: (organisation, work) => {
      if (isUsed) throw new Error('an act that is done once has one transaction');
      isUsed = true;
      return store.inOrganisation(organisation, async (transaction) => {
        const begun = await beginOnce(transaction, digest, request, now);
        if (begun.kind === 'other') throw new KeyReused();
        if (begun.kind === 'done') {
          onReplay();
          return open(begun.answer, key, digest) as Awaited<ReturnType<typeof work>>;
        }
        const result = await work(transaction);
        if (isRefused(result)) await forgetOnce(transaction, digest);
        else await keepAnswer(transaction, digest, seal(result, key, digest, random));
        return result;
      });
    },
    close: () => store.close(),
  };
}

const isRefused = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;

// Sealed with the key itself: whoever reads the database learns no token that was shown once.
const sealOf = (key: string, digest: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, digest, 'suture-done-once', 32));

function seal(value: unknown, key: string, digest: Uint8Array, random: Once['random']): Buffer {
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', sealOf(key, digest), nonce);
  const sealed = Buffer.concat([cipher.update(serialize(value)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function open(sealed: Buffer, key: string, digest: Uint8Array): unknown {
  const decipher = createDecipheriv('aes-256-gcm', sealOf(key, digest), sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(12, 28));
  return deserialize(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]));
}
