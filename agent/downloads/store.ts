// The package files that a downloads cache keeps: each whole or not at all, those unused longest going first.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { alone } from '../instance-lock.ts';
import { replaceFile } from '../state-file.ts';

const about = z.object({
  url: z.string(),
  bytes: z.int().min(0),
  /** ISO 8601. */
  fetchedAt: z.string(),
  /** As the mirror said them. */
  headers: z.record(z.string(), z.string()),
});
/** What is known of one file. */
export type About = z.infer<typeof about>;

export interface Store {
  readonly mostBytes: number;
  /** Another process may have the folder then. */
  close(): void;
  /** Undefined where it is not kept. */
  find(url: string): Promise<{ readonly path: string; readonly about: About } | undefined>;
  /** Where a file can be written before it is kept. */
  newPath(): string;
  /** Takes the finished file over, and makes room for it. */
  keep(path: string, about: About): Promise<void>;
}

const nameOf = (url: string): string => createHash('sha256').update(url).digest('hex');
const beginning = '.begun';

/** Throws where the folder cannot be made, read or written. */
export async function openStore(at: string, mostBytes: number): Promise<Store> {
  // One level: Node's recursive mkdir never returns for some paths (below /proc).
  if (!existsSync(at)) await mkdir(at, { mode: 0o700 });
  const lock = await alone(at);
  if (!lock.ok) throw new AppError('environment', lock.why);
  const folder = join(at, 'files');
  if (!existsSync(folder)) await mkdir(folder, { mode: 0o700 });
  /** The one unused longest first. */
  const kept = new Map<string, number>();
  const names = new Set(await readdir(folder));
  const found: { readonly name: string; readonly bytes: number; readonly used: number }[] = [];
  for (const name of names) {
    const isWhole = /^[0-9a-f]{64}$/.test(name) && names.has(`${name}.json`);
    if (isWhole) {
      const { size, mtimeMs } = await stat(join(folder, name));
      found.push({ name, bytes: size, used: mtimeMs });
    } else if (!(name.endsWith('.json') && names.has(name.slice(0, -5)))) {
      await rm(join(folder, name), { force: true, recursive: true });
    }
  }
  for (const { name, bytes } of found.toSorted((a, b) => a.used - b.used)) kept.set(name, bytes);
  let begun = 0;
  const remove = async (name: string): Promise<void> => {
    kept.delete(name);
    await rm(join(folder, `${name}.json`), { force: true });
    await rm(join(folder, name), { force: true });
  };
  const makeRoom = async (): Promise<void> => {
    let bytes = [...kept.values()].reduce((sum, each) => sum + each, 0);
    for (const [name, size] of kept) {
      if (bytes <= mostBytes) return;
      bytes -= size;
      await remove(name);
    }
  };
  await makeRoom();
  return {
    mostBytes,
    close: () => lock.release(),
    async find(url) {
      const name = nameOf(url);
      const bytes = kept.get(name);
      if (bytes === undefined) return undefined;
      const path = join(folder, name);
      const read = about.safeParse(await readJson(`${path}.json`));
      if (!read.success || read.data.url !== url || read.data.bytes !== bytes) {
        await remove(name);
        return undefined;
      }
      kept.delete(name);
      kept.set(name, bytes);
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return { path, about: read.data };
    },
    newPath() {
      begun += 1;
      return join(folder, `${process.pid}-${begun}${beginning}`);
    },
    async keep(path, known) {
      const name = nameOf(known.url);
      await remove(name);
      await rename(path, join(folder, name));
      await replaceFile(join(folder, `${name}.json`), JSON.stringify(known));
      kept.set(name, known.bytes);
      await makeRoom();
    },
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
