// What of a vulnerability decides, without who says so: few enough that thousands of vulnerabilities share some dozens.
import type { SeverityWord, VendorSeverity } from '../advisories/severity.ts';
import type { RatedSignals } from './deadline.ts';
import { readAutomatable, readExploited, readImpact } from './inputs.ts';
import { severityWord, worstCvss } from './rating.ts';

export interface RiskFacts {
  readonly exploited: boolean;
  /** It is in KEV. */
  readonly listed: boolean;
  readonly automatable: boolean;
  /** An attacker gains everything. */
  readonly total: boolean;
  readonly severity: SeverityWord;
}

/** What `signals` and, for want of a vector, the vendor's own word come to. */
export function factsOf(signals: RatedSignals, vendor: VendorSeverity | undefined): RiskFacts {
  return {
    exploited: readExploited(signals).value === 'yes',
    listed: signals.exploited !== undefined,
    automatable: readAutomatable(signals).value === 'yes',
    total: readImpact(signals).value === 'total',
    severity: severityWord(worstCvss(signals.cvss), vendor),
  };
}

/** Signals and a vendor's word that come to these facts, so that decisions on them are the same; not for showing. */
export function standIns({ exploited, listed, automatable, total, severity }: RiskFacts): {
  readonly signals: RatedSignals;
  readonly vendorSeverity: VendorSeverity;
} {
  return {
    signals: {
      exploited: listed ? { added: '', due: undefined, ransomware: false } : undefined,
      epss: undefined,
      ssvc: {
        exploitation: exploited ? 'active' : 'none',
        automatable: automatable ? 'yes' : 'no',
        technicalImpact: total ? 'total' : 'partial',
        date: '',
      },
      cvss: [],
    },
    vendorSeverity: { word: severity, source: '' },
  };
}

const SEVERITIES: readonly SeverityWord[] = ['unknown', 'low', 'medium', 'high', 'critical'];

/** The facts as a number below 128. */
export const packFacts = ({ exploited, listed, automatable, total, severity }: RiskFacts): number =>
  Number(exploited) +
  2 * Number(listed) +
  4 * Number(automatable) +
  8 * Number(total) +
  16 * SEVERITIES.indexOf(severity);

/** Whether packed facts have it in KEV. */
export const isListed = (packed: number): boolean => (packed & 2) !== 0;

export const unpackFacts = (packed: number): RiskFacts => ({
  exploited: (packed & 1) !== 0,
  listed: isListed(packed),
  automatable: (packed & 4) !== 0,
  total: (packed & 8) !== 0,
  severity: SEVERITIES[packed >> 4] ?? 'unknown',
});
