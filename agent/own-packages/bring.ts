// The executor's half: verifies what is on offer and puts it, and files by their SHA-256, where its adapter looks; root's alone to write.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nameOfFile, unixPlaces, windowsPlaces } from '@suture/adapters/own/places.ts';
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import type { OwnFile, Release } from '@suture/core/own-packages/release.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { ownKnown } from '@suture/protocol/packages/messages.ts';
import { type SeenIndex, type SentRelease, verifyOffer, withdrawnOf } from '@suture/protocol/packages/verify-offer.ts';
import type { TrustRead } from '../executor/trust.ts';
import { readIfThere, renameOver, replaceFile } from '../state-file.ts';
import { filesFolder, readOfferFile } from './offer-file.ts';

export interface BringParts {
  /** Root's alone. */
  readonly state: string;
  /** The resident part's folder. */
  readonly from: string;
  readonly trust: () => Promise<TrustRead>;
  readonly now: () => Date;
  /** Where the adapter looks; elsewhere in tests. */
  readonly to?: { readonly offer: string; readonly files: string };
}

const places = process.platform === 'win32' ? windowsPlaces : unixPlaces;
const seenIndex = z.object({ epoch: z.int().min(0), number: z.int().min(0) });
const kept = z.object({ version: z.literal(1), expiresAt: z.string(), releases: z.array(z.unknown()) });

export type Brought =
  | { readonly ok: true; readonly left: readonly string[] }
  | { readonly ok: false; readonly why: string };

/** What the resident part fetched, verified. The number is on disk before anything follows from it. */
export async function bringOffer({ state, from, trust: readTrust, now, to = places }: BringParts): Promise<Brought> {
  const trust = await readTrust();
  if (!trust.ok) return trust;
  const offer = await readOfferFile(from);
  if (offer === undefined) return { ok: false, why: 'nothing that can be read was fetched of what is on offer' };
  const seenFile = join(state, 'own-index.json');
  const seen = await readSeen(seenFile);
  if (seen === undefined)
    return { ok: false, why: `${seenFile} cannot be read, so that what was seen before is not known` };
  const verified = verifyOffer(offer, trust.trust, seen, now().getTime());
  if (!verified.ok) return { ok: false, why: `what is on offer is not believed: ${verified.why}` };
  const { epoch, number, expiresAt, organisation } = verified.index;
  await replaceFile(seenFile, JSON.stringify({ epoch, number }));
  const knownFile = join(state, 'own-known.json');
  const withdrawn = withdrawnOf(await readKnown(knownFile), verified.index, trust.trust);
  const known = [...verified.releases, ...withdrawn].slice(0, OWN.releases);
  await replaceFile(knownFile, JSON.stringify({ version: 1, releases: known }));
  await mkdir(to.files, { recursive: true, mode: 0o755 });
  const releases = parsedOf(verified.releases);
  const index = { version: 1, organisation, epoch, number, expiresAt };
  await writeForAll(to.offer, JSON.stringify({ ...index, releases, withdrawn: parsedOf(withdrawn) }));
  const named = new Set(releasesOf(releases).flatMap(({ installers }) => installers.map(nameOfFile)));
  for (const name of await readdir(to.files)) if (!named.has(name)) await rm(join(to.files, name), { force: true });
  return { ok: true, left: verified.left };
}

async function readSeen(path: string): Promise<SeenIndex | undefined> {
  try {
    const content = await readIfThere(path);
    return content === undefined ? { epoch: 0, number: 0 } : seenIndex.parse(JSON.parse(content.toString()));
  } catch {
    return undefined;
  }
}

const parsedOf = (sent: readonly SentRelease[]): readonly unknown[] =>
  sent.map(({ release }) => JSON.parse(release) as unknown);

/** None where there is no such file, or it is damaged: what was withdrawn is not looked for then, as before it was known. */
async function readKnown(path: string): Promise<readonly SentRelease[]> {
  try {
    const content = await readIfThere(path);
    return content === undefined ? [] : ownKnown.parse(JSON.parse(content.toString())).releases;
  } catch {
    return [];
  }
}

const releasesOf = (values: readonly unknown[]): readonly Release[] =>
  values.map(readRelease).flatMap((each) => (each.ok ? [each.release] : []));

/** The files of what is installed by these changes; a sentence where one of them cannot be had, or the offer is too old. */
export async function bringFiles(
  { from, now, to = places }: Pick<BringParts, 'from' | 'now' | 'to'>,
  changes: readonly VersionChange[],
): Promise<string | undefined> {
  const offer = kept.safeParse(await parsed(to.offer));
  if (!offer.success) return 'nothing is on offer of packages of one’s own that was verified here';
  const { expiresAt, releases } = offer.data;
  if (now().getTime() >= Date.parse(expiresAt))
    return `what is on offer was good until ${expiresAt}: the server has to say it anew`;
  const wanted = releasesOf(releases)
    .filter((each) => changes.some((change) => change.package === each.package && change.to === each.version))
    .flatMap(({ installers }) => installers);
  // Those for other systems were never fetched; the adapter knows which it needs.
  for (const { file, kind } of wanted)
    await bringFile(file, filesFolder(from), join(to.files, nameOfFile({ file, kind })));
  return undefined;
}

async function parsed(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Copied, as who wrote the original could go on writing into it; what comes to another SHA-256 is left. */
async function bringFile({ sha256, bytes }: OwnFile, from: string, path: string): Promise<void> {
  if ((await readFileSize(path)) === bytes) return;
  const source = await open(join(from, sha256), constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined);
  if (source === undefined) return;
  const beside = `${path}.new`;
  try {
    const target = await open(beside, 'w', 0o644);
    const hash = createHash('sha256');
    let size = 0;
    try {
      const buffer = Buffer.alloc(OWN.part);
      for (
        let read = await source.read(buffer);
        read.bytesRead > 0 && size <= bytes;
        read = await source.read(buffer)
      ) {
        const chunk = buffer.subarray(0, read.bytesRead);
        hash.update(chunk);
        size += read.bytesRead;
        await target.writeFile(chunk);
      }
      await target.chmod(0o644);
      await target.sync();
    } finally {
      await target.close();
    }
    if (hash.digest('hex') === sha256 && size === bytes) await renameOver(beside, path);
    else await rm(beside, { force: true });
  } finally {
    await source.close();
  }
}

async function readFileSize(path: string): Promise<number | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined);
  try {
    return (await file?.stat())?.size;
  } finally {
    await file?.close();
  }
}

/** Whole, or as it was. */
async function writeForAll(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  const beside = `${path}.new`;
  const file = await open(beside, 'w', 0o644);
  try {
    await file.writeFile(text);
    await file.chmod(0o644);
    await file.sync();
  } finally {
    await file.close();
  }
  await renameOver(beside, path);
}
