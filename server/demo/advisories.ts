// The demo's advisory database: feeds that say what was made up for its software, read in by the way of all feeds.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Advisory, Affected, VendorNotes } from '@suture/core/advisories/advisory.ts';
import { updateDatabase } from '@suture/feeds/database/update.ts';
import type { Feed, FeedSink } from '@suture/feeds/feed.ts';
import { offeredApplications } from './beside.ts';
import type { Flaw, Grade, Software } from './software.ts';
import { SYSTEMS, supportDates, type SystemName } from './systems.ts';

const DAY_MS = 86_400_000;

/** What stands for a feed's file: what is in it is known already. */
const PLACE = 'made-up.txt';

const VECTORS: Readonly<Record<Grade, string>> = {
  critical: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  high: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
  medium: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:H',
  low: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:L',
};
const EPSS: Readonly<Record<Grade, number>> = { critical: 0.31, high: 0.04, medium: 0.004, low: 0.0008 };

/** Which feed speaks of a system, by the name that it has. */
const FEEDS: Readonly<Record<string, readonly SystemName[]>> = {
  'debian-tracker': ['debian12', 'debian11'],
  ubuntu: ['ubuntu2404'],
  'osv:AlmaLinux': ['alma9'],
  'alpine-secdb': ['alpine320'],
  msrc: ['windows2022'],
};

/** A feed that failed for days, so that it is seen what that looks like. */
const STALE = 'alpine-secdb';

export async function writeAdvisories(path: string, all: readonly Software[], now: Date): Promise<void> {
  const directory = join(dirname(path), 'made-up');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, PLACE), 'Nothing in this database is true: it is made up for a demo.\n');
  const at = (daysAgo: number): string => new Date(now.getTime() - daysAgo * DAY_MS).toISOString();
  const day = (daysAgo: number): string => at(daysAgo).slice(0, 10);
  const feeds = feedsOf(all, at, day);
  for (const [some, hoursAgo] of [
    [feeds.filter(({ name }) => name === STALE), 79],
    [feeds.filter(({ name }) => name !== STALE), 2],
  ] as const) {
    const fetched = new Date(now.getTime() - hoursAgo * 3_600_000);
    await updateDatabase({ path, feeds: some, source: { kind: 'directory', directory }, now: () => fetched });
  }
}

type When = (daysAgo: number) => string;

function feedsOf(all: readonly Software[], at: When, day: When): readonly Feed[] {
  const flaws = all.flatMap(({ source, fixes, open }) => [
    ...fixes.flatMap(({ daysAgo, flaws: closed }) => closed.map((flaw) => ({ ...flaw, source, daysAgo }))),
    ...open.map((flaw) => ({ ...flaw, source, daysAgo: 75 })),
  ]);
  const feed = (name: string, say: (sink: FeedSink) => void): Feed => ({
    name,
    files: [{ url: `made-up:${name}`, path: PLACE, maxBytes: 1_000 }],
    read: async (_input, sink) => {
      say(sink);
      return { upstreamDate: day(1) };
    },
  });
  return [
    feed('kev', (sink) => {
      for (const { id, source, what, exploitedDaysAgo, ransomware } of flaws) {
        if (exploitedDaysAgo === undefined) continue;
        const [added, due] = [day(exploitedDaysAgo), day(exploitedDaysAgo - 21)];
        const of = { vendor: source, product: source };
        sink.exploited({ cve: id, added, due, ransomware, name: what, of });
      }
    }),
    feed('epss', (sink) => {
      for (const [index, { id, grade, exploitedDaysAgo }] of flaws.entries()) {
        const score = exploitedDaysAgo === undefined ? EPSS[grade] * (1 + (index % 7) / 7) : 0.87;
        sink.epss({ cve: id, score, percentile: Math.min(0.99, 0.5 + score * 2) });
      }
    }),
    feed('vulnrichment', (sink) => {
      for (const flaw of flaws) rate(flaw, day(Math.max(1, flaw.daysAgo - 1)), sink);
    }),
    feed('endoflife', (sink) => {
      for (const row of supportDates((fromNow) => day(-fromNow))) sink.lifecycle(row);
    }),
    feed('winget', (sink) => {
      for (const [id, name, version] of offeredApplications()) {
        sink.listing({
          channel: 'winget',
          id,
          name,
          version,
          changed: day(9),
          installsAs: [],
          updatesItself: false,
          isDeprecated: false,
        });
      }
    }),
    ...Object.entries(FEEDS).map(([name, systems]) =>
      feed(name, (sink) => {
        for (const each of all) for (const advisory of advisoriesOn(each, systems, at)) sink.advisory(advisory);
      }),
    ),
  ];
}

function rate({ id, grade, exploitedDaysAgo }: Flaw, date: string, sink: FeedSink): void {
  sink.cvss({ cve: id, vector: VECTORS[grade], source: 'CISA-ADP' });
  sink.ssvc({
    cve: id,
    exploitation: exploitedDaysAgo === undefined ? 'none' : 'active',
    automatable: grade === 'critical' ? 'yes' : 'no',
    technicalImpact: grade === 'critical' || grade === 'high' ? 'total' : 'partial',
    date,
  });
}

function advisoriesOn(
  { source, upstream, fixes, open }: Software,
  systems: readonly SystemName[],
  at: When,
): readonly Advisory[] {
  const here = systems.filter((system) => upstream[system] !== undefined);
  if (here.length === 0) return [];
  const said = (flaw: Flaw, daysAgo: number, fix: number | undefined): Advisory => ({
    id: flaw.id,
    summary: flaw.what,
    published: at(daysAgo),
    modified: at(Math.max(1, daysAgo - 1)),
    withdrawn: undefined,
    aliases: [],
    upstream: [],
    related: [],
    severity: [{ type: 'CVSS_V3', score: VECTORS[flaw.grade] }],
    url: undefined,
    affected: here.map((system) => affected(source, system, upstream[system] ?? '', fix)),
  });
  return [
    ...fixes.flatMap(({ daysAgo, flaws }, index) => flaws.map((flaw) => said(flaw, daysAgo, index + 1))),
    ...open.map((flaw) => said(flaw, 75, undefined)),
  ];
}

function affected(name: string, system: SystemName, upstream: string, fix: number | undefined): Affected {
  const { ecosystem, version } = SYSTEMS[system];
  const fixed = fix === undefined ? [] : [{ fixed: version(upstream, fix) }];
  return {
    ecosystem,
    name,
    ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, ...fixed] }],
    versions: [],
    vendor: notes(system, fix),
  };
}

function notes(system: SystemName, fix: number | undefined): VendorNotes {
  if (system === 'ubuntu2404') return { pocket: 'noble', ...(fix === undefined && { state: 'deferred' as const }) };
  if (system === 'windows2022') return { kb: `50${40_000 + (fix ?? 0)}` };
  return fix === undefined ? { state: 'postponed', reason: 'minor issue' } : {};
}
