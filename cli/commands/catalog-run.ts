// The work of `suture catalog`.
import { readFileSync, statSync } from 'node:fs';
import { AppError } from '@suture/core/app-error.ts';
import { buildCatalog, type Catalog } from '@suture/core/catalog/catalog.ts';
import { type ExploitedProduct, exploitedOf } from '@suture/core/catalog/exploited.ts';
import { findProduct, searchProducts } from '@suture/core/catalog/search.ts';
import type { Identity, Product } from '@suture/core/catalog/product.ts';
import { curatedProducts, faultText, readOverlayText, withOwn } from '@suture/feeds/catalog/overlay.ts';
import { openDatabase } from '@suture/feeds/database/database.ts';
import type { LifecycleRow } from '@suture/feeds/feed.ts';
import type { Context } from '../context.ts';
import { whyUnread } from '../inventories/read-text.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import type { CatalogOptions } from './catalog.ts';

const MOST_OVERLAY_BYTES = 16_000_000;

export function overlayText(file: string): string {
  const no = (why: string, cause?: unknown): AppError =>
    new AppError('input', `${file} ${why}`, 'Check the path.', cause);
  try {
    const about = statSync(file);
    // A pipe would keep its reader waiting for ever.
    if (!about.isFile() || about.size > MOST_OVERLAY_BYTES) throw no('is no file, or longer than 16 MB');
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw error instanceof AppError ? error : no(whyUnread(error), error);
  }
}

const readOverlayFile = (file: string): ReturnType<typeof readOverlayText> => readOverlayText(overlayText(file));

interface Loaded {
  readonly catalog: Catalog;
  readonly lifecycle: (product: string) => readonly LifecycleRow[];
  /** Vulnerabilities that are known to be exploited, of all products; undefined where nobody has said. */
  readonly exploited: readonly ExploitedProduct[] | undefined;
  /** What is not known, in a sentence each. */
  readonly gaps: readonly string[];
}

/** Without a database there are the curated products, and no versions. */
function load({ overlay }: CatalogOptions, path: string): Loaded {
  const own = overlay === undefined ? undefined : readOverlayFile(overlay);
  if (own?.ok === false)
    throw new AppError(
      'input',
      `${overlay}: ${faultText(own.faults)}`,
      shellWords(['suture', 'catalog', 'check', '--overlay', overlay ?? '']),
    );
  const products = withOwn(curatedProducts(), own?.products ?? []);
  const opened = openDatabase(path);
  if (opened.kind !== 'open') {
    const gap = 'There is no advisory database to read versions from: suture db update.';
    return { catalog: buildCatalog(products, []), lifecycle: () => [], exploited: undefined, gaps: [gap] };
  }
  const { database } = opened;
  try {
    const listings = database.listings();
    const dates = new Map(
      products.flatMap(({ lifecycle }) =>
        lifecycle === undefined ? [] : [[lifecycle, database.lifecycle(lifecycle)] as const],
      ),
    );
    const gaps =
      listings.length > 0
        ? []
        : ['The database has no index of any channel yet: suture db update --only winget homebrew.'];
    const exploited = database.exploitedProducts();
    return { catalog: buildCatalog(products, listings), lifecycle: (name) => dates.get(name) ?? [], exploited, gaps };
  } finally {
    database.close();
  }
}

export async function catalogLs(
  words: readonly string[],
  options: CatalogOptions,
  path: string,
  context: Context,
): Promise<void> {
  const most = wantedRows(options);
  const { catalog, gaps } = load(options, path);
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

export function catalogShow(asked: string, options: CatalogOptions, path: string, { stdout }: Context): void {
  const { catalog, lifecycle, exploited, gaps } = load(options, path);
  const found = findProduct(catalog, asked);
  const [product, ...others] = found;
  if (product === undefined)
    throw new AppError('input', `no product is called ${asked}`, shellWords(['suture', 'catalog', 'ls', asked]));
  if (others.length > 0)
    throw new AppError(
      'input',
      `${found.length} products go by ${asked}: ${found
        .map(({ id }) => id)
        .slice(0, 5)
        .join(', ')}`,
      'Give the id of one.',
    );
  const releases = product.lifecycle === undefined ? [] : lifecycle(product.lifecycle);
  const known = exploited === undefined ? undefined : exploitedOf(product, exploited);
  if (options.json === true)
    return void stdout.write(
      inertJson({ schema: 'suture.product/1', ...product, releases, vulnerabilities: { exploited: known ?? null } }),
    );
  const lines = [
    `${product.name}${product.vendor === undefined ? '' : ` by ${product.vendor}`} (${product.id})`,
    ...gaps,
    '',
    ...product.identities.map((identity) => {
      const { channel, id } = identity;
      const listing = product.listings.find(
        (each) => each.channel === channel && each.id.toLowerCase() === id.toLowerCase(),
      );
      return `  ${channel.padEnd(10)} ${identityText(identity)}${listing === undefined ? '' : `  ${aboutListing(listing)}`}`;
    }),
    ...(releases.length === 0
      ? []
      : ['', ...releases.slice(0, 6).map((release) => `  ${release.label}: ${supportText(release)}`)]),
    ...(product.exploited.length === 0 ? [] : ['', ...exploitedLines(known)]),
    ...(product.origin === 'curated' ? [] : ['', 'Nobody has said yet what it is called elsewhere: an overlay does.']),
  ];
  stdout.write(`${lines.map(printable).join('\n')}\n`);
}

/** Which versions have one of them, that list does not say. */
function exploitedLines(known: readonly ExploitedProduct[] | undefined): readonly string[] {
  if (known === undefined)
    return ['  What of it is known to be exploited is not in the advisory database: suture db update --only kev.'];
  if (known.length === 0) return ['  Nothing of it is known to be exploited.'];
  return [
    `  ${plural(known.length, 'vulnerability of it is', 'vulnerabilities of it are')} known to be exploited, in one version or another:`,
    ...known.slice(0, 5).map(({ cve, added, name }) => `    ${cve}  since ${added}  ${name}`),
    ...(known.length > 5 ? [`    and ${known.length - 5} before those`] : []),
  ];
}

const identityText = (identity: Identity): string =>
  identity.channel === 'program' ? `${identity.id} of ${identity.publisher}` : identity.id;

const aboutListing = ({ version, changed, updatesItself, isDeprecated }: Product['listings'][number]): string =>
  [
    version ?? 'no version',
    changed === undefined ? '' : `since ${changed}`,
    updatesItself ? 'updates itself' : '',
    isDeprecated ? 'deprecated' : '',
  ]
    .filter((text) => text !== '')
    .join(', ');

const supportText = ({ endOfLife }: LifecycleRow): string =>
  typeof endOfLife === 'string'
    ? `supported until ${endOfLife}`
    : endOfLife === true
      ? 'support has ended'
      : endOfLife === false
        ? 'supported, with no end known'
        : 'its support is not known';

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
