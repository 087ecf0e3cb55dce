// Check-ins that say nothing new, gathered for a moment and written in one commit; each is answered after it.
import type { OrganisationId, Store } from '../store/database.ts';
import { recordRepeated, type KnownBefore, type Repeated } from '../store/endpoint-seen.ts';

export interface SeenBatches {
  /** Committed when it answers. Undefined: the check-in needs a closer look, and nothing was written. */
  record(organisation: OrganisationId, repeated: Repeated): Promise<KnownBefore | undefined>;
}

interface Waiting {
  readonly repeated: Repeated;
  readonly resolve: (age: KnownBefore | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const mostInBatch = 500;

/** `windowMs`: how long the first of a batch waits for others. */
export function seenBatches(store: Store, windowMs = 20): SeenBatches {
  const open = new Map<OrganisationId, Map<string, Waiting>>();

  const flush = async (organisation: OrganisationId, batch: ReadonlyMap<string, Waiting>): Promise<void> => {
    if (open.get(organisation) === batch) open.delete(organisation);
    const waiting = [...batch.values()];
    try {
      const recorded = await recordRepeated(
        store,
        organisation,
        waiting.map(({ repeated }) => repeated),
      );
      for (const { repeated, resolve } of waiting) resolve(recorded.get(repeated.endpoint));
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  };

  return {
    record(organisation, repeated) {
      let batch = open.get(organisation);
      if (batch === undefined) {
        const opened = new Map<string, Waiting>();
        batch = opened;
        open.set(organisation, opened);
        setTimeout(() => {
          if (open.get(organisation) === opened) void flush(organisation, opened);
        }, windowMs);
      }
      // One endpoint twice at the same moment is worth a closer look.
      if (batch.has(repeated.endpoint)) return Promise.resolve(undefined);
      const { promise, resolve, reject } = Promise.withResolvers<KnownBefore | undefined>();
      batch.set(repeated.endpoint, { repeated, resolve, reject });
      if (batch.size >= mostInBatch) void flush(organisation, batch);
      return promise;
    },
  };
}
