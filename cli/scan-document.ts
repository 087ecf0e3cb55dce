// The machine-readable answer of `suture scan`: `suture.scan/1`, documented in docs/reference/scan.md.
import type { Evidence, FindingState } from '@suture/core/matching/finding.ts';
import type { Reason } from '@suture/core/risk/deadline.ts';
import type { HeldBack } from '@suture/adapters/adapter.ts';

export interface ScanDocument {
  readonly schema: 'suture.scan/1';
  readonly tool: { readonly name: 'suture'; readonly version: string };
  /** RFC 3339. */
  readonly scannedAt: string;
  readonly policy: string;
  readonly exposure: 'internet' | 'internal' | 'unknown';
  readonly endpoint: ScannedEndpoint;
  /** How many of its packages some advisory feed covers, in a version that could be read; the rest is unknown, not fine. */
  readonly judged: number;
  readonly feeds: readonly ScannedFeed[];
  readonly findings: readonly ScannedFinding[];
  readonly patches: readonly Patch[];
  readonly updates: readonly ScannedUpdate[];
  readonly lifecycle: readonly LifecycleState[];
  /** What the scan could not know, and what would tell it. */
  readonly incomplete: readonly Incomplete[];
}

export interface ScannedEndpoint {
  readonly name: string;
  /** `this machine`, or the file the inventory was read from. */
  readonly inventory: string;
  readonly os: { readonly id: string; readonly version: string; readonly name: string } | null;
  readonly packages: number;
  readonly kernel?: { readonly running: string; readonly installed: string | null };
  readonly restart?: readonly {
    readonly kind: 'reboot' | 'service' | 'process';
    readonly name: string;
    readonly why: string;
  }[];
}

export interface ScannedFeed {
  readonly name: string;
  readonly records: number;
  readonly upstreamDate: string | null;
  readonly fetchedAt: string;
  readonly ageHours: number;
  readonly stale: boolean;
  readonly error: string | null;
}

export interface ScannedFinding {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly advisories: readonly string[];
  readonly summary: string | null;
  readonly package: {
    readonly purl: string;
    readonly name: string;
    readonly version: string;
    readonly arch: string | null;
  };
  readonly source: { readonly name: string; readonly version: string };
  readonly fixedVersion: string | null;
  readonly state: FindingState;
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'unknown';
  readonly cvss: { readonly score: number; readonly vector: string; readonly source: string } | null;
  readonly epss: { readonly score: number; readonly percentile: number; readonly date: string | null } | null;
  readonly exploited: { readonly added: string; readonly ransomware: boolean } | null;
  readonly deadline: {
    readonly due: string | null;
    readonly rule: string;
    readonly overdueDays: number | null;
    readonly forensics: boolean;
    readonly reasons: readonly Reason[];
  };
  readonly evidence: Evidence;
}

/** The update of one source package to one version, with what it closes: what a person does. */
export interface Patch {
  readonly source: string;
  readonly from: string;
  readonly to: string;
  readonly packages: readonly string[];
  readonly closes: readonly string[];
  readonly due: string | null;
  readonly overdueDays: number | null;
  readonly severity: ScannedFinding['severity'];
  readonly exploited: boolean;
  /** Whether this machine's channels offer `to` now; unknown where they were not asked. */
  readonly offered: 'yes' | 'no' | 'held' | 'unknown';
  /** Why it is held or not offered. */
  readonly why: string | null;
}

export interface ScannedUpdate {
  readonly adapter: string;
  readonly package: string;
  readonly arch: string | null;
  readonly source: { readonly name: string; readonly version: string };
  readonly installed: string;
  readonly candidate: string;
  readonly origin: string;
  readonly security: { readonly is: boolean | 'unknown'; readonly why: string };
  readonly heldBack: HeldBack | null;
  readonly bytes: number | null;
}

export interface LifecycleState {
  readonly product: string;
  readonly release: string;
  readonly label: string;
  readonly state: 'supported' | 'ending' | 'extended' | 'unsupported' | 'unknown';
  readonly endOfLife: string | null;
  readonly extendedUntil: string | null;
  readonly source: string;
  readonly note: string | null;
}

export interface Incomplete {
  readonly what: string;
  readonly why: string;
  readonly remedy: string | null;
}
