// The contract of an adapter: code that reads (and later changes) one package manager or update channel.
import type { ChangelogFix } from '@suture/core/packages/package-set-available.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { Execution } from './execution.ts';
import type { Host } from './host.ts';

/** `execute`: steps of a plan, exactly; `rollback`, `repair` and `rehearse` (on an overlay of the root, without a network) with it. */
export type Capability =
  | 'inventory'
  | 'available'
  | 'simulate'
  | 'needs-restart'
  | 'changelogs'
  | 'refresh'
  | 'execute'
  | 'rollback'
  | 'repair'
  | 'rehearse';

export type Detection =
  | { readonly present: true; readonly version: string }
  | { readonly present: false; readonly reason: string };

/** What one adapter reports of one kind: whole, partly known with the reasons, or unknown with the reasons. */
export type Section<T> =
  | { readonly status: 'complete'; readonly items: readonly T[]; readonly problems: readonly [] }
  | { readonly status: 'partial'; readonly items: readonly T[]; readonly problems: readonly string[] }
  | { readonly status: 'failed'; readonly items: readonly []; readonly problems: readonly string[] };

/** A newer version that a channel offers this endpoint. */
export interface Update {
  readonly adapter: string;
  readonly package: string;
  readonly arch: string | undefined;
  readonly source: { readonly name: string; readonly version: string };
  readonly installed: string;
  readonly candidate: string;
  /** Where it comes from, e.g. `Debian-Security:12/oldstable-security`. */
  readonly origin: string;
  /** Whether it is a security update, and why we believe so. */
  readonly security: { readonly is: boolean | 'unknown'; readonly why: string };
  /** Why the channel would not install it now; undefined when it would. */
  readonly heldBack: HeldBack | undefined;
  /** Bytes to download, where the index says. */
  readonly bytes: number | undefined;
}

export interface HeldBack {
  readonly cause: 'hold' | 'pin' | 'phasing' | 'new-packages' | 'dependencies' | 'unknown';
  readonly why: string;
}

export interface Simulation {
  readonly changes: readonly Change[];
  readonly heldBack: readonly { readonly package: string; readonly cause: HeldBack['cause']; readonly why: string }[];
  readonly bytesToDownload: number | undefined;
  readonly bytesOnDisk: number | undefined;
  readonly reboot: boolean | 'unknown';
}

export type Change =
  | { readonly kind: 'install'; readonly package: string; readonly arch: string | undefined; readonly to: string }
  | {
      readonly kind: 'upgrade' | 'downgrade';
      readonly package: string;
      readonly arch: string | undefined;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'remove'; readonly package: string; readonly arch: string | undefined; readonly from: string };

/** What to simulate: these packages (at these versions, where given), or everything pending. */
export type SimulationRequest =
  | { readonly scope: 'all' }
  | { readonly scope: 'packages'; readonly packages: readonly { readonly name: string; readonly version?: string }[] };

/** Whether what runs is what is installed. */
export type RestartNeed =
  | { readonly kind: 'reboot'; readonly why: string }
  | {
      readonly kind: 'service' | 'process';
      readonly name: string;
      readonly pid: number | undefined;
      readonly why: string;
    };

/** Remembers changelogs by source package and version: they never change. */
export interface ChangelogCache {
  get(key: string): string | undefined | Promise<string | undefined>;
  set(key: string, value: string): void | Promise<void>;
}

/** Which changelogs to read, and how much it may cost. */
export interface ChangelogRequest {
  readonly updates: readonly Update[];
  /** The installed packages, for the source version of each. */
  readonly packages: readonly Package[];
  /** A private, empty directory to download into; the caller makes and removes it. */
  readonly directory: string;
  readonly cache?: ChangelogCache;
  /** Most source packages to read; the others are named in a problem. Default 100. */
  readonly limit?: number;
  /** Most bytes of packages to download. Default 128 MiB. */
  readonly maxDownloadBytes?: number;
  /** Downloads under way at once. Default 3. */
  readonly concurrency?: number;
  /** For each command. Default 30 s. */
  readonly timeoutMs?: number;
  /** No new download starts once it is aborted. */
  readonly signal?: AbortSignal;
  /** Source packages finished, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What the changelogs of updates on offer say they close, and what could not be learnt. */
export interface ChangelogsRead {
  readonly fixes: readonly ChangelogFix[];
  readonly problems: readonly string[];
}

/**
 * A command the reading functions may run: argv starts with `begins`; after that an element may start with a dash only
 * when it is one of `options` (an option ending in `=` allows any value), or comes after a `--`.
 */
export interface ReadOnlyCommand {
  readonly begins: readonly [string, ...string[]];
  readonly options: readonly string[];
}

/**
 * A path whose state tells that what the adapter reports may have changed: whether it is there, its inode, size and times.
 * `entries`: of a directory, the same of each entry too, for files changed in place and folders one level down.
 */
export interface Watch {
  readonly path: string;
  readonly with: 'itself' | 'entries';
}

/** Whether every source was asked and gave its index; where not, what is known of updates stays as old as it was. */
export type Refreshed = { readonly ok: true } | { readonly ok: false; readonly why: string };

export interface Adapter {
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /**
   * Where to look whether anything changed since the last report, so that looking costs no command: absolute and constant.
   * All that inventory and available read must be below one of these (conformance.ts checks it), except /proc and /root itself. What no
   * path shows (a registry's answer, the age of an index) is seen by the full report, which is made once a day anyway.
   */
  readonly watches: readonly Watch[];
  /** Every command that detect, inventory, available, simulate and needsRestart run; conformance.ts holds them to it. */
  readonly readOnlyCommands: readonly ReadOnlyCommand[];
  detect(host: Host): Promise<Detection>;
  inventory?(host: Host, system: OperatingSystem): Promise<Section<Package>>;
  available?(host: Host, system: OperatingSystem): Promise<Section<Update>>;
  simulate?(
    host: Host,
    request: SimulationRequest,
  ): Promise<{ readonly ok: true; readonly simulation: Simulation } | { readonly ok: false; readonly reason: string }>;
  needsRestart?(host: Host): Promise<Section<RestartNeed>>;
  /** What changelogs runs, as `readOnlyCommands` writes it; it fetches into the directory given and changes nothing else. */
  readonly changelogCommands?: readonly ReadOnlyCommand[];
  /** Reads the changelogs of security updates through the package manager itself, unprivileged. Never throws. */
  changelogs?(host: Host, request: ChangelogRequest): Promise<ChangelogsRead>;
  /** What refresh runs, as `readOnlyCommands` writes it; it changes indexes and nothing that is installed. */
  readonly refreshCommands?: readonly ReadOnlyCommand[];
  /** Fetches the package indexes anew. Needs root. */
  refresh?(host: Host): Promise<Refreshed>;
  /** Changes what is installed. Needs root; loaded only where a plan is carried out. */
  execution?(): Promise<Execution>;
}
