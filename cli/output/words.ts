// The words in which a scan is told to people, in every format.
import { daysBetween } from '@suture/core/risk/days.ts';
import type { Patch, ScannedFinding } from '../scan-document.ts';
import { grouped } from './columns.ts';

/** `1 fix`, `1,204 fixes`. */
export const plural = (count: number, one: string, many: string): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** `2 CVEs`; `2 vulnerabilities` where one of them has no CVE. */
export const vulnerabilities = (ids: Iterable<string>): string => {
  let count = 0;
  let named = 0;
  for (const id of ids) {
    count += 1;
    if (id.startsWith('CVE-')) named += 1;
  }
  return count > 0 && named === count
    ? plural(count, 'CVE', 'CVEs')
    : plural(count, 'vulnerability', 'vulnerabilities');
};

/** `OVERDUE 2 d`, `today`, `3 days`; `next upgrade` where the policy sets no date, `no date` where nobody can. */
export function dueText(patch: Pick<Patch, 'due' | 'overdueDays' | 'closes'>, scannedAt: string): string {
  const { due, overdueDays, closes } = patch;
  if (overdueDays !== null && overdueDays > 0) return `OVERDUE ${overdueDays} d`;
  if (due === null) return closes.length === 0 ? 'no date' : 'next upgrade';
  const days = daysBetween(scannedAt.slice(0, 10), due);
  if (days === 0) return 'today';
  return days === 1 ? '1 day' : `${days} days`;
}

/** `15.3 % (92nd)`: the probability of exploitation within 30 days, and the share of vulnerabilities it is above. */
export function epssText({ score, percentile }: { readonly score: number; readonly percentile: number }): string {
  const rank = Math.floor(percentile * 100);
  const teen = rank >= 11 && rank <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th');
  return `${(score * 100).toFixed(1)} % (${rank}${ending})`;
}

export const STATE_WORDS: Readonly<Record<ScannedFinding['state'], string>> = {
  affected: 'to fix',
  'no-fix': 'without a fix',
  'will-not-fix': 'will not be fixed',
  postponed: 'postponed',
  'end-of-life': 'out of security support',
  unimportant: 'called unimportant by the distribution',
  undetermined: 'undetermined',
  unknown: 'could not be judged',
};

/** What a person calls the package: advisories know Windows by the numbers of its editions. */
export const nameOf = ({ package: { purl, name }, source }: Pick<ScannedFinding, 'package' | 'source'>): string =>
  purl.startsWith('pkg:generic/microsoft/') ? source.name : name;

/** `name, name and 3 more`. */
export const listed = (names: readonly string[], most = 8): string =>
  `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
