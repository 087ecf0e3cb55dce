import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lifecycleOfSystem, productsOfSystem } from '@suture/core/lifecycle/operating-system.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { endoflife } from './index.ts';
import { lifecyclesOf } from './normalize.ts';

const recording = fileURLToPath(new URL('recordings/small.json', import.meta.url));
const real = fileURLToPath(new URL('../../../shared/data/eol/products-full.json', import.meta.url));

describe('the endoflife.date feed', () => {
  it('gives one row for each release, with the dates or the plain yes or no', async () => {
    const { lifecycle, malformed, upstreamDate } = await collect(endoflife, recording);
    expect(lifecycle.map((row) => [row.label, row.endOfLife, row.endOfExtended, row.extendedName, row.latest])).toEqual(
      [
        ['Examplix 2 (Second)', '2028-05-01', false, 'Examplix Care', '2.3'],
        ['Examplix 1', '2023-05-01', '2025-05-01', 'Examplix Care', undefined],
        ['Example.js 9', false, undefined, undefined, undefined],
        ['Example.js 8', true, undefined, undefined, undefined],
      ],
    );
    expect(lifecycle[2]?.identifiers).toEqual(['pkg:npm/%40example/core', 'repology:examplejs']);
    expect(lifecycle[3]).toMatchObject({
      product: 'examplejs',
      release: '8',
      released: undefined,
      note: 'sold until 2021-01-01',
    });
    expect(malformed).toEqual(['examplejs releases[2]: no release name', 'result[2]: no product name']);
    expect(upstreamDate).toBe('2026-01-02');
  });

  it('never throws on a product, whatever it holds', () => {
    const anything = fc.jsonValue();
    const product = fc.record({
      name: fc.constant('examplix'),
      label: anything,
      labels: anything,
      identifiers: fc.oneof(anything, fc.array(anything)),
      releases: fc.array(fc.oneof(anything, fc.record({ name: fc.constant('1'), eolFrom: anything, isEol: anything }))),
    });
    fc.assert(
      fc.property(fc.oneof(anything, product), (value) => {
        const { rows, malformed } = lifecyclesOf(value);
        expect(rows.every((row) => row.product === 'examplix')).toBe(true);
        expect(rows.length + malformed.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe.skipIf(!existsSync(real))(
  'endoflife.date on the shared data (skipped where eol/ of ../shared/data is absent)',
  () => {
    it('reads all 8,351 releases of 464 products', async () => {
      const { lifecycle, malformed, upstreamDate } = await collect(endoflife, real);
      expect(lifecycle).toHaveLength(8351);
      expect(new Set(lifecycle.map((row) => row.product)).size).toBe(464);
      expect(malformed).toEqual([]);
      expect(upstreamDate).toBe('2026-08-22');
      expect(lifecycle.find((row) => row.product === 'debian' && row.release === '12')).toMatchObject({
        label: 'Debian 12 (Bookworm)',
        endOfLife: '2026-07-11',
        endOfExtended: '2028-06-30',
        extendedName: 'Debian LTS',
      });
    });

    it.each([
      ['debian', '12', undefined, 'extended'],
      ['ubuntu', '24.04', undefined, 'supported'],
      ['almalinux', '9.4', undefined, 'supported'],
      ['rocky', '8.10', undefined, 'supported'],
      ['rhel', '7.9', undefined, 'unsupported'],
      ['fedora', '43', undefined, 'ending'],
      ['centos', '9', 'CentOS Stream 9', 'supported'],
      ['centos', '8', undefined, 'unsupported'],
      ['ol', '9', undefined, 'supported'],
      ['amzn', '2', undefined, 'unsupported'],
      ['alpine', '3.19.1', undefined, 'unsupported'],
      ['sles', '15.6', undefined, 'unsupported'],
      ['opensuse-leap', '16.0', undefined, 'supported'],
      ['photon', '5.0', undefined, 'supported'],
      ['macos', '15.7', undefined, 'supported'],
      ['windows', '10.0.17763.1', 'Windows Server 2019', 'supported'],
      ['windows', '10.0.19045.1', undefined, 'unsupported'],
    ])('finds %s %s (%s), which on 2026-11-22 is %s by it', async (id, version, name, state) => {
      const { lifecycle } = await collect(endoflife, real);
      const rows = lifecycle.map((row) => ({ ...row, feed: 'endoflife' }));
      const os = name === undefined ? { id, version } : { id, version, name };
      expect(productsOfSystem(os).every((product) => rows.some((row) => row.product === product))).toBe(true);
      expect(lifecycleOfSystem(os, rows, '2026-11-22').state).toBe(state);
    });
  },
);
