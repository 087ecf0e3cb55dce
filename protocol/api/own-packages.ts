// Packages of one's own in the HTTP API: files in parts, releases with their signatures, and what is on offer.
import { z } from '../agent/zod.ts';
import { line } from '../agent/text.ts';
import { envelope, sha256Hex } from '../deployments/statements.ts';
import { OWN } from '../packages/limits.ts';
import { instant } from './page.ts';

export const filePath = z.strictObject({ sha256: sha256Hex });
export const filePartPath = z.strictObject({ sha256: sha256Hex, part: z.coerce.number().int().min(0).max(2_000) });
export const releasePath = z.strictObject({ package: line(80).min(1), version: line(80).min(1) });

export const ownFile = z.object({
  sha256: z.string(),
  isComplete: z.boolean(),
  parts: z.int().meta({
    description: 'that are there, from the first on without a gap: the next to send is the one of this number',
  }),
  partBytes: z.int().meta({ description: 'of each part but the last' }),
});

export const ownFilePart = z.strictObject({
  data: z
    .base64()
    .min(4)
    .max(OWN.part / 0.75)
    .meta({ description: 'the bytes of this part' }),
});

export const ownFileEnd = z.strictObject({ bytes: z.int().min(1).meta({ description: 'of the whole file' }) });

export const ownReleaseRequest = z.strictObject({
  release: z.string().min(2).max(OWN.release).meta({ description: 'as suture package build wrote it, to the byte' }),
  envelope: envelope.meta({ description: 'an own-package.v1 statement, signed by an operator' }),
});

export const ownRelease = z.object({
  package: z.string(),
  version: z.string(),
  title: z.string(),
  vendor: z.string(),
  release: z.string().meta({ description: 'SHA-256 of its canonical JSON' }),
  kinds: z.array(z.string()).readonly(),
  systems: z.array(z.string()).readonly(),
  bytes: z.int().meta({ description: 'of its files together' }),
  signers: z
    .array(z.string())
    .readonly()
    .meta({ description: 'fingerprints of operators’ keys in force that signed it' }),
  publishedAt: instant,
  publishedBy: z.string(),
  withdrawnAt: instant.nullable(),
});

export const ownPackageList = z.object({
  items: z.array(ownRelease).readonly(),
  organisation: z.string(),
});
