// Is what was looked at exposed to one vulnerability? Silence of the data counts as clear only where they would have spoken.
import { changelogFindings } from '@suture/core/matching/changelog-findings.ts';
import { silencesOn, silenceText } from '@suture/core/matching/silence.ts';
import { type ExposureVerdict, verdictOn } from '@suture/core/matching/verdict.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { Incomplete } from '../scan-document.ts';
import { coverageGaps, coveredEcosystems } from './gaps.ts';
import { OF_USERS, type Scanned } from './scanned.ts';

export function exposureOf(
  id: string,
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  now: Date,
): ExposureVerdict {
  const uncovered = scanned.packages
    .filter(({ ecosystem }) => ecosystem === undefined)
    .map((each) => ({ package: each, why: 'no advisory feed covers it' }));
  const gaps = [...scanned.incomplete.filter(bearsOnPackages), ...coverageGaps(scanned, uncovered, database)];
  const answer = verdictOn(id, {
    packages: scanned.packages,
    system: scanned.system,
    candidatesFor: (ecosystem, name) => database?.candidates(ecosystem, name) ?? [],
    isKnown: database === undefined || database.knows(id),
    gaps: gaps.map(({ what, why }) => `${what}: ${why}`),
  });
  const fixes = scanned.changelogs.filter(({ vulnerability }) => vulnerability === id);
  const pending = changelogFindings(scanned.packages, fixes, answer.findings);
  if (pending.length > 0) {
    return { ...answer, verdict: 'exposed', findings: [...answer.findings, ...pending], doubts: [] };
  }
  if (answer.verdict !== 'clear' || answer.cleared.length > 0) return answer;
  const unread = scanned.incomplete.filter(({ what }) => what === CHANGELOGS).map(({ what, why }) => `${what}: ${why}`);
  const doubts = [...silences(id, scanned, database, now), ...unread];
  return doubts.length === 0 ? answer : { ...answer, verdict: 'unknown', doubts };
}

/** Of what it is said that a changelog could not be read. */
const CHANGELOGS = 'changelogs of pending updates';

/** Updates on offer and processes that could not be looked at say nothing about which versions are installed. */
const bearsOnPackages = ({ what }: Incomplete): boolean =>
  what !== 'restarts' && what !== OF_USERS && what !== CHANGELOGS && !what.endsWith(' updates');

/** Why it may only be the data that are silent, where no advisory on it names an installed package. */
function silences(id: string, scanned: Scanned, database: AdvisoryDatabase | undefined, now: Date): readonly string[] {
  if (database === undefined) return [];
  const covered = coveredEcosystems(scanned, database);
  const today = now.toISOString().slice(0, 10);
  const question = { vulnerability: id, namedBy: database.namedBy(id), feeds: database.feeds(), covered, today };
  return silencesOn(question).map((silence) => silenceText(silence, id));
}
