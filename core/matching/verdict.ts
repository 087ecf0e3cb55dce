// Is this machine exposed to one vulnerability: the findings on it, the packages that are past it, or that nobody can say.
import type { Candidate } from '../advisories/candidate.ts';
import type { Finding } from './finding.ts';
import { type MatchInput, matchPackages } from './match.ts';
import { lookupName } from '../packages/ecosystems.ts';
import type { Package } from '../packages/package.ts';
import { subjectOf } from './families.ts';

export interface ExposureVerdict {
  readonly verdict: 'exposed' | 'clear' | 'unknown';
  readonly findings: readonly Finding[];
  /** Installed packages that some advisory on the vulnerability names, and whose version is not affected. */
  readonly cleared: readonly { readonly package: Package; readonly fixedVersions: readonly string[] }[];
  /** Why it is unknown, in plain words; empty otherwise. */
  readonly doubts: readonly string[];
}

export interface VerdictInput extends MatchInput {
  /** Whether any source has heard of the vulnerability; an unheard-of one cannot be called clear. */
  readonly isKnown: boolean;
  /** What already makes the answer incomplete: a partial inventory, ecosystems without advisories. */
  readonly gaps: readonly string[];
}

export function verdictOn(id: string, input: VerdictInput): ExposureVerdict {
  const matched = matchPackages(input);
  const findings = matched.findings.filter((finding) => goesBy(finding, id));
  const exposed = findings.filter(({ state }) => state !== 'unknown' && state !== 'undetermined');
  const found = new Set(findings.map((finding) => finding.package));
  const unjudged = new Map(matched.unjudged.map(({ package: pkg, why }) => [pkg, why]));
  const fixesFor = fixesNamed(id, input);
  const named = input.packages.flatMap((pkg) => {
    const fixedVersions = found.has(pkg) ? undefined : fixesFor(pkg);
    return fixedVersions === undefined ? [] : [{ package: pkg, fixedVersions }];
  });
  const cleared = named.filter(({ package: pkg }) => !unjudged.has(pkg));
  if (exposed.length > 0) return { verdict: 'exposed', findings, cleared, doubts: [] };
  const doubtful = (pkg: Package, why: string): string => `${pkg.name} ${pkg.version} could not be judged: ${why}`;
  const doubts = [
    ...findings.map((finding) => doubtful(finding.package, finding.evidence.notes.join('; '))),
    ...named.flatMap(({ package: pkg }) => (unjudged.has(pkg) ? doubtful(pkg, unjudged.get(pkg) ?? '') : [])),
    ...(input.isKnown ? [] : [`no feed in the advisory database has heard of ${id}`]),
    ...input.gaps,
  ];
  return { verdict: doubts.length > 0 ? 'unknown' : 'clear', findings, cleared, doubts };
}

/** The fixes that advisories on the vulnerability give for a package; undefined where none names it. Each name is read once. */
function fixesNamed(id: string, { candidatesFor }: MatchInput): (pkg: Package) => readonly string[] | undefined {
  const known = new Map<string, readonly string[] | undefined>();
  return (pkg) => {
    if (pkg.ecosystem === undefined) return undefined;
    const name = lookupName(pkg.ecosystem, subjectOf(pkg).name);
    const key = `${pkg.ecosystem}\n${name}`;
    if (!known.has(key)) {
      const naming = candidatesFor(pkg.ecosystem, name)
        .flatMap(({ always, byFix }) => [...always, ...byFix])
        .filter((candidate) => names(candidate, id));
      known.set(key, naming.length === 0 ? undefined : [...new Set(naming.flatMap(fixesOf))]);
    }
    return known.get(key);
  };
}

/** A finding's own id, any alias, or a record it matched: a bulletin's id stands for all it announces. */
const goesBy = (finding: Finding, id: string): boolean =>
  finding.id === id || finding.aliases.includes(id) || finding.advisories.includes(id);

const names = ({ advisory, vulnerabilities, aliases }: Candidate, id: string): boolean =>
  advisory === id || vulnerabilities.includes(id) || aliases.includes(id);

const fixesOf = ({ ranges }: Candidate): readonly string[] =>
  ranges.flatMap(({ events }) => events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])));
