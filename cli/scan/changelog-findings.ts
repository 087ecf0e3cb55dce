// Findings without a database: what the changelogs of the pending packages say they close on this machine.
import type { Finding } from '@suture/core/matching/finding.ts';
import type { Scanned } from './scanned.ts';

/** One finding for each installed package and vulnerability that no advisory already gave. */
export function changelogFindings(scanned: Scanned, known: readonly Finding[]): readonly Finding[] {
  if (scanned.changelogs.length === 0) return [];
  const seen = new Set(known.map(({ id, package: { name } }) => `${id} ${name}`));
  const bySource = Map.groupBy(scanned.packages, ({ source }) => source.name);
  return scanned.changelogs.flatMap((fix) => {
    const finding = {
      id: fix.vulnerability,
      aliases: [],
      advisories: [],
      fixedVersion: fix.fixedVersion,
      state: 'affected' as const,
      evidence: {
        matches: [
          {
            advisory: `changelog of ${fix.source} ${fix.fixedVersion}`,
            feed: 'changelog',
            range: `< ${fix.since}`,
            fixedVersion: fix.fixedVersion,
            ...(fix.published !== undefined && { published: fix.published }),
          },
        ],
        notes: ['read from the changelog of the pending update; no advisory was consulted'],
      },
    };
    return (bySource.get(fix.source) ?? [])
      .filter(({ name }) => !seen.has(`${fix.vulnerability} ${name}`))
      .map((pkg): Finding => ({ ...finding, package: pkg }));
  });
}
