// Tests matching as a whole: which packages are judged, by which statements, and that no order of reading shows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate, CandidateList } from '../advisories/candidate.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';
import { compareVersions, schemes } from '../versions/schemes.ts';
import type { Finding } from './finding.ts';
import { matchPackages } from './match.ts';
import { fixedIn, installed, match, open, statement, told } from './matching.fixture.ts';

describe('a package', () => {
  it('is affected below the fix and clear from it on', () => {
    const statements = { 'npm left-pad': [fixedIn('GHSA-1', '1.3.0')] };
    const versions = ['1.2.9', '1.3.0-rc.1', '1.3.0', '2.0.0'].map((version) =>
      installed('npm', `left-pad ${version}`),
    );
    const { findings, unjudged } = match(versions, statements);
    expect(findings.map((finding) => finding.package.version)).toEqual(['1.2.9', '1.3.0-rc.1']);
    expect(told(findings)).toEqual(['left-pad GHSA-1 affected 1.3.0', 'left-pad GHSA-1 affected 1.3.0']);
    expect(unjudged).toEqual([]);
  });

  it('gives one finding for each installed binary package, with the evidence shared', () => {
    const libssl = installed('Debian:12', 'libssl3 3.0.1-1', { source: 'openssl' });
    const tool = installed('Debian:12', 'openssl 3.0.1-1');
    const { findings } = match([libssl, tool], { 'Debian:12 openssl': [fixedIn('CVE-2024-1', '3.0.1-2')] });
    expect(told(findings)).toEqual(['libssl3 CVE-2024-1 affected 3.0.1-2', 'openssl CVE-2024-1 affected 3.0.1-2']);
    expect(findings[0]?.evidence).toBe(findings[1]?.evidence);
    expect(findings[0]?.evidence.matches).toEqual([
      { advisory: 'CVE-2024-1', feed: 'made up', range: '< 3.0.1-2', fixedVersion: '3.0.1-2' },
    ]);
  });

  it('is looked up once for each distinct name and version', () => {
    const asked: string[] = [];
    const binaries = ['libssl3', 'openssl', 'libssl-dev'].map((name) =>
      installed('Debian:12', `${name} 3.0.1-1`, { source: 'openssl' }),
    );
    const older = installed('Debian:12', 'libssl1 1.1.1-1', { source: 'openssl' });
    matchPackages({
      packages: [...binaries, older],
      system: undefined,
      candidatesFor: (ecosystem, name) => {
        asked.push(`${ecosystem} ${name}`);
        return [];
      },
    });
    expect(asked).toEqual(['Debian:12 openssl', 'Debian:12 openssl']);
  });

  it('is looked up by the name its ecosystem files it under', () => {
    const { findings } = match([installed('PyPI', 'Flask_Login 0.1')], { 'PyPI flask-login': [open('PYSEC-1')] });
    expect(told(findings)).toEqual(['Flask_Login PYSEC-1 no-fix -']);
  });

  it('that is held back counts all the same', () => {
    const { findings } = match([installed('Debian:12', 'bash 5.2-1', { hold: true })], {
      'Debian:12 bash': [fixedIn('CVE-2024-1', '5.2-2')],
    });
    expect(told(findings)).toEqual(['bash CVE-2024-1 affected 5.2-2']);
  });

  it.each([
    ['PyPI', '1.0rc1', '1.0', 'affected 1.0'],
    ['Maven', '2.14.1', '2.15.0', 'affected 2.15.0'],
    ['NuGet', '4.3.0', '4.3.1', 'affected 4.3.1'],
    [
      'Go',
      '0.0.0-20220314234659-1baeb1ce4c0b',
      '0.0.0-20220315160706-3147a52a75dd',
      'affected 0.0.0-20220315160706-3147a52a75dd',
    ],
    ['crates.io', '0.9.9', '1.0.0-alpha', 'affected 1.0.0-alpha'],
    ['RubyGems', '7.0.4', '7.0.4.1', 'affected 7.0.4.1'],
    ['AlmaLinux:9', '1:3.0.7-16.el9_2', '1:3.0.7-18.el9_2', 'affected 1:3.0.7-18.el9_2'],
    ['Arch', '1:1.2-1', '1:1.2-2', 'affected 1:1.2-2'],
  ])('of %s at %s is below %s by the rules of its ecosystem', (ecosystem, version, fixed, outcome) => {
    const { findings } = match([installed(ecosystem, `example ${version}`)], {
      [`${ecosystem} example`]: [fixedIn('CVE-2024-1', fixed)],
    });
    expect(told(findings)).toEqual([`example CVE-2024-1 ${outcome}`]);
  });
});

