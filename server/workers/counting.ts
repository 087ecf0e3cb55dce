// Has endpoints counted that are alike, soon after they changed: until then lists look at each of those that did.
import type { Log } from '../observability/log.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import { countDue } from '../store/endpoint-classes.ts';
import { gatherChanges } from '../store/remembered-answers.ts';
import { repeat, type Repeated } from './repeat.ts';

export interface Counting {
  readonly store: Store;
  readonly organisation: OrganisationId;
  readonly log: Log;
  readonly everyMs?: number;
}

const usualMs = 1_000;
/** Takes a quarter of a second at most. */
const atOnce = 2_000;

/** Several servers may do so; one at a time does it. */
export function startCounting({ store, organisation, log, everyMs = usualMs }: Counting): Repeated {
  return repeat({ name: 'counting', log, everyMs, firstMs: 0 }, async (signal) => {
    const count = (): Promise<number> =>
      store.inOrganisation(organisation, (transaction) => countDue(transaction, atOnce));
    while (!signal.aborted && (await count()) === atOnce);
    await store.inOrganisation(organisation, (transaction) => gatherChanges(transaction));
  });
}
