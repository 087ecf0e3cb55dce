// Endpoints that report inventories, for tests: the way of a report from packages to sections.
import { createHash, randomUUID } from 'node:crypto';
import { type AvailableItem, type AvailableUpdate, availableSet } from '@suture/core/packages/package-set-available.ts';
import { installedSet } from '@suture/core/packages/package-set-installed.ts';
import { encodeSet } from '@suture/core/packages/package-set.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { OrganisationId, Store } from './database.ts';
import { addSet } from './package-sets.ts';
import { replaceSections } from './sections.ts';
import { setsInContext } from './sets-in-context.ts';

export const installed = (name: string, version: string, more: Partial<Package> = {}): Package => ({
  purl: `pkg:generic/${name}@${version}`,
  ecosystem: 'Debian:12',
  name,
  version,
  arch: undefined,
  source: { name, version },
  ...more,
});

export async function addOrganisation(store: Store): Promise<OrganisationId> {
  const id = randomUUID() as OrganisationId;
  await store.inOrganisation(id, (transaction) =>
    transaction.query('insert into organisation (organisation, name) values ($1, $2)', [id, id]),
  );
  return id;
}

/** Of one adapter. `failed` has no packages. */
export interface Report {
  readonly adapter: string;
  readonly status?: 'complete' | 'partial' | 'failed';
  readonly packages: readonly Package[];
  /** What its channel offers; undefined where it was not asked. */
  readonly offers?: readonly AvailableItem[];
}

export const offered = (
  name: string,
  installedVersion: string,
  candidate: string,
  more: Partial<AvailableUpdate> = {},
): AvailableUpdate => ({
  package: name,
  arch: undefined,
  source: { name, version: candidate },
  installed: installedVersion,
  candidate,
  origin: 'stable',
  security: { is: 'unknown', why: 'the channel does not say' },
  heldBack: undefined,
  bytes: undefined,
  ...more,
});

export async function addEndpoint(
  store: Store,
  organisation: OrganisationId,
  name: string,
  seenAt: string | undefined,
): Promise<string> {
  const id = randomUUID();
  await store.inOrganisation(organisation, async (transaction) => {
    await transaction.query("insert into endpoint (organisation, id, name, state) values ($1, $2, $3, 'active')", [
      organisation,
      id,
      name,
    ]);
    if (seenAt !== undefined) {
      await transaction.query('insert into endpoint_seen (organisation, endpoint, seen_at) values ($1, $2, $3)', [
        organisation,
        id,
        seenAt,
      ]);
    }
  });
  return id;
}

/** @param at RFC 3339 */
export function report(
  store: Store,
  organisation: OrganisationId,
  endpoint: string,
  sections: readonly Report[],
  at: string,
  system?: OperatingSystem,
): Promise<void> {
  return store.inOrganisation(organisation, async (transaction) => {
    const sets = new Map<Report, string>();
    for (const section of sections) {
      if (section.status !== 'failed') sets.set(section, await addSet(transaction, setOf(section.packages)));
    }
    const available = [];
    const offeredFor = new Map<string, string>();
    for (const section of sections) {
      const { adapter, offers } = section;
      if (offers === undefined) continue;
      const packageSet = await addSet(transaction, offersOf(offers));
      available.push({ adapter, kind: 'available' as const, status: 'complete' as const, problems: [], packageSet });
      const installedId = sets.get(section);
      if (installedId !== undefined) offeredFor.set(installedId, packageSet);
    }
    const inContext = await setsInContext(transaction, system, [...sets.values()], offeredFor);
    const filed = sections.map((section) => ({
      adapter: section.adapter,
      kind: 'installed' as const,
      status: section.status ?? ('complete' as const),
      problems: [],
      packageSet: inContext.get(sets.get(section) ?? '') ?? null,
    }));
    await replaceSections(transaction, endpoint, [...filed, ...available], at);
  });
}

export function setOf(packages: readonly Package[]): Parameters<typeof addSet>[1] {
  const { text, count } = encodeSet(installedSet, packages);
  const sha256 = (of: string): Buffer => createHash('sha256').update(of).digest();
  return {
    kind: 'installed',
    digest: sha256(text),
    text,
    items: count,
    packages: packages.map((each) => ({ digest: sha256(encodeSet(installedSet, [each]).text), package: each })),
  };
}

function offersOf(offers: readonly AvailableItem[]): Parameters<typeof addSet>[1] {
  const { text, count } = encodeSet(availableSet, offers);
  return { kind: 'available', digest: createHash('sha256').update(text).digest(), text, items: count, packages: [] };
}
