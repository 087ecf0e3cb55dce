// Which offers nobody here had before a day: a policy may wait for others to find out first what is wrong with them.
import type { Transaction } from './database.ts';

/** What tells offers of one package apart, whoever has which version of it. */
export const offerKey = (offer: { readonly package: string; readonly candidate: string }): string =>
  `${offer.package} ${offer.candidate}`;

/** Of these available sets, by `offerKey`: what no endpoint was offered before. Channels do not say when they published. */
export async function youngOffers(
  transaction: Transaction,
  sets: readonly number[],
  before: Date,
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ readonly package: string; readonly candidate: string }>(
    `with offered as (
       select distinct o.package, o.candidate from offer_set_member m join offer o on o.organisation = $1 and o.id = m.offer
       where m.organisation = $1 and m.package_set = any($2::bigint[])
     )
     select package, candidate from offered w where not exists (
       select from offer o join offer_set_member m on m.organisation = $1 and m.offer = o.id
       where o.organisation = $1 and o.package = w.package and o.candidate = w.candidate and (
         exists (select from section s where s.organisation = $1 and s.package_set = m.package_set and s.since <= $3)
         or exists (select from section_history s where s.organisation = $1 and s.package_set = m.package_set and s.since <= $3)))`,
    [transaction.organisation, sets, before],
  );
  return new Set(rows.map(offerKey));
}

/** Available sets that offer anything in place of packages of these names. */
export async function setsOffering(transaction: Transaction, names: readonly string[]): Promise<readonly number[]> {
  const rows = await transaction.query<{ readonly set: number }>(
    `select distinct m.package_set::int as set from offer o
     join offer_set_member m on m.organisation = $1 and m.offer = o.id
     where o.organisation = $1 and o.package = any($2)`,
    [transaction.organisation, names],
  );
  return rows.map(({ set }) => set);
}

export async function exploitedVulnerabilities(transaction: Transaction): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ readonly id: string }>(
    'select id from vulnerability where organisation = $1 and exploited',
    [transaction.organisation],
  );
  return new Set(rows.map(({ id }) => id));
}
