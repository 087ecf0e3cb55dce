// What a package manager has to be able to do so that steps of a plan can be carried out with it; execution-of.ts does the rest.
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Change, ReadOnlyCommand } from './adapter.ts';
import type {
  Audit,
  Execution,
  KeptConfiguration,
  Lock,
  Refusal,
  RehearsalCheck,
  RollbackOffer,
  SpaceNeed,
  Staged,
  StagedFile,
  Transcript,
} from './execution.ts';
import type { Host } from './host.ts';
import type { Packages } from './presence.ts';

export type Argv = readonly [string, ...string[]];

/** What is installed, and whether the records of it are whole. */
export type Looked =
  | { readonly ok: true; readonly packages: Packages; readonly audit: Audit }
  | { readonly ok: false; readonly why: string };

/** What of a step is still to be done on this machine. */
export interface Pending {
  readonly changes: readonly VersionChange[];
  readonly already: readonly VersionChange[];
  readonly removals: boolean;
  readonly packages: Packages;
}

export interface Simulated {
  readonly ok: true;
  readonly changes: readonly Change[];
  readonly bytesToDownload: number | undefined;
  readonly bytesOnDisk: number | undefined;
  readonly reboot: boolean | 'unknown';
  readonly space: readonly SpaceNeed[];
}

/** `then`: run right after it. `says`: goes into the transcript. */
export type RunEnd =
  | { readonly is: 'done'; readonly then?: Argv }
  | { readonly is: 'try-again' | 'failed'; readonly says: string };

/** Why something failed, in one sentence with names. */
export interface Fault {
  readonly cause: Cause;
  readonly why: string;
}

/** What is to be taken back: what returns with its file, and what was new. */
export interface GoingBack {
  readonly returning: readonly { readonly change: VersionChange; readonly file: StagedFile }[];
  readonly leaving: readonly VersionChange[];
  /** All files of what returns, where something has several. */
  readonly files: readonly StagedFile[];
  readonly staging: string;
}

export interface Manager {
  /** As people call it. */
  readonly tool: string;
  /** Every command but those that install. */
  readonly preparingCommands: readonly ReadOnlyCommand[];
  readonly installingCommands: readonly ReadOnlyCommand[];
  readonly neverRehearsed?: string;
  readonly rehearsalChecks?: readonly RehearsalCheck[];
  readonly scriptsFetch?: true;
  readonly whyNotRehearsed?: NonNullable<Execution['whyNotRehearsed']>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether names and versions of this change may be passed on. */
  allows(change: VersionChange): boolean;
  /** How a person lets go of what is held. */
  unhold(name: string): string;
  look(host: Host): Promise<Looked>;
  lock(host: Host): Promise<Lock>;
  /** What it would do, with the very arguments of `install`. `staging`: where all of it was staged; then no network is needed. */
  simulate(host: Host, pending: Pending, staging?: string): Promise<Simulated | Refusal>;
  /** Downloads and verifies what arrives. The folders are there. */
  fetch(
    host: Host,
    pending: Pending,
    staging: string,
    onProgress: (bytes: number) => void,
  ): Promise<Pick<Staged, 'ok' | 'files'> | Refusal>;
  /** Finds and verifies what is needed to take it back. */
  previous(host: Host, pending: Pending, staging: string): Promise<RollbackOffer>;
  /** False where the manager keeps and verifies what arrives by its SHA-256, and a staged file's path is only where it is kept. */
  readonly stagesFiles: boolean;
  install(pending: Pending, staged: Staged, staging: string, host: Host): readonly Argv[] | Promise<readonly Argv[]>;
  /** Versions alone do not show that all is back: every command of `back` is run. */
  readonly goesAllTheWayBack?: true;
  /** Each is run only where the ones before it did not bring all back. */
  back?(work: GoingBack, host: Host): readonly Argv[] | Promise<readonly Argv[]>;
  /** What brings broken records to an end; undefined where a person has to. */
  repair?(host: Host): Promise<readonly Argv[] | undefined>;
  /** Asked after each command of `install` but the last: why none after it is run; undefined where they are. */
  notYet?(host: Host, staged: Staged, argv: Argv): Promise<string | undefined>;
  /** What a command of `install` or `back` means by its code; without it 0 is done, and all else has failed. */
  endOf?(argv: Argv, code: number): RunEnd | undefined;
  readTranscript(output: string): Transcript;
  /** What the words of a run that failed say. */
  faultIn(output: string): Fault | undefined;
  /** A failure that counts although all versions are as planned. */
  noticedIn?(output: string): Fault | undefined;
  keptIn?(output: string): readonly KeptConfiguration[];
}

/** Worked out once for each time that a step is looked at: what is pending is another object then. */
export function oncePer<T>(work: (host: Host, pending: Pending) => Promise<T>): typeof work {
  const known = new WeakMap<Pending, Promise<T>>();
  return (host, pending) => {
    const found = known.get(pending) ?? work(host, pending);
    known.set(pending, found);
    return found;
  };
}
