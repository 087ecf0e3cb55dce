import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { debianSecuritySupport } from './index.ts';
import { endedOf, limitedOf } from './normalize.ts';

const recording = (name: string) => fileURLToPath(new URL(`recordings/${name}`, import.meta.url));
const folder = fileURLToPath(new URL('../../../shared/data/debian/debian-security-support/', import.meta.url));
const fileIndex = (name: string) => debianSecuritySupport.files.findIndex((file) => file.path.endsWith(`/${name}`));

describe('the debian-security-support feed', () => {
  it('dates what has ended, for the release the file is named after', async () => {
    const name = 'security-support-ended.deb12';
    const { lifecycle, malformed } = await collect(debianSecuritySupport, recording(name), fileIndex(name));
    expect(lifecycle.map((row) => [row.product, row.label, row.release, row.endOfLife, row.note])).toEqual([
      [
        'debian-source',
        'oldlib',
        '12',
        '2025-01-18',
        'nobody mends it any more; last version with support: 1.2.3-4~deb12u1',
      ],
      ['debian-source', 'pear-.*', '12', '2026-03-22', undefined],
      ['debian-source', 'bare', '12', '2026-04-30', 'last version with support: 2:1.0'],
    ]);
    expect(malformed).toEqual([
      'line 6: neither a source package nor the beginning of one',
      'line 7: its third field is no date',
    ]);
  });

  it('says of limited support that it is limited, for every release', async () => {
    const name = 'security-support-limited';
    const { lifecycle, malformed } = await collect(debianSecuritySupport, recording(name), fileIndex(name));
    expect(lifecycle.map((row) => [row.label, row.release, row.endOfLife, row.note])).toEqual([
      ['parser2.4', '*', undefined, 'security support is limited: Only for trusted input'],
      ['gofer.*', '*', undefined, 'security support is limited: See the release notes'],
    ]);
    expect(lifecycle[1]?.identifiers).toEqual(['debian-source:gofer.*']);
    expect(malformed).toEqual(['line 4: neither a source package nor the beginning of one']);
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const { rows } of [endedOf(text, '12'), limitedOf(text)])
          expect(rows.every((row) => /^[a-z0-9][a-z0-9+.-]*(?:\*)?$/.test(row.label))).toBe(true);
      }),
    );
  });
});

describe.skipIf(!existsSync(folder))(
  'debian-security-support on the shared data (skipped where it is absent from ../shared/data)',
  () => {
    it.each([
      ['security-support-ended.deb9', 21],
      ['security-support-ended.deb10', 8],
      ['security-support-ended.deb11', 0],
      ['security-support-ended.deb12', 16],
      ['security-support-limited', 32],
    ])('reads every line of %s', async (name, lines) => {
      const { lifecycle, malformed } = await collect(debianSecuritySupport, folder + name, fileIndex(name));
      expect(malformed).toEqual([]);
      expect(lifecycle).toHaveLength(lines);
    });
  },
);
