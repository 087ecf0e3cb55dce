// What a command may touch of the outside: streams, clock, environment and paths. One object, so that tests can give their own.
import { fstatSync, statSync, writeSync } from 'node:fs';
import { devNull, homedir } from 'node:os';
import path from 'node:path';
import { EXIT } from './exit-codes.ts';

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Context {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

export const processContext = (): Context => ({
  // Each stream takes a millisecond or two to make, and most commands want only one.
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return isDirect() ? direct : guarded('stdout');
  },
  get stderr() {
    return guarded('stderr');
  },
  env: process.env,
  now: () => new Date(),
});

/** Files, pipes and nothing take what is written at once; a terminal needs the stream, which takes 4 ms to load. */
function isDirect(): boolean {
  if (isGuarded.stdout) return false;
  try {
    const output = fstatSync(STDOUT);
    return (
      output.isFile() ||
      output.isFIFO() ||
      output.isSocket() ||
      (output.isCharacterDevice() && output.rdev === statSync(devNull).rdev)
    );
  } catch {
    return false;
  }
}

const STDOUT = 1;

const direct: Stream = {
  write(text) {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) {
      try {
        written += writeSync(STDOUT, bytes, written);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // A pipe that its reader has made non-blocking, and that is full.
        if (code === 'EAGAIN') return guarded('stdout').write(bytes.subarray(written));
        process.exit(code === 'EPIPE' ? EXIT.done : EXIT.error);
      }
    }
    return true;
  },
};

const isGuarded = { stdout: false, stderr: false };

/** Whether all that was written to the process's streams has left it. */
export const isWritten = (): boolean =>
  (['stdout', 'stderr'] as const).every((name) => !isGuarded[name] || process[name].writableLength === 0);

/** The process's stream, which dies quietly when its reader goes away. */
function guarded(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
  const stream = process[name];
  if (!isGuarded[name]) {
    isGuarded[name] = true;
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.error));
  }
  return stream;
}

/** The advisory database: `--db`, else `SUTURE_DB`, else below the XDG data directory. */
export function databasePath(context: Context, option: string | undefined): string {
  return option ?? environmentPath(context) ?? path.join(dataDirectory(context), 'advisories.db');
}

/** `SUTURE_DB`; empty counts as not set. */
export const environmentPath = ({ env }: Context): string | undefined => env['SUTURE_DB'] || undefined;

/** https://specifications.freedesktop.org/basedir-spec/latest/ : a relative path is to be ignored. */
function dataDirectory(context: Context): string {
  return path.join(xdg(context.env['XDG_DATA_HOME'], '.local/share'), 'suture');
}

export function cacheDirectory(context: Context): string {
  return path.join(xdg(context.env['XDG_CACHE_HOME'], '.cache'), 'suture');
}

const xdg = (value: string | undefined, fallback: string): string =>
  value !== undefined && path.isAbsolute(value) ? value : path.join(homedir(), fallback);

/** Colour only where a person looks: https://no-color.org and `--no-color` win over everything. */
export function useColour(context: Context, stream: Stream, flag: boolean | undefined): boolean {
  if (flag === false || (context.env['NO_COLOR'] ?? '') !== '' || context.env['TERM'] === 'dumb') return false;
  return stream.isTTY === true || (context.env['FORCE_COLOR'] ?? '0') !== '0';
}
