// Files of the Ubuntu CVE tracker, as advisories.
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTar, temporaryFile } from '../archives/pack.ts';
import { collect } from '../collected.ts';
import { ubuntu } from './index.ts';
import { normalize } from './normalize.ts';

/** Made by hand in the tracker's format. */
const FILE = `Candidate: CVE-2024-1000
PublicDate: 2024-01-02 03:04:05 UTC
References:
 https://example.org/CVE-2024-1000
Description:
 Frobnicator frobs
 too much.
Ubuntu-Description:
Notes:
 sbeattie> jammy_frob: released (9)
Priority: low
 Because nobody frobs.
Discovered-by: Somebody
CVSS:
 nvd: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H [9.8 CRITICAL]

Patches_frob:
 upstream: https://example.org/fix
Tags_frob: not-ue
upstream_frob: released (1.3)
dapper_frob: ignored (end of life)
trusty_frob: needed
xenial_frob: ignored (end of standard support, was needed)
esm-infra/xenial_frob: released (1.0-1ubuntu1+esm1)
bionic/esm_frob: pending (1.1-1)
focal_frob: released (1.2-1ubuntu0.1)
fips-updates/focal_frob: needed
jammy_frob: not-affected (1.3-1)
esm-apps/jammy_frob: deferred (2024-02-03)
lunar_frob: needed
noble_frob: DNE
devel_frob: needed

Patches_libfrob++:
jammy_libfrob++: needs-triage
focal_libfrob++: ignored (too intrusive)
noble_libfrob++:
`;

const read = (content: string, id = 'CVE-2024-1000') => {
  const normalized = normalize(content, id);
  return normalized.ok ? { ...normalized.advisory, problems: normalized.problems } : normalized;
};

describe('a file of the tracker', () => {
  it('gives a row for each long-term release, pocket and package that is or was affected', () => {
    const advisory = read(FILE);
    expect(advisory).toMatchObject({
      id: 'CVE-2024-1000',
      summary: 'Frobnicator frobs too much.',
      published: '2024-01-02T03:04:05Z',
      severity: [
        { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
        { type: 'Ubuntu', score: 'low' },
      ],
      problems: [],
    });
    const rows = 'affected' in advisory ? advisory.affected : [];
    expect(
      rows.map(({ ecosystem, name, ranges, vendor }) => [ecosystem, name, ranges[0]?.events.at(-1), vendor]),
    ).toEqual([
      [
        'Ubuntu:16.04',
        'frob',
        { introduced: '0' },
        { pocket: 'xenial', state: 'end-of-life', reason: 'end of standard support, was needed' },
      ],
      ['Ubuntu:16.04', 'frob', { fixed: '1.0-1ubuntu1+esm1' }, { pocket: 'esm-infra/xenial' }],
      ['Ubuntu:18.04', 'frob', { introduced: '0' }, { pocket: 'esm-infra/bionic' }],
      ['Ubuntu:20.04', 'frob', { fixed: '1.2-1ubuntu0.1' }, { pocket: 'focal' }],
      ['Ubuntu:20.04', 'frob', { introduced: '0' }, { pocket: 'fips-updates/focal' }],
      [
        'Ubuntu:22.04',
        'frob',
        { introduced: '0' },
        { pocket: 'esm-apps/jammy', state: 'deferred', reason: '2024-02-03' },
      ],
      ['Ubuntu:22.04', 'libfrob++', { introduced: '0' }, { pocket: 'jammy', state: 'needs-triage' }],
      [
        'Ubuntu:20.04',
        'libfrob++',
        { introduced: '0' },
        { pocket: 'focal', state: 'ignored', reason: 'too intrusive' },
      ],
    ]);
  });

  it('is never silently lost: a release without a version is undetermined, an unknown status is reported', () => {
    expect(read('Candidate: CVE-2024-1\njammy_a: released\njammy_b: confused\njammy_c: what is this\n')).toMatchObject({
      affected: [{ name: 'a', ranges: [{ events: [{ introduced: '0' }] }], vendor: { state: 'undetermined' } }],
      problems: [
        'unreadable status "jammy_c: what is this"',
        'released in jammy for a, but no version is given',
        'unknown status confused of b in jammy',
      ],
    });
  });

  it('is refused when it is no tracker file', () => {
    expect(read('hello')).toEqual({ ok: false, record: 'CVE-2024-1000', reason: 'the file names no candidate' });
  });

  it('never makes it throw or hang', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'Candidate: x',
        'jammy_a: released (1)',
        'CVSS:',
        'Description:',
        ' a',
        `jammy_a: ${'('.repeat(5000)}`,
        ` nvd: CVSS:3.1${'/AV:N'.repeat(500)}`,
      ),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(typeof normalize(lines.join('\n'), 'CVE-2024-1').ok).toBe('boolean');
      }),
    );
  });
});

describe('the feed', () => {
  const members = [
    { name: 'tracker/active/', type: '5' },
    { name: 'tracker/active/CVE-2024-1000', content: FILE },
    { name: 'tracker/active/CVE-2024-NNNN', content: FILE },
    { name: 'tracker/active/00boilerplate', content: 'jammy_frob: needed' },
    { name: 'tracker/retired/CVE-2023-1001', content: 'Candidate: CVE-2023-1001\njammy_frob: DNE\n' },
    { name: 'tracker/retired/CVE-2023-1002', content: '' },
    { name: 'tracker/ignored/CVE-2023-1003', content: FILE },
  ];

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('reads active and retired files from a %s archive', async (_, pack) => {
    const { advisories, malformed } = await collect(ubuntu, temporaryFile('tracker.tar', pack(packTar(members))));
    expect(advisories.map(({ id }) => id)).toEqual(['CVE-2024-1000']);
    expect(malformed).toEqual(['CVE-2023-1002: the file names no candidate']);
  });

  it('refuses an archive that is not the tracker', async () => {
    await expect(collect(ubuntu, temporaryFile('a.tar', packTar([{ name: 'readme', content: 'x' }])))).rejects.toThrow(
      'no active/CVE',
    );
  });
});
