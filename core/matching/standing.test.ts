// Tests that what stands against a package is what judging each version comes to, and where only judging can say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate, CandidateList } from '../advisories/candidate.ts';
import { compareVersions, schemes } from '../versions/schemes.ts';
import { fixedIn, installed, open, statement } from './matching.fixture.ts';
import { matchPackages } from './match.ts';
import { standingOn } from './standing.ts';

const fixes = ['1.2-3', '1.2-3+deb12u1', '1:0.9', '2~rc1-1', '2-1', '2.0-1', '10-1'];
const versions = [...fixes, ...fixes.map((fix) => `${fix}~`), '0', '0~~', '1.2-4', '1:1', '2-0', '3-1', '2:0'];

const record = fc
  .record({
    id: fc.constantFrom('CVE-2024-1001', 'DEBIAN-CVE-2024-1001', 'CVE-2024-1002', 'DSA-5001-1', 'DSA-5001-2'),
    fix: fc.constantFrom(...fixes, null),
    state: fc.constantFrom('no-dsa', 'unimportant', 'ignored', 'end-of-life', 'not-affected', undefined),
    feed: fc.constantFrom('debian-tracker', 'osv:Debian'),
    published: fc.constantFrom('2024-01-02', undefined),
    more: fc.boolean(),
  })
  .map(({ id, fix, state, feed, published, more }): Candidate => {
    const cve = id.replace('DEBIAN-', '');
    const said = {
      vulnerabilities: more && id.startsWith('DSA') ? ['CVE-2024-1001', 'CVE-2024-1003'] : [cve],
      vendor: state === undefined ? {} : { state },
      feed,
      ...(published !== undefined && { published }),
    } as const;
    return fix === null ? open(id, said) : fixedIn(id, fix, said);
  });

const list = (candidates: readonly Candidate[]): CandidateList => ({ always: candidates, byFix: [] });

/** What the judge finds on one version, each as a text. */
function judged(version: string, lists: readonly CandidateList[]): readonly string[] {
  const packages = [installed('Debian:12', `made-up ${version}`)];
  const { findings } = matchPackages({ packages, system: undefined, candidatesFor: () => lists });
  return findings
    .map(({ id, aliases, advisories, fixedVersion, state, evidence }) =>
      JSON.stringify(sorted({ id, aliases, advisories, fixedVersion, state, evidence })),
    )
    .sort();
}

const sorted = (judgement: object): object =>
  Object.fromEntries(Object.entries(judgement).sort(([a], [b]) => (a < b ? -1 : 1)));

const isBefore = (version: string, bound: string): boolean => compareVersions(schemes.debian, version, bound) === -1;

const standing = (version: string, lists: readonly CandidateList[]): readonly string[] | undefined =>
  standingOn('Debian:12', lists)
    ?.filter(({ from, below }) =>
      below === undefined || isBefore(version, below) ? from === undefined || !isBefore(version, from) : false,
    )
    .map(({ judgement }) => JSON.stringify(sorted(judgement)))
    .sort();

describe('what stands against a package', () => {
  it('is on every version what the judge finds', () => {
    let findings = 0;
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), fc.array(record, { maxLength: 4 }), (tracker, osv) => {
        const lists = [list(tracker), list(osv)];
        for (const version of versions) {
          const expected = judged(version, lists);
          findings += expected.length;
          expect(standing(version, lists)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
    expect(findings).toBeGreaterThan(1000);
  });

  it('comes with the highest fix first, and first of all with what has none', () => {
    const lists = [
      list([
        fixedIn('CVE-2024-1', '1-1'),
        open('CVE-2024-2'),
        fixedIn('CVE-2024-3', '10-1'),
        fixedIn('CVE-2024-4', '2-1'),
      ]),
    ];
    expect(standingOn('Debian:12', lists)?.map(({ below }) => below)).toEqual([undefined, '10-1', '2-1', '1-1']);
  });

  it('says another thing where two records name two fixes, above the lower and below it', () => {
    const records = [
      fixedIn('CVE-2024-1', '2-1'),
      fixedIn('DEBIAN-CVE-2024-1', '3-1', { vulnerabilities: ['CVE-2024-1'] }),
    ];
    expect(
      standingOn('Debian:12', [list(records)])?.map(({ judgement, from, below }) => [
        from,
        below,
        judgement.advisories,
      ]),
    ).toEqual([
      ['2-1', '3-1', ['DEBIAN-CVE-2024-1']],
      [undefined, '2-1', ['CVE-2024-1', 'DEBIAN-CVE-2024-1']],
    ]);
  });

  it.each<readonly [string, string, Candidate]>([
    ['of other families', 'Ubuntu:22.04', fixedIn('CVE-2024-1', '1-1')],
    ['of a record with other names', 'Debian:12', fixedIn('CVE-2024-1', '1-1', { aliases: ['GHSA-1'] })],
    ['of listed versions', 'Debian:12', statement('CVE-2024-1', { versions: ['1-1'] })],
    ['of a fix that cannot be read', 'Debian:12', fixedIn('CVE-2024-1', '1:')],
    [
      'of a range that begins later',
      'Debian:12',
      statement('CVE-2024-1', { ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '1-1' }, { fixed: '2-1' }] }] }),
    ],
  ])('is left to the judge where the statements are %s', (_, ecosystem, record_) => {
    expect(standingOn(ecosystem, [list([record_])])).toBeUndefined();
  });
});
