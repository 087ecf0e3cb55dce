// Turns one product of endoflife.date into the support dates of its releases.
import type { LifecycleRow } from '../feed.ts';
import { dayOf, type Fields, fieldsOf, listOf, textOf } from '../json/fields.ts';

export interface ProductReading {
  readonly rows: readonly LifecycleRow[];
  readonly malformed: readonly { readonly record: string; readonly reason: string }[];
}

const PRODUCT_NAME = /^[a-z0-9][a-z0-9.+_-]{0,99}$/;

/**
 * Reads one element of `result`. Source: https://endoflife.date/docs/api/v1/ (ProductDetails).
 *
 * A date is kept as it is; where there is only a yes or no (`isEol`), that.
 */
export function lifecyclesOf(value: unknown): ProductReading {
  const product = fieldsOf(value);
  const name = textOf(product?.['name'], 100);
  if (product === undefined || name === undefined || !PRODUCT_NAME.test(name))
    return { rows: [], malformed: [{ record: '', reason: 'no product name' }] };
  const label = textOf(product['label'], 200) ?? name;
  const extendedName = textOf(fieldsOf(product['labels'])?.['eoes'], 200);
  const identifiers = identifiersOf(product['identifiers']);
  const rows: LifecycleRow[] = [];
  const malformed: { record: string; reason: string }[] = [];
  for (const [index, item] of listOf(product['releases']).entries()) {
    const release = fieldsOf(item);
    const releaseName = textOf(release?.['name'], 100);
    if (release === undefined || releaseName === undefined) {
      malformed.push({ record: `${name} releases[${index}]`, reason: 'no release name' });
      continue;
    }
    const endOfExtended = ending(release, 'eoesFrom', 'isEoes');
    rows.push({
      product: name,
      label: fullLabel(label, textOf(release['label'], 200) ?? releaseName),
      release: releaseName,
      released: dayOf(release['releaseDate']),
      endOfLife: ending(release, 'eolFrom', 'isEol'),
      endOfExtended,
      extendedName: endOfExtended === undefined ? undefined : (extendedName ?? 'extended support'),
      latest: textOf(fieldsOf(release['latest'])?.['name'], 100),
      identifiers,
      note: discontinued(release),
    });
  }
  return { rows, malformed };
}

function ending(release: Fields, date: string, flag: string): string | boolean | undefined {
  const state = release[flag];
  return dayOf(release[date]) ?? (typeof state === 'boolean' ? state : undefined);
}

function discontinued(release: Fields): string | undefined {
  const from = ending(release, 'discontinuedFrom', 'isDiscontinued');
  if (typeof from === 'string') return `sold until ${from}`;
  return from === true ? 'no longer sold' : undefined;
}

/** `Debian` and `12 (Bookworm)` give `Debian 12 (Bookworm)`; `macOS 26 (Tahoe)` already says which product it is. */
function fullLabel(product: string, release: string): string {
  const shortProduct = product.replace(/^Microsoft /, '');
  return release.toLowerCase().includes(shortProduct.toLowerCase()) ? release : `${product} ${release}`;
}

function identifiersOf(value: unknown): readonly string[] {
  const identifiers: string[] = [];
  for (const item of listOf(value)) {
    const identifier = fieldsOf(item);
    const id = textOf(identifier?.['id'], 300);
    if (id === undefined) continue;
    if (identifier?.['type'] === 'purl' && id.startsWith('pkg:')) identifiers.push(id);
    else if (identifier?.['type'] === 'cpe' && id.startsWith('cpe:')) identifiers.push(id);
    else if (identifier?.['type'] === 'repology') identifiers.push(`repology:${id}`);
  }
  return identifiers;
}