describe('what cannot be judged is said', () => {
  it('for an ecosystem that no feed covers, or whose versions have no order here', () => {
    const packages = [installed(undefined, 'a 1'), installed('Haiku', 'b 1')];
    expect(match(packages, {})).toEqual({
      findings: [],
      unjudged: [
        { package: packages[0], why: 'no advisory feed covers it' },
        { package: packages[1], why: 'versions of Haiku cannot be compared' },
      ],
    });
  });

  it('for an unreadable version: once as a gap, and as unknown for every statement on its name', () => {
    const { findings, unjudged } = match([installed('npm', 'example latest')], {
      'npm example': [fixedIn('GHSA-1', '1.0.0'), open('GHSA-2'), statement('GHSA-3', { versions: ['latest'] })],
    });
    expect(told(findings)).toEqual(['example GHSA-1 unknown -', 'example GHSA-2 unknown -', 'example GHSA-3 no-fix -']);
    expect(findings[0]?.evidence.notes[0]).toMatch(/^GHSA-1: the installed version “latest” cannot be read: /);
    expect(unjudged.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^the installed version “latest” cannot be read: /),
    ]);
  });

  it('for an unreadable version of which nothing is stated', () => {
    expect(match([installed('npm', 'example latest')], {}).unjudged).toHaveLength(1);
  });

  it('for a statement that cannot be read', () => {
    const commits = statement('GHSA-1', { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] });
    const { findings } = match([installed('npm', 'example 1.0.0')], {
      'npm example': [commits, fixedIn('GHSA-2', 'soon')],
    });
    expect(told(findings)).toEqual(['example GHSA-1 unknown -', 'example GHSA-2 unknown -']);
  });
});

