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
import { nextLine } from './encoding.ts';

/** Vulnerabilities that stand against a version, with the same fix. */
export interface StandingGroup {
  readonly fixedVersion: string | null;
  readonly state: FindingState;
  /** Those in KEV first. */
  readonly vulnerabilities: readonly StandingVulnerability[];
}

export interface StandingVulnerability {
  readonly id: string;
  /** `YYYY-MM-DD` of the fix; empty where it is not known. */
  readonly published: string;
  /** Whether a bulletin announced the fix itself on that day. */
  readonly announced: boolean;
  /** `RiskFacts`, packed. */
  readonly facts: number;
  /** A probability, -1 where none is known. */
  readonly epss: number;
  /** The score that counts, -1 where none is known. */
  readonly cvss: number;
}

const FIELDS = 5;

/** `id, published, facts, epss, cvss`; `published` ends with a `!` where a bulletin announced it. */
type Fields = readonly [id: string, published: string, facts: number, epss: number, cvss: number];

/**
 * A line of JSON for each group, highest `below` first: `[below | 0, from | 0, fixedVersion | 0, state, fields]`, the
 * fields of one vulnerability after another. The likeliest to be attacked comes first, so that little is left to sort.
 */
export function packStanding(
  standings: readonly Standing[],
  signals: ReadonlyMap<string, RatedSignals>,
  texts: ReadonlyMap<string, AdvisoryText>,
): string {
  const lines = Map.groupBy(standings, ({ judgement: { fixedVersion, state }, from, below }) =>
    JSON.stringify([below ?? 0, from ?? 0, fixedVersion ?? 0, state]),
  );
  return [...lines]
    .map(([head, group]) => {
      const fields = group
        .map(({ judgement }) => fieldsOf(judgement, signals.get(judgement.id) ?? NO_SIGNALS, texts))
        .sort((a, b) => Number(isListed(b[2])) - Number(isListed(a[2])) || b[3] - a[3] || b[4] - a[4]);
      return `${head.slice(0, -1)},${JSON.stringify(fields.flat())}]`;
    })
    .join('\n');
}

function fieldsOf(judgement: Judgement, known: RatedSignals, texts: ReadonlyMap<string, AdvisoryText>): Fields {
  const own = ownRatings(judgement, (advisory) => texts.get(advisory)?.severity ?? []);
  const fix = fixDateOf(judgement.evidence, undefined);
  const { signals, vendorSeverity } = riskContextOf(judgement, fix, known, own, {}, 'unknown');
  return [
    judgement.id,
    fix === undefined ? '' : `${fix.date}${isBulletin(fix.from) ? '!' : ''}`,
    packFacts(factsOf(signals, vendorSeverity)),
    signals.epss?.score ?? -1,
    worstCvss(signals.cvss)?.score ?? -1,
  ];
}

/**
 * The groups that stand against a version, of which `isBefore` says whether it is below another. Only as much is read as
 * must be. Throws an Error where that is damaged.
 */
export function readStanding(text: string, isBefore: (version: string) => boolean): readonly StandingGroup[] {
  const groups: StandingGroup[] = [];
  for (let start = 0; start < text.length;) {
    const end = nextLine(text, start);
    const [below, from, fixedVersion, state, fields] = JSON.parse(text.slice(start, end - 1)) as readonly unknown[];
    if (!Array.isArray(fields)) throw new TypeError('a line without vulnerabilities');
    if (typeof below === 'string' && !isBefore(below)) break;
    start = end;
    if (typeof from === 'string' && isBefore(from)) continue;
    groups.push({
      fixedVersion: typeof fixedVersion === 'string' ? fixedVersion : null,
      state: state as FindingState,
      vulnerabilities: vulnerabilitiesIn(fields),
    });
  }
  return groups;
}

function vulnerabilitiesIn(fields: readonly unknown[]): readonly StandingVulnerability[] {
  const found: StandingVulnerability[] = [];
  for (let at = 0; at < fields.length; at += FIELDS) {
    const published = fields[at + 1] as string;
    const announced = published.endsWith('!');
    found.push({
      id: fields[at] as string,
      published: announced ? published.slice(0, -1) : published,
      announced,
      facts: fields[at + 2] as number,
      epss: fields[at + 3] as number,
      cvss: fields[at + 4] as number,
    });
  }
  return found;
}
