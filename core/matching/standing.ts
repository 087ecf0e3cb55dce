// What stands against a package, concluded once for all versions between two fixes: a scan looks there instead of judging again.
import { type Candidate, type CandidateList, boundOf } from '../advisories/candidate.ts';
import { evaluate } from '../advisories/evaluate.ts';
import { schemeOf } from '../packages/ecosystems.ts';
import type { Order, Scheme } from '../versions/scheme.ts';
import { compareVersions, schemes } from '../versions/schemes.ts';
import { familyOf } from './families.ts';
import { type Judgement, isStated, judgementOn, weighing } from './judge.ts';

/** A judgement, and the installed versions it is the judge's on. */
export interface Standing {
  readonly judgement: Judgement;
  /** From this version on; undefined: from the lowest. */
  readonly from: string | undefined;
  /** Up to this version and without it; undefined: whatever the version. */
  readonly below: string | undefined;
}

/** Families whose records mean the same on every machine, and are plain: everything, or everything before a fix. */
export const STANDING_FAMILIES: ReadonlySet<string> = new Set(['Debian']);

/**
 * Every judgement that `judge` comes to on any version it can read, highest `below` first, those without one leading.
 * Undefined where a statement is not plain, so that only the judge can say.
 */
export function standingOn(ecosystem: string, lists: readonly CandidateList[]): readonly Standing[] | undefined {
  const name = schemeOf(ecosystem);
  if (name === undefined || !STANDING_FAMILIES.has(familyOf(ecosystem))) return undefined;
  const scheme = schemes[name];
  const said = new Map<string, Bounded[]>();
  const bounds = new Map<string, unknown>();
  for (const { always, byFix } of lists) {
    for (const candidate of [...always, ...byFix]) {
      const below = boundOf(candidate);
      if (below === undefined || candidate.aliases.length > 0) return undefined;
      if (below !== null && !bounds.has(below)) {
        const parsed = scheme.parse(below);
        if (!parsed.ok) return undefined;
        bounds.set(below, parsed.version);
      }
      if (!isStated(candidate)) continue;
      for (const vulnerability of candidate.vulnerabilities) {
        const group = said.get(vulnerability);
        if (group === undefined) said.set(vulnerability, [{ candidate, below }]);
        else group.push({ candidate, below });
      }
    }
  }
  const weigh = weighing(familyOf(ecosystem), '', lists, undefined);
  const order = (a: string, b: string): Order | undefined => compareVersions(scheme, a, b);
  return [...said]
    .flatMap(([id, group]) =>
      intervalsOf(group, scheme, bounds).flatMap(({ from, below, version }): readonly Standing[] => {
        const outcomes = group.flatMap(({ candidate }) => {
          const verdict = evaluate(version, candidate.ranges, candidate.versions);
          return verdict.kind === 'clear' ? [] : [{ candidate, verdict }];
        });
        const judgement = outcomes.length === 0 ? undefined : judgementOn(id, outcomes, weigh, order);
        return judgement === undefined ? [] : [{ judgement, from, below }];
      }),
    )
    .sort((a, b) => highestFirst(a.below, b.below, scheme, bounds));
}

interface Bounded {
  readonly candidate: Candidate;
  readonly below: string | null;
}

interface Interval {
  readonly from: string | undefined;
  readonly below: string | undefined;
  /** One within it. */
  readonly version: { readonly text: string; readonly version: unknown; readonly scheme: Scheme };
}

/** The stretches of versions between one vulnerability's bounds, below the highest of which it is open. */
function intervalsOf(
  group: readonly Bounded[],
  scheme: Scheme,
  bounds: ReadonlyMap<string, unknown>,
): readonly Interval[] {
  const ends: (string | undefined)[] = [...new Set(group.flatMap(({ below }) => below ?? []))]
    .sort((a, b) => scheme.compare(bounds.get(a), bounds.get(b)))
    // Two ways of writing one version are one end.
    .filter((end, at, all) => at === 0 || scheme.compare(bounds.get(all[at - 1] ?? end), bounds.get(end)) !== 0);
  if (group.some(({ below }) => below === null)) ends.push(undefined);
  return ends.map((below, at): Interval => {
    const from = at === 0 ? undefined : ends[at - 1];
    // Of two versions that differ in a final tilde alone, Debian's order puts the one that has it first.
    const text = from ?? (below === undefined ? '0' : `${below.trim()}~`);
    const parsed = scheme.parse(text);
    if (!parsed.ok) throw new TypeError(`${text}: ${parsed.reason}`);
    return { from, below, version: { text, version: parsed.version, scheme } };
  });
}

function highestFirst(
  a: string | undefined,
  b: string | undefined,
  scheme: Scheme,
  bounds: ReadonlyMap<string, unknown>,
): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return scheme.compare(bounds.get(b), bounds.get(a));
}
