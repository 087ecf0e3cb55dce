// The half of the adapter contract that changes a machine: one typed step of a plan, done exactly, and undone.
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Change, ReadOnlyCommand, Simulation } from './adapter.ts';
import type { Host, InstallingHost } from './host.ts';

/** Exactly these packages, exactly these versions, on one endpoint; nothing else may change. */
export interface ExecutionStep {
  readonly changes: readonly VersionChange[];
  /** `none`: a step that would remove anything is refused. `listed`: what has no `to` is removed, and nothing else. */
  readonly removals: 'none' | 'listed';
}

/** It was not done, and nothing on the endpoint was changed by asking. */
export interface Refusal {
  readonly ok: false;
  readonly cause: Cause;
  /** One sentence: what exactly, with names and numbers. */
  readonly why: string;
}

/** What the step would do now, by the package manager's own reckoning. */
export interface StepPreview extends Omit<Simulation, 'changes'> {
  readonly ok: true;
  readonly changes: readonly Change[];
  /** Changes of the step that are there already. */
  readonly already: readonly VersionChange[];
  /** Where this is not what the plan says, a sentence each; empty where it is. */
  readonly differences: readonly string[];
  /** By file system: what is needed in bytes, undefined where no index says, and what is free. */
  readonly space: readonly SpaceNeed[];
  /** Services that run and belong to what changes: their maintainer scripts are likely to restart them. */
  readonly restarts: readonly string[];
}

export interface SpaceNeed {
  readonly path: string;
  readonly needed: number | undefined;
  readonly free: number | undefined;
}

/**
 * R1: previous versions of all that changes lie verified in the staging folder, or, where that cannot be, their source was asked
 * for the very contents, by digest, and has them. R0: neither, and why.
 */
export type RollbackOffer =
  | { readonly class: 'R1'; readonly files: readonly StagedFile[] }
  | { readonly class: 'R0'; readonly why: readonly string[] };

