// One vulnerability on one package version: from the records that matched to state, fixed version and evidence.
import type { VendorState } from '../advisories/advisory.ts';
import type { Candidate } from '../advisories/candidate.ts';
import type { Verdict } from '../advisories/evaluate.ts';
import type { Order } from '../versions/scheme.ts';
import type { Finding, FindingState, Match } from './finding.ts';

/** What one record says of the installed version. */
export interface Outcome {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
}

export interface Conclusion {
  readonly id: string;
  /** The records that matched or could not be judged; never empty. */
  readonly open: readonly Outcome[];
  readonly notes: readonly string[];
  readonly order: (a: string, b: string) => Order | undefined;
}

export function conclude({ id, open: unsorted, notes, order }: Conclusion): Omit<Finding, 'package'> {
  const open = unsorted.length === 1 ? unsorted : unsorted.toSorted((a, b) => compareOutcomes(a, b, order));
  const matches = open.map(matchOf);
  const affected = open.filter(({ verdict }) => verdict.kind === 'affected');
  const fixedVersion = fixFor(matches, order);
  return {
    id,
    aliases: aliasesOf(id, open),
    advisories: distinct(matches.map((match) => match.advisory)),
    fixedVersion,
    state: affected.length === 0 ? 'unknown' : stateOf(affected, fixedVersion),
    evidence: {
      matches,
      notes:
        notes.length === 0 ? notesOn(open, fixedVersion) : distinct([...notes, ...notesOn(open, fixedVersion)], false),
    },
  };
}

function distinct(texts: readonly string[], sort = true): readonly string[] {
  if (texts.length <= 1 || (texts.length === 2 && texts[0] === texts[1])) return texts.slice(0, 1);
  const set = [...new Set(texts)];
  return sort ? set.sort() : set;
}

/** By record, within one the lowest fix first, and of equal fixes the lowest KB: so that no order of reading shows. */
function compareOutcomes(a: Outcome, b: Outcome, order: Conclusion['order']): number {
  return (
    compareText(a.candidate.advisory, b.candidate.advisory) ||
    compareFixes(fixOf(a), fixOf(b), order) ||
    Number(a.candidate.vendor.kb ?? 0) - Number(b.candidate.vendor.kb ?? 0) ||
    compareText(a.candidate.feed, b.candidate.feed) ||
    compareText(JSON.stringify([a.verdict, a.candidate.vendor]), JSON.stringify([b.verdict, b.candidate.vendor]))
  );
}

const fixOf = ({ verdict }: Outcome): string | null => (verdict.kind === 'affected' ? verdict.fixedVersion : null);

function compareFixes(a: string | null, b: string | null, order: Conclusion['order']): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return order(a, b) ?? compareText(a, b);
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function matchOf({ candidate, verdict }: Outcome): Match {
  const { range, fixedVersion } = verdict.kind === 'affected' ? verdict : { range: 'unknown', fixedVersion: null };
  const { kb, module } = candidate.vendor;
  return {
    advisory: candidate.advisory,
    feed: candidate.feed,
    range,
    fixedVersion,
    ...(candidate.published !== undefined && { published: candidate.published }),
    ...(kb !== undefined && { kb }),
    ...(module !== undefined && { module }),
  };
}

/** Within one record the lowest fix suffices; over several records all must be met. A record without a fix sets no bound. */
function fixFor(matches: readonly Match[], order: Conclusion['order']): string | null {
  const [first] = matches;
  // Mostly a distribution's tracker and its copy elsewhere, which agree.
  if (first !== undefined && matches.every(({ fixedVersion }) => fixedVersion === first.fixedVersion))
    return first.fixedVersion;
  const lowest = new Map<string, string>();
  for (const { advisory, fixedVersion } of matches) {
    const known = lowest.get(advisory);
    if (fixedVersion !== null && (known === undefined || order(fixedVersion, known) === -1))
      lowest.set(advisory, fixedVersion);
  }
  let highest: string | null = null;
  for (const fix of lowest.values())
    if (highest === null || (fix !== highest && order(fix, highest) === 1)) highest = fix;
  return highest;
}

