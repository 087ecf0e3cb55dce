// What a scan could not know: packages no feed covers, versions nobody can read, feeds that are missing or old.
import type { Unjudged } from '@suture/core/matching/match.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { Incomplete, ScannedFeed } from '../scan-document.ts';
import type { Scanned } from './scanned.ts';

const NAMED = 5;

export function gapsOf(
  scanned: Scanned,
  unjudged: readonly Unjudged[],
  database: AdvisoryDatabase | undefined,
  feeds: readonly ScannedFeed[],
): readonly Incomplete[] {
  return [...withoutAdvisories(scanned, database), ...notJudged(unjudged), ...oldFeeds(feeds)];
}

/** Ecosystems of installed packages that the database says nothing about: silence there is not safety. */
function withoutAdvisories(scanned: Scanned, database: AdvisoryDatabase | undefined): readonly Incomplete[] {
  const ecosystems = new Set(scanned.packages.flatMap(({ ecosystem }) => ecosystem ?? []));
  if (database === undefined) {
    return [
      {
        what: 'vulnerabilities',
        why:
          scanned.changelogs.length > 0
            ? 'there is no advisory database; only what the changelogs of pending updates name is listed, so unfixed and unpublished ones are missing'
            : 'there is no advisory database',
        remedy: 'suture db update',
      },
    ];
  }
  return [...ecosystems]
    .filter((ecosystem) => !database.covers(ecosystem))
    .map((ecosystem) => ({
      what: `vulnerabilities of ${ecosystem}`,
      why: 'the advisory database holds nothing for it',
      remedy: 'suture db update',
    }));
}

function notJudged(unjudged: readonly Unjudged[]): readonly Incomplete[] {
  return [...Map.groupBy(unjudged, ({ why }) => why)].map(([why, group]) => {
    const names = group.slice(0, NAMED).map((one) => one.package.name);
    const more = group.length > NAMED ? ` and ${group.length - NAMED} more` : '';
    return { what: `${group.length} ${group.length === 1 ? 'package' : 'packages'} (${names.join(', ')}${more})`, why, remedy: null };
  });
}

function oldFeeds(feeds: readonly ScannedFeed[]): readonly Incomplete[] {
  return feeds
    .filter(({ stale }) => stale)
    .map(({ name, ageHours, error }) => ({
      what: `feed ${name}`,
      why: `${Math.round(ageHours / 24)} days old${error === null ? '' : `; the last update failed: ${error}`}`,
      remedy: `suture db update --only ${name.includes(' ') ? `'${name}'` : name}`,
    }));
}
