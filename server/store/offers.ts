// What channels offer, as rows: each distinct update once, and which available sets hold it.
import { createHash } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import {
  type AvailableItem,
  type AvailableUpdate,
  availableSet,
  isFix,
} from '@suture/core/packages/package-set-available.ts';
import { joinLines, readSet } from '@suture/core/packages/package-set.ts';
import { addChangelogs } from './changelogs.ts';
import type { Transaction } from './database.ts';
import { storable } from './finding-groups.ts';

/** Puts what an available set states into rows. `text` is canonical; one that is not has none, and never was acknowledged. */
export async function addOffers(transaction: Transaction, set: string, text: string): Promise<void> {
  const { organisation } = transaction;
  const items = itemsIn(text);
  const updates = items.flatMap(({ item }) => (isFix(item) ? [] : [item]));
  const offers = items.flatMap(({ item, line }) =>
    isFix(item) ? [] : [{ ...columnsOf(item), digest: digestOf(line) }],
  );
  if (offers.length > 0) {
    const rows = storable(offers);
    // In one order everywhere, so that two sets stored at once wait for each other and do not deadlock.
    await transaction.query(
      `insert into offer (organisation, digest, package, arch, installed, candidate, source_name, source_version, origin,
         security, security_why, held_cause, held_why, bytes)
       select $1, decode(digest, 'hex'), package, arch, installed, candidate, source_name, source_version, origin, security,
         security_why, held_cause, held_why, bytes
       from jsonb_to_recordset($2::jsonb) as n (digest text, package text, arch text, installed text, candidate text,
         source_name text, source_version text, origin text, security boolean, security_why text, held_cause text,
         held_why text, bytes bigint)
       order by digest on conflict (organisation, digest) do nothing`,
      [organisation, rows],
    );
    await transaction.query(
      `insert into offer_set_member (organisation, package_set, offer)
       select $1, $2, id from offer where organisation = $1 and digest = any($3) on conflict do nothing`,
      [organisation, set, offers.map(({ digest }) => Buffer.from(digest, 'hex'))],
    );
  }
  await addChangelogs(
    transaction,
    set,
    updates,
    items.flatMap(({ item }) => (isFix(item) ? [item] : [])),
  );
  await transaction.query('update package_set set offers_read = true where organisation = $1 and id = $2', [
    organisation,
    set,
  ]);
}

/** Some available sets that were stored before offers were rows. Returns how many were read. */
export async function readOffers(transaction: Transaction, limit: number): Promise<number> {
  const sets = await transaction.query<{ readonly id: string; readonly content: Buffer }>(
    `select id, content from package_set where organisation = $1 and kind = 'available' and not offers_read
     order by id limit $2 for no key update skip locked`,
    [transaction.organisation, limit],
  );
  for (const { id, content } of sets) await addOffers(transaction, id, zstdDecompressSync(content).toString());
  return sets.length;
}

function itemsIn(text: string): readonly { readonly item: AvailableItem; readonly line: string }[] {
  const read = readSet(availableSet, text);
  if (!read.ok) return [];
  const lines = text.split('\n').slice(1, -1);
  return read.items.map((item, index) => ({ item, line: lines[index] ?? '' }));
}

const digestOf = (line: string): string =>
  createHash('sha256')
    .update(joinLines(availableSet.header, [line]))
    .digest('hex');

const columnsOf = ({ source, security, heldBack, ...update }: AvailableUpdate): Readonly<Record<string, unknown>> => ({
  package: update.package,
  arch: update.arch,
  installed: update.installed,
  candidate: update.candidate,
  source_name: source.name,
  source_version: source.version,
  origin: update.origin,
  security: security.is === 'unknown' ? null : security.is,
  security_why: security.why,
  held_cause: heldBack?.cause,
  held_why: heldBack?.why,
  bytes: update.bytes,
});
