// What the advisory database has concluded already of the installed versions, so that nobody has to judge them.
import { familyOf, subjectOf } from '@suture/core/matching/families.ts';
import type { Finding } from '@suture/core/matching/finding.ts';
import type { Judgement } from '@suture/core/matching/judge.ts';
import { STANDING_FAMILIES } from '@suture/core/matching/standing.ts';
import { otherBuilder } from '@suture/core/matching/third-party.ts';
import { lookupName, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { Scheme } from '@suture/core/versions/scheme.ts';
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

/**
 * Looks up what was concluded of packages: the same as judging every one of them. Packages of a language are their
 * owner's affair, those of another builder nobody's.
 */
function concludedOn<Found>(
  packages: readonly Package[],
  among: (ecosystem: string, names: readonly string[]) => Concluded<Found>,
): Stood<Found> {
  const rest: Package[] = [];
  const against: Against<Found>[] = [];
  const installed = new Map<string, Names>();
  // Nearly all are of one ecosystem.
  let current: string | undefined;
  let names: Names | undefined;
  for (const pkg of packages) {
    const { ecosystem } = pkg;
    if (ecosystem !== current) names = namesOf((current = ecosystem), installed);
    if (ecosystem === undefined || names === undefined || pkg.owner !== undefined || otherBuilder(pkg) !== undefined) {
      rest.push(pkg);
      continue;
    }
    const subject = subjectOf(pkg);
    const name = lookupName(ecosystem, subject.name);
    const versions = names.get(name);
    const same = versions?.find(({ version }) => version === subject.version);
    if (same !== undefined) same.packages.push(pkg);
    else if (versions !== undefined) versions.push({ version: subject.version, packages: [pkg] });
    else names.set(name, [{ version: subject.version, packages: [pkg] }]);
  }
  for (const [ecosystem, known] of installed) {
    const concluded = among(ecosystem, [...known.keys()]);
    const schemeName = schemeOf(ecosystem);
    const scheme = schemeName === undefined ? undefined : schemes[schemeName];
    for (const [name, versions] of known)
      for (const { version, packages: same } of versions) {
        const groups = scheme === undefined ? undefined : groupsAgainst(version, scheme, name, concluded);
        if (groups === undefined) rest.push(...same);
        else if (groups.length > 0) against.push({ packages: same, groups });
      }
  }
  return { against, rest };
}

/** Which versions of what the advisories speak of are installed, and the packages that are of them. */
type Names = Map<string, { readonly version: string; readonly packages: Package[] }[]>;

/** Undefined where nothing is concluded of an ecosystem. */
function namesOf(ecosystem: string | undefined, installed: Map<string, Names>): Names | undefined {
  if (ecosystem === undefined || !STANDING_FAMILIES.has(familyOf(ecosystem))) return undefined;
  const known = installed.get(ecosystem) ?? new Map();
  installed.set(ecosystem, known);
  return known;
}

/** Undefined where only the judge can say, also of a version that cannot be read. */
function groupsAgainst<Found>(
  version: string,
  scheme: Scheme,
  name: string,
  concluded: Concluded<Found>,
): readonly Found[] | undefined {
  const parsed = scheme.parse(version);
  if (!parsed.ok) return undefined;
  return concluded(name, (other) => {
    const bound = scheme.parse(other);
    return bound.ok && scheme.compare(parsed.version, bound.version) < 0;
  });
}
