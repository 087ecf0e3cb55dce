// Whether there is an advisory database behind what is said: without one, changelogs of updates on offer are all that speaks.
import { WITHOUT_ADVISORIES, matchedGeneration } from '../store/advisory-generation.ts';
import type { Transaction } from '../store/database.ts';

/**
 * `none`: only changelogs speak. `gone`: this server has none any more, and what was judged with the last one stays as it was.
 * Without a database at hand nobody is clear of anything.
 */
export type AdvisoriesKnown = 'in-use' | 'none' | 'gone';

/** `isHere`: whether this server has one that can be read. */
export async function advisoriesKnown(transaction: Transaction, isHere: boolean): Promise<AdvisoriesKnown> {
  if (isHere) return 'in-use';
  const { id } = (await matchedGeneration(transaction)) ?? { id: WITHOUT_ADVISORIES };
  return id === WITHOUT_ADVISORIES ? 'none' : 'gone';
}
