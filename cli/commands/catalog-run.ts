// The work of `suture catalog ls` and `check`.
import { AppError } from '@suture/core/app-error.ts';
import { searchProducts } from '@suture/core/catalog/search.ts';
import type { Product } from '@suture/core/catalog/product.ts';
import { curatedProducts, faultText } from '@suture/feeds/catalog/overlay.ts';
import type { Context } from '../context.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import type { CatalogOptions } from './catalog.ts';
import { loadCatalog, readOverlayFile } from './catalog-load.ts';

export async function catalogLs(
  words: readonly string[],
  options: CatalogOptions,
  path: string,
  context: Context,
): Promise<void> {
  const most = wantedRows(options);
  const { catalog, gaps } = loadCatalog(options, path);
  if (options.here === true) {
    const { listHere } = await import('./catalog-here.ts');
    return listHere(catalog, words, options, context);
  }
  const found = searchProducts(catalog, words);
  const all = catalog.products.size;
  writeRows(
    {
      schema: 'suture.catalog/1',
      rows: found.slice(0, most),
      total: found.length,
      columns: COLUMNS,
      said: [
        words.length === 0
          ? `${plural(found.length, 'curated product', 'curated products')} of ${plural(all, 'product', 'products')}.`
          : `${plural(found.length, 'product', 'products')} of ${all} found.`,
        ...gaps,
      ],
      next: shellWords(['suture', 'catalog', 'show', found[0]?.id ?? 'firefox']),
    },
    options,
    context,
  );
}

const versionsOf = ({ listings }: Product): string =>
  [...new Set(listings.flatMap(({ channel, version }) => (version === undefined ? [] : [`${version} (${channel})`])))]
    .slice(0, 3)
    .join(', ');

const COLUMNS: readonly Column<Product>[] = [
  { name: 'product', shown: ({ id }) => id },
  { name: 'name', shown: ({ name }) => name },
  { name: 'vendor', shown: ({ vendor }) => vendor ?? '' },
  { name: 'newest', shown: versionsOf },
  { name: 'channels', shown: ({ identities }) => [...new Set(identities.map(({ channel }) => channel))].join(' ') },
  { name: 'origin', shown: ({ origin }) => origin, isForPrograms: true },
];

export function catalogCheck({ overlay, json }: CatalogOptions, { stdout }: Context): void {
  const read = overlay === undefined ? { ok: true as const, products: curatedProducts() } : readOverlayFile(overlay);
  if (!read.ok) {
    if (json === true) stdout.write(inertJson({ schema: 'suture.catalog-check/1', faults: read.faults }));
    throw new AppError(
      'input',
      `${overlay} has ${plural(read.faults.length, 'fault', 'faults')}: ${faultText(read.faults)}`,
      'Correct them; nothing of a list with a fault is used.',
    );
  }
  const identities = read.products.reduce((sum, product) => sum + product.identities.length, 0);
  if (json === true)
    return void stdout.write(
      inertJson({ schema: 'suture.catalog-check/1', products: read.products.length, identities, faults: [] }),
    );
  stdout.write(
    `${plural(read.products.length, 'product', 'products')} with ${plural(identities, 'identity', 'identities')}; no fault.\n`,
  );
}
