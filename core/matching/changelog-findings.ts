// Findings without an advisory: what the changelogs of updates on offer say they close on the packages of an endpoint.
import { schemeOf } from '../packages/ecosystems.ts';
import type { ChangelogFix } from '../packages/package-set-available.ts';
import type { Package } from '../packages/package.ts';
import { compareVersions, schemes } from '../versions/schemes.ts';
import type { Finding } from './finding.ts';

/**
 * One finding for each installed package that is below the fix, and vulnerability that no advisory already gave. Where versions
 * cannot be compared it counts as below. Clears nothing.
 */
export function changelogFindings(
  packages: readonly Package[],
  fixes: readonly ChangelogFix[],
  known: readonly Pick<Finding, 'id' | 'package'>[],
): readonly Finding[] {
  if (fixes.length === 0) return [];
  const seen = new Set(known.map(({ id, package: { name } }) => `${id} ${name}`));
  const bySource = Map.groupBy(packages, ({ source }) => source.name);
  return fixes.flatMap(({ source, vulnerability, since, published }) => {
    const finding = {
      id: vulnerability,
      aliases: [],
      advisories: [],
      fixedVersion: source.version,
      state: 'affected' as const,
      evidence: {
        matches: [
          {
            advisory: `changelog of ${source.name} ${source.version}`,
            feed: 'changelog',
            range: `< ${since}`,
            fixedVersion: source.version,
            ...(published !== undefined && { published }),
          },
        ],
        notes: ['read from the changelog of the pending update; no advisory was consulted'],
      },
    };
    return (bySource.get(source.name) ?? [])
      .filter((pkg) => !seen.has(`${vulnerability} ${pkg.name}`) && !has(pkg, since))
      .map((pkg): Finding => ({ ...finding, package: pkg }));
  });
}

function has({ ecosystem, source }: Package, since: string): boolean {
  const scheme = ecosystem === undefined ? undefined : schemeOf(ecosystem);
  const order = scheme === undefined ? undefined : compareVersions(schemes[scheme], source.version, since);
  return order === 0 || order === 1;
}
