// The only door from an adapter to the machine. The real one is local-host.ts; tests give a recorded one.

export interface Command {
  /** Program and arguments; never a shell line. */
  readonly argv: readonly [string, ...string[]];
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  /** Added to a fixed environment (`LC_ALL=C.UTF-8`, a plain PATH, no pager). */
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory; defaults to `/`. */
  readonly directory?: string;
}

export type CommandResult =
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      readonly truncated: boolean;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'timeout'; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'failed'; readonly reason: string };

export type FileRead =
  | { readonly kind: 'text'; readonly text: string; readonly truncated: boolean }
  | { readonly kind: 'missing' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Host {
  run(command: Command): Promise<CommandResult>;
  /** Reads at most `maxBytes`; symbolic links are followed. */
  readFile(path: string, maxBytes: number): Promise<FileRead>;
  /** Entry names, sorted; undefined when the directory is missing or may not be read. */
  listDirectory(path: string): Promise<readonly string[] | undefined>;
  /** The target of a symbolic link; undefined when it is none or may not be read. */
  readLink(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
}
