// A limit of bytes a second over everything that passes: who comes when it is spent waits for its turn.

export interface Rate {
  /** Resolves when so many bytes may pass; in the order of asking. */
  take(bytes: number): Promise<void>;
}

const none: Rate = { take: () => Promise.resolve() };

/** `bytesPerSecond`: undefined lets everything pass. What was not used is saved up for a second at most. */
export function rateOf(bytesPerSecond: number | undefined, now: () => number = () => performance.now()): Rate {
  if (bytesPerSecond === undefined) return none;
  // When all that was let through would have passed at exactly that rate.
  let paidUntil = now();
  return {
    async take(bytes) {
      const time = now();
      paidUntil = Math.max(paidUntil, time - 1_000) + (bytes / bytesPerSecond) * 1_000;
      if (paidUntil > time) await new Promise((resolve) => setTimeout(resolve, paidUntil - time));
    },
  };
}
