// A Host that replays a recording of a real machine, and one that makes such recordings; for tests only.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BytesRead, Command, CommandResult, FileRead, Host } from './host.ts';

/** Text kept in the recording itself, or in a file beside it. */
type Text = string | { readonly file: string };

type RecordedResult =
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: Text;
      readonly stderr?: Text;
      readonly truncated?: boolean;
    }
  | Exclude<CommandResult, { readonly kind: 'exited' }>;

/** `recording.json`; how it was made stands in the folder's README.md. */
export interface Recording {
  /** Which tool of which machine answered, and when; written by `npm run record`. */
  readonly about?: { readonly adapter: string; readonly tool: string; readonly system: string; readonly date: string };
  readonly commands: readonly { readonly argv: readonly string[]; readonly result: RecordedResult }[];
  /** Text by path; null where reading was denied. Paths not named here are missing. */
  readonly files: Readonly<Record<string, Text | null>>;
  /** What was read of files as bytes: from where, and base64. */
  readonly bytes?: Readonly<Record<string, readonly { readonly from: number; readonly base64: string }[]>>;
  readonly links?: Readonly<Record<string, string>>;
  /** Listings of directories beyond those that `files` and `links` imply. */
  readonly directories?: Readonly<Record<string, readonly string[]>>;
}

/** Reads the recording in a directory: `recording.json` and the text files it names. */
export function readRecording(directory: string): Host {
  const recording = JSON.parse(readFileSync(join(directory, 'recording.json'), 'utf8')) as Recording;
  return recordedHost(recording, (file) => readFileSync(join(directory, file), 'utf8'));
}

/**
 * Replays a recording. A command that was not recorded throws, so that a test cannot pass on an answer nobody gave;
 * a file that was not recorded is missing.
 */
export function recordedHost(recording: Recording, load: (file: string) => string = refuseToLoad): Host {
  const text = (value: Text): string => (typeof value === 'string' ? value : load(value.file));
  const listings = listingsOf(recording);
  const results = new Map(recording.commands.map(({ argv, result }) => [argv.join('\0'), result]));
  return {
    async run(command: Command): Promise<CommandResult> {
      const result = results.get(command.argv.join('\0'));
      if (result === undefined) throw new Error(`not in the recording: ${command.argv.join(' ')}`);
      if (result.kind !== 'exited') return result;
      const { code, stdout, stderr = '', truncated = false } = result;
      return { kind: 'exited', code, stdout: text(stdout), stderr: text(stderr), truncated };
    },
    async readFile(path: string, maxBytes: number): Promise<FileRead> {
      const value = Object.hasOwn(recording.files, path) ? recording.files[path] : undefined;
      if (value === undefined) return { kind: 'missing' };
      if (value === null) return { kind: 'denied' };
      const bytes = Buffer.from(text(value), 'utf8');
      const truncated = bytes.length > maxBytes;
      return { kind: 'text', text: bytes.subarray(0, maxBytes).toString('utf8'), truncated };
    },
    async readBytes(path: string, from: number, length: number): Promise<BytesRead> {
      const parts = recording.bytes?.[path];
      if (parts === undefined) return { kind: 'missing' };
      for (const part of parts) {
        const bytes = Buffer.from(part.base64, 'base64');
        const at = from - part.from;
        if (at >= 0 && at <= bytes.length) return { kind: 'bytes', bytes: bytes.subarray(at, at + length) };
      }
      return { kind: 'bytes', bytes: new Uint8Array() };
    },
    listDirectory: async (path) => {
      const names = listings.get(path);
      return names && [...names].sort();
    },
    readLink: async (path) => recording.links?.[path],
    exists: async (path) =>
      Object.hasOwn(recording.files, path) ||
      listings.has(path) ||
      listings.get(dirname(path))?.has(path.slice(path.lastIndexOf('/') + 1)) === true ||
      recording.links?.[path] !== undefined,
  };
}

function refuseToLoad(file: string): never {
  throw new Error(`this recording has no files beside it, so not ${file} either`);
}

function listingsOf(recording: Recording): Map<string, Set<string>> {
  const listings = new Map<string, Set<string>>();
  const add = (path: string): void => {
    const parent = dirname(path);
    if (parent === path) return;
    const names = listings.get(parent) ?? new Set();
    names.add(path.slice(parent === '/' ? 1 : parent.length + 1));
    listings.set(parent, names);
    add(parent);
  };
  for (const path of [
    ...Object.keys(recording.files),
    ...Object.keys(recording.bytes ?? {}),
    ...Object.keys(recording.links ?? {}),
  ])
    add(path);
  for (const [path, names] of Object.entries(recording.directories ?? {})) {
    add(path);
    listings.set(path, new Set([...(listings.get(path) ?? []), ...names]));
  }
  return listings;
}

/**
 * Wraps a real host and remembers what it was asked and answered; `recording()` gives that as a Recording.
 * @public Used by hand, as the README of each `recordings/` says.
 */
export function recordingHost(host: Host): { readonly host: Host; recording(): Recording } {
  const commands: { argv: readonly string[]; result: RecordedResult }[] = [];
  const files: Record<string, Text | null> = {};
  const links: Record<string, string> = {};
  const directories: Record<string, readonly string[]> = {};
  const bytes: Record<string, { from: number; base64: string }[]> = {};
  return {
    host: {
      async run(command) {
        const result = await host.run(command);
        commands.push({ argv: command.argv, result });
        return result;
      },
      async readFile(path, maxBytes) {
        const read = await host.readFile(path, maxBytes);
        if (read.kind === 'text') files[path] = read.text;
        if (read.kind === 'denied') files[path] = null;
        return read;
      },
      async readBytes(path, from, length) {
        const read: BytesRead = (await host.readBytes?.(path, from, length)) ?? { kind: 'failed', reason: 'no bytes' };
        if (read.kind !== 'bytes') return read;
        const parts = (bytes[path] ??= []);
        const base64 = Buffer.from(read.bytes).toString('base64');
        if (!parts.some((part) => part.from === from && part.base64 === base64)) parts.push({ from, base64 });
        return read;
      },
      async listDirectory(path) {
        const names = await host.listDirectory(path);
        if (names !== undefined) directories[path] = names;
        return names;
      },
      async readLink(path) {
        const target = await host.readLink(path);
        if (target !== undefined) links[path] = target;
        return target;
      },
      async exists(path) {
        const there = await host.exists(path);
        if (there && !Object.hasOwn(files, path)) {
          const name = path.slice(path.lastIndexOf('/') + 1);
          const known = directories[dirname(path)] ?? [];
          if (!known.includes(name)) directories[dirname(path)] = [...known, name];
        }
        return there;
      },
    },
    recording: () => ({ commands, files, links, directories, ...(Object.keys(bytes).length > 0 ? { bytes } : {}) }),
  };
}
