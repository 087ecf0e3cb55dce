// What endpoints are told of packages of one's own: what is on offer, signed anew each time, and files in parts.
import { INDEX_HOLDS_MS } from '@suture/protocol/packages/limits.ts';
import type { OwnFilePartAnswer, OwnOffer } from '@suture/protocol/packages/messages.ts';
import { signIndex, signRelease, type ReleaseStatement } from '@suture/protocol/packages/statements.ts';
import { currentEpoch } from '../store/dispatches.ts';
import { standingOf } from '../store/endpoint-certificates.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import * as rows from '../store/own-packages.ts';
import { refused, type AgentDoor, type Answered, type KnownPeer } from './agent-door.ts';

/** All that is on offer, for an endpoint in service; it believes nothing of it before it has looked at the signatures. */
export function offerTo(
  { store, work, now }: AgentDoor,
  { organisation, endpoint, serial }: KnownPeer,
): Promise<Answered<OwnOffer>> {
  if (work === undefined) return Promise.resolve(refused('unavailable'));
  return store.inOrganisation(organisation, async (transaction): Promise<Answered<OwnOffer>> => {
    if ((await standingOf(transaction, endpoint, serial))?.state !== 'active') return refused('not-wanted');
    const number = await rows.ownIndexNumber(transaction);
    const offered = (await rows.ownReleases(transaction)).filter(({ withdrawnAt }) => withdrawnAt === null);
    const at = now();
    const index = signIndex(
      {
        organisation,
        epoch: await currentEpoch(transaction),
        number,
        at: at.toISOString(),
        expiresAt: new Date(at.getTime() + INDEX_HOLDS_MS).toISOString(),
        releases: offered.map(({ package: name, version, digest }) => ({ package: name, version, release: digest })),
      },
      work.signing,
    );
    const releases = offered.map(({ document, signatures, ...row }) => ({
      release: document,
      envelope: {
        ...signRelease(statementOf(organisation, row), []),
        signatures: signatures.map(({ key, sig }) => ({ keyid: key, sig })),
      },
    }));
    return { ok: true, value: { index: mutable(index), releases } };
  });
}

const statementOf = (
  organisation: OrganisationId,
  { package: name, version, digest }: Pick<rows.OwnReleaseRow, 'package' | 'version' | 'digest'>,
): ReleaseStatement => ({ organisation, package: name, version, release: digest });

const mutable = <T extends { readonly signatures: readonly unknown[] }>(envelope: T) => ({
  ...envelope,
  signatures: [...envelope.signatures] as { keyid: string; sig: string }[],
});

/** A part of a file of something on offer; of no other. */
export function filePartTo(
  { store }: AgentDoor,
  { organisation, endpoint, serial }: KnownPeer,
  { sha256, part }: { readonly sha256: string; readonly part: number },
): Promise<Answered<OwnFilePartAnswer>> {
  return store.inOrganisation(organisation, async (transaction): Promise<Answered<OwnFilePartAnswer>> => {
    if ((await standingOf(transaction, endpoint, serial))?.state !== 'active') return refused('not-wanted');
    const file = (await rows.isOffered(transaction, sha256)) ? await rows.ownFile(transaction, sha256) : undefined;
    const data = file?.isComplete === true ? await rows.ownFilePart(transaction, sha256, part) : undefined;
    if (file === undefined || data === undefined) return refused('no-such-file');
    return { ok: true, value: { data: data.toString('base64'), isLast: part === file.parts - 1 } };
  });
}

const heldMs = 5_000;

interface HeldNumber {
  readonly until: number;
  readonly number: Promise<number>;
}

const held = new WeakMap<Store, Map<OrganisationId, HeldNumber>>();

/** The number of what is on offer: every check-in tells it, so the database is asked every few seconds at most. */
export function ownIndexNumber({ store, now }: AgentDoor, organisation: OrganisationId): Promise<number> {
  const ofStore = held.get(store) ?? new Map<OrganisationId, HeldNumber>();
  held.set(store, ofStore);
  const at = now().getTime();
  const known = ofStore.get(organisation);
  if (known !== undefined && at < known.until) return known.number;
  const number = store.inOrganisation(organisation, rows.ownIndexNumber);
  ofStore.set(organisation, { until: at + heldMs, number });
  // What failed is asked anew.
  number.catch(() => ofStore.delete(organisation));
  return number;
}
