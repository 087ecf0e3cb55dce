// The work of `suture audit export`: the record as the server sends it, whole or not at all.
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { inertJson } from '../output/inert-json.ts';
import { printable } from '../output/columns.ts';
import { plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import type { ServerOptions } from './server-options.ts';

export async function auditExport(file: string, options: ServerOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const chunks = await sent(connection);
  if (file === '-') {
    const text = new TextDecoder();
    for await (const chunk of chunks) context.stdout.write(text.decode(chunk, { stream: true }));
    return;
  }
  const { lines, bytes } = await written(file, chunks);
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.audit-export/1', server: connection.origin, file, lines, bytes }));
    return;
  }
  const said = `${plural(lines, 'line', 'lines')}, ${bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`}, in ${file}`;
  context.stdout.write(`${printable(said)}\nNext: suture audit verify\n`);
}

async function sent({ api, ask, fetch }: Connection): Promise<ReadableStream<Uint8Array>> {
  const limits = { mostBytes: Number.POSITIVE_INFINITY, silentMs: 120_000 };
  return ask(api.GET('/api/v1/audit/export', { parseAs: 'stream', fetch: fetch(limits) }));
}

const WHYS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not write there',
  EROFS: 'it cannot be written to',
  ENOSPC: 'there is no room left',
};

/** Every line ends with a line break, so a file that does not was cut. */
async function written(
  file: string,
  chunks: ReadableStream<Uint8Array>,
): Promise<{ readonly lines: number; readonly bytes: number }> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.part`;
  let [lines, bytes, last] = [0, 0, 10];
  try {
    const out = await open(beside, 'wx', 0o600);
    try {
      for await (const chunk of chunks) {
        await out.writeFile(chunk);
        bytes += chunk.length;
        for (const byte of chunk) if (byte === 10) lines += 1;
        last = chunk.at(-1) ?? last;
      }
      if (last !== 10)
        throw new AppError('network', 'the server ended in the middle of a line', 'Nothing was kept; try again.');
      await out.sync();
    } finally {
      await out.close();
    }
    await rename(beside, file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const why =
      WHYS[String(Reflect.get(Object(error), 'code'))] ?? (error instanceof Error ? error.message : String(error));
    throw new AppError('environment', `the record was not written to ${file}: ${why}`, undefined, error);
  } finally {
    await rm(beside, { force: true });
  }
  return { lines, bytes };
}
