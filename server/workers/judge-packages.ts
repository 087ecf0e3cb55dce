// What a batch of packages is judged to have, by the advisories and within the limits of an inventory.
import { changelogFindings } from '@suture/core/matching/changelog-findings.ts';
import { type MatchingContext, matchInContext } from '@suture/core/matching/context.ts';
import { subjectOf } from '@suture/core/matching/families.ts';
import type { Finding } from '@suture/core/matching/finding.ts';
import { namesIn } from '@suture/core/matching/owned-packages.ts';
import { lookupName, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { ChangelogFix } from '@suture/core/packages/package-set-available.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { compareVersions, schemes } from '@suture/core/versions/schemes.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { Transaction } from '../store/database.ts';
import { ANY_VULNERABILITY, BEYOND_LIMIT, beyondLimit } from '../store/finding-limits.ts';
import type { JudgedPackage } from '../store/judgements.ts';
import type { GroupOf } from './group-findings.ts';

type Advisories = Pick<AdvisoryDatabase, 'candidates'>;

export interface Subject {
  readonly ecosystem: string;
  readonly subject: string;
}

interface Due {
  readonly id: string;
  readonly package: Package;
  readonly context: MatchingContext | undefined;
}

/** The names its judgement depends on: its own, and that of the package that owns it. */
export function subjectsOf({ package: pkg, context }: Due): readonly Subject[] {
  const { ecosystem } = pkg;
  const own = ecosystem === undefined ? [] : [{ ecosystem, subject: lookupName(ecosystem, subjectOf(pkg).name) }];
  return context?.owner === undefined
    ? own
    : [...own, { ecosystem: context.owner.ecosystem, subject: context.owner.subject }];
}

export const distinct = (subjects: readonly Subject[]): readonly Subject[] => [
  ...new Map(subjects.map((each) => [`${each.ecosystem}\n${each.subject}`, each])).values(),
];

/** Why a package is not judged where only changelogs speak. */
const NOT_ASKED = 'there is no advisory database; only changelogs of updates on offer speak of it';

export interface JudgeBy {
  /** Undefined where there are none: then a finding may be known, and nothing is ruled out. */
  readonly advisories: Advisories | undefined;
  readonly groupOf: GroupOf;
  /** What those say that contexts name, by that name. */
  readonly changelogs: ReadonlyMap<string, readonly ChangelogFix[]>;
}

export function judge(due: readonly Due[], { advisories, groupOf, changelogs }: JudgeBy): readonly JudgedPackage[] {
  const candidatesFor = advisories?.candidates ?? (() => []);
  const judged: JudgedPackage[] = [];
  for (const group of Map.groupBy(due, ({ context }) => JSON.stringify(context)).values()) {
    const packages = group.map((each) => each.package);
    const { findings, unjudged } = matchInContext(packages, group[0]?.context, candidatesFor);
    const found = Map.groupBy(findings, (finding) => finding.package);
    const stated = changelogs.get(group[0]?.context?.changelog ?? '') ?? [];
    const why = new Map(unjudged.map((each) => [each.package, each.why]));
    for (const { id, package: pkg } of group) {
      const all = withStated(pkg, found.get(pkg) ?? [], stated);
      const kept = all.filter(isStorable);
      const reason =
        why.get(pkg) ??
        (kept.length < all.length ? 'an advisory on it has an id too long to be one' : undefined) ??
        (advisories === undefined && pkg.ecosystem !== undefined ? NOT_ASKED : undefined);
      judged.push({
        id,
        findings: kept.map((finding) => ({ ...finding, group: groupOf(finding) })),
        fixedBy: highestFix(pkg, kept),
        unjudged: reason === undefined ? null : { why: reason, vulnerabilities: namesOf(pkg, candidatesFor) },
      });
    }
  }
  return judged;
}

/** An update that advisories explain needs no changelog; of any other, it adds what they do not say. */
function withStated(pkg: Package, found: readonly Finding[], stated: readonly ChangelogFix[]): readonly Finding[] {
  const offered = stated[0]?.source.version;
  return offered === undefined || highestFix(pkg, found) === offered
    ? found
    : [...found, ...changelogFindings([pkg], stated, found)];
}

/** Written in one transaction; one package may have more. */
const ROWS_AT_ONCE = 20_000;

/** The others stay due. */
export function firstOf(judged: readonly JudgedPackage[]): readonly JudgedPackage[] {
  let rows = 0;
  return judged.filter(({ findings }, index) => {
    rows += findings.length;
    return index === 0 || rows <= ROWS_AT_ONCE;
  });
}

/** An inventory that is made up must not fill the database: what is beyond the limit is not judged, and says so. */
export async function withinLimit(
  transaction: Transaction,
  judged: readonly JudgedPackage[],
  most: number | undefined,
): Promise<readonly JudgedPackage[]> {
  const beyond = await beyondLimit(
    transaction,
    judged.map(({ id, findings, unjudged }) => ({
      id,
      rows: findings.length + (unjudged?.vulnerabilities.length ?? 0),
    })),
    most,
  );
  if (beyond.size === 0) return judged;
  const unjudged = { why: BEYOND_LIMIT, vulnerabilities: [ANY_VULNERABILITY] };
  return judged.map((each) => (beyond.has(each.id) ? { id: each.id, findings: [], fixedBy: null, unjudged } : each));
}

/** Ids are keys of an index, which has a limit; the longest of today have 40 characters. */
const ID_CHARACTERS = 200;

const isStorable = ({ id, aliases, advisories }: Finding): boolean =>
  [id, ...aliases, ...advisories].every((name) => name.length <= ID_CHARACTERS);

function namesOf(pkg: Package, candidatesFor: Advisories['candidates']): readonly string[] {
  if (pkg.ecosystem === undefined) return [];
  const lists = candidatesFor(pkg.ecosystem, lookupName(pkg.ecosystem, subjectOf(pkg).name));
  return [...namesIn(lists)].filter((name) => name.length <= ID_CHARACTERS);
}

/** The version that closes all that have a fix, by the ecosystem's own order; the first where two cannot be compared. */
function highestFix(pkg: Package, findings: readonly Finding[]): string | null {
  const scheme = pkg.ecosystem === undefined ? undefined : schemeOf(pkg.ecosystem);
  return findings.reduce<string | null>((highest, { fixedVersion }) => {
    if (highest === null || fixedVersion === null || scheme === undefined) return highest ?? fixedVersion;
    return compareVersions(schemes[scheme], fixedVersion, highest) === 1 ? fixedVersion : highest;
  }, null);
}
