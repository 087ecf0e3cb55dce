// One installed version against every statement on its name: the judgements that its packages share.
import type { Candidate, CandidateList } from '../advisories/candidate.ts';
import { type Subject, type Verdict, evaluate } from '../advisories/evaluate.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';
import type { Order, Scheme } from '../versions/scheme.ts';
import { compareVersions } from '../versions/schemes.ts';
import { joinByAlias } from './aliases.ts';
import { applicable, appliesAlways, weighsRecords } from './applicable.ts';
import { type Outcome, conclude } from './conclude.ts';
import { announcementsSuffice } from './debian-announcements.ts';
import { familyOf, subjectOf } from './families.ts';
import type { Finding } from './finding.ts';
import { type Weigh, weighPockets } from './ubuntu-pockets.ts';
import { lacksRevision } from './windows-build-line.ts';

/** A finding before it is given to each binary package that shares the judged version. */
export type Judgement = Omit<Finding, 'package'>;

export interface Judged {
  readonly judgements: readonly Judgement[];
  /** Why the installed version cannot be read; every statement on the name is then an `unknown` judgement. */
  readonly unreadable: string | undefined;
}

export function judge(
  pkg: Package,
  scheme: Scheme,
  lists: readonly CandidateList[],
  system: OperatingSystem | undefined,
): Judged {
  const { version } = subjectOf(pkg);
  const reading = read(scheme, version, pkg.ecosystem);
  return {
    judgements: lists.length === 0 ? [] : judgementsOn(pkg, version, reading, lists, system, scheme),
    unreadable: reading.ok ? undefined : reading.why,
  };
}

/** An installed version as its scheme reads it, or why it cannot. */
type Reading = { readonly ok: true; readonly subject: Subject } | { readonly ok: false; readonly why: string };

function read(scheme: Scheme, version: string, ecosystem: string | undefined): Reading {
  const cannot = (why: string): Reading => ({ ok: false, why: `the installed version “${version}” cannot be ${why}` });
  const parsed = scheme.parse(version);
  if (!parsed.ok) return cannot(`read: ${parsed.reason}`);
  if (ecosystem === 'Windows' && lacksRevision(version)) return cannot('judged: it lacks the last number of its build');
  return { ok: true, subject: { text: version, version: parsed.version, scheme } };
}

function judgementsOn(
  pkg: Package,
  version: string,
  reading: Reading,
  lists: readonly CandidateList[],
  system: OperatingSystem | undefined,
  scheme: Scheme,
): readonly Judgement[] {
  const outcomes = new Map<string, Outcome[]>();
  for (const outcome of outcomesOf(pkg, version, reading, lists, system)) {
    for (const vulnerability of outcome.candidate.vulnerabilities) {
      const group = outcomes.get(vulnerability);
      if (group === undefined) outcomes.set(vulnerability, [outcome]);
      else group.push(outcome);
    }
  }
  const order = (a: string, b: string): Order | undefined => compareVersions(scheme, a, b);
  const weigh = weighing(familyOf(pkg.ecosystem), version, lists, system);
  const judgements: Judgement[] = [];
  for (const [id, group] of joinByAlias(outcomes)) {
    const judgement = judgementOn(id, group, weigh, order);
    if (judgement !== undefined) judgements.push(judgement);
  }
  return judgements;
}

/** What all records on one vulnerability come to; undefined where what they say does not stand as a finding. */
export function judgementOn(
  id: string,
  outcomes: readonly Outcome[],
  weigh: Weigh,
  order: (a: string, b: string) => Order | undefined,
): Judgement | undefined {
  const { open, notes } = weigh(id, outcomes);
  return open.length === 0 ? undefined : conclude({ id, open, notes, order });
}

/** Whether it says that any version is affected. */
export const isStated = (candidate: Candidate): boolean => candidate.vendor.state !== 'not-affected';

const isOpen = ({ verdict }: Outcome): boolean => verdict.kind !== 'clear';

/** What of one vulnerability's outcomes stands, where one family's records overrule one another. */
export function weighing(
  family: string,
  version: string,
  lists: readonly CandidateList[],
  system: OperatingSystem | undefined,
): Weigh {
  switch (family) {
    case 'Ubuntu':
      return weighPockets(version, lists, system);
    case 'Debian':
      return (vulnerability, outcomes) => ({
        open: announcementsSuffice(vulnerability, outcomes, lists) ? outcomes : [],
        notes: [],
      });
    default:
      return (_vulnerability, outcomes) => ({ open: outcomes.filter(isOpen), notes: [] });
  }
}

/** What each record says; where no rule weighs one record against another, records that the version has passed are not read. */
function outcomesOf(
  pkg: Package,
  version: string,
  reading: Reading,
  lists: readonly CandidateList[],
  system: OperatingSystem | undefined,
): readonly Outcome[] {
  const outcomeOf = (candidate: Candidate): Outcome => ({ candidate, verdict: verdictOn(reading, version, candidate) });
  if (weighsRecords(pkg, system)) {
    const all = lists.flatMap(({ always, byFix }) => [...always, ...byFix]);
    return applicable(pkg, all, system).filter(isStated).map(outcomeOf);
  }
  const outcomes: Outcome[] = [];
  const keep = (candidate: Candidate, outcome: Outcome): void => {
    if (isStated(candidate) && (everyRecordApplies || applicable(pkg, [candidate], system).length > 0))
      outcomes.push(outcome);
  };
  const everyRecordApplies = appliesAlways(pkg);
  for (const { always, byFix } of lists) {
    for (const candidate of always) {
      const outcome = outcomeOf(candidate);
      if (isOpen(outcome)) keep(candidate, outcome);
    }
    for (const candidate of byFix) {
      const outcome = outcomeOf(candidate);
      if (!isOpen(outcome)) break;
      keep(candidate, outcome);
    }
  }
  return outcomes;
}

function verdictOn(reading: Reading, version: string, candidate: Candidate): Verdict {
  if (reading.ok) return evaluate(reading.subject, candidate.ranges, candidate.versions);
  return candidate.versions.includes(version)
    ? { kind: 'affected', range: `= ${version}`, fixedVersion: null }
    : { kind: 'unknown', reason: reading.why };
}
