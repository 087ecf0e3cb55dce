// The whole record as JSON Lines: every entry in its order, then the checkpoints that were signed of it.
import type { AuditEntry } from '@suture/core/audit/entry.ts';
import { keptEnvelopes, readAudit } from '../store/audit.ts';
import type { OrganisationId, Store } from '../store/database.ts';

/** Chunks of whole lines, as they were at one moment; as many in memory as the reader takes, not as there are. */
export async function* exportAudit(store: Store, organisation: OrganisationId): AsyncGenerator<string> {
  let wanted = Promise.withResolvers<boolean>();
  let given = Promise.withResolvers<string | undefined>();
  const lines = (values: readonly unknown[]): string => values.map((each) => `${JSON.stringify(each)}\n`).join('');
  const give = async (text: string): Promise<void> => {
    if (!(await wanted.promise)) throw new Stopped();
    wanted = Promise.withResolvers();
    given.resolve(text);
  };
  const reading = store
    .inOrganisation(organisation, async (transaction) => {
      await readAudit(transaction, (entries: readonly AuditEntry[]) => give(lines(entries)));
      const checkpoints = await keptEnvelopes(transaction);
      if (checkpoints.length > 0) await give(lines(checkpoints.map((checkpoint) => ({ checkpoint }))));
    })
    .then(
      () => given.resolve(undefined),
      (error: unknown) => given.reject(error),
    );
  try {
    for (;;) {
      wanted.resolve(true);
      const text = await given.promise;
      if (text === undefined) return;
      given = Promise.withResolvers();
      yield text;
    }
  } finally {
    // Whoever reads may go away in the middle: then the transaction ends too.
    given.promise.catch(() => undefined);
    wanted.resolve(false);
    await reading;
  }
}

class Stopped extends Error {}
