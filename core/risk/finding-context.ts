// From a finding to what its deadline is decided from: the signals, the fix's date, and who rates it how.
import { isBulletin } from '../advisories/identity.ts';
import type { Severity } from '../advisories/advisory.ts';
import { type VendorSeverity, vendorSeverity } from '../advisories/severity.ts';
import type { Evidence, Finding } from '../matching/finding.ts';
import type { RiskContext, RiskData } from './context.ts';
import type { Exposure, RatedSignals, RatedVector } from './deadline.ts';

/** When a fix was published, `YYYY-MM-DD` or RFC 3339, and who says so. */
export interface FixDate {
  readonly date: string;
  readonly from: string;
}

/** What is said of a vulnerability beside its signals: ratings of the advisories themselves. */
export interface OwnRatings {
  /** Vectors, for where no other source gives one. */
  readonly cvss: readonly RatedVector[];
  readonly vendor: VendorSeverity | undefined;
}

/** `base`: the score of a CVSS vector. */
export type RatedSeverity = Severity & { readonly base?: number };

/** Of one finding; `severitiesOf` gives what an advisory says of its own severity. */
export function ownRatings(
  { id, advisories }: Pick<Finding, 'id' | 'advisories'>,
  severitiesOf: (advisory: string) => readonly RatedSeverity[],
): OwnRatings {
  const severities = advisories.flatMap(severitiesOf);
  const [first = id] = advisories;
  return {
    // A bulletin rates the whole update, not this vulnerability.
    cvss: isBulletin(first)
      ? []
      : severities.flatMap(({ type, score, base }) =>
          type.startsWith('CVSS') ? [{ vector: score, source: first, score: base }] : [],
        ),
    vendor: vendorSeverity(severities),
  };
}

export const NO_SIGNALS: RatedSignals = { exploited: undefined, epss: undefined, ssvc: undefined, cvss: [] };

/** The context a finding is decided in; explanations take the same one. */
export function riskContextOf(
  { state, fixedVersion }: Pick<Finding, 'state' | 'fixedVersion'>,
  fix: FixDate | undefined,
  signals: RatedSignals,
  own: OwnRatings,
  data: RiskData,
  exposure: Exposure,
): RiskContext {
  return {
    signals: signals.cvss.length > 0 ? signals : { ...signals, cvss: own.cvss },
    exposure,
    state,
    fixedVersion,
    fixPublished: fix?.date,
    fixPublishedFrom: fix?.from,
    vendorSeverity: own.vendor,
    data,
  };
}

/**
 * When the fix was published: a bulletin announces the update itself; any other record is at the latest as old as the
 * vulnerability, so counting from it may start too early and never too late. `released`: the system's release, `YYYY-MM-DD`.
 */
export function fixDateOf({ matches }: Pick<Evidence, 'matches'>, released: string | undefined): FixDate | undefined {
  let first: (FixDate & { readonly announced: boolean }) | undefined;
  for (const { advisory, feed, fixedVersion, published } of matches) {
    if (fixedVersion === null || published === undefined) continue;
    const announced = isBulletin(advisory) || feed === 'changelog';
    const sooner = first === undefined || (announced === first.announced ? published < first.date : announced);
    if (sooner) first = { date: published, from: advisory, announced };
  }
  // No fix for a release is older than the release.
  if (first?.announced === false && released !== undefined && released > first.date) {
    return { date: released, from: `the release's own date, as ${first.from} is older` };
  }
  return first === undefined ? undefined : { date: first.date, from: first.from };
}
