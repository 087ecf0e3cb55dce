// What is signed of packages of one's own: each release by operators, what is on offer by the server. Roles as TUF has them.
import type { KeyObject } from 'node:crypto';
import { filledLine, instant } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { sha256Hex } from '../deployments/statements.ts';
import { openStatement, signStatement, type Envelope, type Opened } from '../trust/envelope.ts';
import { OWN } from './limits.ts';

const target = {
  package: filledLine(80),
  version: filledLine(80),
  /** SHA-256 of the release's canonical JSON. */
  release: sha256Hex,
};

/** TUF's targets: operators say, k of n, that these very bytes are that version of that package. It does not expire; it is withdrawn. */
export const releaseStatement = z.strictObject({ organisation: z.uuid().max(36), ...target });
export type ReleaseStatement = z.infer<typeof releaseStatement>;

/**
 * TUF's snapshot and timestamp in one: all that is on offer at this moment. `number` only grows within an epoch, so that nobody is
 * shown an older state; what has expired is not believed, so that nobody is kept at one.
 */
export const indexStatement = z.strictObject({
  organisation: z.uuid().max(36),
  epoch: z.int().min(1).max(1_000_000_000),
  number: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  at: instant,
  expiresAt: instant,
  releases: z.array(z.strictObject(target)).max(OWN.releases),
});
export type IndexStatement = z.infer<typeof indexStatement>;

const parsing =
  <T extends z.ZodType>(schema: T) =>
  (payload: unknown): z.infer<T> | undefined =>
    schema.safeParse(payload).data;

export const signRelease = (said: ReleaseStatement, keys: readonly KeyObject[]): Envelope =>
  signStatement('own-package.v1', said, keys);
export const signIndex = (said: IndexStatement, key: KeyObject): Envelope => signStatement('own-index.v1', said, [key]);

/** Signed by `threshold` different ones of `keys`. Never throws. */
export const openRelease = (given: unknown, keys: readonly KeyObject[], threshold: number): Opened<ReleaseStatement> =>
  openStatement(given, { type: 'own-package.v1', keys, threshold, parse: parsing(releaseStatement) });
export const openIndex = (given: unknown, keys: readonly KeyObject[]): Opened<IndexStatement> =>
  openStatement(given, { type: 'own-index.v1', keys, parse: parsing(indexStatement) });
