// What stands against a package as the database keeps it: all that a list of fixes needs, in lines that a scan reads as far as it must.
import { isBulletin } from '@suture/core/advisories/identity.ts';
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Judgement } from '@suture/core/matching/judge.ts';
import type { Standing } from '@suture/core/matching/standing.ts';
import { factsOf, isListed, packFacts } from '@suture/core/risk/facts.ts';
import { NO_SIGNALS, fixDateOf, ownRatings, riskContextOf } from '@suture/core/risk/finding-context.ts';
import type { RatedSignals } from '@suture/core/risk/deadline.ts';
import { worstCvss } from '@suture/core/risk/rating.ts';
import type { AdvisoryText } from './database.ts';
import { boundAt, isEscaped, nextLine } from './encoding.ts';

/** Vulnerabilities that stand against a version, with the same fix. */
export interface StandingGroup {
  readonly fixedVersion: string | null;
  readonly state: FindingState;
  /** Those in KEV first. */
  readonly classes: readonly StandingClass[];
}

/** Vulnerabilities of one group on which every policy decides alike; one in KEV is a class of its own. */
export interface StandingClass {
  /** With a space between them, the likeliest to be attacked first. */
  readonly ids: string;
  /** `YYYY-MM-DD` of the fix; empty where it is not known or there is none. */
  readonly published: string;
  /** Whether a bulletin announced the fix itself on that day. */
  readonly announced: boolean;
  /** `RiskFacts`, packed. */
  readonly facts: number;
  /** Of the first id: a probability, -1 where none is known. */
  readonly epss: number;
  /** Of the first id: the score that counts, -1 where none is known. */
  readonly cvss: number;
  /** Of one in KEV: since when, `YYYY-MM-DD`, and EPSS's percentile, -1 where none is known. */
  readonly listed: { readonly added: string; readonly percentile: number } | undefined;
}

const FIELDS = 6;

/** `ids, published, facts, epss, cvss, 0 | [added, percentile]`; `published` ends with a `!` where a bulletin announced it. */
type Fields = readonly [
  ids: string,
  published: string,
  facts: number,
  epss: number,
  cvss: number,
  listed: 0 | readonly [added: string, percentile: number],
];

/**
 * A line of JSON for each group, highest `below` first: `[below | 0, from | 0, fixedVersion | 0, state, fields]`, the
 * fields of one class after another. Null where an id has a space or `below` what JSON escapes, so that only the judge can say.
 */
export function packStanding(
  standings: readonly Standing[],
  signals: ReadonlyMap<string, RatedSignals>,
  texts: ReadonlyMap<string, AdvisoryText>,
): string | null {
  if (standings.some(({ judgement, below = '' }) => judgement.id.includes(' ') || isEscaped(below))) return null;
  const lines = Map.groupBy(standings, ({ judgement: { fixedVersion, state }, from, below }) =>
    JSON.stringify([below ?? 0, from ?? 0, fixedVersion ?? 0, state]),
  );
  return [...lines]
    .map(([head, group]) => {
      const fields = group.map(({ judgement }) => fieldsOf(judgement, signals.get(judgement.id) ?? NO_SIGNALS, texts));
      return `${head.slice(0, -1)},${JSON.stringify(classesOf(fields).flat(1))}]`;
    })
    .join('\n');
}

/** Those in KEV lead; in a class and among classes the likeliest comes first, as in the order of urgency. */
function classesOf(vulnerabilities: readonly Fields[]): readonly Fields[] {
  const sorted = vulnerabilities.toSorted(
    (a, b) => Number(isListed(b[2])) - Number(isListed(a[2])) || b[3] - a[3] || b[4] - a[4] || (a[0] < b[0] ? -1 : 1),
  );
  const classes = Map.groupBy(sorted, ([id, published, facts]) => `${published} ${facts} ${isListed(facts) ? id : ''}`);
  return [...classes.values()].flatMap((group): readonly Fields[] => {
    const [first] = group;
    return first === undefined
      ? []
      : [[group.map(([id]) => id).join(' '), first[1], first[2], first[3], first[4], first[5]]];
  });
}

function fieldsOf(judgement: Judgement, known: RatedSignals, texts: ReadonlyMap<string, AdvisoryText>): Fields {
  const own = ownRatings(judgement, (advisory) => texts.get(advisory)?.severity ?? []);
  const fix = judgement.fixedVersion === null ? undefined : fixDateOf(judgement.evidence, undefined);
  const { signals, vendorSeverity } = riskContextOf(judgement, fix, known, own, {}, 'unknown');
  return [
    judgement.id,
    fix === undefined ? '' : `${fix.date}${isBulletin(fix.from) ? '!' : ''}`,
    packFacts(factsOf(signals, vendorSeverity)),
    signals.epss?.score ?? -1,
    worstCvss(signals.cvss)?.score ?? -1,
    signals.exploited === undefined ? 0 : [signals.exploited.added, signals.epss?.percentile ?? -1],
  ];
}

/**
 * The groups that stand against a version, of which `isBefore` says whether it is below another. Only as much is read as
 * must be. Throws an Error where that is damaged.
 */
export function readStanding(text: string, isBefore: (version: string) => boolean): readonly StandingGroup[] {
  const groups: StandingGroup[] = [];
  for (let start = 0; start < text.length;) {
    const below = boundAt(text, start);
    if (below !== undefined && !isBefore(below)) break;
    const end = nextLine(text, start);
    const [, from, fixedVersion, state, fields] = JSON.parse(text.slice(start, end - 1)) as readonly unknown[];
    if (!Array.isArray(fields)) throw new TypeError('a line without vulnerabilities');
    start = end;
    if (typeof from === 'string' && isBefore(from)) continue;
    groups.push({
      fixedVersion: typeof fixedVersion === 'string' ? fixedVersion : null,
      state: state as FindingState,
      classes: classesIn(fields),
    });
  }
  return groups;
}

function classesIn(fields: readonly unknown[]): readonly StandingClass[] {
  const found: StandingClass[] = [];
  for (let at = 0; at < fields.length; at += FIELDS) {
    const published = fields[at + 1] as string;
    const announced = published.endsWith('!');
    found.push({
      ids: fields[at] as string,
      published: announced ? published.slice(0, -1) : published,
      announced,
      facts: fields[at + 2] as number,
      epss: fields[at + 3] as number,
      cvss: fields[at + 4] as number,
      listed: listedIn(fields[at + 5]),
    });
  }
  return found;
}

function listedIn(field: unknown): StandingClass['listed'] {
  if (!Array.isArray(field)) return undefined;
  const [added, percentile] = field as readonly unknown[];
  return { added: String(added), percentile: Number(percentile) };
}
