// Advisories made up in memory, for tests of matching against a real PostgreSQL.
import { createHash } from 'node:crypto';
import type { Candidate, CandidateList } from '@suture/core/advisories/candidate.ts';
import type { Advisories } from './matching.ts';

/** Statements by `ecosystem name`. */
export type Statements = ReadonlyMap<string, readonly Candidate[]>;

/** @param asOf RFC 3339 */
export function advisoriesOf(statements: Statements, asOf: string): Advisories {
  const digest = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(value)).digest();
  const id = digest([...statements]).toString('hex');
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
  };
}

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
