// CISA BOD 26-04's table: exploited, exposed, automatable, impact -> how many days.
// Source: https://www.cisa.gov/news-events/directives (BOD 26-04, Prioritizing Security Updates Based on Risk, 2026-06-10)
import type { RiskContext } from './context.ts';
import { readAutomatable, readExploited, readExposed, readImpact, readKevDue } from './inputs.ts';
import type { Impact, YesNo } from './reasons.ts';
import type { Ruling } from './ruling.ts';

export interface BodFacts {
  readonly exploited: YesNo;
  readonly exposed: YesNo;
  readonly automatable: YesNo;
  readonly impact: Impact;
}

/** Days from the fix's publication; null: with the next upgrade. */
export interface BodOutcome {
  readonly days: 3 | 14 | 60 | null;
  readonly forensics: boolean;
}

export interface BodRow {
  readonly when: Omit<BodFacts, 'impact'> & { readonly impact: Impact | 'any' };
  readonly gives: BodOutcome;
}

const threeDaysAndForensics: BodOutcome = { days: 3, forensics: true };
const threeDays: BodOutcome = { days: 3, forensics: false };
const twoWeeks: BodOutcome = { days: 14, forensics: false };
const sixtyDays: BodOutcome = { days: 60, forensics: false };
const nextUpgrade: BodOutcome = { days: null, forensics: false };

/** The directive's rows; "any other exploited" is written out, so that exactly one row holds whatever the facts. */
export const bodTable: readonly BodRow[] = [
  { when: { exploited: 'yes', exposed: 'yes', automatable: 'yes', impact: 'total' }, gives: threeDaysAndForensics },
  { when: { exploited: 'yes', exposed: 'yes', automatable: 'no', impact: 'total' }, gives: threeDaysAndForensics },
  { when: { exploited: 'yes', exposed: 'no', automatable: 'yes', impact: 'total' }, gives: threeDaysAndForensics },
  { when: { exploited: 'yes', exposed: 'yes', automatable: 'yes', impact: 'partial' }, gives: threeDays },
  { when: { exploited: 'no', exposed: 'yes', automatable: 'yes', impact: 'total' }, gives: threeDays },
  { when: { exploited: 'yes', exposed: 'yes', automatable: 'no', impact: 'partial' }, gives: twoWeeks },
  { when: { exploited: 'yes', exposed: 'no', automatable: 'yes', impact: 'partial' }, gives: twoWeeks },
  { when: { exploited: 'yes', exposed: 'no', automatable: 'no', impact: 'any' }, gives: twoWeeks },
  { when: { exploited: 'no', exposed: 'yes', automatable: 'yes', impact: 'partial' }, gives: twoWeeks },
  { when: { exploited: 'no', exposed: 'yes', automatable: 'no', impact: 'total' }, gives: twoWeeks },
  { when: { exploited: 'no', exposed: 'yes', automatable: 'no', impact: 'partial' }, gives: sixtyDays },
  { when: { exploited: 'no', exposed: 'no', automatable: 'yes', impact: 'any' }, gives: sixtyDays },
  { when: { exploited: 'no', exposed: 'no', automatable: 'no', impact: 'any' }, gives: nextUpgrade },
];

/** The row that holds for these facts. */
export function bodOutcome(facts: BodFacts): BodOutcome {
  // Exactly one row holds for each of the sixteen combinations (tested); the strictest is only for the compiler.
  return bodTable.find((row) => holds(row, facts))?.gives ?? threeDaysAndForensics;
}

export function holds({ when }: BodRow, facts: BodFacts): boolean {
  return (
    when.exploited === facts.exploited &&
    when.exposed === facts.exposed &&
    when.automatable === facts.automatable &&
    (when.impact === 'any' || when.impact === facts.impact)
  );
}

/** BOD 26-04 on one finding: its row, and the four answers that chose it. */
export function ruleByBod({ signals, exposure, data }: RiskContext): Ruling {
  const exploited = readExploited(signals, data);
  const exposed = readExposed(exposure);
  const automatable = readAutomatable(signals, data);
  const impact = readImpact(signals);
  const { days, forensics } = bodOutcome({
    exploited: exploited.value,
    exposed: exposed.value,
    automatable: automatable.value,
    impact: impact.value,
  });
  const reasons = [exploited.reason, exposed.reason, automatable.reason, impact.reason];
  const kevDue = readKevDue(signals);
  if (kevDue !== undefined) reasons.push(kevDue);
  return { policy: 'BOD 26-04', days, forensics, reasons };
}
