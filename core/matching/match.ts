// Installed packages and advisories in, findings with their evidence out: each distinct package version is judged once.
import type { Candidate, CandidateList } from '../advisories/candidate.ts';
import { type Subject, type Verdict, evaluate } from '../advisories/evaluate.ts';
import { lookupName, schemeOf } from '../packages/ecosystems.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';
import type { Order, Scheme } from '../versions/scheme.ts';
import { compareVersions, schemes } from '../versions/schemes.ts';
import { applicable, familyOf, subjectOf, weighsRecords } from './applicable.ts';
import { announcementsSuffice } from './debian-announcements.ts';
import { type Outcome, conclude } from './conclude.ts';
import type { Finding } from './finding.ts';
import { acrossPockets } from './ubuntu-pockets.ts';

export interface MatchInput {
  readonly packages: readonly Package[];
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

/** A finding before it is given to each binary package that shares the judged version. */
type Judgement = Omit<Finding, 'package'>;

export function matchPackages(input: MatchInput): MatchResult {
  const findings: Finding[] = [];
  const unjudged: Unjudged[] = [];
  const judged = new Map<string, { readonly judgements: readonly Judgement[]; readonly unreadable: string | undefined }>();
  for (const pkg of input.packages) {
    const scheme = pkg.ecosystem === undefined ? undefined : schemeOf(pkg.ecosystem);
    if (pkg.ecosystem === undefined || scheme === undefined) {
      const why = pkg.ecosystem === undefined ? 'no advisory feed covers it' : `versions of ${pkg.ecosystem} cannot be compared`;
      unjudged.push({ package: pkg, why });
      continue;
    }
    const subject = subjectOf(pkg);
    const name = lookupName(pkg.ecosystem, subject.name);
    const key = `${pkg.ecosystem}\n${name}\n${subject.version}\n${pkg.module ?? ''}`;
    let verdict = judged.get(key);
    if (verdict === undefined) {
      const reading = read(schemes[scheme], subject.version);
      const found = input.candidatesFor(pkg.ecosystem, name);
      verdict = { judgements: judge(pkg, reading, found, schemes[scheme], input.system), unreadable: reading.ok ? undefined : reading.why };
      judged.set(key, verdict);
    }
    if (verdict.unreadable !== undefined) unjudged.push({ package: pkg, why: verdict.unreadable });
    for (const judgement of verdict.judgements) findings.push({ ...judgement, package: pkg });
  }
  return { findings, unjudged };
}

/** An installed version as its scheme reads it, or why it cannot. */
type Reading = { readonly ok: true; readonly subject: Subject } | { readonly ok: false; readonly why: string };

function read(scheme: Scheme, version: string): Reading {
  const parsed = scheme.parse(version);
  if (parsed.ok) return { ok: true, subject: { text: version, version: parsed.version, scheme } };
  return { ok: false, why: `the installed version “${version}” cannot be read: ${parsed.reason}` };
}

function judge(
  pkg: Package,
  reading: Reading,
  lists: readonly CandidateList[],
  scheme: Scheme,
  system: OperatingSystem | undefined,
): readonly Judgement[] {
  if (lists.length === 0) return [];
  const { version } = subjectOf(pkg);
  const family = familyOf(pkg.ecosystem);
  const outcomes = new Map<string, Outcome[]>();
  for (const outcome of outcomesOf(pkg, reading, lists, system)) {
    for (const vulnerability of outcome.candidate.vulnerabilities) {
      const group = outcomes.get(vulnerability);
      if (group === undefined) outcomes.set(vulnerability, [outcome]);
      else group.push(outcome);
    }
  }
  const order = (a: string, b: string): Order | undefined => compareVersions(scheme, a, b);
  const judgements: Judgement[] = [];
  for (const [vulnerability, group] of joinByAlias(outcomes)) {
    const notes: string[] = [];
    const open = family === 'Ubuntu' ? ubuntu(group, version, system, notes) : group.filter(isOpen);
    if (open.length === 0) continue;
    if (family === 'Debian' && !announcementsSuffice(vulnerability, open, lists)) continue;
    judgements.push(conclude({ id: vulnerability, open, notes, order }));
  }
  return judgements;
}

const isOpen = ({ verdict }: Outcome): boolean => verdict.kind !== 'clear';

/** What each record says; where no rule weighs one record against another, records that the version has passed are not read. */
function outcomesOf(
  pkg: Package,
  reading: Reading,
  lists: readonly CandidateList[],
  system: OperatingSystem | undefined,
): readonly Outcome[] {
  const { version } = subjectOf(pkg);
  const outcomeOf = (candidate: Candidate): Outcome => ({ candidate, verdict: verdictOn(reading, version, candidate) });
  const judged = (candidate: Candidate): boolean => candidate.vendor.state !== 'not-affected';
  if (weighsRecords(pkg, system)) {
    const all = lists.flatMap(({ always, byFix }) => [...always, ...byFix]);
    return applicable(pkg, all, system).filter(judged).map(outcomeOf);
  }
  return lists.flatMap(({ always, byFix }) => {
    const open = applicable(pkg, always, system).filter(judged).map(outcomeOf).filter(isOpen);
    for (const candidate of byFix) {
      const outcome = outcomeOf(candidate);
      if (!isOpen(outcome)) break;
      if (judged(candidate) && applicable(pkg, [candidate], system).length > 0) open.push(outcome);
    }
    return open;
  });
}

function verdictOn(reading: Reading, version: string, candidate: Candidate): Verdict {
  if (reading.ok) return evaluate(reading.subject, candidate.ranges, candidate.versions);
  return candidate.versions.includes(version)
    ? { kind: 'affected', range: `= ${version}`, fixedVersion: null }
    : { kind: 'unknown', reason: reading.why };
}

/** Records without a CVE join the vulnerability that another record names as their alias (PYSEC and GHSA of one flaw). */
function joinByAlias(outcomes: ReadonlyMap<string, readonly Outcome[]>): ReadonlyMap<string, readonly Outcome[]> {
  const primary = new Map<string, string>();
  for (const [vulnerability, group] of outcomes) {
    for (const { candidate } of group) {
      for (const alias of candidate.aliases) if (outcomes.has(alias) && alias !== vulnerability) primary.set(alias, vulnerability);
    }
  }
  if (primary.size === 0) return outcomes;
  const joined = new Map<string, readonly Outcome[]>();
  for (const [vulnerability, group] of outcomes) {
    const home = homeOf(vulnerability, primary);
    joined.set(home, [...(joined.get(home) ?? []), ...group]);
  }
  return joined;
}

/** Follows names to the one that stands for all: a CVE where there is one, else the first in order. */
function homeOf(vulnerability: string, primary: ReadonlyMap<string, string>): string {
  const seen = new Set([vulnerability]);
  for (let next = primary.get(vulnerability); next !== undefined && !seen.has(next); next = primary.get(next)) seen.add(next);
  const names = [...seen];
  return names.find((name) => name.startsWith('CVE-')) ?? names.sort()[0]!;
}

function ubuntu(
  group: readonly Outcome[],
  version: string,
  system: OperatingSystem | undefined,
  notes: string[],
): readonly Outcome[] {
  const pockets = acrossPockets(
    group.map(({ candidate, verdict }) => ({
      candidate,
      affected: verdict.kind !== 'clear',
      fixedVersion: verdict.kind === 'affected' ? verdict.fixedVersion : null,
    })),
    version,
    system,
  );
  if (pockets.note !== undefined) notes.push(pockets.note);
  const kept = new Set(pockets.outcomes.map(({ candidate }) => candidate));
  return group.filter(({ candidate }) => kept.has(candidate));
}
