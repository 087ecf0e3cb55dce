// The keys of this installation, where they are kept: beside the embedded database, or in the one that several servers share.
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '@suture/core/app-error.ts';
import type { OrganisationId, Store } from '../../store/database.ts';
import { keysInDatabase } from '../../store/installation.ts';
import {
  loadOrCreateAuthorities,
  makeAuthorities,
  readAuthorities,
  writeAuthorities,
  writeNewFile,
  type Authorities,
} from './authority-file.ts';

export interface InstallationKeys {
  readonly authorities: Authorities;
  /** Ed25519: signs the audit's checkpoints. */
  readonly signing: KeyObject;
}

/** A folder: `authorities.json` and `signing-key.pem` in it. */
export type KeyPlace =
  | { readonly kind: 'files'; readonly authorities: string; readonly signing: string }
  | { readonly kind: 'database'; readonly store: Store; readonly organisation: OrganisationId };

/** Made at the first start. Throws AppError `environment` for what is damaged: keys are never replaced by themselves. */
export async function loadOrCreateKeys(
  place: KeyPlace,
  names: readonly string[],
  now: Date,
): Promise<InstallationKeys> {
  if (place.kind === 'files') {
    const authorities = await loadOrCreateAuthorities(place.authorities, names, now, randomBytes);
    return { authorities, signing: await signingKeyAt(place.signing) };
  }
  const texts = await keysInDatabase(place.store, place.organisation, async () => ({
    authorities: writeAuthorities(await makeAuthorities(names, now, randomBytes)),
    signing: newSigningKey(),
  }));
  const authorities = readAuthorities(texts.authorities);
  const signing = signingKey(texts.signing);
  if (authorities !== undefined && signing !== undefined) return { authorities, signing };
  throw new AppError('environment', 'the keys in the database are damaged', 'Restore them from a backup.');
}

const newSigningKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

function signingKey(text: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(text);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

async function signingKeyAt(path: string): Promise<KeyObject> {
  await writeNewFile(path, newSigningKey, randomBytes);
  const key = signingKey(await readFile(path, 'utf8'));
  if (key !== undefined) return key;
  throw new AppError('environment', `${path} is damaged`, 'Restore it from a backup.');
}
