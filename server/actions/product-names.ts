// What a product goes by that somebody names: an id of the lists, or a channel and an id there.
import type { CuratedProduct } from '@suture/core/catalog/overlay.ts';
import { CHANNELS, type Identity } from '@suture/core/catalog/product.ts';

/** What a product of a rule goes by: one of the lists' one's identities, or the one channel and id that it is named by. */
export function identitiesOf(products: readonly CuratedProduct[], product: string): readonly Identity[] | undefined {
  const curated = products.find(({ id }) => id === product);
  if (curated !== undefined) return curated.identities;
  const colon = product.indexOf(':');
  const channel = CHANNELS.find((name) => name === product.slice(0, colon));
  const id = product.slice(colon + 1);
  if (channel === undefined || channel === 'program' || id.trim() !== id || id === '' || id.length > 180)
    return undefined;
  return [{ channel, id }];
}
