// What the server answers endpoints about packages of one's own: all that is on offer, and files in parts.
import { z } from '../agent/zod.ts';
import { sha256Hex } from '../deployments/statements.ts';
import { OWN } from './limits.ts';

/** An envelope whose statement may be long: what is on offer has a line for each release. */
const indexEnvelope = z.strictObject({
  payloadType: z.string().max(100),
  payload: z.string().max(1 << 20),
  signatures: z.array(z.strictObject({ keyid: sha256Hex, sig: z.string().max(100) })).max(16),
});

const sentReleases = z
  .array(z.object({ release: z.string().max(OWN.release), envelope: indexEnvelope }))
  .max(OWN.releases);

/** Not believed before `verifyOffer` has looked at it. */
export const ownOffer = z.object({ index: indexEnvelope, releases: sentReleases });
export type OwnOffer = z.infer<typeof ownOffer>;

/** What a machine has believed so far, on its own disk: withdrawn releases are looked at by it. */
export const ownKnown = z.object({ version: z.literal(1), releases: sentReleases });

export const ownFilePartAnswer = z.object({ data: z.base64().max(OWN.part / 0.75), isLast: z.boolean() });
export type OwnFilePartAnswer = z.infer<typeof ownFilePartAnswer>;

export const ownFilePartPath = z.object({ sha256: sha256Hex, part: z.coerce.number().int().min(0).max(2_000) });
