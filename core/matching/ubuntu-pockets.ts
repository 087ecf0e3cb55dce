// Ubuntu: the archive's fix is for everyone, a pocket's (esm-apps, esm-infra, fips) for machines that have that pocket.
import type { Candidate, CandidateList } from '../advisories/candidate.ts';
import type { OperatingSystem } from '../packages/package.ts';
import type { Outcome } from './conclude.ts';

/** `esm-apps` of `esm-apps/jammy`; undefined for the plain archive (`jammy`), which takes no subscription. */
const pocketOf = ({ vendor }: Candidate): string | undefined => /^([^/]+)\//.exec(vendor.pocket ?? '')?.[1];

/** Builds whose version tells the pocket they come from: that the machine has, or had, it. */
const ESM = { build: /[~+]esm\d/, pocket: /^(?:esm-|pro$)/ };
const FIPS = { build: /[.+~]fips/i, pocket: /^fips/ };

/** `1.0-1ubuntu0.1+esm2`, `3.0.2-0ubuntu1.10+Fips1`: versions that only a pocket carries. */
export const isFromPro = (version: string): boolean => ESM.build.test(version) || FIPS.build.test(version);

function hasPocket(pocket: string, version: string, subscriptions: readonly string[]): boolean {
  if (subscriptions.includes(pocket)) return true;
  if ([ESM, FIPS].some((known) => known.pocket.test(pocket) && known.build.test(version))) return true;
  // OSV's `Ubuntu:Pro:22.04:LTS` does not say which of the two pockets it is.
  return pocket === 'pro' && subscriptions.some((name) => ESM.pocket.test(name));
}

export interface Weighed {
  readonly open: readonly Outcome[];
  readonly notes: readonly string[];
}

/** What stands of one vulnerability's outcomes. */
export type Weigh = (vulnerability: string, outcomes: readonly Outcome[]) => Weighed;

const CLOSED: Weighed = { open: [], notes: [] };

/** What is open on this machine at this version, and what a subscription would change. */
export function weighPockets(
  version: string,
  lists: readonly CandidateList[],
  system: OperatingSystem | undefined,
): Weigh {
  const subscriptions = system?.subscriptions ?? [];
  const isHere = (candidate: Candidate): boolean => {
    const pocket = pocketOf(candidate);
    return pocket === undefined || hasPocket(pocket, version, subscriptions);
  };
  let spokenOf: ReadonlySet<string> | undefined;
  return (vulnerability, outcomes) => {
    const mine = outcomes.filter(({ candidate }) => isHere(candidate));
    const closedBy = new Set(mine.filter((outcome) => closes(outcome, version)).map(({ candidate }) => candidate.feed));
    const open = mine.filter(({ candidate, verdict }) => verdict.kind !== 'clear' && !closedBy.has(candidate.feed));
    const elsewhere = outcomes.filter(
      ({ candidate, verdict }) =>
        verdict.kind !== 'clear' && !isHere(candidate) && ESM.pocket.test(pocketOf(candidate) ?? ''),
    );
    const fixed = open.filter(hasFix);
    if (fixed.length > 0) return { open: fixed, notes: [] };
    if (open.length > 0) return { open, notes: offers(elsewhere) };
    if (elsewhere.length === 0 || mine.length > 0) return CLOSED;
    // A release past its standard support is spoken of in ESM's records alone: open here, and fixed only there.
    spokenOf ??= namesIn(lists, isHere);
    return spokenOf.has(vulnerability) ? CLOSED : { open: elsewhere.map(withoutFix), notes: offers(elsewhere) };
  };
}

/** A record that this version has passed closes what others of its feed leave open; a FIPS build's, only one of FIPS. */
const closes = ({ candidate, verdict }: Outcome, version: string): boolean =>
  verdict.kind === 'clear' && (!FIPS.build.test(version) || FIPS.pocket.test(pocketOf(candidate) ?? ''));

const hasFix = ({ verdict }: Outcome): boolean => verdict.kind === 'affected' && verdict.fixedVersion !== null;

const withoutFix = ({ candidate, verdict }: Outcome): Outcome =>
  verdict.kind === 'affected' ? { candidate, verdict: { ...verdict, fixedVersion: null } } : { candidate, verdict };

/** One sentence for each fix that a pocket has, which is one but for feeds that differ. */
const offers = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes
    .flatMap(({ candidate, verdict }) =>
      verdict.kind === 'affected' && verdict.fixedVersion !== null
        ? [
            `fixed in ${verdict.fixedVersion} with Ubuntu Pro (${pocketOf(candidate)}), which this machine does not have`,
          ]
        : [],
    )
    .sort();

function namesIn(lists: readonly CandidateList[], wanted: (candidate: Candidate) => boolean): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { always, byFix } of lists) {
    for (const each of [always, byFix]) {
      for (const candidate of each)
        if (wanted(candidate)) for (const name of candidate.vulnerabilities) names.add(name);
    }
  }
  return names;
}
