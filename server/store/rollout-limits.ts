// How much may be under way at once in the organisation, and how much is.
import type { Transaction } from './database.ts';

export interface RolloutLimits {
  readonly mostInFlight: number;
  readonly inFlight: number;
  /** Of one disruption group. */
  readonly mostInGroup: number;
  readonly signaturesNeeded: number;
}

/** Made where there is none. `held`: nobody else takes or gives back slots until the transaction ends. */
export async function rolloutLimits(
  transaction: Transaction,
  { held }: { readonly held: boolean },
): Promise<RolloutLimits> {
  const { organisation } = transaction;
  const read = () =>
    transaction.query<RolloutLimits & Record<string, unknown>>(
      `select most_in_flight as "mostInFlight", in_flight as "inFlight", most_in_group as "mostInGroup",
         signatures_needed as "signaturesNeeded"
       from rollout_limit where organisation = $1 ${held ? 'for update' : ''}`,
      [organisation],
    );
  const [found] = await read();
  if (found !== undefined) return found;
  await transaction.query('insert into rollout_limit (organisation) values ($1) on conflict do nothing', [
    organisation,
  ]);
  const [made] = await read();
  if (made === undefined) throw new Error('the limits of the organisation are not seen');
  return made;
}

/** False where more is under way than would be allowed. */
export async function setRolloutLimits(
  transaction: Transaction,
  { mostInFlight, mostInGroup, signaturesNeeded }: Omit<RolloutLimits, 'inFlight'>,
): Promise<boolean> {
  await rolloutLimits(transaction, { held: true });
  const busy = await transaction.query(
    'select from disruption_group where organisation = $1 and in_flight > $2 for update',
    [transaction.organisation, mostInGroup],
  );
  if (busy.length > 0) return false;
  const set = await transaction.query(
    `update rollout_limit set most_in_flight = $2, most_in_group = $3, signatures_needed = $4
     where organisation = $1 and in_flight <= $2 returning in_flight`,
    [transaction.organisation, mostInFlight, mostInGroup, signaturesNeeded],
  );
  if (set.length === 0) return false;
  await transaction.query('update disruption_group set most_in_flight = $2 where organisation = $1', [
    transaction.organisation,
    mostInGroup,
  ]);
  return true;
}

/** Slots of each group that are taken, by whomever. */
export async function groupsInFlight(transaction: Transaction): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ readonly name: string; readonly taken: number }>(
    'select name, in_flight as taken from disruption_group where organisation = $1 and in_flight > 0',
    [transaction.organisation],
  );
  return new Map(rows.map(({ name, taken }) => [name, taken]));
}
