// Runs one command line in this process and keeps what it wrote, for tests.
import { Readable } from 'node:stream';
import type { Context, Stream } from './context.ts';
import { run } from './program.ts';

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Columns of a terminal; without them the streams are none. */
  readonly terminal?: number;
  readonly now?: Date;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const context: Context = {
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    stdout: stream(out, options.terminal),
    stderr: stream(err, options.terminal),
    env: options.env ?? {},
    now: () => options.now ?? new Date('2025-07-01T12:00:00Z'),
  };
  const code = await run(args, context);
  return { code, out: out.join(''), err: err.join('') };
}

const stream = (kept: string[], columns: number | undefined): Stream => ({
  write: (text: string) => kept.push(text),
  ...(columns !== undefined && { isTTY: true, columns }),
});
