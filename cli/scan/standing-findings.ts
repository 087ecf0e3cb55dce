// What the advisory database has concluded already of the installed versions, so that nobody has to judge them.
import { familyOf, subjectOf } from '@suture/core/matching/families.ts';
import type { Finding } from '@suture/core/matching/finding.ts';
import type { Judgement } from '@suture/core/matching/judge.ts';
import { STANDING_FAMILIES } from '@suture/core/matching/standing.ts';
import { otherBuilder } from '@suture/core/matching/third-party.ts';
import { lookupName, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import type { AdvisoryDatabase, Concluded } from '@suture/feeds/database/database.ts';
import type { StandingGroup } from '@suture/feeds/database/standing-rows.ts';

/** What was concluded of one version, and the installed packages that have it. */
export interface Against<Found = StandingGroup> {
  readonly packages: readonly Package[];
  readonly groups: readonly Found[];
}

export interface Stood<Found = StandingGroup> {
  readonly against: readonly Against<Found>[];
  /** The packages that are to be judged: the database has concluded nothing on them. */
  readonly rest: readonly Package[];
}

/** What a list of fixes needs of all that stands against packages. */
export const standingAgainst = (packages: readonly Package[], database: AdvisoryDatabase): Stood =>
  concludedOn(packages, (ecosystem, names) => database.standingAmong(ecosystem, names));

/** The findings of judging those packages of which the database has concluded all; binary packages share their evidence. */
export function judgedAlready(
  packages: readonly Package[],
  database: AdvisoryDatabase,
): { readonly findings: readonly Finding[]; readonly rest: readonly Package[] } {
  const { against, rest } = concludedOn(packages, (ecosystem, names) => database.judgementsAmong(ecosystem, names));
  const findings: Finding[] = [];
  for (const { packages: same, groups } of against)
    for (const pkg of same) for (const judgement of groups) findings.push(findingOf(judgement, pkg));
  return { findings, rest };
}

function findingOf({ id, aliases, advisories, fixedVersion, state, evidence }: Judgement, pkg: Package): Finding {
  return { id, aliases, advisories, package: pkg, fixedVersion, state, evidence };
}

/** Looks up what was concluded of packages: the same as judging every one of them. */
function concludedOn<Found>(
  packages: readonly Package[],
  among: (ecosystem: string, names: readonly string[]) => Concluded<Found>,
): Stood<Found> {
  const rest: Package[] = [];
  const against: Against<Found>[] = [];
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
    const concluded = among(ecosystem, [...new Set(keys.map(nameIn))]);
    for (const [key, same] of versions) {
      const groups = groupsAgainst(key.slice(key.indexOf('\n') + 1), ecosystem, nameIn(key), concluded);
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
function groupsAgainst<Found>(
  version: string,
  ecosystem: string,
  name: string,
  concluded: Concluded<Found>,
): readonly Found[] | undefined {
  const schemeName = schemeOf(ecosystem);
  if (schemeName === undefined) return undefined;
  const scheme = schemes[schemeName];
  const parsed = scheme.parse(version);
  if (!parsed.ok) return undefined;
  return concluded(name, (other) => {
    const bound = scheme.parse(other);
    return bound.ok && scheme.compare(parsed.version, bound.version) < 0;
  });
}
