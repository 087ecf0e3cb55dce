// winget's index on a small recording, on the real one, and on hostile records.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { winget } from './index.ts';
import { listingOf } from './normalize.ts';

const recording = fileURLToPath(new URL('recordings/small.json', import.meta.url));
const real = fileURLToPath(new URL('../../../shared/data/winget/index.v2.json', import.meta.url));

it('each package is a listing; what has no id or name is told of', async () => {
  const { listings, malformed, upstreamDate } = await collect(winget, recording);
  expect(listings.map(({ id, name, version, changed }) => [id, name, version, changed])).toEqual([
    ['Examplix.Browser', 'Example Browser', '131.0', '2031-01-02'],
    ['Éditeur.Outil', 'Tab here', '2.0', undefined],
    ['Examplix.Tool', 'No version', undefined, undefined],
  ]);
  expect(malformed).toEqual([
    '[3] ../x: no package id',
    '[4] --all: no package id',
    '[5] Examplix.Nameless: no name',
    '[6]: no package id',
  ]);
  expect(upstreamDate).toBe('2031-01-02');
});

it('no record makes it throw, or an option pass for an id', () => {
  const entry = fc.record({ PackageId: fc.string({ unit: 'binary' }), Name: fc.string(), Version: fc.anything() });
  fc.assert(
    fc.property(fc.oneof(entry, fc.anything()), (value) => {
      const read = listingOf(value);
      if (read.ok) expect(read.listing.id).not.toMatch(/^-|\s/);
    }),
  );
});

describe.skipIf(!existsSync(real))('the real index (skipped where winget/ of ../shared/data is absent)', () => {
  it('is read whole', async () => {
    const { listings, malformed } = await collect(winget, real);
    expect(malformed).toEqual([]);
    expect(listings).toHaveLength(14_585);
    expect(listings.find(({ id }) => id === '7zip.7zip')).toMatchObject({
      name: '7-Zip',
      version: '26.02',
      changed: '2026-06-30',
    });
  });
});
