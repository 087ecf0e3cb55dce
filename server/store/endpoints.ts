// Endpoints as the agents' door makes and changes them.
import type { EndpointFacts } from '@suture/protocol/agent/facts.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import type { Transaction } from './database.ts';

export interface NewEndpoint {
  readonly id: string;
  readonly state: 'pending' | 'active';
  readonly stateReason: string | null;
  readonly tags: readonly string[];
  readonly facts: EndpointFacts;
  readonly keyFingerprint: string;
}

export async function addEndpoint(transaction: Transaction, endpoint: NewEndpoint, now: Date): Promise<void> {
  const { facts } = endpoint;
  await transaction.query(
    `insert into endpoint (organisation, id, name, state, state_reason, tags, facts, os_id, os_version, public_key_digest,
       boot_id, enrolled_at, booted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      transaction.organisation,
      endpoint.id,
      facts.hostname,
      endpoint.state,
      endpoint.stateReason,
      endpoint.tags,
      JSON.stringify(facts),
      facts.os.id,
      facts.os.version,
      Buffer.from(endpoint.keyFingerprint, 'hex'),
      facts.bootId,
      now,
      bootedAt(facts, now),
    ],
  );
}

export async function updateFacts(
  transaction: Transaction,
  endpoint: string,
  facts: EndpointFacts,
  policy: LocalPolicy,
  now: Date,
): Promise<void> {
  await transaction.query(
    `update endpoint set name = $3, facts = $4, os_id = $5, os_version = $6, boot_id = $7, local_policy = $8,
       -- Told once a start: later ones would only differ by how long they travelled.
       booted_at = case when boot_id = $7 and booted_at is not null then booted_at else $9 end
     where organisation = $1 and id = $2`,
    [
      transaction.organisation,
      endpoint,
      facts.hostname,
      JSON.stringify(facts),
      facts.os.id,
      facts.os.version,
      facts.bootId,
      JSON.stringify(policy),
      bootedAt(facts, now),
    ],
  );
}

/** By its own uptime and the server's clock, whatever its own clock says. */
const bootedAt = ({ uptimeSeconds }: EndpointFacts, now: Date): Date => new Date(now.getTime() - uptimeSeconds * 1000);

/** `reason`: shown to people. */
export async function setState(
  transaction: Transaction,
  endpoint: string,
  state: 'active' | 'quarantined' | 'revoked',
  reason: string | null,
): Promise<void> {
  await transaction.query('update endpoint set state = $3, state_reason = $4 where organisation = $1 and id = $2', [
    transaction.organisation,
    endpoint,
    state,
    reason,
  ]);
}

export async function stateOf(
  transaction: Transaction,
  endpoint: string,
): Promise<'pending' | 'active' | 'quarantined' | 'revoked' | undefined> {
  const [row] = await transaction.query<{ readonly state: 'pending' | 'active' | 'quarantined' | 'revoked' }>(
    'select state from endpoint where organisation = $1 and id = $2',
    [transaction.organisation, endpoint],
  );
  return row?.state;
}
