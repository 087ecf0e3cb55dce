// The severity of a vulnerability where several sources rate it: which score counts, and the word for it.
import { severityOfScore } from '../advisories/severity.ts';
import type { SeverityWord } from '../advisories/severity.ts';
import type { RiskContext } from './context.ts';
import { readVectors } from './cvss-vector.ts';
import type { RatedVector } from './deadline.ts';
import { answer } from './reasons.ts';
import type { Answer } from './reasons.ts';

export interface CvssScore extends RatedVector {
  readonly score: number;
}

/**
 * The vector that counts where sources disagree: the highest score among CVSS 3 and 4, CVSS 2 only where there is no
 * other; ties go to the first source, then the first vector, in alphabetical order. Undefined where none can be read.
 */
export function worstCvss(cvss: readonly RatedVector[]): CvssScore | undefined {
  let worst: CvssScore | undefined;
  for (const { given } of readVectors(cvss)) {
    const { vector, source, score } = given;
    if (score === undefined || !Number.isFinite(score)) continue;
    const candidate = { vector, source, score };
    if (worst === undefined || precedes(candidate, worst)) worst = candidate;
  }
  return worst;
}

function precedes(a: CvssScore, b: CvssScore): boolean {
  if (a.score !== b.score) return a.score > b.score;
  return a.source === b.source ? a.vector < b.vector : a.source < b.source;
}

/** The word for the score that counts, else the vendor's own word (derived), else `unknown`. */
export function readSeverity({
  signals,
  vendorSeverity,
}: Pick<RiskContext, 'signals' | 'vendorSeverity'>): Answer<SeverityWord> {
  const worst = worstCvss(signals.cvss);
  const word = severityWord(worst, vendorSeverity);
  if (worst !== undefined) {
    return answer('severity', word, { source: `CVSS (${worst.source}): ${scores(signals.cvss, worst)}` });
  }
  if (vendorSeverity !== undefined && word !== 'unknown') {
    return answer('severity', word, { source: vendorSeverity.source, derived: 'no CVSS: the vendor’s own rating' });
  }
  return answer('severity', 'unknown', { source: 'nobody' });
}

/** The word of `readSeverity` without the reason for it, given the vector that counts. */
export function severityWord(
  worst: CvssScore | undefined,
  vendorSeverity: RiskContext['vendorSeverity'],
): SeverityWord {
  return worst === undefined ? (vendorSeverity?.word ?? 'unknown') : severityOfScore(worst.score);
}

function scores(cvss: readonly RatedVector[], worst: CvssScore): string {
  const lower = new Set<number>();
  for (const { given } of readVectors(cvss)) {
    if (given.score !== undefined && given.score < worst.score) lower.add(given.score);
  }
  if (lower.size === 0) return worst.score.toFixed(1);
  const others = [...lower].toSorted((a, b) => b - a).map((score) => score.toFixed(1));
  return `${worst.score.toFixed(1)} (others say ${others.join(', ')})`;
}
