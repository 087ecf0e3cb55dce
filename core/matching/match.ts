// Installed packages and advisories in, findings with their evidence out: each distinct package version is judged once.
import type { CandidateList } from '../advisories/candidate.ts';
import { weighsRecords } from './applicable.ts';
import { lookupName, schemeOf } from '../packages/ecosystems.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';
import { schemes } from '../versions/schemes.ts';
import { subjectOf } from './families.ts';
import type { Finding } from './finding.ts';
import { type Judged, judge } from './judge.ts';
import { settleByOwner } from './owned-packages.ts';
import { otherBuilder } from './third-party.ts';

export interface MatchInput {
  readonly packages: readonly Package[];
  /** Among which owners of the packages are looked for; the same, where not given. */
  readonly neighbours?: readonly Package[];
  readonly system: OperatingSystem | undefined;
  /** Every statement the advisory database holds on a name; called once for each distinct name and version. */
  readonly candidatesFor: (ecosystem: string, name: string) => readonly CandidateList[];
}

/** A package that could not be judged, and why: never to be read as "not vulnerable". */
export interface Unjudged {
  readonly package: Package;
  readonly why: string;
}

export interface MatchResult {
  readonly findings: readonly Finding[];
  readonly unjudged: readonly Unjudged[];
}

export function matchPackages(input: MatchInput): MatchResult {
  const findings: Finding[] = [];
  const unjudged: Unjudged[] = [];
  const judged = new Map<string, Judged>();
  const settle = settleByOwner(input.neighbours ?? input.packages, input.candidatesFor);
  for (const pkg of input.packages) {
    const { ecosystem } = pkg;
    const scheme = ecosystem === undefined ? undefined : schemeOf(ecosystem);
    const builder = otherBuilder(pkg);
    if (ecosystem === undefined || scheme === undefined || builder !== undefined) {
      unjudged.push({ package: pkg, why: whyNot(ecosystem, builder) });
      continue;
    }
    const subject = subjectOf(pkg);
    const name = lookupName(ecosystem, subject.name);
    // Rocky tells an advisory's streams apart by architecture.
    const key = `${ecosystem}\n${name}\n${subject.version}\n${pkg.module ?? ''}\n${weighsRecords(pkg, input.system) ? (pkg.arch ?? '') : ''}`;
    let verdict = judged.get(key);
    if (verdict === undefined) {
      verdict = judge(pkg, schemes[scheme], input.candidatesFor(ecosystem, name), input.system);
      judged.set(key, verdict);
    }
    if (verdict.unreadable !== undefined) unjudged.push({ package: pkg, why: verdict.unreadable });
    for (const judgement of settle(pkg, verdict.judgements)) {
      const { id, aliases, advisories, fixedVersion, state, evidence } = judgement;
      findings.push({ id, aliases, advisories, package: pkg, fixedVersion, state, evidence });
    }
  }
  return { findings, unjudged };
}

function whyNot(ecosystem: string | undefined, builder: string | undefined): string {
  if (ecosystem === undefined) return 'no advisory feed covers it';
  if (builder !== undefined) return `${builder} built it, of whom the advisories for ${ecosystem} do not speak`;
  return `versions of ${ecosystem} cannot be compared`;
}
