// The work of `suture catalog show`.
import { AppError } from '@suture/core/app-error.ts';
import { type ExploitedProduct, exploitedOf } from '@suture/core/catalog/exploited.ts';
import { findProduct } from '@suture/core/catalog/search.ts';
import type { Identity, Product } from '@suture/core/catalog/product.ts';
import type { LifecycleRow } from '@suture/feeds/feed.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import type { CatalogOptions } from './catalog.ts';
import { fixLines, fixesOf } from './catalog-fixes.ts';
import { loadCatalog } from './catalog-load.ts';

export function catalogShow(asked: string, options: CatalogOptions, path: string, { stdout }: Context): void {
  const { catalog, lifecycle, exploited, gaps } = loadCatalog(options, path);
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
  const fixes = fixesOf(product, path);
  if (options.json === true)
    return void stdout.write(
      inertJson({
        schema: 'suture.product/1',
        ...product,
        releases,
        vulnerabilities: { exploited: known ?? null, fixes: fixes ?? null },
      }),
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
    ...fixLines(fixes),
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
