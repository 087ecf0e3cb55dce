// A finding: a package version affected by a vulnerability, with the evidence for it.
import type { Package } from '../packages/package.ts';

export type FindingState =
  | 'affected'
  | 'no-fix'
  | 'will-not-fix'
  | 'postponed'
  | 'end-of-life'
  | 'unimportant'
  | 'undetermined'
  | 'unknown';

export interface Finding {
  /** The CVE where there is one, else the advisory's id. */
  readonly id: string;
  /** Every other name of the vulnerability, sorted. */
  readonly aliases: readonly string[];
  /** The ids of exactly the records that matched, sorted. */
  readonly advisories: readonly string[];
  readonly package: Package;
  /** The lowest version that closes it everywhere it matched; null when no fix is published. */
  readonly fixedVersion: string | null;
  readonly state: FindingState;
  readonly evidence: Evidence;
}

export interface Evidence {
  /** One for each record that matched. */
  readonly matches: readonly Match[];
  /** Why the state is not simply `affected`, in the vendor's or our words. */
  readonly notes: readonly string[];
}

export interface Match {
  readonly advisory: string;
  readonly feed: string;
  /** The range as text, `>= 0, < 3.0.13-3`; `= 1.2` for an enumerated version. */
  readonly range: string;
  readonly fixedVersion: string | null;
  /** RFC 3339, when the record (so, at the latest, its fix) was published. */
  readonly published?: string;
  readonly kb?: string;
  readonly module?: string;
}
