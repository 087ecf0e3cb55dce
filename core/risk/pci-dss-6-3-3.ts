// PCI DSS 6.3.3: critical and high within one month of the fix's release, the rest within a time of our choosing.
import type { SeverityWord } from '../advisories/severity.ts';
import type { RiskContext } from './context.ts';
import { readSeverity } from './rating.ts';
import type { Ruling } from './ruling.ts';

const oneMonthDays = 30;
/** The standard leaves the rest to the organisation’s own risk analysis; this is ours. */
const othersDays = 90;

const isUrgent: Readonly<Record<SeverityWord, boolean>> = {
  critical: true,
  high: true,
  // Not rated is not known to be harmless.
  unknown: true,
  medium: false,
  low: false,
};

const words: Readonly<Record<SeverityWord, string>> = {
  critical: 'critical, one month',
  high: 'high, one month',
  unknown: 'no rating, counts as high, one month',
  medium: 'medium, our choice',
  low: 'low, our choice',
};

/** One month is counted as 30 days. Source: PCI DSS v4.0.1, requirement 6.3.3. */
export function ruleByPciDss(context: RiskContext): Ruling {
  const severity = readSeverity(context);
  return {
    policy: `PCI DSS 6.3.3: ${words[severity.value]}`,
    days: isUrgent[severity.value] ? oneMonthDays : othersDays,
    forensics: false,
    reasons: [severity.reason],
  };
}
