// Severity in five words: from a CVSS score, or from the word a publisher uses on its own scale.
import type { Severity } from './advisory.ts';

export type SeverityWord = 'critical' | 'high' | 'medium' | 'low' | 'unknown';

/** Who rates it how, e.g. `{ word: 'medium', source: 'Ubuntu' }`. */
export interface VendorSeverity {
  readonly word: SeverityWord;
  readonly source: string;
}

/**
 * CVSS's qualitative rating, the same for every version here: critical from 9.0, high from 7.0, medium from 4.0, else low.
 * CVSS 2 had no `critical` of its own and 0.0 is `none` in CVSS 3; both are folded into these words.
 * Source: CVSS 3.1 specification, section 5.
 */
export function severityOfScore(score: number | undefined): SeverityWord {
  if (score === undefined || !(score >= 0 && score <= 10)) return 'unknown';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** Publishers' own words. Absent words (`untriaged`, `not yet assigned`, `end-of-life`) say nothing of severity. */
const wordOf: ReadonlyMap<string, SeverityWord> = new Map<string, SeverityWord>([
  ['critical', 'critical'],
  ['high', 'high'],
  // Red Hat, AlmaLinux, Rocky, SUSE, Microsoft.
  ['important', 'high'],
  ['medium', 'medium'],
  // GitHub, Red Hat, AlmaLinux, Rocky, SUSE, Microsoft.
  ['moderate', 'medium'],
  ['low', 'low'],
  // Ubuntu.
  ['negligible', 'low'],
  // Debian: no security impact to speak of.
  ['unimportant', 'low'],
]);

/** The severity a publisher's word means, in any case; Debian's `low**` (set by a script) is read as `low`. */
export function severityOfWord(text: string): SeverityWord {
  if (text.length > 40) return 'unknown';
  return wordOf.get(text.trim().toLowerCase().replaceAll('*', '')) ?? 'unknown';
}

const rank: Readonly<Record<SeverityWord, number>> = {
  critical: 4,
  high: 3,
  medium: 2,
  low: 1,
  unknown: 0,
};

/** Negative when `a` is the more severe, as `Array.prototype.sort` wants it; `unknown` comes last. */
export function compareSeverity(a: SeverityWord, b: SeverityWord): number {
  return rank[b] - rank[a];
}

/**
 * The most severe word among those a record's publishers give on their own scales; CVSS vectors are passed over
 * (a plain number under a CVSS type is read as a score). Undefined where none says anything.
 */
export function vendorSeverity(severities: readonly Severity[]): VendorSeverity | undefined {
  let worst: VendorSeverity | undefined;
  for (const { type, score } of severities) {
    const word = type.startsWith('CVSS') ? severityOfPlainScore(score) : severityOfWord(score);
    if (word === 'unknown' || (worst !== undefined && compareSeverity(worst.word, word) <= 0)) continue;
    worst = { word, source: type };
  }
  return worst;
}

function severityOfPlainScore(text: string): SeverityWord {
  return /^\d{1,2}(\.\d{1,2})?$/.test(text) ? severityOfScore(Number(text)) : 'unknown';
}
