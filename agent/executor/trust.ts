// Whom the executor believes: root's own file with the keys of operators and server. Without it no job is ever taken on.
import { readSigningKey } from '@suture/protocol/trust/keys.ts';
import type { Trust } from '@suture/protocol/deployments/verify-dispatch.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { readOwned } from '../local-policy.ts';

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

export type TrustRead = { readonly ok: true; readonly trust: Trust } | { readonly ok: false; readonly why: string };

/** Never throws. The file is held to the same rules as the policy file: root's, and nobody else may write it or its folder. */
export async function readTrust(path: string, owner = 0): Promise<TrustRead> {
  const no = (why: string): TrustRead => ({ ok: false, why: `${path} ${why}` });
  try {
    const text = await readOwned(path, owner);
    if (text === undefined) return no('is not there: no operator has been made known to this machine');
    if (typeof text !== 'string') return no(text.why);
    const read = trustFile.safeParse(JSON.parse(text));
    if (!read.success) return no('has not the shape of a trust file');
    const { organisation, endpoint, threshold } = read.data;
    const operatorKeys = read.data.operatorKeys.map(readSigningKey);
    const serverKeys = read.data.serverKeys.map(readSigningKey);
    const usable = <T>(list: readonly (T | undefined)[]): list is readonly T[] => !list.includes(undefined);
    if (!usable(operatorKeys) || !usable(serverKeys)) return no('has a key that is none');
    if (operatorKeys.length < threshold) return no('names fewer operators than have to sign');
    if (serverKeys.length === 0) return no('names no server');
    return { ok: true, trust: { organisation, endpoint, operatorKeys, threshold, serverKeys } };
  } catch {
    return no('cannot be read');
  }
}
