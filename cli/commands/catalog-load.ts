// Reads what the commands of `suture catalog` look at: the lists of products and the advisory database.
import { readFileSync, statSync } from 'node:fs';
import { AppError } from '@suture/core/app-error.ts';
import { buildCatalog, type Catalog } from '@suture/core/catalog/catalog.ts';
import type { ExploitedProduct } from '@suture/core/catalog/exploited.ts';
import { curatedProducts, faultText, readOverlayText, withOwn } from '@suture/feeds/catalog/overlay.ts';
import { openDatabase } from '@suture/feeds/database/database.ts';
import type { LifecycleRow } from '@suture/feeds/feed.ts';
import { whyUnread } from '../inventories/read-text.ts';
import { shellWords } from '../output/shell-words.ts';
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

export const readOverlayFile = (file: string): ReturnType<typeof readOverlayText> => readOverlayText(overlayText(file));

export interface Loaded {
  readonly catalog: Catalog;
  readonly lifecycle: (product: string) => readonly LifecycleRow[];
  /** Vulnerabilities that are known to be exploited, of all products; undefined where nobody has said. */
  readonly exploited: readonly ExploitedProduct[] | undefined;
  /** What is not known, in a sentence each. */
  readonly gaps: readonly string[];
}

/** Without a database there are the curated products, and no versions. */
export function loadCatalog({ overlay }: CatalogOptions, path: string): Loaded {
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
    const gap =
      opened.kind === 'missing'
        ? 'There is no advisory database to read versions from: suture db update.'
        : `The advisory database cannot be read (${opened.reason}): suture db update.`;
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
        : ['The database has no index of any channel yet: suture db update --only winget homebrew flathub.'];
    const exploited = database.exploitedProducts();
    return { catalog: buildCatalog(products, listings), lifecycle: (name) => dates.get(name) ?? [], exploited, gaps };
  } finally {
    database.close();
  }
}
