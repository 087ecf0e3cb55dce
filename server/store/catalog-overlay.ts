// An organisation's own list of products: its last version holds.
import type { Transaction } from './database.ts';

export interface CatalogOverlayRow {
  readonly version: number;
  /** YAML; null where it was taken back. */
  readonly document: string | null;
  readonly at: Date;
  readonly by: string;
}

/** Undefined where there never was one. */
export async function catalogOverlay(transaction: Transaction): Promise<CatalogOverlayRow | undefined> {
  const [row] = await transaction.query<CatalogOverlayRow & Record<string, unknown>>(
    'select version, document, at, by from catalog_overlay where organisation = $1 order by version desc limit 1',
    [transaction.organisation],
  );
  return row;
}

/** False where somebody else has written that version. */
export async function addCatalogOverlay(
  transaction: Transaction,
  { version, document, at, by }: CatalogOverlayRow,
): Promise<boolean> {
  const added = await transaction.query(
    `insert into catalog_overlay (organisation, version, document, at, by) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning version`,
    [transaction.organisation, version, document, at, by],
  );
  return added.length > 0;
}
