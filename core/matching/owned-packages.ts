// A language package inside a distribution's package (Debian's node-semver): the distribution fixes it without a new version.
import { lookupName } from '../packages/ecosystems.ts';
import type { Package } from '../packages/package.ts';
import type { CandidateList } from '../advisories/candidate.ts';
import { familyOf, subjectOf } from './families.ts';
import type { Judgement } from './judge.ts';
import { otherBuilder } from './third-party.ts';

/** Those that publish what is open as well as what is fixed, so that their silence means something. */
const TELLS_WHAT_IS_OPEN: ReadonlySet<string> = new Set(['Debian', 'Ubuntu']);

/** Settles judgements by a language's advisories with what the owner's distribution says. */
export type OwnerSettlement = (pkg: Package, judgements: readonly Judgement[]) => readonly Judgement[];

/**
 * Where the distribution's advisories on the owner name the vulnerability, theirs is the answer, which the owner's own
 * findings give. Where they do not, the version proves little: it is unknown where the distribution would have said that
 * it is open; elsewhere it stands, with no fix, as the language's fix is not for a file that the distribution owns.
 * Packages whose owner no advisories cover are judged by their language's alone.
 */
export function settleByOwner(
  packages: readonly Package[],
  candidatesFor: (ecosystem: string, name: string) => readonly CandidateList[],
): OwnerSettlement {
  let owners: ReadonlyMap<string, Package> | undefined;
  const named = new Map<Package, ReadonlySet<string>>();
  return (pkg, judgements) => {
    if (pkg.owner === undefined || judgements.length === 0) return judgements;
    owners ??= new Map(packages.filter(isDistributions).map((each) => [each.name, each]));
    const owner = owners.get(ownerName(pkg.owner));
    if (owner?.ecosystem === undefined) return judgements;
    let names = named.get(owner);
    if (names === undefined) {
      names = namesIn(candidatesFor(owner.ecosystem, lookupName(owner.ecosystem, subjectOf(owner).name)));
      named.set(owner, names);
    }
    return judgements
      .filter(({ id, aliases }) => !names.has(id) && !aliases.some((alias) => names.has(alias)))
      .map((judgement) => leftToOwner(judgement, owner));
  };
}

/** The name to look for: dpkg writes `name:arch` where a package may be installed for several architectures. */
export const ownerName = (owner: string): string => owner.replace(/:[a-z0-9-]+$/, '');

/** Has a source, a release and a builder of its own: no language package, and no third party's. */
export const isDistributions = (pkg: Package): boolean =>
  pkg.ecosystem?.includes(':') === true && otherBuilder(pkg) === undefined;

function leftToOwner(judgement: Judgement, { name, ecosystem }: Package): Judgement {
  const tells = TELLS_WHAT_IS_OPEN.has(familyOf(ecosystem));
  const note = `it is part of ${name}, which ${ecosystem} maintains and may have fixed under this version; its advisories do not name this`;
  return {
    ...judgement,
    state: tells ? 'unknown' : judgement.state === 'affected' ? 'no-fix' : judgement.state,
    fixedVersion: null,
    evidence: { ...judgement.evidence, notes: [...judgement.evidence.notes, note] },
  };
}

/** Every vulnerability and advisory that the statements name, by any of its names. */
export function namesIn(lists: readonly CandidateList[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { always, byFix } of lists) {
    for (const each of [always, byFix]) {
      for (const { advisory, vulnerabilities, aliases } of each) {
        names.add(advisory);
        for (const name of vulnerabilities) names.add(name);
        for (const name of aliases) names.add(name);
      }
    }
  }
  return names;
}
