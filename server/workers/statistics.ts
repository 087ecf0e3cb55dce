// Has PostgreSQL count tables that grow fast. Autovacuum comes round once a minute; a fleet's first inventories come in less.
import type { Log } from '../observability/log.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import { countAgain, outdatedTables } from '../store/statistics.ts';
import { repeat, type Repeated } from './repeat.ts';

export interface Statistics {
  readonly store: Store;
  readonly organisation: OrganisationId;
  readonly log: Log;
  readonly everyMs?: number;
}

const usualMs = 2_000;

/**
 * Every index begins with the organisation. A PostgreSQL that knows nothing of a table takes that for selective, and reads
 * all of an organisation's rows where it could find the few it needs: ten times as long for an inventory, a hundred for a verdict.
 */
export function startStatistics({ store, organisation, log, everyMs = usualMs }: Statistics): Repeated {
  return repeat({ name: 'statistics', log, everyMs, firstMs: everyMs }, async (signal) => {
    for (const table of await store.inOrganisation(organisation, (transaction) => outdatedTables(transaction))) {
      if (signal.aborted) return;
      await store.inOrganisation(organisation, (transaction) => countAgain(transaction, table));
    }
  });
}
