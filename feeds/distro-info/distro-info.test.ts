import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { distroInfo } from './index.ts';
import { releasesOf } from './normalize.ts';

const recording = (name: string) => fileURLToPath(new URL(`recordings/${name}`, import.meta.url));
const folder = fileURLToPath(new URL('../../../shared/data/debian/distro-info/', import.meta.url));

describe('the distro-info feed', () => {
  it('gives Debian releases their end of life and of LTS, and names the lines it cannot read', async () => {
    const { lifecycle, malformed } = await collect(distroInfo, recording('debian.csv'), 0);
    expect(lifecycle.map((row) => [row.product, row.release, row.endOfLife, row.endOfExtended, row.note])).toEqual([
      ['debian', '3.1', '2008-03-31', undefined, undefined],
      ['debian', '11', '2024-08-14', '2026-08-31', 'ELTS (paid) until 2031-06-30'],
      ['debian', '14', undefined, undefined, undefined],
    ]);
    expect(lifecycle[1]).toMatchObject({
      label: 'Debian 11 (Middling)',
      extendedName: 'Debian LTS',
      released: '2021-08-14',
    });
    expect(malformed).toEqual(['line 4: eol is no date', 'line 7: more fields than columns']);
  });

  it('gives Ubuntu releases the later of the desktop and the server date, and ESM', async () => {
    const { lifecycle, malformed } = await collect(distroInfo, recording('ubuntu.csv'), 1);
    expect(
      lifecycle.map((row) => [row.product, row.release, row.endOfLife, row.endOfExtended, row.extendedName]),
    ).toEqual([
      ['ubuntu', '6.06', '2011-06-01', undefined, undefined],
      ['ubuntu', '22.04', '2027-06-01', '2032-04-09', 'Ubuntu Pro (ESM)'],
    ]);
    expect(lifecycle[1]?.note).toContain('until 2034-04-25');
    expect(malformed).toEqual([]);
  });

  it('refuses a file that is something else', () => {
    expect(() => releasesOf('debian', '<html>')).toThrow('not a distro-info file');
  });

  it('never throws on any lines below the column names, and gives only dates or nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('1', '-', '2020-01-01', ',', ' ', 'x', '\n') })),
        (lines) => {
          const { rows } = releasesOf('ubuntu', ['version,codename,series,created,release,eol', ...lines].join('\n'));
          for (const row of rows) expect(row.endOfLife ?? '2020-01-01').toBe('2020-01-01');
        },
      ),
    );
  });
});

describe.skipIf(!existsSync(folder))(
  'distro-info on the shared data (skipped where debian/distro-info of ../shared/data is absent)',
  () => {
    it('reads every release that has a version', async () => {
      const debian = await collect(distroInfo, `${folder}debian.csv`, 0);
      expect(debian.malformed).toEqual([]);
      expect(debian.lifecycle).toHaveLength(20);
      expect(debian.lifecycle.find((row) => row.release === '12')).toMatchObject({
        endOfLife: '2026-07-11',
        endOfExtended: '2028-06-30',
      });
      const ubuntu = await collect(distroInfo, `${folder}ubuntu.csv`, 1);
      expect(ubuntu.malformed).toEqual([]);
      expect(ubuntu.lifecycle.find((row) => row.release === '26.04')).toMatchObject({
        endOfLife: '2031-05-29',
        endOfExtended: '2036-04-23',
      });
    });
  },
);
