// An operator's signing key as it lies in a file: the private half sealed under a passphrase.
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scrypt,
} from 'node:crypto';
import { decodeBase64 } from '@suture/protocol/trust/base64.ts';
import { keyFingerprint, readSigningKey, writeSigningKey } from '@suture/protocol/trust/keys.ts';

/** Ed25519. What is not sealed is bound to what is: whoever changes it makes the file useless. */
export interface SealedKey {
  readonly format: 'suture-operator-key.v1';
  readonly label: string;
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string;
  /** scrypt (RFC 7914); `cost` is the binary logarithm of N. Memory: 1 kB × r × N. */
  readonly scrypt: { readonly cost: number; readonly r: number; readonly p: number; readonly salt: string };
  /** AES-256-GCM, base64. */
  readonly nonce: string;
  readonly sealed: string;
}

/** OWASP's first choice: 128 MB, and about half a second. */
const usual = { cost: 17, r: 8, p: 1 } as const;
const dearest = { cost: 20, r: 16, p: 4 } as const;
const tagBytes = 16;

export async function newSealedKey(label: string, passphrase: string): Promise<SealedKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const open = {
    format: 'suture-operator-key.v1',
    label,
    publicKey: writeSigningKey(publicKey),
    scrypt: { ...usual, salt: randomBytes(16).toString('base64') },
  } as const;
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await stretched(passphrase, open), nonce);
  cipher.setAAD(boundTo(open));
  const sealed = Buffer.concat([
    cipher.update(privateKey.export({ type: 'pkcs8', format: 'der' })),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return { ...open, nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}

/** Undefined where the passphrase is another, or somebody has changed the file. */
export async function openSealedKey(key: SealedKey, passphrase: string): Promise<KeyObject | undefined> {
  const [nonce, sealed] = [decodeBase64(key.nonce, 12), decodeBase64(key.sealed, 256)];
  if (nonce?.length !== 12 || sealed === undefined || sealed.length <= tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', await stretched(passphrase, key), nonce, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(boundTo(key));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    const der = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
    const opened = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return writeSigningKey(createPublicKey(opened)) === key.publicKey ? opened : undefined;
  } catch {
    return undefined;
  }
}

/** What names it; undefined where its public half is none. */
export function fingerprintOf({ publicKey }: Pick<SealedKey, 'publicKey'>): string | undefined {
  const key = readSigningKey(publicKey);
  return key === undefined ? undefined : keyFingerprint(key);
}

/** Undefined for anything but such a file, and for one that would take more memory than any of ours. */
export function readSealedKey(text: string): SealedKey | undefined {
  let held: unknown;
  try {
    held = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { format, label, publicKey, nonce, sealed, scrypt: cost } = Object(held) as Partial<SealedKey>;
  const isCheap = (['cost', 'r', 'p'] as const).every((name) => isBetween(cost?.[name], 1, dearest[name]));
  if (format !== 'suture-operator-key.v1' || !isCheap || cost === undefined) return undefined;
  if (![label, publicKey, nonce, sealed, cost.salt].every((each) => typeof each === 'string')) return undefined;
  const key = held as SealedKey;
  return fingerprintOf(key) === undefined ? undefined : key;
}

const isBetween = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

type Open = Pick<SealedKey, 'format' | 'label' | 'publicKey' | 'scrypt'>;

const boundTo = ({ format, label, publicKey }: Open): Buffer => Buffer.from(JSON.stringify([format, label, publicKey]));

function stretched(passphrase: string, { scrypt: { cost, r, p, salt } }: Open): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const n = 2 ** cost;
  const options = { N: n, r, p, maxmem: 256 * n * r };
  scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, options, (error, key) =>
    error === null ? resolve(key) : reject(error),
  );
  return promise;
}
