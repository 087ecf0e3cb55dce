// Leases: a piece of work that one server has for a while, and that another takes over when it stops renewing.
import { randomUUID } from 'node:crypto';
import type { OrganisationId, Store } from './database.ts';

export interface Lease {
  /** Aborted when the lease could not be kept: somebody else may be doing the work. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** By the database's clock, so that the servers' own do not matter. */
const takeIt = `insert into worker_lease (organisation, name, holder, until)
  values ($1, $2, $3, now() + $4 * interval '1 millisecond')
  on conflict (organisation, name) do update set holder = excluded.holder, until = excluded.until
  where worker_lease.until < now() or worker_lease.holder = excluded.holder
  returning name`;

/** Undefined where another server has it. Renewed by itself until it is released; a server that dies loses it after `ttlMs`. */
export async function takeLease(
  store: Store,
  organisation: OrganisationId,
  name: string,
  ttlMs = 60_000,
): Promise<Lease | undefined> {
  const holder = randomUUID();
  const take = async (): Promise<boolean> => {
    const rows = await store.inOrganisation(organisation, (transaction) =>
      transaction.query(takeIt, [organisation, name, holder, ttlMs]),
    );
    return rows.length > 0;
  };
  if (!(await take())) return undefined;
  const lost = new AbortController();
  let heldUntil = performance.now() + ttlMs;
  const renew = async (askedAt: number): Promise<void> => {
    try {
      if (await take()) heldUntil = askedAt + ttlMs;
      else lost.abort(new Error(`the lease ${name} is another server's now`));
    } catch {
      if (performance.now() > heldUntil) lost.abort(new Error(`the lease ${name} could not be renewed`));
    }
  };
  const timer = setInterval(() => void renew(performance.now()), ttlMs / 3).unref();
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      await store.inOrganisation(organisation, (transaction) =>
        transaction.query('delete from worker_lease where organisation = $1 and name = $2 and holder = $3', [
          organisation,
          name,
          holder,
        ]),
      );
    },
  };
}
