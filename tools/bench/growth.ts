// What a scan's cost grows with: the packages installed, and not the advisories in the database.
import { join } from 'node:path';
import { inTurns, runOnce } from './measure.ts';
import { type Row, type Section, ratioRow, timeRow } from './report.ts';
import type { Tracker } from './tracker.ts';
import type { Workshop } from './workshop.ts';

const packages = 2_000;
const counts = [500, 1_000, 2_000, 4_000];
const feeds = ['--only', 'debian-tracker', '--only', 'kev', '--only', 'distro-info'];

export function growth(workshop: Workshop, rounds: number): Section {
  const times = (advisories: number, kind: string): string =>
    `${packages} packages, ${advisories}× advisories, ${kind}`;
  const base = build(workshop, 'x1', workshop.tracker);
  const databases = [
    workshop.scan(`${packages} packages, 1× advisories`, packages, base),
    ...[2, 4].map((factor) =>
      workshop.scan(
        times(factor, 'the rest on other packages'),
        packages,
        build(workshop, `others-x${factor}`, onOthers(workshop.tracker, factor)),
      ),
    ),
    ...[2, 4].map((factor) =>
      workshop.scan(
        times(factor, 'the rest fixed long ago'),
        packages,
        build(workshop, `fixed-x${factor}`, longFixed(workshop.tracker, factor)),
      ),
    ),
  ];
  const sizes = counts.map((count) => workshop.scan(`${count} packages, all feeds`, count, workshop.database()));
  const measured = inTurns([...databases, ...sizes], rounds, workshop.directory);
  const [one, , others, , fixed] = measured;
  const [two, four] = [measured.at(-2), measured.at(-1)];
  const rows: Row[] = measured.map((contestant) => timeRow(contestant));
  if (one !== undefined && others !== undefined && fixed !== undefined) {
    rows.push(ratioRow('4× advisories on other packages cost', others.median / one.median, { atMost: 1.1 }));
    rows.push(ratioRow('4× advisories fixed long ago cost', fixed.median / one.median, { atMost: 1.25 }));
  }
  if (two !== undefined && four !== undefined) {
    rows.push(ratioRow('twice the packages (4000) cost', four.median / two.median, { atMost: 2 }));
  }
  return { title: 'What the cost of a scan grows with', rows, remarks: [] };
}

function build(workshop: Workshop, name: string, tracker: Tracker): string {
  const directory = join(workshop.directory, `feeds-${name}`);
  workshop.writeTracker(directory, tracker);
  const file = join(workshop.directory, `${name}.db`);
  process.stderr.write(`Building a database: ${name} …\n`);
  runOnce(workshop.update(name, file, directory, ...feeds), workshop.directory);
  return file;
}

/** As many times the advisories: the added ones speak of packages that nobody has. */
function onOthers(tracker: Tracker, factor: number): Tracker {
  const copies = Array.from({ length: factor - 1 }, (_, copy) =>
    Object.entries(tracker).map(
      ([source, vulnerabilities]) => [`${source}-not-installed-${copy}`, vulnerabilities] as const,
    ),
  );
  return Object.fromEntries([...Object.entries(tracker), ...copies.flat()]);
}

/** As many times the advisories: the added ones speak of the same packages and were fixed before any installed version. */
function longFixed(tracker: Tracker, factor: number): Tracker {
  return Object.fromEntries(
    Object.entries(tracker).map(([source, vulnerabilities]) => {
      const added = Object.entries(vulnerabilities).flatMap(([id, { releases }]) =>
        Array.from({ length: factor - 1 }, (_, copy) => [
          id.replace(/^CVE-(\d{4})-/, (_all, year) => `CVE-${Number(year)}-${90 + copy}0`),
          {
            releases: Object.fromEntries(
              Object.keys(releases).map((release) => [
                release,
                { status: 'resolved', urgency: 'low', fixed_version: '0~bench' },
              ]),
            ),
          },
        ]),
      );
      return [source, { ...vulnerabilities, ...Object.fromEntries(added) }];
    }),
  );
}
