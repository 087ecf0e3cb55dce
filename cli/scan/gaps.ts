// What a scan could not know: packages no feed covers, versions nobody can read, feeds that are missing or old.
import { oldFeeds } from '@suture/core/advisories/feed-age.ts';
import type { Unjudged } from '@suture/core/matching/match.ts';
import { ecosystemOf } from '@suture/core/packages/ecosystems.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { Incomplete, ScannedFeed } from '../scan-document.ts';
import type { Scanned } from './scanned.ts';

const NAMED = 5;

export interface Judged {
  /** How many packages some advisory feed covers and whose version could be read. */
  readonly count: number;
  readonly gaps: readonly Incomplete[];
}

export function judgedOf(
  scanned: Scanned,
  unjudged: readonly Unjudged[],
  database: AdvisoryDatabase | undefined,
  feeds: readonly ScannedFeed[],
  today: string,
): Judged {
  const covered = coveredEcosystems(scanned, database);
  const unread = new Set(unjudged.map((one) => one.package));
  return {
    count: scanned.packages.filter((one) => covered.has(one.ecosystem ?? '') && !unread.has(one)).length,
    gaps: [
      ...coverageGaps(scanned, unjudged, database),
      ...notUpdated(feeds),
      ...oldFeeds(feeds, covered, today).map(({ feed, what, day }) => ({
        what: `${what} since ${day}`,
        why: `the newest data of feed ${feed} are of that day`,
        remedy: null,
      })),
    ],
  };
}

/** Those of the installed packages' ecosystems that the database has advisories for. */
export const coveredEcosystems = ({ packages }: Scanned, database: AdvisoryDatabase | undefined): ReadonlySet<string> =>
  new Set([...ecosystemsOf(packages)].filter((ecosystem) => database?.covers(ecosystem) === true));

function ecosystemsOf(packages: Scanned['packages']): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { ecosystem } of packages) if (ecosystem !== undefined) found.add(ecosystem);
  return found;
}

/** What no advisory speaks of. */
export function coverageGaps(
  scanned: Scanned,
  unjudged: readonly Unjudged[],
  database: AdvisoryDatabase | undefined,
): readonly Incomplete[] {
  const covered = coveredEcosystems(scanned, database);
  const silent = [...ecosystemsOf(scanned.packages)].filter((ecosystem) => !covered.has(ecosystem));
  return [
    ...(database === undefined ? [withoutDatabase(scanned)] : silent.map(withoutAdvisories)),
    ...systemNote(scanned),
    ...notJudged(unjudged),
  ];
}

const withoutDatabase = ({ changelogs }: Scanned): Incomplete => ({
  what: 'vulnerabilities',
  why:
    changelogs.length > 0
      ? 'there is no advisory database; only what the changelogs of pending updates name is listed, so unfixed and unpublished ones are missing'
      : 'there is no advisory database',
  remedy: 'suture db update',
});

/** An ecosystem the database says nothing about: silence there is not safety. */
const withoutAdvisories = (ecosystem: string): Incomplete => ({
  what: `vulnerabilities of ${ecosystem}`,
  why: 'the advisory database holds nothing for it',
  remedy: 'suture db update',
});

/** Why the system as a whole is not covered, or in what its coverage is not exact. */
function systemNote({ system, endpoint }: Scanned): readonly Incomplete[] {
  const note = system === undefined ? undefined : ecosystemOf(system).note;
  return note === undefined ? [] : [{ what: `vulnerabilities of ${endpoint.os?.name}`, why: note, remedy: null }];
}

function notJudged(unjudged: readonly Unjudged[]): readonly Incomplete[] {
  return [...Map.groupBy(unjudged, ({ why }) => why)].map(([why, group]) => ({
    what: counted(
      group.map((one) => one.package.name),
      'package',
    ),
    why,
    remedy: null,
  }));
}

/** Feeds that the last update could not renew; many that failed for one reason are one gap. */
function notUpdated(feeds: readonly ScannedFeed[]): readonly Incomplete[] {
  const groups = Map.groupBy(
    feeds.filter(({ stale }) => stale),
    ({ error }) => error,
  );
  return [...groups].map(([error, group]) => {
    const days = Math.floor(Math.max(...group.map(({ ageHours }) => ageHours)) / 24);
    const age = days === 0 ? [] : [`not updated for ${days === 1 ? '1 day' : `${days} days`}`];
    return {
      what: counted(
        group.map(({ name }) => name),
        'feed',
      ),
      why: [...age, ...(error === null ? [] : [`the last update failed: ${error}`])].join('; '),
      remedy: 'suture db update',
    };
  });
}

/** `feed kev`, `12 packages (a, b, c, d, e and 7 more)`. */
function counted(names: readonly string[], noun: string): string {
  if (names.length === 1) return `${noun} ${names[0]}`;
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.length} ${noun}s (${names.slice(0, NAMED).join(', ')}${more})`;
}
