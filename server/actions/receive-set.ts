// The upload of a package set: believed only when its content, unfolded here, has the digest it was asked for by.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdDecompress } from 'node:zlib';
import { availableSet } from '@suture/core/packages/package-set-available.ts';
import { applyDelta, readDelta } from '@suture/core/packages/package-set-delta.ts';
import { installedSet } from '@suture/core/packages/package-set-installed.ts';
import {
  decodeUtf8,
  joinLines,
  MAX_SET_BYTES,
  readSet,
  splitLines,
  utf8Length,
} from '@suture/core/packages/package-set.ts';
import type { SetUpload, SetUploadResponse } from '@suture/protocol/agent/set-upload.ts';
import { standingOf } from '../store/endpoint-certificates.ts';
import type { Transaction } from '../store/database.ts';
import { addSet, knownSets, setText, type NewSet } from '../store/package-sets.ts';
import { wantsOf, type Want } from '../store/wants.ts';
import { refused, type AgentDoor, type Answered, type KnownPeer } from './agent-door.ts';

interface Asked {
  readonly want: Want;
  /** The text of the delta's base; undefined for a whole set. */
  readonly base: string | undefined;
  readonly isKnown: boolean;
}

/** `body`: the bytes as they came, compressed. Acknowledged after the commit. */
export async function receiveSet(
  door: AgentDoor,
  peer: KnownPeer,
  upload: SetUpload,
  body: Uint8Array,
): Promise<Answered<SetUploadResponse>> {
  const { digest } = upload;
  const asked = await door.store.inOrganisation(peer.organisation, (transaction) =>
    askedFor(transaction, peer, upload),
  );
  if (!asked.ok) return asked;
  if (asked.value.isKnown) return { ok: true, value: { digest, stored: 'known' } };
  const set = await readUpload(asked.value, upload, body);
  if (!set.ok) return set;
  return door.store.inOrganisation(peer.organisation, async (transaction): Promise<Answered<SetUploadResponse>> => {
    // Asked again: reading takes a while, and a revocation counts at once.
    const still = await askedFor(transaction, peer, upload);
    if (!still.ok) return still;
    await addSet(transaction, set.value);
    return { ok: true, value: { digest, stored: still.value.isKnown ? 'known' : 'new' } };
  });
}

async function askedFor(transaction: Transaction, peer: KnownPeer, upload: SetUpload): Promise<Answered<Asked>> {
  const standing = await standingOf(transaction, peer.endpoint, peer.serial);
  if (standing === undefined) return refused('endpoint-revoked');
  if (standing.state === 'quarantined') return refused('endpoint-quarantined');
  const hex = upload.digest.slice('sha256:'.length);
  const [want, ...others] = standing.state === 'active' ? await wantsOf(transaction, peer.endpoint, hex) : [];
  // The kind is part of what the digest is of; who names one digest for both has made it up.
  if (want === undefined || others.length > 0) return refused('not-wanted');
  const isKnown = (await knownSets(transaction, want.kind, [Buffer.from(hex, 'hex')])).size > 0;
  if (upload.base === undefined) return { ok: true, value: { want, base: undefined, isKnown } };
  // Only the base that was offered: a delta against another endpoint's set would tell what is in it.
  const isOffered = upload.base === `sha256:${want.base}`;
  const base = isOffered ? await setText(transaction, want.kind, Buffer.from(want.base ?? '', 'hex')) : undefined;
  return base === undefined ? refused('base-unknown') : { ok: true, value: { want, base, isKnown } };
}

/** A window of 32 MB: a frame that asks for more memory is refused, whatever it unfolds to. */
const windowLogMax = 25;
const unfold = promisify(zstdDecompress) as (
  body: Uint8Array,
  options: { readonly maxOutputLength: number; readonly params: Readonly<Record<number, number>> },
) => Promise<Buffer>;

async function readUpload({ want, base }: Asked, upload: SetUpload, body: Uint8Array): Promise<Answered<NewSet>> {
  let bytes: Buffer;
  try {
    const params = { [constants.ZSTD_d_windowLogMax]: windowLogMax };
    bytes = await unfold(body, { maxOutputLength: upload.bytes, params });
  } catch (error) {
    const isLonger = error instanceof Error && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE';
    if (isLonger) return refused('too-large', { detail: 'It unfolds to more than its suture-length.' });
    return refused('malformed-request', { detail: 'The body is not zstd.' });
  }
  if (bytes.length !== upload.bytes) {
    return refused('malformed-request', { detail: 'It unfolds to less than its suture-length.' });
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) return refused('not-canonical', { detail: 'It is not UTF-8.' });
  if (base === undefined) return judge(want, text);
  const { header } = want.kind === 'installed' ? installedSet : availableSet;
  const start = splitLines(header, base);
  const delta = readDelta(header, text);
  if (!delta.ok) return notCanonical(delta);
  const changed = start.ok ? applyDelta(start.lines, delta.delta) : start;
  // Not our base then, or not the set's delta: whole, it may still be right.
  return changed.ok
    ? judge(want, joinLines(header, changed.lines))
    : refused('digest-mismatch', { detail: changed.reason });
}

const notCanonical = ({ line, reason }: { readonly line: number; readonly reason: string }) =>
  refused('not-canonical', { detail: `${line === 0 ? '' : `line ${line}: `}${reason}`.slice(0, 500) });

function judge({ kind, digest: wanted }: Want, text: string): Answered<NewSet> {
  if (utf8Length(text) > MAX_SET_BYTES) return refused('too-large');
  const digest = createHash('sha256').update(text).digest();
  if (digest.toString('hex') !== wanted) return refused('digest-mismatch');
  if (kind === 'available') {
    const read = readSet(availableSet, text);
    return read.ok
      ? { ok: true, value: { kind, digest, text, packages: [], items: read.items.length } }
      : notCanonical(read);
  }
  const read = readSet(installedSet, text);
  if (!read.ok) return notCanonical(read);
  const lines = text.split('\n').slice(1, -1);
  // Each package under the digest of the set that holds it alone.
  const packages = read.items.map((each, index) => ({
    digest: createHash('sha256')
      .update(joinLines(installedSet.header, [lines[index] ?? '']))
      .digest(),
    package: each,
  }));
  return { ok: true, value: { kind, digest, text, packages, items: packages.length } };
}