describe('several records on one vulnerability', () => {
  it('give one finding, whose fix meets them all', () => {
    const { findings } = match([installed('AlmaLinux:9', 'bind 9.16-1.el9')], {
      'AlmaLinux:9 bind': [
        fixedIn('ALSA-2024:0001', '9.16-2.el9', { vulnerabilities: ['CVE-2024-1', 'CVE-2024-2'] }),
        fixedIn('ALSA-2024:0002', '9.16-3.el9', { vulnerabilities: ['CVE-2024-1'] }),
      ],
    });
    expect(told(findings)).toEqual(['bind CVE-2024-1 affected 9.16-3.el9', 'bind CVE-2024-2 affected 9.16-2.el9']);
    expect(findings.map(({ advisories }) => advisories)).toEqual([
      ['ALSA-2024:0001', 'ALSA-2024:0002'],
      ['ALSA-2024:0001'],
    ]);
    expect(findings[0]?.evidence.notes).toEqual(['the records name different fixes: 9.16-2.el9, 9.16-3.el9']);
  });

  it('of which one is passed leave the other', () => {
    const { findings } = match([installed('AlmaLinux:9', 'bind 9.16-2.el9')], {
      'AlmaLinux:9 bind': [
        fixedIn('ALSA-2024:0001', '9.16-2.el9', { vulnerabilities: ['CVE-2024-1'] }),
        fixedIn('ALSA-2024:0002', '9.16-3.el9', { vulnerabilities: ['CVE-2024-1'] }),
      ],
    });
    expect(findings.map(({ advisories }) => advisories)).toEqual([['ALSA-2024:0002']]);
  });

  it('within one record the lowest fix suffices', () => {
    const { findings } = match([installed('AlmaLinux:9', 'bind 9.16-1.el9')], {
      'AlmaLinux:9 bind': [
        fixedIn('ALSA-2024:0001', '9.16-3.el9', { vulnerabilities: ['CVE-2024-1'] }),
        fixedIn('ALSA-2024:0001', '9.16-2.el9', { vulnerabilities: ['CVE-2024-1'] }),
      ],
    });
    expect(told(findings)).toEqual(['bind CVE-2024-1 affected 9.16-2.el9']);
  });

  it('are joined through their aliases, and go by the CVE where there is one', () => {
    const { findings } = match([installed('PyPI', 'example 1.0')], {
      'PyPI example': [
        fixedIn('PYSEC-2024-1', '1.1', { aliases: ['GHSA-aaaa'] }),
        fixedIn('GHSA-aaaa', '1.1'),
        fixedIn('PYSEC-2024-2', '1.2', { aliases: ['GHSA-bbbb'] }),
        fixedIn('GHSA-bbbb', '1.2', { vulnerabilities: ['CVE-2024-2'], aliases: ['GHSA-bbbb'] }),
      ],
    });
    expect(findings.map(({ id, aliases, advisories }) => ({ id, aliases, advisories }))).toEqual([
      { id: 'GHSA-aaaa', aliases: ['PYSEC-2024-1'], advisories: ['GHSA-aaaa', 'PYSEC-2024-1'] },
      { id: 'CVE-2024-2', aliases: ['GHSA-bbbb', 'PYSEC-2024-2'], advisories: ['GHSA-bbbb', 'PYSEC-2024-2'] },
    ]);
  });

  it('are joined through a name that neither of them has as its own', () => {
    const { findings } = match([installed('PyPI', 'example 1.0')], {
      'PyPI example': [open('PYSEC-1', { aliases: ['SNYK-7'] }), open('OTHER-1', { aliases: ['SNYK-7'] })],
    });
    expect(findings.map(({ id, aliases }) => ({ id, aliases }))).toEqual([
      { id: 'OTHER-1', aliases: ['PYSEC-1', 'SNYK-7'] },
    ]);
  });
});

const versions = [
  '1.0-1',
  '1.0-2',
  '1.1-1.el9_2',
  '2.0-1.module+el9.2.0+1',
  '10.0.17763.5',
  '10.0.17763.7',
  'no version',
];
const anyStatement = fc.record({
  number: fc.integer({ min: 1, max: 4 }),
  bulletin: fc.boolean(),
  fixed: fc.option(fc.constantFrom(...versions), { nil: undefined }),
  alias: fc.option(fc.constantFrom('GHSA-1', 'GHSA-2', 'CVE-2024-0001'), { nil: undefined }),
  pocket: fc.constantFrom('jammy', 'esm-apps/jammy', 'fips/jammy'),
  stream: fc.constantFrom('rocky-linux-9', 'rocky-linux-9-2-legacy', 'enterprise_linux:9', 'rhel_eus:9.2'),
  kb: fc.constantFrom('5000001', '5000002'),
  state: fc.option(fc.constantFrom('no-dsa' as const, 'unimportant' as const, 'not-affected' as const), {
    nil: undefined,
  }),
});

/** A statement of any shape on an example package. */
const candidate: fc.Arbitrary<Candidate> = anyStatement.map(({ number, bulletin, fixed, alias, state, ...notes }) => {
  const cve = `CVE-2024-000${number}`;
  const more = {
    vulnerabilities: bulletin ? [cve, 'CVE-2024-0009'] : [cve],
    aliases: alias === undefined ? [] : [alias],
    vendor: { ...notes, ...(state !== undefined && { state }) },
  };
  const id = bulletin ? `DSA-${number}-1` : `DEBIAN-${cve}`;
  return fixed === undefined ? open(id, more) : fixedIn(id, fixed, more);
});

