// The feeds against real snapshots: every record is read, and the published answers come out.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Advisory } from '@suture/core/advisories/advisory.ts';
import { evaluate } from '@suture/core/advisories/evaluate.ts';
import { debian } from '@suture/core/versions/debian.ts';
import { rubygems } from '@suture/core/versions/rubygems.ts';
import { describe, expect, it } from 'vitest';
import { alpineSecdb } from './alpine-secdb/index.ts';
import { arch } from './arch/index.ts';
import { readZip } from './archives/zip.ts';
import { debianTracker } from './debian-tracker/index.ts';
import type { Feed, FeedSink } from './feed.ts';
import { osvFeeds } from './osv/index.ts';
import { rubyAdvisoryDb } from './ruby-advisory-db/index.ts';
import { ubuntu } from './ubuntu/index.ts';

const data = fileURLToPath(new URL('../../shared/data', import.meta.url));
const missing = !existsSync(path.join(data, 'MANIFEST.csv'));
if (missing)
  console.log(
    'skipped: no snapshots of real feeds beside this clone (../shared/data); small samples are tested all the same',
  );

const LONG_MS = 60_000;

/** Reads every file of a feed, one advisory at a time. */
async function each(feed: Feed, advisory: (advisory: Advisory) => void): Promise<readonly string[]> {
  const malformed: string[] = [];
  const ignore = (): void => {};
  const sink: FeedSink = {
    advisory,
    exploited: ignore,
    epss: ignore,
    ssvc: ignore,
    cvss: ignore,
    lifecycle: ignore,
    product: ignore,
    listing: ignore,
    malformed: (record, reason) => void malformed.push(`${record}: ${reason}`),
  };
  for (const file of feed.files) {
    const found = globSync(path.join(data, file.path)).toSorted().at(-1);
    if (found !== undefined) await feed.read({ path: found, file }, sink);
  }
  return malformed;
}

async function summary(feed: Feed): Promise<{ advisories: number; rows: number; malformed: number }> {
  let advisories = 0;
  let rows = 0;
  const malformed = await each(feed, ({ affected }) => {
    advisories += 1;
    rows += affected.length;
  });
  return { advisories, rows, malformed: malformed.length };
}

