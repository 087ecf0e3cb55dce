// Package sets in the state folder, packed: those that the server has acknowledged, and those of the report under way.
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { MAX_SET_BYTES } from '@suture/core/packages/package-set.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { readIfThere, replaceFile } from './state-file.ts';

export interface KeptSets {
  /** The text of a set; undefined where it is not kept or no longer what it was. */
  text(of: Digest): Promise<string | undefined>;
  /** Packed with zstd, as it goes over the wire; not looked into. */
  packed(of: Digest): Promise<Buffer | undefined>;
  packedDelta(to: Digest): Promise<Buffer | undefined>;
  /** Writes it unless it is there and whole. */
  keep(of: Digest, text: string): Promise<void>;
  keepDelta(to: Digest, packed: Uint8Array): Promise<void>;
  forget(of: Digest): Promise<void>;
  /** Removes whatever else there is, so that the folder does not grow. */
  keepOnly(sets: Iterable<Digest>): Promise<void>;
}

export function digestOf(text: string): Digest {
  return `sha256:${createHash('sha256').update(text).digest('hex')}` as Digest;
}

export function keptSets(folder: string): KeptSets {
  const sets = join(folder, 'sets');
  const nameOf = (of: Digest): string => `${of.slice('sha256:'.length)}.zst`;
  const fileOf = (of: Digest): string => join(sets, nameOf(of));
  const deltaOf = (of: Digest): string => `${fileOf(of)}.delta`;
  const text: KeptSets['text'] = async (of) => {
    try {
      const content = await readIfThere(fileOf(of));
      if (content === undefined) return undefined;
      const unpacked = zstdDecompressSync(content, { maxOutputLength: MAX_SET_BYTES }).toString();
      return digestOf(unpacked) === of ? unpacked : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    text,
    packed: (of) => readIfThere(fileOf(of)),
    packedDelta: (to) => readIfThere(deltaOf(to)),
    async keep(of, content) {
      if ((await text(of)) !== content) await replaceFile(fileOf(of), zstdCompressSync(content));
    },
    keepDelta: (to, packed) => replaceFile(deltaOf(to), packed),
    forget: (of) => rm(fileOf(of), { force: true }),
    async keepOnly(wanted) {
      await mkdir(sets, { recursive: true, mode: 0o700 });
      const names = new Set([...wanted].map(nameOf));
      for (const name of await readdir(sets)) if (!names.has(name)) await rm(join(sets, name), { force: true });
    },
  };
}
