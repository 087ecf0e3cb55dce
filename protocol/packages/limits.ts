// Sizes of what is said and sent of packages of one's own.
export const OWN = {
  /** Bytes of a release's canonical JSON. */
  release: 64 * 1024,
  /** Releases that endpoints are offered at once. */
  releases: 500,
  /** Bytes of a file that are sent at once: the last part is shorter, no other. */
  part: 768 * 1024,
  /** Of the answer with all releases, as the agent reads it. */
  answer: 4 * 1024 * 1024,
} as const;

/** How long what the server says is on offer is believed. */
export const INDEX_HOLDS_MS = 7 * 24 * 60 * 60_000;
