// What a scan could not know: packages no feed covers, versions nobody can read, feeds that are missing or old.
import { familyOf } from '@suture/core/matching/families.ts';
import type { Unjudged } from '@suture/core/matching/match.ts';
import { ecosystemOf } from '@suture/core/packages/ecosystems.ts';
import { daysBetween, readDay } from '@suture/core/risk/days.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { Incomplete, ScannedFeed } from '../scan-document.ts';
import type { Scanned } from './scanned.ts';

const NAMED = 5;

/** The feeds asked about update at least monthly: past this, something was published that the database does not hold. */
const OLD_DAYS = 45;

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
  const perEcosystem = Map.groupBy(scanned.packages, ({ ecosystem }) => ecosystem);
  const covered = [...perEcosystem.keys()].filter((one) => one !== undefined && database?.covers(one) === true);
  const unread = new Set(unjudged.map((one) => one.package));
  const count = covered
    .flatMap((ecosystem) => perEcosystem.get(ecosystem) ?? [])
    .filter((one) => !unread.has(one)).length;
  const silent = [...perEcosystem.keys()].filter((one) => one !== undefined && !covered.includes(one));
  return {
    count,
    gaps: [
      ...(database === undefined ? [withoutDatabase(scanned)] : silent.map(withoutAdvisories)),
      ...systemNote(scanned),
      ...notJudged(unjudged),
      ...notUpdated(feeds),
      ...outdated(feeds, covered, today),
    ],
  };
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
const withoutAdvisories = (ecosystem: string | undefined): Incomplete => ({
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

/** Feeds whose newest statement is old although they were just fetched: an old copy looks as fresh as a new one. */
function outdated(
  feeds: readonly ScannedFeed[],
  covered: readonly (string | undefined)[],
  today: string,
): readonly Incomplete[] {
  const families = new Set(covered.map(familyOf));
  const byWeight = feeds.toSorted((a, b) => Number(a.name === 'kev') - Number(b.name === 'kev'));
  return byWeight.flatMap(({ name, upstreamDate }) => {
    const day = readDay(upstreamDate ?? undefined);
    const family = name === 'msrc' ? 'Windows' : name.replace(/^osv:/, '');
    const matters = families.size > 0 && (name === 'kev' || families.has(family));
    if (!matters || day === undefined || daysBetween(day, today) <= OLD_DAYS) return [];
    const what = name === 'kev' ? 'what has been exploited' : `vulnerabilities of ${family} published`;
    return [{ what: `${what} since ${day}`, why: `the newest data of feed ${name} are of that day`, remedy: null }];
  });
}

/** `feed kev`, `12 packages (a, b, c, d, e and 7 more)`. */
function counted(names: readonly string[], noun: string): string {
  if (names.length === 1) return `${noun} ${names[0]}`;
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.length} ${noun}s (${names.slice(0, NAMED).join(', ')}${more})`;
}
