// Files of packages of one's own come in parts, one after the other, and count once all of them come to their SHA-256.
import { createHash } from 'node:crypto';
import { MOST_FILE_BYTES } from '@suture/core/own-packages/read-installer.ts';
import { OWN } from '@suture/protocol/packages/limits.ts';
import * as rows from '../store/own-packages.ts';
import type { Transaction } from '../store/database.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

/** Of one organisation. */
const MOST_BYTES = 20 * 1024 ** 3;
const MOST_PARTS = Math.ceil(MOST_FILE_BYTES / OWN.part);

export interface OwnFileShown extends rows.OwnFileRow {
  readonly sha256: string;
  readonly partBytes: number;
}

export async function describeFile(transaction: Transaction, sha256: string): Promise<OwnFileShown> {
  const row = await rows.ownFile(transaction, sha256);
  return { sha256, isComplete: row?.isComplete ?? false, parts: row?.parts ?? 0, partBytes: OWN.part };
}

/** One that is there already is taken for sent. */
export function putFilePart(
  door: PeopleDoor,
  by: By,
  { sha256, part, data }: { readonly sha256: string; readonly part: number; readonly data: Uint8Array },
): Promise<Done<OwnFileShown, 'invalid' | 'conflict'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    await rows.beginOwnFile(transaction, sha256, by.access.actor, door.now());
    const shown = await describeFile(transaction, sha256);
    if (shown.isComplete || part < shown.parts) return { ok: true, value: shown };
    if (part > shown.parts) return refuse('conflict', `the next part is number ${shown.parts}`);
    if (part >= MOST_PARTS) return refuse('invalid', `a file has ${MOST_FILE_BYTES} bytes at most`);
    // Looked at now and then: it reads the sizes of all.
    if (part % 64 === 0 && (await rows.ownFileBytes(transaction)) > MOST_BYTES)
      return refuse('invalid', `all files together have more than ${MOST_BYTES} bytes: withdraw releases first`);
    await rows.addOwnFilePart(transaction, sha256, part, data);
    return { ok: true, value: { ...shown, parts: part + 1 } };
  });
}

/** Reads all of it again; what does not come to its name is thrown away. */
export function endFile(
  door: PeopleDoor,
  by: By,
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
): Promise<Done<OwnFileShown, 'invalid' | 'not-found'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const before = await describeFile(transaction, sha256);
    if (before.isComplete) return { ok: true, value: before };
    if (before.parts === 0) return refuse('not-found', 'nothing of that file is here');
    await rows.beginOwnFile(transaction, sha256, by.access.actor, door.now());
    const hash = createHash('sha256');
    let read = 0;
    for (let part = 0; part < before.parts; part += 1) {
      const data = await rows.ownFilePart(transaction, sha256, part);
      if (data === undefined) return refuse('not-found', `part ${part} of that file is not here`);
      hash.update(data);
      read += data.length;
    }
    if (hash.digest('hex') !== sha256 || read !== bytes) {
      await rows.dropOwnFile(transaction, sha256);
      return refuse(
        'invalid',
        `what came, ${read} bytes, is not the file of that SHA-256; it was thrown away: send it anew`,
      );
    }
    await rows.completeOwnFile(transaction, sha256, bytes);
    await record(transaction, by, {
      at: door.now(),
      action: 'own-file.add',
      subject: `own-file:${sha256}`,
      before: null,
      after: { bytes },
    });
    return { ok: true, value: { ...before, isComplete: true } };
  });
}
