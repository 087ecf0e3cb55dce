// What is over is forgotten in small steps, the day's figures are kept, and the audit's place is signed now and then; one server at a time.
import type { KeyObject } from 'node:crypto';
import type { Log } from '../observability/log.ts';
import { keepDailyFigures } from '../actions/daily-figures.ts';
import { takeCheckpoint } from '../store/audit.ts';
import { forgetChangelogs } from '../store/changelogs.ts';
import type { OrganisationId, Store, Transaction } from '../store/database.ts';
import { takeLease } from '../store/leases.ts';
import { forgetOldOffers, thinInstalled } from '../store/old-history.ts';
import { forgetOwnFiles } from '../store/own-packages.ts';
import { forgetSessions } from '../store/sessions.ts';
import { forgetAttempts } from '../store/sign-in-counts.ts';
import { forgetUnusedSets } from '../store/unused-sets.ts';
import { NOBODY } from '../store/users.ts';
import { repeat, type Repeated } from './repeat.ts';

export interface Housekeeping {
  readonly store: Store;
  readonly organisation: OrganisationId;
  readonly log: Log;
  /** Ed25519. */
  readonly signing: KeyObject;
  readonly now: () => Date;
  /** How long all that endpoints reported is kept. */
  readonly historyDays: number;
  readonly everyMs?: number;
  readonly firstMs?: number;
}

const dayMs = 86_400_000;
/** Long enough for people to see in lists what there was. */
const sessionsMs = 30 * dayMs;
/** Longer than any upload waits for the check-in that files it. */
const setsMs = dayMs;
/** Longer than sending a release takes, and than anybody needs to notice that it was withdrawn by mistake. */
const filesMs = dayMs;
const mostSteps = 50;
/** As long as a lease of a server that died lasts. */
const afterBusyMs = 60_000;

export function startHousekeeping(work: Housekeeping): Repeated {
  const { everyMs = 3_600_000, firstMs = Math.min(everyMs, 5 * 60_000), log } = work;
  return repeat({ name: 'housekeeping', log, everyMs, firstMs }, async (signal) => {
    const lease = await takeLease(work.store, work.organisation, 'housekeeping');
    if (lease === undefined) {
      log.debug('another server keeps house');
      return Math.min(everyMs, afterBusyMs);
    }
    log.debug('house is kept here');
    try {
      await keepHouse(work, AbortSignal.any([signal, lease.lost]));
    } finally {
      await lease.release().catch(() => undefined);
    }
  });
}

export async function keepHouse(
  { store, organisation, signing, log, now, historyDays }: Housekeeping,
  signal: AbortSignal,
): Promise<void> {
  const at = now();
  const inSteps = async (step: (transaction: Transaction) => Promise<number>): Promise<number> => {
    let total = 0;
    for (let steps = 0; steps < mostSteps && !signal.aborted; steps += 1) {
      const done = await store.inOrganisation(organisation, step);
      if (done === 0) break;
      total += done;
    }
    return total;
  };
  const sessions = await inSteps((transaction) => forgetSessions(transaction, new Date(at.getTime() - sessionsMs)));
  const old = new Date(at.getTime() - historyDays * dayMs);
  const offers = await inSteps((transaction) => forgetOldOffers(transaction, old));
  const history = await inSteps((transaction) => thinInstalled(transaction, old));
  const sets = await inSteps((transaction) => forgetUnusedSets(transaction, new Date(at.getTime() - setsMs)));
  await inSteps((transaction) => forgetChangelogs(transaction));
  const ownFiles = await inSteps((transaction) => forgetOwnFiles(transaction, new Date(at.getTime() - filesMs)));
  await store.inOrganisation(NOBODY, (transaction) => forgetAttempts(transaction, at));
  await keepDailyFigures(store, organisation, at);
  const checkpoint = await store.inOrganisation(organisation, (transaction) =>
    takeCheckpoint(transaction, signing, at),
  );
  log.info({ sessions, offers, history, sets, ownFiles, checkpoint }, 'house kept');
}
