// What people change about endpoints, as rows. Beyond the tags of who asks there is no endpoint to change.
import type { Transaction } from './database.ts';

const CRITICALITIES = ['lowest', 'low', 'normal', 'high', 'highest'] as const;

export interface ChangeableEndpoint {
  readonly id: string;
  readonly name: string;
  readonly state: 'pending' | 'active' | 'quarantined' | 'revoked';
  readonly stateReason: string | null;
  readonly tags: readonly string[];
  readonly criticality: (typeof CRITICALITIES)[number];
  readonly exposure: 'internet' | 'internal' | 'unknown';
}

/** Held until the transaction ends. */
export async function holdEndpoint(transaction: Transaction, id: string): Promise<ChangeableEndpoint | undefined> {
  const [row] = await transaction.query<Omit<ChangeableEndpoint, 'criticality'> & { readonly criticality: number }>(
    `select id, name, state, state_reason as "stateReason", tags, criticality, exposure from endpoint
     where organisation = $1 and id = $2 for no key update`,
    [transaction.organisation, id],
  );
  return row && { ...row, criticality: CRITICALITIES[row.criticality] ?? 'normal' };
}

export async function setTags(transaction: Transaction, id: string, tags: readonly string[]): Promise<void> {
  await transaction.query('update endpoint set tags = $3 where organisation = $1 and id = $2', [
    transaction.organisation,
    id,
    tags,
  ]);
}

export async function describeEndpointRow(
  transaction: Transaction,
  id: string,
  { criticality, exposure }: Pick<ChangeableEndpoint, 'criticality' | 'exposure'>,
): Promise<void> {
  await transaction.query('update endpoint set criticality = $3, exposure = $4 where organisation = $1 and id = $2', [
    transaction.organisation,
    id,
    CRITICALITIES.indexOf(criticality),
    exposure,
  ]);
}

/** Which starts of the machine were seen is forgotten, so that the next one to report is taken for the right one. */
export async function forgetStarts(transaction: Transaction, id: string): Promise<void> {
  await transaction.query("update endpoint_seen set boots = '{}' where organisation = $1 and endpoint = $2", [
    transaction.organisation,
    id,
  ]);
}

/** With all that is kept of it; its certificates are none of ours any more. */
export async function removeEndpointRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('delete from endpoint where organisation = $1 and id = $2', [transaction.organisation, id]);
}
