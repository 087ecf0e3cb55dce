// The one shape of an advisory: an OSV 1.x record, reduced to the fields Suture decides with.
// Source: https://ossf.github.io/osv-schema/

export interface Advisory {
  /** The record's own id: `GHSA-…`, `DEBIAN-CVE-…`, `ALSA-…`, or a CVE. */
  readonly id: string;
  readonly summary: string;
  /** RFC 3339, or undefined where the source does not say (or says year 1). */
  readonly published: string | undefined;
  readonly modified: string | undefined;
  /** RFC 3339; a withdrawn advisory matches nothing. */
  readonly withdrawn: string | undefined;
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly severity: readonly Severity[];
  readonly affected: readonly Affected[];
  /** Where a person reads it. */
  readonly url: string | undefined;
}

/** `type` is OSV's (`CVSS_V2`, `CVSS_V3`, `CVSS_V4`) or the publisher's own scale (`Ubuntu`, `Debian`, `GHSA`, `RHSA`). */
export interface Severity {
  readonly type: string;
  readonly score: string;
}

export interface Affected {
  /** OSV ecosystem with its release: `Debian:12`, `npm`, `Red Hat:enterprise_linux:9::baseos`, `Windows`. */
  readonly ecosystem: string;
  /** The name the ecosystem tracks: source package on Debian and Ubuntu, origin on Alpine, product id on Windows. */
  readonly name: string;
  readonly ranges: readonly Range[];
  /** Versions enumerated one by one; matched literally, beside the ranges. */
  readonly versions: readonly string[];
  readonly vendor: VendorNotes;
}

export interface Range {
  readonly type: 'SEMVER' | 'ECOSYSTEM' | 'GIT';
  readonly events: readonly RangeEvent[];
}

export type RangeEvent =
  | { readonly introduced: string }
  | { readonly fixed: string }
  | { readonly lastAffected: string }
  | { readonly limit: string };

/** What the vendor says of this package and release beyond the ranges. All optional: most records say nothing. */
export interface VendorNotes {
  /** How the vendor means to treat it. Absent: it is to be fixed. */
  readonly state?: VendorState;
  /** The vendor's words for the state, e.g. a tracker's `nodsa` text. */
  readonly reason?: string;
  /** Ubuntu: `focal`, `esm-apps/focal`, `esm-infra/focal`. */
  readonly pocket?: string;
  /** Rocky: the purl's distro qualifier, e.g. `rocky-linux-8-6-legacy`. */
  readonly stream?: string;
  /** rpm: module stream, `nodejs:18`. */
  readonly module?: string;
  /** Windows: the update that carries the fix, digits only. */
  readonly kb?: string;
  /** RustSec: `unmaintained`, `unsound`, `notice`. */
  readonly informational?: string;
}

export type VendorState =
  | 'no-dsa'
  | 'postponed'
  | 'ignored'
  | 'unimportant'
  | 'end-of-life'
  | 'undetermined'
  | 'deferred'
  | 'needs-triage'
  | 'not-affected';