describe.skipIf(missing)('snapshots of real feeds (../shared/data)', () => {
  // The counts of the data's own README.
  it.each([
    ['Debian', 33_844 + 909 + 201],
    ['Ubuntu', 12_292],
    ['AlmaLinux', 5637],
    ['Rocky Linux', 1491],
    ['Red Hat', 8205],
    ['npm', 3792],
    ['PyPI', 3465 + 2661],
    ['Maven', 5305],
    ['NuGet', 685],
    ['Go', 4291],
    ['crates.io', 1206],
  ])('osv:%s gives all of its %i records', { timeout: LONG_MS }, async (ecosystem, records) => {
    const feed = osvFeeds.find(({ name }) => name === `osv:${ecosystem}`)!;
    expect(await summary(feed)).toMatchObject({ advisories: records, malformed: 0 });
  });

  it('the Debian tracker gives the rows it counts', { timeout: LONG_MS }, async () => {
    const rows = new Map<string, number>();
    let advisories = 0;
    const malformed = await each(debianTracker, ({ affected }) => {
      advisories += 1;
      for (const { ecosystem, ranges } of affected) {
        const key = `${ecosystem} ${ranges[0]!.events.length === 2 ? 'fixed' : 'open'}`;
        rows.set(key, (rows.get(key) ?? 0) + 1);
      }
    });
    expect([advisories, malformed]).toEqual([37_651, []]);
    expect(Object.fromEntries(rows)).toMatchObject({
      'Debian:11 fixed': 28_280,
      'Debian:11 open': 5507,
      'Debian:12 fixed': 29_860,
      'Debian:12 open': 3294,
      'Debian:13 fixed': 31_274,
      'Debian:13 open': 1567,
    });
  });

  it('Arch gives its groups but for those that do not affect it', async () => {
    const groups = JSON.parse(readFileSync(path.join(data, 'arch/all.json'), 'utf8')) as { status: string }[];
    const affecting = groups.filter(({ status }) => status !== 'Not affected').length;
    expect([groups.length, await summary(arch)]).toEqual([
      2507,
      { advisories: affecting, rows: expect.any(Number), malformed: 0 },
    ]);
  });

  it('the Ubuntu tracker is read without a malformed file', { timeout: LONG_MS }, async () => {
    const { advisories, malformed } = await summary(ubuntu);
    expect(malformed).toBe(0);
    expect(advisories).toBeGreaterThan(20_000);
  });

  it(
    'Alpine gives every fix that the development inventory needs, and names what is malformed',
    { timeout: LONG_MS },
    async () => {
      const fixes = new Map<string, string>();
      const malformed = await each(alpineSecdb, (advisory) => {
        for (const { ecosystem, name, ranges } of advisory.affected) {
          const fixed = ranges.map(({ events }) => Object.values(events[1]!)[0]).join(' ');
          if (ecosystem === 'Alpine:v3.19')
            for (const id of [advisory.id, ...advisory.aliases]) fixes.set(`${name} ${id}`, fixed);
        }
      });
      const rows = readFileSync(path.join(data, 'inventories/alpine3.19-dev.expected.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(2);
      const wrong = rows.filter((row) => {
        const [, origin, , id, fixed] = row.split(',');
        return fixes.get(`${origin} ${id}`) !== fixed;
      });
      expect([rows.length, wrong]).toEqual([490, []]);
      expect(malformed.filter((problem) => !/malformed (?:version|id)|no id in/.test(problem))).toEqual([]);
    },
  );

  it('ruby-advisory-db gives every expected answer', { timeout: LONG_MS }, async () => {
    const byGem = new Map<string, { id: string; affected: Advisory['affected'][number] }[]>();
    const malformed = await each(rubyAdvisoryDb, ({ id, affected }) => {
      for (const part of affected) {
        if (part.ecosystem === 'RubyGems')
          byGem.set(part.name, [...(byGem.get(part.name) ?? []), { id, affected: part }]);
      }
    });
    const questions = readFileSync(path.join(data, 'inventories/ruby-advisory-db.jsonl'), 'utf8').trim().split('\n');
    const wrong = questions.filter((line) => {
      const {
        package: gem,
        version,
        expected,
      } = JSON.parse(line) as { package: string; version: string; expected: string[] };
      const parsed = rubygems.parse(version);
      if (!parsed.ok) return true;
      const subject = { text: version, version: parsed.version, scheme: rubygems };
      const found = (byGem.get(gem) ?? []).filter(
        ({ affected }) => evaluate(subject, affected.ranges, []).kind === 'affected',
      );
      return (
        found
          .map(({ id }) => id)
          .toSorted()
          .join() !== expected.toSorted().join()
      );
    });
    expect([malformed, questions.length, wrong]).toEqual([[], 150, []]);
  });

  it(
    'the versions Debian enumerates all lie in the range beside them, so dropping them loses nothing',
    { timeout: LONG_MS },
    () => {
      const outside: string[] = [];
      let judged = 0;
      let records = 0;
      for (const entry of readZip(path.join(data, 'osv/Debian/all.zip'))) {
        records += 1;
        if (records % 20 !== 0) continue;
        const { id, affected } = JSON.parse(entry.text()) as {
          id: string;
          affected: { ranges: { events: { fixed?: string }[] }[]; versions?: string[] }[];
        };
        for (const { ranges, versions = [] } of affected) {
          const fixed = ranges[0]?.events.find((event) => event.fixed !== undefined)?.fixed;
          for (const version of versions) {
            judged += 1;
            if (fixed !== undefined && !isBelow(version, fixed)) outside.push(`${id} ${version} ${fixed}`);
          }
        }
      }
      expect(judged).toBeGreaterThan(50_000);
      expect(outside).toEqual([]);
    },
  );
});

function isBelow(version: string, fixed: string): boolean {
  const [a, b] = [debian.parse(version), debian.parse(fixed)];
  return a.ok && b.ok && debian.compare(a.version, b.version) < 0;
}
