// What follows from the advisory database beside findings: support of systems, the state of feeds; and offers not yet read.
import { lifecycleOfSystem, productsOfSystem } from '@suture/core/lifecycle/operating-system.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import { isSame, type Generation, matchedGeneration } from '../store/advisory-generation.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import { rememberFeeds } from '../store/feed-states.ts';
import { readOffers } from '../store/offers.ts';
import { systemsToJudge, writeLifecycles } from '../store/system-lifecycles.ts';

const SETS_AT_ONCE = 50;

/** Nothing is written where nothing is new, so it may be asked often: support changes as days pass. */
export async function noteSupport(
  store: Store,
  organisation: OrganisationId,
  advisories: Pick<AdvisoryDatabase, 'lifecycle' | 'feeds'>,
  generation: Generation,
  now: Date,
): Promise<void> {
  const today = now.toISOString().slice(0, 10);
  await store.inOrganisation(organisation, async (transaction) => {
    if (!isSame(generation, await matchedGeneration(transaction, 'share'))) return;
    await rememberFeeds(transaction, advisories.feeds());
    const systems = await systemsToJudge(transaction, today, generation.id);
    if (systems.length === 0) return;
    const judged = systems.map((each) => ({
      ...each,
      support: lifecycleOfSystem(
        each.system,
        productsOfSystem(each.system).flatMap((product) => advisories.lifecycle(product)),
        today,
      ),
    }));
    await writeLifecycles(transaction, judged, today, generation.id);
  });
  while ((await store.inOrganisation(organisation, (transaction) => readOffers(transaction, SETS_AT_ONCE))) > 0);
}
