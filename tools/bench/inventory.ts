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
export function makeInventory(tracker: Tracker, count: number, seed = 12): string {
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
        stanzas.push(stanza(`${source}${suffix}${round === 0 ? '' : `-extra${round}`}`, source, version));
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

/** As short as a stanza can be: what else real ones hold costs a reader in Python more than it costs us. */
function stanza(name: string, source: string, version: string): string {
  return `Package: ${name}
Status: install ok installed
Priority: optional
Section: misc
Installed-Size: 100
Maintainer: Debian
Architecture: amd64
${source === name ? '' : `Source: ${source}\n`}Version: ${version}
Description: an entry of a made-up inventory
`;
}
