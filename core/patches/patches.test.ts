// Tests how findings become patches: one for each source package and installed version, most urgent first.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, schemes } from '../versions/schemes.ts';
import { type Fixable, groupByFix } from './patches.ts';

interface Found {
  readonly id: string;
  readonly name?: string;
  readonly source?: string;
  readonly version?: string;
  readonly fixed: string | null;
  readonly due?: string | null;
  readonly epss?: number;
  readonly severity?: Fixable['finding']['severity'];
  readonly ecosystem?: string | undefined;
}

function found({
  id,
  name = 'libssl3',
  source = 'openssl',
  version = '3.0.1-1',
  fixed,
  due = null,
  ...more
}: Found): Fixable {
  return {
    finding: {
      id,
      source: { name: source, version },
      fixedVersion: fixed,
      severity: more.severity ?? 'medium',
      deadline: { due },
    },
    packages: [name],
    ecosystem: 'ecosystem' in more ? more.ecosystem : 'Debian:12',
    urgency: { due, forensics: false, exploited: false, epss: more.epss, cvss: undefined, id: `${id} ${name}` },
  };
}

const debianOrder = (_ecosystem: string | undefined, a: string, b: string) => compareVersions(schemes.debian, a, b);
const group = (...findings: readonly Fixable[]) => groupByFix(findings, debianOrder);

describe('a patch', () => {
  it('is the update of one source package to the highest fix of all it closes', () => {
    expect(
      group(
        found({ id: 'CVE-2024-1', fixed: '3.0.9-1', epss: 0.1, severity: 'low' }),
        found({ id: 'CVE-2024-2', fixed: '3.0.10-1', epss: 0.9, severity: 'critical', due: '2026-12-24' }),
        found({ id: 'CVE-2024-2', name: 'openssl', fixed: '3.0.10-1', epss: 0.9, due: '2026-12-24' }),
        found({ id: 'CVE-2024-3', fixed: '3.0.2-1', due: '2026-12-01' }),
      ),
    ).toEqual([
      {
        ecosystem: 'Debian:12',
        source: 'openssl',
        from: '3.0.1-1',
        to: '3.0.10-1',
        packages: ['libssl3', 'openssl'],
        closes: ['CVE-2024-3', 'CVE-2024-2', 'CVE-2024-1'],
        severity: 'critical',
        due: '2026-12-01',
        urgency: {
          due: '2026-12-01',
          forensics: false,
          exploited: false,
          epss: undefined,
          cvss: undefined,
          id: 'CVE-2024-3 libssl3',
        },
      },
    ]);
  });

  it('is one for each installed version, as two kernels are', () => {
    const patches = group(
      found({ id: 'CVE-2024-1', source: 'linux', version: '6.1.85-1', fixed: '6.1.90-1' }),
      found({ id: 'CVE-2024-1', source: 'linux', version: '6.1.82-1', fixed: '6.1.90-1' }),
    );
    expect(patches.map(({ from, to }) => `${from} ${to}`).toSorted()).toEqual([
      '6.1.82-1 6.1.90-1',
      '6.1.85-1 6.1.90-1',
    ]);
  });

  it('keeps packages of one name in two ecosystems apart', () => {
    const patches = group(
      found({ id: 'GHSA-1', source: 'zlib', ecosystem: 'npm', fixed: '2.0' }),
      found({ id: 'PYSEC-1', source: 'zlib', ecosystem: 'PyPI', fixed: '3.0' }),
      found({ id: 'CVE-1', source: 'zlib', ecosystem: undefined, fixed: '4.0' }),
    );
    expect(patches.map(({ ecosystem, to }) => [ecosystem, to])).toEqual([
      [undefined, '4.0'],
      ['npm', '2.0'],
      ['PyPI', '3.0'],
    ]);
  });

  it('is none for what has no fix', () => {
    expect(group(found({ id: 'CVE-2024-1', fixed: null }))).toEqual([]);
  });

  it('has no due date where none of its findings has one', () => {
    expect(group(found({ id: 'CVE-2024-1', fixed: '3.0.2-1' }))[0]?.due).toBe(null);
  });
});

describe('patches', () => {
  it('come most urgent first', () => {
    const patches = group(
      found({ id: 'CVE-2024-1', source: 'none', fixed: '2' }),
      found({ id: 'CVE-2024-2', source: 'later', fixed: '2', due: '2026-12-24' }),
      found({ id: 'CVE-2024-3', source: 'likely', fixed: '2', epss: 0.5 }),
      found({ id: 'CVE-2024-4', source: 'sooner', fixed: '2', due: '2026-12-01' }),
    );
    expect(patches.map(({ source }) => source)).toEqual(['sooner', 'later', 'likely', 'none']);
  });

  it('do not depend on the order of the findings', () => {
    const any = fc
      .record({
        id: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'),
        name: fc.constantFrom('a', 'b', 'c'),
        source: fc.constantFrom('one', 'two'),
        version: fc.constantFrom('1-1', '2-1'),
        fixed: fc.constantFrom('3-1', '4-1', '10-1', null),
        due: fc.constantFrom('2026-12-01', '2026-12-24', null),
      })
      .map(found);
    fc.assert(
      fc.property(
        fc.uniqueArray(any, {
          maxLength: 8,
          selector: ({ finding: { id, source }, packages: [name] }) => `${id} ${name} ${source.name}`,
        }),
        (findings) => {
          expect(group(...findings.toReversed())).toEqual(group(...findings));
        },
      ),
      { numRuns: 500 },
    );
  });
});
