// The curated products read whole, agree with the real index, and a user's own list goes before them.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildCatalog } from '@suture/core/catalog/catalog.ts';
import { describe, expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { winget } from '../winget/index.ts';
import { curatedProducts, readOverlayText, withOwn } from './overlay.ts';

const real = fileURLToPath(new URL('../../../shared/data/winget/index.v2.json', import.meta.url));

it('every curated product has a vendor and a channel', () => {
  expect(curatedProducts().length).toBeGreaterThan(15);
  for (const { vendor, identities } of curatedProducts()) {
    expect(vendor).not.toBe('');
    expect(identities).not.toEqual([]);
  }
});

it('YAML that is none, or that grows by itself, is a fault and not an exception', () => {
  expect(readOverlayText('products: [')).toMatchObject({ ok: false });
  expect(readOverlayText('a: &a [x]\nproducts: [*a, *a]')).toMatchObject({ ok: false });
  expect(readOverlayText('- 1')).toMatchObject({ ok: false, faults: [{ at: 'products' }] });
});

it('a list of one’s own takes the place of a curated product by its id', () => {
  const own = readOverlayText('products:\n  - { id: firefox, name: Our Firefox, vendor: Us, deb: our-firefox }\n');
  const products = withOwn(curatedProducts(), own.ok ? own.products : []);
  expect(products.filter(({ id }) => id === 'firefox').map(({ name }) => name)).toEqual(['Our Firefox']);
});

describe.skipIf(!existsSync(real))('with the real index (skipped where winget/ of ../shared/data is absent)', () => {
  it('every winget id that was curated is in it, and none of its packages is lost', async () => {
    const { listings } = await collect(winget, real);
    const catalog = buildCatalog(curatedProducts(), listings);
    const ids = new Set(listings.map(({ id }) => id));
    const curated = curatedProducts().flatMap(({ identities }) =>
      identities.filter(({ channel }) => channel === 'winget'),
    );
    expect(curated.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
    const listed = [...catalog.products.values()].reduce((sum, product) => sum + product.listings.length, 0);
    expect(listed).toBe(14_585);
    expect(catalog.products.get('7zip')?.listings).toMatchObject([{ id: '7zip.7zip', version: '26.02' }]);
  });
});
