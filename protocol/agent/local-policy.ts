// What the endpoint's own policy file allows, shown to the server, which cannot change it.
import { z } from './zod.ts';
import { LIST, TEXT } from './limits.ts';
import { count, digest, filledLine, word } from './text.ts';

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
  }),
]);
export type LocalPolicy = z.infer<typeof localPolicy>;
