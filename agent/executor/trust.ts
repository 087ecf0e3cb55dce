// Whom the executor believes: root's own file with the keys of operators and server. Without it no job is ever taken on.
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readSigningKey } from '@suture/protocol/trust/keys.ts';
import type { Trust } from '@suture/protocol/deployments/verify-dispatch.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { readOwned } from '../local-policy.ts';
import { renameOver } from '../state-file.ts';

const keys = z.array(z.string().max(200)).max(100);
const trustFile = z.strictObject({
  version: z.literal(1),
  organisation: z.uuid(),
  /** Who this machine is to its server. */
  endpoint: z.uuid(),
  /** Ed25519, SubjectPublicKeyInfo, base64; as `writeSigningKey` writes them. */
  operatorKeys: keys,
  threshold: z.int().min(1).max(100),
  serverKeys: keys,
});
export type TrustFile = Omit<z.infer<typeof trustFile>, 'version'>;

export type TrustRead = { readonly ok: true; readonly trust: Trust } | { readonly ok: false; readonly why: string };

type FileRead = { readonly ok: true; readonly file: TrustFile } | { readonly ok: false; readonly why: string };

/** As it stands there. Never throws. The file is held to the same rules as the policy file: root's, and nobody else may write it or its folder. */
export async function readTrustFile(path: string, owner = 0): Promise<FileRead | undefined> {
  const no = (why: string): FileRead => ({ ok: false, why: `${path} ${why}` });
  try {
    const text = await readOwned(path, owner);
    if (text === undefined) return undefined;
    if (typeof text !== 'string') return no(text.why);
    const read = trustFile.safeParse(JSON.parse(text));
    if (!read.success) return no('has not the shape of a trust file');
    const { version: _, ...file } = read.data;
    return { ok: true, file };
  } catch {
    return no('cannot be read');
  }
}

/** Never throws. */
export async function readTrust(path: string, owner = 0): Promise<TrustRead> {
  const no = (why: string): TrustRead => ({ ok: false, why: `${path} ${why}` });
  const read = await readTrustFile(path, owner);
  if (read === undefined) return no('is not there: no operator has been made known to this machine');
  if (!read.ok) return read;
  const { organisation, endpoint, threshold } = read.file;
  const operatorKeys = read.file.operatorKeys.map(readSigningKey);
  const serverKeys = read.file.serverKeys.map(readSigningKey);
  const usable = <T>(list: readonly (T | undefined)[]): list is readonly T[] => !list.includes(undefined);
  if (!usable(operatorKeys) || !usable(serverKeys)) return no('has a key that is none');
  if (operatorKeys.length < threshold) return no('names fewer operators than have to sign');
  if (serverKeys.length === 0) return no('names no server');
  return { ok: true, trust: { organisation, endpoint, operatorKeys, threshold, serverKeys } };
}

/** Whole, or as it was; anybody may read it, as there is nothing secret in it. */
export async function writeTrustFile(path: string, file: TrustFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  const beside = `${path}.${process.pid}.new`;
  const opened = await open(beside, 'w', 0o644);
  try {
    await opened.writeFile(`${JSON.stringify({ version: 1, ...file }, undefined, 2)}\n`);
    await opened.chmod(0o644);
    await opened.sync();
  } finally {
    await opened.close();
  }
  await renameOver(beside, path);
}
