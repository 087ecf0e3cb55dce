// Draws the dpkg status file of a made-up Debian 12 machine from the tracker's own packages and versions.
import { compareVersions, schemes } from '@suture/core/versions/schemes.ts';
import { seededRandom, shuffled } from './random.ts';
import type { Tracker } from './tracker.ts';

/** Shares as on real machines: most sources give one package, and one package in ten was never in an advisory. */
const neverNamed = 0.1;
const packagesOfSource = [1, 1, 1, 1, 1, 1, 1, 1, 2, 4];
const suffixes = ['', '-dev', '-common', '-data', '-doc'];

/**
 * A dpkg status file of that many installed packages. A third of the versions stand at the newest fix or above it, the
 * rest a little below it or at one of the ten fixes before. A smaller count with the same seed is the beginning of a larger one.
 */
export function makeInventory(tracker: Tracker, count: number, length: StanzaLength = 'short', seed = 12): string {
  const random = seededRandom(seed);
  const named = Object.keys(tracker)
    .filter((source) => Object.values(tracker[source] ?? {}).some(({ releases }) => releases['bookworm'] !== undefined))
    .sort();
  const stanzas: string[] = [];
  // Machines have a kernel and often a browser, which have more advisories than anything else.
  const always = ['linux', 'chromium', 'firefox-esr'].filter((name) => named.includes(name));
  const sources = [
    ...always,
    ...shuffled(
      named.filter((name) => !always.includes(name)),
      random,
    ),
  ];
  for (let next = 0; stanzas.length < count; next++) {
    const unknown = next >= always.length && random() < neverNamed;
    const source = unknown ? `bench-unnamed-${next}` : (sources[next % sources.length] ?? 'bench');
    const fixes = unknown ? [] : fixesOf(tracker, source);
    const version = (next < always.length ? fixes.at(-11) : undefined) ?? pickVersion(fixes, random);
    const packages = next < always.length ? 3 : (packagesOfSource[Math.floor(random() * packagesOfSource.length)] ?? 1);
    // Once all sources are drawn, the next round installs more packages of each.
    const round = Math.floor(next / sources.length);
    for (const suffix of suffixes.slice(0, packages)) {
      if (stanzas.length < count)
        stanzas.push(stanza(`${source}${suffix}${round === 0 ? '' : `-extra${round}`}`, source, version, length));
    }
  }
  return stanzas.map((text) => `${text}\n`).join('');
}

function fixesOf(tracker: Tracker, source: string): readonly string[] {
  const rows = Object.values(tracker[source] ?? {}).map(({ releases }) => releases['bookworm']?.fixed_version);
  return [...new Set(rows)]
    .filter((fix) => fix !== undefined)
    .toSorted((a, b) => compareVersions(schemes.debian, a, b) ?? 0);
}

function pickVersion(fixes: readonly string[], random: () => number): string {
  const newest = fixes.at(-1);
  if (newest === undefined) return '1.0-1';
  const draw = random();
  if (draw < 0.28) return newest;
  if (draw < 0.33) return `${newest}+b1`;
  if (draw < 0.6) return `${newest}~bench1`;
  return fixes.at(-2 - Math.floor(random() * 10)) ?? newest;
}

/** As short as a stanza can be, or as long as real ones are: 921 bytes in 21 lines, by 917 packages of a Debian 12. */
export type StanzaLength = 'short' | 'real';

function stanza(name: string, source: string, version: string, length: StanzaLength): string {
  return `Package: ${name}
Status: install ok installed
Priority: optional
Section: misc
Installed-Size: 100
Maintainer: Debian
Architecture: amd64
${source === name ? '' : `Source: ${source}\n`}Version: ${version}
${length === 'real' ? real : ''}Description: an entry of a made-up inventory
${length === 'real' ? prose : ''}`;
}

const real = `Breaks: bench-broken (<< 1.4-2)
Depends: libc6 (>= 2.34), libbench1 (>= 1.1.3), libbench-common (= 1.2-1), bench-helper | bench-other-helper, libbench-extra (>= 2.0.0), bench-data (= 1.2-1), adduser (>= 3.100)
Pre-Depends: bench-support (>= 1.24)
Multi-Arch: same
Homepage: https://bench.example/software/bench
Conffiles:
 /etc/bench/bench.conf 5f0aa5ee2b1a1e5e2a6f8a6a5f3a1f1e
 /etc/default/bench 0a9d4ff2e8c0b6a1f5e0c3b5d7a9e1f3
`;

const prose = ` A package of this kind tells in some lines what it is for, what else is
 to be installed beside it, and for whom it was made.
 This one was made so that a reader of status files has as much to read of
 it as of a package that is in use, and no more than that.
`;