/** What a vendor's word means while no fix is out, and while one is. */
const STATES: Readonly<Record<VendorState, { readonly unfixed: FindingState; readonly fixed: FindingState }>> = {
  unimportant: { unfixed: 'unimportant', fixed: 'unimportant' },
  'end-of-life': { unfixed: 'end-of-life', fixed: 'affected' },
  undetermined: { unfixed: 'undetermined', fixed: 'affected' },
  ignored: { unfixed: 'will-not-fix', fixed: 'affected' },
  postponed: { unfixed: 'postponed', fixed: 'affected' },
  deferred: { unfixed: 'postponed', fixed: 'affected' },
  'no-dsa': { unfixed: 'no-fix', fixed: 'affected' },
  'needs-triage': { unfixed: 'no-fix', fixed: 'affected' },
  'not-affected': { unfixed: 'no-fix', fixed: 'affected' },
};

/** Ordered by how much the word settles: the first that any record says is taken. */
const PRECEDENCE = Object.keys(STATES) as readonly VendorState[];

function stateOf(affected: readonly Outcome[], fixedVersion: string | null): FindingState {
  let word: VendorState | undefined;
  for (const { candidate } of affected) {
    const { state } = candidate.vendor;
    if (state !== undefined && (word === undefined || PRECEDENCE.indexOf(state) < PRECEDENCE.indexOf(word)))
      word = state;
  }
  if (word === undefined) return fixedVersion === null ? 'no-fix' : 'affected';
  return fixedVersion === null ? STATES[word].unfixed : STATES[word].fixed;
}

const VENDOR_WORDS: Readonly<Partial<Record<VendorState, string>>> = {
  'no-dsa': 'the distribution plans no security announcement for it; a fix may come with a point release',
  postponed: 'the distribution has put the fix off until the next update of the package',
  ignored: 'the distribution will not fix it',
  unimportant: 'the distribution holds that it has no effect on its builds',
  'end-of-life': 'the package has lost its security support',
  undetermined: 'the distribution has not determined whether this version is affected',
  deferred: 'the fix is deferred',
  'needs-triage': 'not yet triaged by the distribution',
};

function notesOn(open: readonly Outcome[], fixedVersion: string | null): readonly string[] {
  if (open.every(isPlain)) return differing(open, NONE);
  const notes = new Set<string>();
  for (const { candidate, verdict } of open) {
    const { state, reason, informational } = candidate.vendor;
    if (verdict.kind === 'unknown') notes.add(`${candidate.advisory}: ${verdict.reason}`);
    if (
      state !== undefined &&
      VENDOR_WORDS[state] !== undefined &&
      (fixedVersion === null || state === 'unimportant')
    ) {
      notes.add(reason === undefined || reason === '' ? VENDOR_WORDS[state] : `${VENDOR_WORDS[state]}: ${reason}`);
    }
    if (informational !== undefined) notes.add(`informational: ${informational}`);
  }
  return differing(open, [...notes]);
}

/** Nothing but where it is affected is to be said of it. */
const isPlain = ({ candidate: { vendor }, verdict }: Outcome): boolean =>
  verdict.kind !== 'unknown' && vendor.state === undefined && vendor.informational === undefined;

/** The notes, and one more where the records name different fixes. */
function differing(open: readonly Outcome[], notes: readonly string[]): readonly string[] {
  const [first] = open;
  if (first === undefined || open.every((one) => one.verdict === first.verdict || fixOf(one) === fixOf(first)))
    return notes;
  const fixes = new Set(
    open.flatMap(({ verdict }) => (verdict.kind === 'affected' ? [verdict.fixedVersion ?? 'no fix'] : [])),
  );
  return fixes.size > 1 ? [...notes, `the records name different fixes: ${[...fixes].join(', ')}`] : notes;
}

const NONE: readonly string[] = [];

function aliasesOf(id: string, open: readonly Outcome[]): readonly string[] {
  // Distributions' records go by the CVE alone.
  if (
    open.every(
      ({ candidate: { aliases, vulnerabilities } }) =>
        aliases.length === 0 && (vulnerabilities.length > 1 || vulnerabilities[0] === id),
    )
  )
    return NONE;
  const names = new Set(open.flatMap(({ candidate }) => candidate.aliases));
  for (const { candidate } of open) {
    const [only, another] = candidate.vulnerabilities;
    if (only !== undefined && another === undefined) names.add(only);
  }
  names.delete(id);
  return [...names].sort();
}
