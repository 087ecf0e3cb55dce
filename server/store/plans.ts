// Frozen plans: exactly the bytes that their hash is of, and the signatures of operators.
import { createHash } from 'node:crypto';
import type { PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import type { Transaction } from './database.ts';

export interface StoredPlan {
  /** 64 hexadecimal digits. */
  readonly hash: string;
  readonly document: PlanDocument;
  /** Of the tree of its endpoints. */
  readonly root: string;
}

export interface NewPlan extends StoredPlan {
  readonly bytes: Uint8Array;
  readonly by: string;
  readonly at: Date;
}

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** The same plan again is the same row. */
export async function addPlan(
  transaction: Transaction,
  { hash, document, root, bytes, by, at }: NewPlan,
): Promise<void> {
  await transaction.query(
    `insert into plan (organisation, hash, document, root, endpoints, created_at, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      transaction.organisation,
      hex(hash),
      // Not a copy: it is large.
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      hex(root),
      document.endpoints.length,
      at,
      by,
      new Date(document.expiresAt),
    ],
  );
}

/** Throws where the bytes are not what they were: the database checks that when they are written. */
export async function readPlan(transaction: Transaction, hash: string): Promise<StoredPlan | undefined> {
  const [row] = await transaction.query<{ readonly document: Buffer; readonly root: string }>(
    "select document, encode(root, 'hex') as root from plan where organisation = $1 and hash = $2",
    [transaction.organisation, hex(hash)],
  );
  if (row === undefined) return undefined;
  const text = row.document.toString();
  return { hash, root: row.root, document: JSON.parse(text.slice(text.indexOf('\n') + 1)) as PlanDocument };
}

/** As it was frozen: the format's line, then canonical JSON. */
export async function planText(transaction: Transaction, hash: string): Promise<string | undefined> {
  const [row] = await transaction.query<{ readonly document: Buffer }>(
    'select document from plan where organisation = $1 and hash = $2',
    [transaction.organisation, hex(hash)],
  );
  return row?.document.toString();
}

export interface PlanSignature {
  /** Fingerprint of the operator's key. */
  readonly key: string;
  readonly signature: Buffer;
}

/** By keys that are not revoked. */
export function planSignatures(transaction: Transaction, hash: string): Promise<readonly PlanSignature[]> {
  return transaction.query<PlanSignature & Record<string, unknown>>(
    `select encode(s.key, 'hex') as key, s.signature from plan_signature s
     join operator_key k on k.organisation = $1 and k.fingerprint = s.key and k.revoked_at is null
     where s.organisation = $1 and s.plan = $2 order by s.key`,
    [transaction.organisation, hex(hash)],
  );
}

/** False where that key has signed it before. */
export async function addPlanSignature(
  transaction: Transaction,
  hash: string,
  { key, signature }: PlanSignature,
  by: string,
  at: Date,
): Promise<boolean> {
  const added = await transaction.query(
    `insert into plan_signature (organisation, plan, key, signature, at, by) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing returning key`,
    [transaction.organisation, hex(hash), hex(key), signature, at, by],
  );
  return added.length > 0;
}
