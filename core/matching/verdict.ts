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
  const findings = matchPackages(input).findings.filter((finding) => goesBy(finding, id));
  const exposed = findings.filter(({ state }) => state !== 'unknown' && state !== 'undetermined');
  const found = new Set(findings.map((finding) => finding.package));
  const cleared = input.packages.flatMap((pkg) => {
    if (found.has(pkg) || pkg.ecosystem === undefined) return [];
    const name = lookupName(pkg.ecosystem, subjectOf(pkg).name);
    const naming = input
      .candidatesFor(pkg.ecosystem, name)
      .flatMap(({ always, byFix }) => [...always, ...byFix])
      .filter((candidate) => names(candidate, id));
    return naming.length === 0 ? [] : [{ package: pkg, fixedVersions: [...new Set(naming.flatMap(fixesOf))] }];
  });
  if (exposed.length > 0) return { verdict: 'exposed', findings, cleared, doubts: [] };
  const doubts = [
    ...findings.map(
      (finding) =>
        `${finding.package.name} ${finding.package.version} could not be judged: ${finding.evidence.notes.join('; ')}`,
    ),
    ...(input.isKnown ? [] : [`no feed in the advisory database has heard of ${id}`]),
    ...input.gaps,
  ];
  return { verdict: doubts.length > 0 ? 'unknown' : 'clear', findings, cleared, doubts };
}

/** A finding's own id, any alias, or a record it matched: a bulletin's id stands for all it announces. */
const goesBy = (finding: Finding, id: string): boolean =>
  finding.id === id || finding.aliases.includes(id) || finding.advisories.includes(id);

const names = ({ advisory, vulnerabilities, aliases }: Candidate, id: string): boolean =>
  advisory === id || vulnerabilities.includes(id) || aliases.includes(id);

const fixesOf = ({ ranges }: Candidate): readonly string[] =>
  ranges.flatMap(({ events }) => events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])));
