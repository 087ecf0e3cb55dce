// What a deadline is decided from: the vulnerability's signals, the endpoint's exposure, and the fix.
import type { VendorSeverity } from '../advisories/severity.ts';
import type { FindingState } from '../matching/finding.ts';
import type { Exposure, RatedSignals } from './deadline.ts';

export interface RiskContext {
  readonly signals: RatedSignals;
  /** `unknown` counts as `internet`, and the reasons say so. */
  readonly exposure: Exposure;
  readonly state: FindingState;
  readonly fixedVersion: string | null;
  /** When the fix was published, `YYYY-MM-DD` or RFC 3339; undefined: the count begins today. */
  readonly fixPublished?: string | undefined;
  /** Who says so: `DSA-5800-1`, `advisory GHSA-…`. */
  readonly fixPublishedFrom?: string | undefined;
  /** The vendor's own rating, used where no CVSS vector is known. */
  readonly vendorSeverity?: VendorSeverity | undefined;
  readonly data?: RiskData | undefined;
}

/**
 * The upstream date (`YYYY-MM-DD`) of the data the signals come from. `null`: we have no such data, so its silence
 * means nothing; undefined: the caller does not say.
 */
export interface RiskData {
  readonly kev?: string | null | undefined;
  readonly epss?: string | null | undefined;
  readonly ssvc?: string | null | undefined;
}
