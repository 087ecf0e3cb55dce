// The score of a CVSS vector, by the library. It takes 10 ms to load: import this file only where scores are made,
// which is once, where signals enter (building the database, or before deciding); everything else reads the score.
import calculator from 'ae-cvss-calculator';
import { readCvss } from './cvss-vector.ts';
import type { CvssVersion } from './cvss-vector.ts';
import type { RatedSignals, Signals } from './deadline.ts';

const mostRemembered = 10_000;
const remembered = new Map<string, number>();

/**
 * The base score, 0.0 to 10.0, of a CVSS 2, 3.0, 3.1 or 4.0 vector; undefined when the text is no such vector.
 * Never throws. Remembered by base vector, up to 10,000 of them: 5,000 look-ups take about a millisecond,
 * a first calculation 20 to 60 µs (CVSS 4: 0.2 ms).
 * Source: FIRST, https://www.first.org/cvss/
 */
export function scoreCvss(vector: string): number | undefined {
  const read = readCvss(vector);
  if (read === undefined) return undefined;
  const known = remembered.get(read.base);
  if (known !== undefined) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  // Only our own spelling of the base metrics reaches the library, never the text we were given.
  const score = calculators[read.version](read.base).calculateScores().overall;
  remembered.set(read.base, score);
  return score;
}

const calculators: Readonly<
  Record<CvssVersion, (base: string) => { calculateScores(): { readonly overall: number } }>
> = {
  '2.0': (base) => new calculator.Cvss2(base),
  '3.0': (base) => new calculator.Cvss3P0(base),
  '3.1': (base) => new calculator.Cvss3P1(base),
  '4.0': (base) => new calculator.Cvss4P0(base),
};

/** The signals with a score beside every vector, as decisions want them. */
export function rateSignals(signals: Signals): RatedSignals {
  return {
    ...signals,
    cvss: signals.cvss.map((given) => ({ ...given, score: scoreCvss(given.vector) })),
  };
}
