// The short way to a list of fixes: what the advisory database has concluded already stands against the installed versions.
import { familyOf, subjectOf } from '@suture/core/matching/families.ts';
import { STANDING_FAMILIES } from '@suture/core/matching/standing.ts';
import { otherBuilder } from '@suture/core/matching/third-party.ts';
import { lookupName, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import type { AdvisoryDatabase, Standings } from '@suture/feeds/database/database.ts';
import type { StandingGroup } from '@suture/feeds/database/standing-rows.ts';

/** What stands against one version, and the installed packages that have it. */
export interface Against {
  readonly packages: readonly Package[];
  readonly groups: readonly StandingGroup[];
}

export interface Stood {
  readonly against: readonly Against[];
  /** The packages that are to be judged: the database has concluded nothing on them. */
  readonly rest: readonly Package[];
}

/** Looks up what stands against packages; the findings are those of judging every one of them. */
export function standingAgainst(packages: readonly Package[], database: AdvisoryDatabase): Stood {
  const rest: Package[] = [];
  const against: Against[] = [];
  const installed = new Map<string, Map<string, Package[]>>();
  for (const pkg of packages) {
    const { ecosystem } = pkg;
    if (ecosystem === undefined || !isConcluded(pkg, ecosystem)) {
      rest.push(pkg);
      continue;
    }
    const versions = installed.get(ecosystem);
    const { name, version } = subjectOf(pkg);
    const key = `${lookupName(ecosystem, name)}\n${version}`;
    if (versions === undefined) installed.set(ecosystem, new Map([[key, [pkg]]]));
    else {
      const same = versions.get(key);
      if (same === undefined) versions.set(key, [pkg]);
      else same.push(pkg);
    }
  }
  for (const [ecosystem, versions] of installed) {
    const keys = [...versions.keys()];
    const standing = database.standingAmong(ecosystem, [...new Set(keys.map(nameIn))]);
    for (const [key, same] of versions) {
      const groups = groupsAgainst(key.slice(key.indexOf('\n') + 1), ecosystem, nameIn(key), standing);
      if (groups === undefined) rest.push(...same);
      else if (groups.length > 0) against.push({ packages: same, groups });
    }
  }
  return { against, rest };
}

const nameIn = (key: string): string => key.slice(0, key.indexOf('\n'));

/** Packages of a language are their owner's affair, those of another builder nobody's. */
const isConcluded = (pkg: Package, ecosystem: string): boolean =>
  STANDING_FAMILIES.has(familyOf(ecosystem)) && pkg.owner === undefined && otherBuilder(pkg) === undefined;

/** Undefined where only the judge can say, also of a version that cannot be read. */
function groupsAgainst(
  version: string,
  ecosystem: string,
  name: string,
  standings: Standings,
): readonly StandingGroup[] | undefined {
  const schemeName = schemeOf(ecosystem);
  if (schemeName === undefined) return undefined;
  const scheme = schemes[schemeName];
  const parsed = scheme.parse(version);
  if (!parsed.ok) return undefined;
  return standings(name, (other) => {
    const bound = scheme.parse(other);
    return bound.ok && scheme.compare(parsed.version, bound.version) < 0;
  });
}
