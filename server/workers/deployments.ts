// The reconciler's loop: looks at each deployment that has something to do, one transaction each; any number of servers may.
import type { Log } from '../observability/log.ts';
import { carryRehearsalOn } from '../actions/rehearse-deployment.ts';
import { tickDeployment, type TickParts } from '../actions/tick-deployment.ts';
import type { OrganisationId, Store, StoreOptions } from '../store/database.ts';
import { databaseNow, dueDeployments } from '../store/deployments.ts';
import { rehearsing } from '../store/rehearsals.ts';
import { listen } from '../store/listen.ts';
import { repeat } from './repeat.ts';

export interface DeploymentsWork extends TickParts {
  readonly store: Store;
  readonly organisation: OrganisationId;
  readonly log: Log;
}

/** Words make it prompt; where none come, it looks this often. */
const everyMs = 1_000;
/** Looks in a row at one deployment, before others have their turn. */
const mostLooks = 20;

export function startDeployments(work: DeploymentsWork & { readonly connection: StoreOptions['connection'] }): {
  stop(): Promise<void>;
} {
  const round = repeat({ name: 'deployments', log: work.log, firstMs: everyMs, everyMs }, (signal) =>
    lookAtDeployments(work, signal),
  );
  const listening = listen(work.connection, 'suture_deployment', {
    onWord: (organisation) => {
      if (organisation === work.organisation) round.now();
    },
    onBegin: () => round.now(),
  });
  return {
    async stop() {
      await listening.close();
      await round.stop();
    },
  };
}

/** What was rehearsed, and what may be by now. */
async function carryRehearsalsOn(work: DeploymentsWork): Promise<void> {
  const { store, organisation, now, log } = work;
  for (const id of await store.inOrganisation(organisation, rehearsing)) {
    try {
      await store.inOrganisation(organisation, async (transaction) => {
        const at = new Date(now?.() ?? (await databaseNow(transaction)));
        await carryRehearsalOn(transaction, work, id, at);
      });
    } catch (error) {
      log.warn({ err: error, deployment: id }, 'a rehearsal could not be carried on and is tried again');
    }
  }
}

/** Each that is due, until nothing more is to be done right away. One that fails is said, and does not hold up the others. */
export async function lookAtDeployments(work: DeploymentsWork, signal?: AbortSignal): Promise<void> {
  const { store, organisation, now, log } = work;
  await carryRehearsalsOn(work);
  const due = await store.inOrganisation(organisation, (transaction) =>
    dueDeployments(transaction, now === undefined ? undefined : new Date(now())),
  );
  for (const id of due) {
    try {
      for (let looks = 0; looks < mostLooks; looks += 1) {
        if (signal?.aborted === true) return;
        const ticked = await store.inOrganisation(organisation, (transaction) =>
          tickDeployment(transaction, work, id, { hold: 'skip' }),
        );
        if (ticked?.isMore !== true) break;
      }
    } catch (error) {
      log.warn({ err: error, deployment: id }, 'a deployment could not be looked at and is tried again');
    }
  }
}
