// Lists in pages: each page names the next by a cursor, and counts the whole list.
import { z } from '../agent/zod.ts';

const MOST_PER_PAGE = 1000;

export const pageParameters = {
  cursor: z.string().max(2048).optional().meta({
    description:
      'next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice',
  }),
  limit: z.coerce.number().int().min(1).max(MOST_PER_PAGE).default(100).meta({ description: 'rows on a page at most' }),
  skip: z.coerce.number().int().min(0).max(10_000_000).default(0).meta({
    description:
      'rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none',
  }),
};

export const pageRequest = z.strictObject(pageParameters);

/** A page of what a query finds. */
export const queryRequest = z.strictObject({
  q: z.string().default('').meta({
    description: 'in the query language (docs/reference/query.md); without it, everything',
    example: 'os:debian fix:available',
  }),
  ...pageParameters,
});

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).readonly(),
    total: z.int().min(0).meta({ description: 'of the whole list, exactly' }),
    next: z.string().nullable().meta({ description: 'the cursor of the next page; null on the last' }),
  });

export const instant = z.string().meta({ description: 'RFC 3339 in UTC', format: 'date-time' });
