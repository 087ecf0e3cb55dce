// An organisation's own list of products: checked whole, kept in versions, and the products that rules and the catalog go by with it.
import { createHash } from 'node:crypto';
import type { CuratedProduct } from '@suture/core/catalog/overlay.ts';
import { curatedProducts, faultText, readOverlayText, withOwn } from '@suture/feeds/catalog/overlay.ts';
import type { catalogOverlay as shown } from '@suture/protocol/api/catalog.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import { catalogRules } from '../store/catalog-rules.ts';
import { addCatalogOverlay, catalogOverlay, type CatalogOverlayRow } from '../store/catalog-overlay.ts';
import type { Transaction } from '../store/database.ts';
import { identitiesOf } from './product-names.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

export type OverlayShown = z.infer<typeof shown>;

const faultsShown = 10;
/** Lists that were read, by what is in them: reading one takes longer than all else that a rule asks. */
const read = new Map<string, readonly CuratedProduct[]>();
const mostRead = 20;

/** Those of the list, before those that come with Suture. */
export async function productsOf(transaction: Transaction): Promise<readonly CuratedProduct[]> {
  const document = (await catalogOverlay(transaction))?.document ?? null;
  return document === null ? curatedProducts() : withOwn(curatedProducts(), productsIn(document));
}

/** Who says that a product's names are one: the organisation's own list, that which comes with Suture, or nobody. */
export async function originOf(transaction: Transaction, product: string): Promise<'channel' | 'curated' | 'own'> {
  const document = (await catalogOverlay(transaction))?.document ?? null;
  const own = (document === null ? [] : productsIn(document)).find(({ id }) => id === product);
  const isCurated = curatedProducts().some(({ id }) => id === product);
  if (own !== undefined && (own.isMapped !== true || !isCurated)) return 'own';
  return isCurated ? 'curated' : 'channel';
}

function productsIn(document: string): readonly CuratedProduct[] {
  const key = createHash('sha256').update(document).digest('hex');
  const known = read.get(key);
  if (known !== undefined) return known;
  const found = readOverlayText(document);
  // It was read when it was written: another Suture may take less.
  const products = found.ok ? found.products : [];
  if (read.size >= mostRead) read.delete(read.keys().next().value ?? '');
  read.set(key, products);
  return products;
}

export async function describeOverlay(transaction: Transaction): Promise<OverlayShown> {
  const row = await catalogOverlay(transaction);
  return row === undefined ? { version: 0, text: null, products: 0, changedAt: null, changedBy: null } : present(row);
}

const present = ({ version, document, at, by }: CatalogOverlayRow): OverlayShown => ({
  version,
  text: document,
  products: document === null ? 0 : productsIn(document).length,
  changedAt: at.toISOString(),
  changedBy: by,
});

/** `text`: null takes the list back. `version`: the one that was looked at, 0 where there was none. */
export function saveOverlay(
  door: PeopleDoor,
  by: By,
  { text, version }: { readonly text: string | null; readonly version: number },
): Promise<Done<OverlayShown, 'invalid' | 'conflict'>> {
  const reading = text === null ? undefined : readOverlayText(text);
  if (reading?.ok === false)
    return Promise.resolve(
      refuse('invalid', `the list cannot be taken: ${faultText(reading.faults.slice(0, faultsShown))}`),
    );
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const before = await catalogOverlay(transaction);
    const newest = before?.version ?? 0;
    if (newest !== version)
      return refuse('conflict', newest === 0 ? 'there is no list yet' : `version ${newest} is the newest`);
    if ((before?.document ?? null) === text && before !== undefined) return { ok: true, value: present(before) };
    const products = text === null ? curatedProducts() : withOwn(curatedProducts(), productsIn(text));
    const lost = (await catalogRules(transaction)).find(({ product }) => identitiesOf(products, product) === undefined);
    if (lost !== undefined)
      return refuse('invalid', `there is a rule about ${lost.product}, which no list would have: take that back first`);
    const row = { version: newest + 1, document: text, at: door.now(), by: by.access.actor };
    if (!(await addCatalogOverlay(transaction, row)))
      return refuse('conflict', 'somebody else has changed it just now');
    await record(transaction, by, {
      at: row.at,
      action: text === null ? 'catalog-overlay.remove' : 'catalog-overlay.change',
      subject: 'catalog-overlay',
      before: before === undefined ? null : inAudit(before),
      after: inAudit(row),
    });
    return { ok: true, value: present(row) };
  });
}

const inAudit = ({ version, document }: Pick<CatalogOverlayRow, 'version' | 'document'>) => ({
  version,
  sha256: document === null ? null : createHash('sha256').update(document).digest('hex'),
  products: document === null ? 0 : productsIn(document).length,
});
