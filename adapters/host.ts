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

export type BytesRead =
  /** Fewer than asked for where the file ends. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Host {
  run(command: Command): Promise<CommandResult>;
  /** Reads at most `maxBytes`; symbolic links are followed. */
  readFile(path: string, maxBytes: number): Promise<FileRead>;
  /** `length` bytes at most, from an offset; for programs and archives, of which little is needed. Not every host has it. */
  readBytes?(path: string, from: number, length: number): Promise<BytesRead>;
  /** Entry names, sorted; undefined when the directory is missing or may not be read. */
  listDirectory(path: string): Promise<readonly string[] | undefined>;
  /** The target of a symbolic link; undefined when it is none or may not be read. */
  readLink(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
}

/** A command that changes the machine. There is no timeout: what has begun is never killed. */
export interface InstallCommand {
  readonly argv: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Letters, digits and dashes; no two that run at once have the same. */
  readonly name: string;
  /** Absolute; what it writes is kept here, also when who started it is gone. */
  readonly transcript: string;
  /** `onOverdue` is called once when it takes longer than this. */
  readonly overdueMs: number;
  readonly onOverdue?: () => void;
}

export type InstallEnded =
  | {
      readonly kind: 'ended';
      /** Null where a signal ended it. */
      readonly code: number | null;
      /** Beginning and end, with a line that says so where the middle is missing. */
      readonly output: string;
      readonly overdue: boolean;
    }
  /** It was never started. */
  | { readonly kind: 'not-begun'; readonly reason: string }
  /** It was started, and how it ended (or whether it did) is not known. */
  | { readonly kind: 'out-of-sight'; readonly reason: string; readonly output: string };

/** The door for what may change the machine; only the part that runs as root has it. */
export interface InstallingHost extends Host {
  install(command: InstallCommand): Promise<InstallEnded>;
}
