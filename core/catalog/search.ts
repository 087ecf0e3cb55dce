// Finds products of the catalog by words and by their names.
import type { Catalog } from './catalog.ts';
import type { Product } from './product.ts';

/** Those in which every word stands, the curated ones first; without words the curated ones. */
export function searchProducts(catalog: Catalog, words: readonly string[]): readonly Product[] {
  const asked = words.map((word) => word.toLowerCase()).filter((word) => word !== '');
  const found = [...catalog.products.values()].filter((product) => {
    if (asked.length === 0) return product.origin === 'curated';
    const text = [product.id, product.name, product.vendor ?? '', ...product.identities.map(({ id }) => id)]
      .join('\n')
      .toLowerCase();
    return asked.every((word) => text.includes(word));
  });
  return found.toSorted(
    (a, b) => Number(a.origin === 'index') - Number(b.origin === 'index') || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** By its own id, else by an id of a channel, with or without the channel's name: `winget:Git.Git`, `Git.Git`. */
export function findProduct(catalog: Catalog, asked: string): readonly Product[] {
  const own = catalog.products.get(asked);
  if (own !== undefined) return [own];
  const wanted = asked.toLowerCase();
  return [...catalog.products.values()].filter(({ id, identities }) =>
    [id, ...identities.flatMap(({ channel, id: name }) => [name, `${channel}:${name}`])].some(
      (each) => each.toLowerCase() === wanted,
    ),
  );
}
