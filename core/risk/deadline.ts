// What risk says of a finding: when it must be closed, by which rule, and every input that led there.

/** What is known of a vulnerability apart from who has it, each with its source's date. */
export interface Signals {
  readonly exploited:
    | { readonly added: string; readonly due: string | undefined; readonly ransomware: boolean }
    | undefined;
  readonly epss: { readonly score: number; readonly percentile: number } | undefined;
  readonly ssvc:
    | {
        readonly exploitation: string;
        readonly automatable: string;
        readonly technicalImpact: string;
        readonly date: string;
      }
    | undefined;
  /** Every vector a source gives; sources may disagree. */
  readonly cvss: readonly { readonly vector: string; readonly source: string }[];
}

/** A vector with its base score, 0.0 to 10.0; undefined where the text is no CVSS vector. */
export interface RatedVector {
  readonly vector: string;
  readonly source: string;
  readonly score: number | undefined;
}

/**
 * Signals whose vectors carry their scores: what decisions take. Scores are made once, where signals enter
 * (`rateSignals` and `scoreCvss` in cvss.ts, which loads the CVSS library), and only read from there on.
 */
export interface RatedSignals extends Omit<Signals, 'cvss'> {
  readonly cvss: readonly RatedVector[];
}

export type Exposure = 'internet' | 'internal' | 'unknown';

export type PolicyName = 'bod-26-04' | 'cvss' | 'pci-dss-6.3.3';

/** One input of the decision, so that a person can check it. */
export interface Reason {
  readonly factor: 'exploited' | 'exposed' | 'automatable' | 'impact' | 'severity' | 'epss' | 'counted-from' | 'fix';
  readonly value: string;
  /** Who says so: `KEV`, `Vulnrichment`, `CVSS (GHSA)`, `endpoint`, `policy`. */
  readonly source: string;
  /** The date of the source's statement or data, `YYYY-MM-DD`, where known. */
  readonly date: string | undefined;
  /** Present when the input was missing and this value was inferred: from what, how. */
  readonly derived?: string;
}

export interface Deadline {
  /** `YYYY-MM-DD`, or null where nothing is to be installed by a date. */
  readonly due: string | null;
  /** The rule that decided, in words: `BOD 26-04: 3 days + forensics`. */
  readonly rule: string;
  readonly days: number | null;
  readonly forensics: boolean;
  readonly reasons: readonly Reason[];
}
