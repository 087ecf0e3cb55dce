// The keys of this installation, where they are kept: beside the embedded database, or in the one that several servers share.
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

export interface KeyFiles {
  readonly authorities: string;
  readonly signing: string;
  /** A signing key that was made elsewhere before servers shared one, and is taken over; undefined for none. */
  readonly formerSigning?: string;
}

export type KeyPlace =
  | ({ readonly kind: 'files' } & KeyFiles)
  | { readonly kind: 'database'; readonly store: Store; readonly organisation: OrganisationId };

/**
 * Where keys are in files. Servers of one database that were given a file of authorities sign as one, so that their signing key
 * stands beside that file. `state`: the folder of all state. `isShared`: the database is given.
 */
export function keyFiles(state: string, authorities: string | undefined, isShared: boolean): KeyFiles {
  const own = join(state, 'server', 'signing-key.pem');
  if (authorities === undefined) return { authorities: join(state, 'server', 'authorities.json'), signing: own };
  return isShared
    ? { authorities, signing: join(dirname(authorities), 'signing-key.pem'), formerSigning: own }
    : { authorities, signing: own };
}

/** Made at the first start. Throws AppError `environment` for what is damaged: keys are never replaced by themselves. */
export async function loadOrCreateKeys(
  place: KeyPlace,
  names: readonly string[],
  now: Date,
): Promise<InstallationKeys> {
  if (place.kind === 'files') {
    const authorities = await loadOrCreateAuthorities(place.authorities, names, now, randomBytes);
    return { authorities, signing: await signingKeyAt(place) };
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

async function signingKeyAt({ signing: path, formerSigning }: KeyFiles): Promise<KeyObject> {
  const former = formerSigning !== undefined && existsSync(formerSigning) ? formerSigning : undefined;
  await writeNewFile(path, () => (former === undefined ? newSigningKey() : readFileSync(former, 'utf8')), randomBytes);
  const key = signingKey(await readFile(path, 'utf8'));
  if (key !== undefined) return key;
  throw new AppError('environment', `${path} is damaged`, 'Restore it from a backup.');
}
