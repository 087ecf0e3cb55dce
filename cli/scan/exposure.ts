// Is what was looked at exposed to one vulnerability? Silence of the data counts as clear only where they would have spoken.
import { type ExposureVerdict, verdictOn } from '@suture/core/matching/verdict.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { Incomplete } from '../scan-document.ts';
import { feedsOf } from './assemble.ts';
import { changelogFindings } from './changelog-findings.ts';
import { coverageGaps, coveredEcosystems, oldFeeds } from './gaps.ts';
import type { Scanned } from './scanned.ts';

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
  const pending = changelogFindings(scanned, answer.findings).filter((finding) => finding.id === id);
  if (pending.length > 0) {
    return { ...answer, verdict: 'exposed', findings: [...answer.findings, ...pending], doubts: [] };
  }
  if (answer.verdict !== 'clear' || answer.cleared.length > 0) return answer;
  const doubts = silences(id, scanned, database, now);
  return doubts.length === 0 ? answer : { ...answer, verdict: 'unknown', doubts };
}

/** Updates on offer and processes that could not be looked at say nothing about which versions are installed. */
const bearsOnPackages = ({ what }: Incomplete): boolean => what !== 'restarts' && !what.endsWith(' updates');

/** Why it may only be the data that are silent, where no advisory on it names an installed package. */
function silences(id: string, scanned: Scanned, database: AdvisoryDatabase | undefined, now: Date): readonly string[] {
  if (database === undefined) return [];
  const today = now.toISOString().slice(0, 10);
  const named = database.advisories([id, `DEBIAN-${id}`, `UBUNTU-${id}`]).size > 0;
  const year = Number(/^CVE-(\d{4})-/.exec(id)?.[1] ?? today.slice(0, 4));
  const recent = year >= Number(today.slice(0, 4)) - 1;
  const old = oldFeeds(feedsOf(database, now), coveredEcosystems(scanned, database), today);
  return [
    // Scores and lists of what is exploited come out before distributions have looked.
    ...(recent && !named
      ? [`no advisory names ${id} yet; only lists of scores or of exploited vulnerabilities do`]
      : []),
    // A CVE of an earlier year was out when the newest of the data were.
    ...old
      .filter(({ feed, day }) => feed !== 'kev' && year >= Number(day.slice(0, 4)))
      .map(({ feed, day }) => `${id} may be newer than the data of feed ${feed}, which end at ${day}`),
  ];
}
