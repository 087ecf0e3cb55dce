// Deadlines differ by whether an endpoint is internal: classes told apart by it.
import { type Classes, INTERNAL } from './query-classes.ts';

/** The classes told apart by exposure too. One that nobody knows counts as internet. */
export const withExposure = <T extends Classes>(query: T): T => ({
  ...query,
  asked: [...query.asked, INTERNAL],
  counted: [...query.counted, INTERNAL],
});
