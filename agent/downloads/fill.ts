// One file on its way from a mirror into the store, which everybody who asked for it reads as it grows.
import { createHash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Rate } from './rate.ts';
import type { Store } from './store.ts';

export interface Fill {
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
  /** From there to the end. Rejects where the mirror broke off. */
  read(from: number): AsyncGenerator<Buffer>;
  /** Resolves when it is kept, or never will be. */
  readonly ended: Promise<void>;
}

/** What a client has to know of a file. */
const carried = ['content-type', 'last-modified', 'etag'] as const;
const chunkBytes = 64 * 1024;

/** Throws where nothing can be written. `response`: of 200, with its length. */
export async function startFill(
  url: string,
  response: IncomingMessage,
  { store, rate, now }: { readonly store: Store; readonly rate: Rate; readonly now: () => Date },
): Promise<Fill> {
  const bytes = Number(response.headers['content-length']);
  const headers = Object.fromEntries(
    carried.flatMap((name) => {
      const value = response.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  const path = store.newPath();
  const file = await open(path, 'wx', 0o600);
  let written = 0;
  let state: 'growing' | 'whole' | 'broken' = 'growing';
  let change = Promise.withResolvers<void>();
  const changed = (): void => {
    change.resolve();
    change = Promise.withResolvers<void>();
  };
  const grow = async (): Promise<void> => {
    const hash = createHash('sha256');
    for await (const chunk of response as AsyncIterable<Buffer>) {
      await rate.take(chunk.length);
      await file.write(chunk, 0, chunk.length, written);
      hash.update(chunk);
      written += chunk.length;
      changed();
    }
    if (written !== bytes) throw new Error(`${written} of ${bytes} bytes came`);
    const named = /\/by-hash\/SHA256\/([0-9a-f]{64})$/.exec(url)?.[1];
    if (named !== undefined && named !== hash.digest('hex')) throw new Error('it is not what its name says');
    await file.datasync();
    await store.keep(path, { url, bytes, fetchedAt: now().toISOString(), headers });
    state = 'whole';
  };
  const end = async (): Promise<void> => {
    try {
      await grow();
    } catch {
      state = 'broken';
      response.destroy();
      await rm(path, { force: true });
    }
    changed();
    await file.close();
  };
  const ended = end();
  /** Kept meanwhile, it has another name. */
  const reader = async (): Promise<FileHandle> => {
    try {
      return await open(path, 'r');
    } catch (error) {
      // It is being taken over.
      await ended;
      const kept = await store.find(url);
      if (kept === undefined) throw error;
      return open(kept.path, 'r');
    }
  };
  return {
    bytes,
    headers,
    ended,
    async *read(from) {
      const growing = await reader();
      try {
        const buffer = Buffer.alloc(chunkBytes);
        for (let at = from; at < bytes;) {
          // Before looking, so that nothing can change in between.
          const { promise } = change;
          const there = Math.min(written - at, chunkBytes);
          // The last bytes are held back until all of them proved right.
          if (there > 0 && (state === 'whole' || at + there < bytes)) {
            const { bytesRead } = await growing.read(buffer, 0, there, at);
            if (bytesRead === 0) throw new Error('the file is shorter than it was');
            at += bytesRead;
            yield Buffer.from(buffer.subarray(0, bytesRead));
          } else if (state === 'broken') throw new Error('the mirror broke off');
          else await promise;
        }
      } finally {
        await growing.close();
      }
    },
  };
}
