// Lists of a server, page by page, until there are enough rows or no more.
import { AppError } from '@suture/core/app-error.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next: string | null;
}

export interface Collected<Item> {
  readonly rows: readonly Item[];
  /** Of the whole list, as the last page said. */
  readonly total: number;
}

const LARGEST_PAGE = 1000;

/** `page` is asked for so many rows after a cursor. */
export async function collect<Item>(
  page: (at: { readonly cursor?: string; readonly limit: number }) => Promise<Page<Item>>,
  most: number,
): Promise<Collected<Item>> {
  const rows: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const limit = Math.min(LARGEST_PAGE, most - rows.length);
    const { items, total, next } = await page({ limit, ...(cursor !== undefined && { cursor }) });
    if (!Array.isArray(items) || !Number.isInteger(total)) throw notAList();
    for (const item of items.slice(0, limit)) rows.push(item);
    if (next === null || rows.length >= most) return { rows, total };
    // A server that never ends would keep us for ever.
    if (typeof next !== 'string' || next === cursor || items.length === 0) throw notAList();
    cursor = next;
  }
}

const notAList = (): AppError =>
  new AppError('network', 'the server’s list is not as its API says', 'Is the server as new as this suture?');