const ecosystems = [
  'Debian:12',
  'Ubuntu:22.04',
  'AlmaLinux:9',
  'Rocky Linux:9',
  'Red Hat:9',
  'Alpine:v3.19',
  'Windows',
];
const packages = fc.array(
  fc
    .tuple(fc.constantFrom(...ecosystems), fc.constantFrom('one', 'two'), fc.constantFrom(...versions))
    .map(([ecosystem, name, version]) => installed(ecosystem, name, { version, source: `example ${version}` })),
  { maxLength: 6 },
);
const system = fc.constantFrom<OperatingSystem | undefined>(
  undefined,
  { id: 'ubuntu', version: '22.04', subscriptions: ['esm-apps'] },
  { id: 'rhel', version: '9.2', subscriptions: ['eus'] },
);

/** As the database arranges them: "everything before X" by the highest X, for an ecosystem's order. */
function arranged(ecosystem: string, candidates: readonly Candidate[]): CandidateList {
  const scheme = /^(?:Debian|Ubuntu)/.test(ecosystem)
    ? schemes.debian
    : ({ Windows: schemes['windows-build'], 'Alpine:v3.19': schemes.apk }[ecosystem] ?? schemes.rpm);
  const fixOf = ({ ranges }: Candidate): string | undefined =>
    ranges[0]?.events.flatMap((event) => ('fixed' in event && scheme.parse(event.fixed).ok ? [event.fixed] : []))[0];
  return {
    always: candidates.filter((each) => fixOf(each) === undefined),
    byFix: candidates
      .filter((each) => fixOf(each) !== undefined)
      .toSorted((a, b) => compareVersions(scheme, fixOf(b) ?? '', fixOf(a) ?? '') ?? 0),
  };
}

const bySubject = (findings: readonly Finding[]): readonly string[] =>
  findings.map((finding) => JSON.stringify(finding)).sort();

describe('no order of reading shows in the findings', () => {
  const inOrder = (
    list: readonly Package[],
    lists: readonly (readonly Candidate[])[],
    on: OperatingSystem | undefined,
  ) =>
    bySubject(
      matchPackages({ packages: list, system: on, candidatesFor: () => lists.map((always) => ({ always, byFix: [] })) })
        .findings,
    );

  it('of packages, of lists, or of statements within a list', () => {
    fc.assert(
      fc.property(
        packages,
        fc.array(fc.array(candidate, { maxLength: 6 }), { maxLength: 3 }),
        system,
        (list, lists, on) => {
          const backwards = lists.toReversed().map((each) => each.toReversed());
          expect(inOrder(list.toReversed(), backwards, on)).toEqual(inOrder(list, lists, on));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('and ending early gives what reading everything gives', () => {
    fc.assert(
      fc.property(
        packages,
        fc.array(fc.array(candidate, { maxLength: 8 }), { maxLength: 2 }),
        system,
        (list, lists, on) => {
          const early = matchPackages({
            packages: list,
            system: on,
            candidatesFor: (ecosystem) => lists.map((each) => arranged(ecosystem, each)),
          });
          expect(bySubject(early.findings)).toEqual(inOrder(list, lists, on));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('and statements that the version has passed are not even decoded', () => {
    let decoded = 0;
    const byFix = {
      *[Symbol.iterator]() {
        for (const fix of ['1.4-1', '1.3-1', '1.2-1', '1.1-1', '1.0-1']) {
          decoded++;
          yield fixedIn(`CVE-${fix}`, fix);
        }
      },
    };
    const { findings } = matchPackages({
      packages: [installed('Debian:12', 'example 1.3-1')],
      system: undefined,
      candidatesFor: () => [{ always: [], byFix }],
    });
    expect(told(findings)).toEqual(['example CVE-1.4-1 affected 1.4-1']);
    expect(decoded).toBe(2);
  });
});
