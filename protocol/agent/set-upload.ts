// The upload of a package set: `PUT /agent/v1/sets/{digest}`, whole or as a delta, compressed with zstd.
import { z } from './zod.ts';
import { MAX_SET_BYTES } from '@suture/core/packages/package-set.ts';
import { BODY_BYTES } from './limits.ts';
import { digest } from './text.ts';

/** The canonical text of core/packages/package-set.ts. */
export const SET_TYPE = 'application/vnd.suture.set';
/** The text of core/packages/package-set-delta.ts; the query names its base. */
export const DELTA_TYPE = 'application/vnd.suture.set-delta';

const setUploadParams = z.object({ digest });
const setUploadQuery = z.object({ base: digest.optional() });

/** A header's number: digits only, no sign, no leading zero. */
const headerCount = (most: number) =>
  z
    .string()
    .max(15)
    .regex(/^(0|[1-9][0-9]*)$/)
    .transform(Number)
    .pipe(z.int().min(1).max(most));

const setUploadHeaders = z.object({
  'content-type': z.enum([SET_TYPE, DELTA_TYPE]),
  'content-encoding': z.literal('zstd'),
  'content-length': headerCount(BODY_BYTES.setCompressed),
  /** Bytes once unfolded. The server stops at exactly this many, so that a bomb costs nothing. */
  'suture-length': headerCount(MAX_SET_BYTES),
});

/** A delta has a base and a whole set has none; the three come from different places of a request. */
export const setUpload = z
  .object({ params: setUploadParams, query: setUploadQuery, headers: setUploadHeaders })
  .refine(({ query, headers }) => (query.base !== undefined) === (headers['content-type'] === DELTA_TYPE), {
    error: 'a delta names its base in the query, a whole set names none',
    path: ['query', 'base'],
  })
  .transform(({ params, query, headers }) => ({
    digest: params.digest,
    /** Undefined: the body is a whole set. */
    base: query.base,
    compressedBytes: headers['content-length'],
    bytes: headers['suture-length'],
  }));
export type SetUpload = z.infer<typeof setUpload>;

/** Sent once the set is on disk: what is acknowledged is not lost. `known`: the server had it already. */
export const setUploadResponse = z.object({ digest, stored: z.enum(['new', 'known']) });
export type SetUploadResponse = z.infer<typeof setUploadResponse>;