/** A package file, verified when it was put there; `sha256` is looked at again before it is used. */
export interface StagedFile {
  readonly package: string;
  readonly architecture: string | null;
  readonly version: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Staged {
  readonly ok: true;
  readonly files: readonly StagedFile[];
  readonly rollback: RollbackOffer;
}

/** A configuration file of which the administrator's version was kept. */
export interface KeptConfiguration {
  readonly path: string;
  /** Where the package's own new version lies; undefined where it was not left anywhere. */
  readonly offered: string | undefined;
}

export interface Transcript {
  /** What was written, in plain characters, cut in the middle where it is too long. */
  readonly text: string;
  /** The lines that decide, at most 12. */
  readonly decisive: readonly string[];
}

/** How an install ended, by looking at the machine afterwards; what the package manager says of itself is only evidence. */
export type Applied =
  | {
      readonly outcome: 'installed';
      /** What this run changed; empty where all was there already. */
      readonly changed: readonly VersionChange[];
      readonly kept: readonly KeptConfiguration[];
      readonly transcript: Transcript;
      readonly overdue: boolean;
    }
  /** Nothing was begun: the same attempt may try again. */
  | { readonly outcome: 'refused'; readonly cause: Cause; readonly why: string }
  | {
      readonly outcome: 'failed';
      readonly cause: Cause;
      readonly why: string;
      readonly changed: readonly VersionChange[];
      readonly kept: readonly KeptConfiguration[];
      readonly transcript: Transcript;
      readonly overdue: boolean;
    };

export type RolledBack =
  | { readonly outcome: 'rolled-back'; readonly transcript: Transcript }
  | { readonly outcome: 'failed'; readonly cause: Cause; readonly why: string; readonly transcript: Transcript };

/** Whether the package manager's own records are whole. */
export type Audit =
  | { readonly state: 'clean' }
  | {
      readonly state: 'broken';
      /** `finish`: the package manager can bring it to an end by itself. `reinstall`: these need to be installed again. */
      readonly cure: 'finish' | 'reinstall' | 'person';
      readonly problems: readonly string[];
    }
  | { readonly state: 'unknown'; readonly why: string };

/** What is there of a step: for the look after an install, and after a crash. */
export type Standing =
  | { readonly ok: true; readonly present: readonly PackagePresence[]; readonly audit: Audit }
  | { readonly ok: false; readonly why: string };

/** One change of a step as it stands now; `now` is null where the package is not installed. */
export interface PackagePresence {
  readonly change: VersionChange;
  readonly now: string | null;
  /** False where it is unpacked and not configured, or half of it. */
  readonly whole: boolean;
  readonly held: boolean;
}

export type Repaired =
  | { readonly outcome: 'clean' | 'repaired'; readonly transcript: Transcript }
  | { readonly outcome: 'failed'; readonly cause: Cause; readonly why: string; readonly transcript: Transcript };

/** The lock: whose it is where it is held. */
export type Lock =
  | { readonly state: 'free' }
  | { readonly state: 'held'; readonly owner: { readonly pid: number; readonly name: string } | undefined }
  | { readonly state: 'unknown'; readonly why: string };

export interface InstallOptions {
  /** Absolute; root's own, and others may read it; of this attempt alone. */
  readonly staging: string;
  /** Letters, digits and dashes; no other run has it. */
  readonly name: string;
  /** Waits this long for the lock, then refuses and names the owner. */
  readonly lockWaitMs: number;
  /** Told once when it takes longer; nothing is killed. */
  readonly overdueMs: number;
  readonly onOverdue?: () => void;
  /** Awaited directly before anything is changed (the journal's entry); where it throws, nothing is. */
  readonly begin: () => Promise<void>;
}

/**
 * What a package manager can say of an upgrade beside what is looked at on any system: asked in a rehearsal's overlay before
 * and after it, so that only what is new counts.
 */
export interface RehearsalCheck {
  /** As people call it: `rpm --verify`. */
  readonly name: string;
  readonly commands: readonly ReadOnlyCommand[];
  /** What a complaint that is new makes of the rehearsal. */
  readonly verdict: 'warn' | 'fail';
  /** A sentence for each thing that is wrong, of all that is installed or of these packages; undefined where it did not answer. */
  ask(host: Host, packages: readonly string[]): Promise<readonly string[] | undefined>;
}

/** What an adapter that declares `execute` has. Nothing here throws, but what `begin` throws. */
export interface Execution {
  /** Every command of `preview`, `prefetch`, `look` and `lock`. They change nothing but the staging folder. */
  readonly preparingCommands: readonly ReadOnlyCommand[];
  /** Every command that may change what is installed. */
  readonly installingCommands: readonly ReadOnlyCommand[];
  /** Why it must never be rehearsed: what it changes is not below the root that it runs in, or not without a network. */
  readonly neverRehearsed?: string;
  /** Only what has them is rehearsed: all that it changes lies below the root that it runs in. */
  readonly rehearsalChecks?: readonly RehearsalCheck[];
  /** Scripts of its packages fetch what they need as a matter of course: that one fails without a network says nothing. */
  readonly scriptsFetch?: true;
  /** Why this step is not, of what is otherwise; a sentence. Reads only. */
  readonly whyNotRehearsed?: (host: Host, step: ExecutionStep) => Promise<string | undefined>;
  /** Simulates the step with the very arguments of `apply`. */
  preview(host: Host, step: ExecutionStep): Promise<StepPreview | Refusal>;
  /** Downloads what the step installs, and what it replaces, into the staging folder, and verifies both. */
  prefetch(
    host: Host,
    step: ExecutionStep,
    staging: string,
    onProgress?: (bytes: number) => void,
  ): Promise<Staged | Refusal>;
  /** Installs from the staging folder, without a network. At most one install is begun. */
  apply(host: InstallingHost, step: ExecutionStep, staged: Staged, options: InstallOptions): Promise<Applied>;
  /** Takes back exactly these changes, from the files of an R1 offer. */
  rollback?(
    host: InstallingHost,
    changes: readonly VersionChange[],
    files: readonly StagedFile[],
    options: InstallOptions,
  ): Promise<RolledBack>;
  /** Brings an interrupted run to an end, or says what is broken; installs nothing that was not begun. */
  repair?(host: InstallingHost, options: InstallOptions): Promise<Repaired>;
  look(host: Host, step: ExecutionStep): Promise<Standing>;
  lock(host: Host): Promise<Lock>;
}
