// What the endpoint's own policy file allows, shown to the server, which cannot change it.
import { z } from './zod.ts';
import { LIST, TEXT } from './limits.ts';
import { count, digest, filledLine, word } from './text.ts';

/** How package files are fetched. `from`: the HTTP proxy to ask first, such as a downloads cache of the site. */
export const downloads = z.object({
  from: filledLine(TEXT.name).optional(),
  bytesPerSecond: count(1_000_000_000_000).optional(),
});
export type Downloads = z.infer<typeof downloads>;

/**
 * `none`: there is no file. `unreadable`: there is one that the agent cannot understand or that others than root may
 * write; until that is mended it obeys nothing (observe-only). `in-force`: `digest` is over the file's bytes.
 */
export const localPolicy = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('unreadable'), why: filledLine(TEXT.reason) }),
  z.object({
    state: z.literal('in-force'),
    digest,
    observeOnly: z.boolean(),
    /** Absent: every verb. */
    verbs: z.array(word).max(LIST.verbs).optional(),
    /** As the file writes them; absent: any time. */
    maintenanceWindows: z.array(filledLine(TEXT.rule)).max(LIST.rules).optional(),
    /** The first of the pinned packages, by name; `pinnedCount` has them all. */
    pinned: z.array(filledLine(TEXT.name)).max(LIST.pinned).optional(),
    pinnedCount: count(1_000_000).optional(),
    downloads: downloads.optional(),
  }),
]);
export type LocalPolicy = z.infer<typeof localPolicy>;
