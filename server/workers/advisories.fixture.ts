// Advisories made up in memory, for tests of matching against a real PostgreSQL.
import { createHash } from 'node:crypto';
import type { Candidate, CandidateList } from '@suture/core/advisories/candidate.ts';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';
import type { RatedSignals } from '@suture/core/risk/deadline.ts';
import type { AdvisoryText, FeedState } from '@suture/feeds/database/database.ts';
import type { Advisories } from './matching.ts';

/** Statements by `ecosystem name`. */
export type Statements = ReadonlyMap<string, readonly Candidate[]>;

/** What is known beside the statements. */
export interface Beside {
  readonly signals?: Readonly<Record<string, Partial<RatedSignals>>>;
  readonly texts?: Readonly<Record<string, Pick<AdvisoryText, 'severity'>>>;
  readonly feeds?: readonly FeedState[];
  readonly releases?: readonly ProductRelease[];
}

/** @param asOf RFC 3339 */
export function advisoriesOf(statements: Statements, asOf: string, beside: Beside = {}): Advisories {
  const digest = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(value)).digest();
  const id = digest([[...statements], beside]).toString('hex');
  const listsOn = (ecosystem: string, name: string): readonly CandidateList[] => {
    const always = statements.get(`${ecosystem} ${name}`);
    return always === undefined ? [] : [{ always, byFix: [] }];
  };
  const ecosystems = new Set([...statements.keys()].map((key) => key.split(' ', 1)[0]));
  return {
    generation: () => ({ id, asOf }),
    statementDigests: (ecosystem, names) => new Map(names.map((name) => [name, digest(listsOn(ecosystem, name))])),
    candidates: listsOn,
    covers: (ecosystem) => ecosystems.has(ecosystem),
    signals: (ids) =>
      new Map(
        ids.flatMap((each) => {
          const known = beside.signals?.[each];
          return known === undefined ? [] : [[each, { ...NOTHING, ...known }]];
        }),
      ),
    advisories: (ids) =>
      new Map(
        ids.flatMap((each) => {
          const known = beside.texts?.[each];
          return known === undefined ? [] : [[each, { id: each, summary: '', urls: {}, ...known }]];
        }),
      ),
    feeds: () => beside.feeds ?? [],
    lifecycle: (product) => (beside.releases ?? []).filter((release) => release.product === product),
  };
}

const NOTHING: RatedSignals = { exploited: undefined, epss: undefined, ssvc: undefined, cvss: [] };

/** A feed that was fetched without trouble. @param at RFC 3339 */
export const fetched = (name: string, at: string, more: Partial<FeedState> = {}): FeedState => ({
  name,
  records: 1,
  malformed: 0,
  examples: [],
  upstreamDate: at.slice(0, 10),
  fetchedAt: at,
  checkedAt: at,
  error: null,
  ...more,
});

/** Everything before `fixed` is affected; every version where there is none. */
export const says = (advisory: string, fixed: string | undefined, more: Partial<Candidate> = {}): Candidate => ({
  advisory,
  feed: 'made up',
  vulnerabilities: [advisory],
  aliases: [],
  published: undefined,
  ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, ...(fixed === undefined ? [] : [{ fixed }])] }],
  versions: [],
  vendor: {},
  ...more,
});
