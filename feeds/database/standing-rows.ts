// What stands against a package as the database keeps it: all that a list of fixes needs, in lines that a scan reads as far as it must.
import { isBulletin } from '@suture/core/advisories/identity.ts';
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Standing } from '@suture/core/matching/standing.ts';
import { factsOf, packFacts } from '@suture/core/risk/facts.ts';
import { NO_SIGNALS, fixDateOf, ownRatings, riskContextOf } from '@suture/core/risk/finding-context.ts';
import type { RatedSignals } from '@suture/core/risk/deadline.ts';
import { worstCvss } from '@suture/core/risk/rating.ts';
import type { AdvisoryText } from './database.ts';

/** Vulnerabilities that stand against the same versions, with the same fix. */
export interface StandingGroup {
  /** The installed versions: from this one on; undefined: from the lowest. */
  readonly from: string | undefined;
  /** Up to this one and without it; undefined: whatever the version. */
  readonly below: string | undefined;
  readonly fixedVersion: string | null;
  readonly state: FindingState;
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

/**
 * A line of JSON for each group, highest `below` first: `[below | 0, from | 0, fixedVersion | 0, state, fields]`; fields
 * are `id, published, facts, epss, cvss` of one vulnerability after another, `published` with a `!` where announced.
 */
export function packStanding(
  standings: readonly Standing[],
  signals: ReadonlyMap<string, RatedSignals>,
  texts: ReadonlyMap<string, AdvisoryText>,
): string {
  const lines = new Map<string, { readonly head: readonly unknown[]; readonly fields: unknown[] }>();
  for (const { judgement, from, below } of standings) {
    const { id, fixedVersion, state } = judgement;
    const own = ownRatings(judgement, (advisory) => texts.get(advisory)?.severity ?? []);
    const fix = fixDateOf(judgement.evidence, undefined);
    const context = riskContextOf(judgement, fix, signals.get(id) ?? NO_SIGNALS, own, {}, 'unknown');
    const head = [below ?? 0, from ?? 0, fixedVersion ?? 0, state];
    const fields = [
      id,
      fix === undefined ? '' : `${fix.date}${isBulletin(fix.from) ? '!' : ''}`,
      packFacts(factsOf(context.signals, context.vendorSeverity)),
      context.signals.epss?.score ?? -1,
      worstCvss(context.signals.cvss)?.score ?? -1,
    ];
    const key = JSON.stringify(head);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, { head, fields: [...fields] });
    else line.fields.push(...fields);
  }
  return [...lines.values()].map(({ head, fields }) => JSON.stringify([...head, fields])).join('\n');
}

/** Read while iterated. Throws an Error where the row is damaged. */
export function* unpackStanding(text: string): Generator<StandingGroup> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const line = end === -1 ? text.slice(start) : text.slice(start, end);
    const [below, from, fixedVersion, state, fields] = JSON.parse(line) as readonly unknown[];
    if (!Array.isArray(fields)) throw new TypeError('a line without vulnerabilities');
    yield {
      below: typeof below === 'string' ? below : undefined,
      from: typeof from === 'string' ? from : undefined,
      fixedVersion: typeof fixedVersion === 'string' ? fixedVersion : null,
      state: state as FindingState,
      vulnerabilities: vulnerabilitiesIn(fields),
    };
    start = end === -1 ? text.length : end + 1;
  }
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
