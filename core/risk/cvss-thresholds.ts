// Plain CVSS thresholds: so many days for each severity, and nothing else counts.
import type { SeverityWord } from '../advisories/severity.ts';
import type { RiskContext } from './context.ts';
import { readSeverity } from './rating.ts';
import type { Ruling } from './ruling.ts';

/** Days from the fix's publication; null: with the next upgrade. An unrated vulnerability counts as high, never as low. */
const daysBySeverity: Readonly<Record<SeverityWord, number | null>> = {
  critical: 15,
  high: 30,
  unknown: 30,
  medium: 90,
  low: null,
};

const bounds: Readonly<Record<SeverityWord, string>> = {
  critical: 'critical (9.0 and above)',
  high: 'high (7.0 to 8.9)',
  unknown: 'no rating, counts as high (7.0 to 8.9)',
  medium: 'medium (4.0 to 6.9)',
  low: 'low (below 4.0)',
};

/** Only the score counts: neither KEV nor exposure makes it shorter. */
export function ruleByCvss(context: RiskContext): Ruling {
  const severity = readSeverity(context);
  return {
    policy: `CVSS: ${bounds[severity.value]}`,
    days: daysBySeverity[severity.value],
    forensics: false,
    reasons: [severity.reason],
  };
}
