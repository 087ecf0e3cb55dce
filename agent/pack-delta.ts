// The difference between a set that the server has and one that it wants, packed for the way.
import { zstdCompressSync } from 'node:zlib';
import { deltaBetween, encodeDelta } from '@suture/core/packages/package-set-delta.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { keptSets } from './kept-sets.ts';

/** Bytes of the delta before compression; null where either set is not kept, or where the whole is hardly longer. */
export async function packDelta(folder: string, base: Digest, target: Digest): Promise<number | null> {
  const sets = keptSets(folder);
  const [before, text] = [await sets.text(base), await sets.text(target)];
  const delta = before === undefined || text === undefined ? undefined : deltaText(before, text);
  // A delta that is longer than half the set is hardly one, and costs the server more.
  if (delta === undefined || text === undefined || delta.length >= text.length / 2) return null;
  await sets.keepDelta(target, zstdCompressSync(delta));
  return Buffer.byteLength(delta);
}

/** Undefined where the two are not of one kind. */
function deltaText(base: string, target: string): string | undefined {
  const [header = '', ...before] = base.split('\n');
  const [other, ...wanted] = target.split('\n');
  if (other !== header) return undefined;
  return encodeDelta(header, deltaBetween(before.slice(0, -1), wanted.slice(0, -1)));
}
