// What was signed for endpoints, the numbers it was signed under, and what of it an endpoint is to be told now.
import type { Envelope } from '@suture/protocol/trust/envelope.ts';
import type { HeldJob } from '@suture/protocol/deployments/work.ts';
import type { Transaction } from './database.ts';

/** The next numbers of these endpoints in this epoch, by endpoint. */
export async function nextSequences(
  transaction: Transaction,
  endpoints: readonly string[],
  epoch: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ readonly endpoint: string; readonly sequence: string }>(
    `insert into dispatch_sequence as s (organisation, endpoint, epoch, sequence)
     select $1, endpoint, $3, 1 from unnest($2::uuid[]) as n (endpoint) order by endpoint
     on conflict (organisation, endpoint) do update set epoch = excluded.epoch,
       sequence = case when s.epoch = excluded.epoch then s.sequence + 1 else 1 end
     returning endpoint, sequence`,
    [transaction.organisation, endpoints, epoch],
  );
  return new Map(rows.map(({ endpoint, sequence }) => [endpoint, Number(sequence)]));
}

export interface NewDispatch {
  readonly position: number;
  readonly attempt: number;
  readonly number: number;
  readonly endpoint: string;
  readonly kind: 'install' | 'roll-back';
  readonly sequence: number;
  readonly envelope: Envelope;
  readonly expiresAt: Date;
}

export async function addDispatches(
  transaction: Transaction,
  deployment: string,
  epoch: number,
  dispatches: readonly NewDispatch[],
  now: Date,
): Promise<void> {
  if (dispatches.length === 0) return;
  await transaction.query(
    `insert into deployment_dispatch (organisation, deployment, position, attempt, number, endpoint, kind, epoch, sequence,
       envelope, expires_at, made_at)
     select $1, $2, position, attempt, number, endpoint, kind, $3, sequence, envelope::jsonb, expires_at, $4
     from unnest($5::int[], $6::int[], $7::int[], $8::uuid[], $9::text[], $10::bigint[], $11::text[], $12::timestamptz[])
       as n (position, attempt, number, endpoint, kind, sequence, envelope, expires_at)`,
    [
      transaction.organisation,
      deployment,
      epoch,
      now,
      dispatches.map(({ position }) => position),
      dispatches.map(({ attempt }) => attempt),
      dispatches.map(({ number }) => number),
      dispatches.map(({ endpoint }) => endpoint),
      dispatches.map(({ kind }) => kind),
      dispatches.map(({ sequence }) => sequence),
      dispatches.map(({ envelope }) => JSON.stringify(envelope)),
      dispatches.map(({ expiresAt }) => expiresAt),
    ],
  );
}

export interface SignedDispatch {
  readonly position: number;
  readonly attempt: number;
  readonly number: number;
  readonly endpoint: string;
  readonly epoch: number;
  readonly envelope: Envelope;
}

/** Of these positions, each with the number that is current. */
export async function dispatchesAt(
  transaction: Transaction,
  deployment: string,
  wanted: readonly { readonly position: number; readonly attempt: number; readonly dispatch: number }[],
): Promise<ReadonlyMap<number, SignedDispatch>> {
  const rows = await transaction.query<SignedDispatch & Record<string, unknown>>(
    `select d.position, d.attempt, d.number, d.endpoint, d.epoch::int as epoch, d.envelope
     from unnest($3::int[], $4::int[], $5::int[]) as n (position, attempt, number)
     join deployment_dispatch d on d.organisation = $1 and d.deployment = $2 and d.position = n.position
       and d.attempt = n.attempt and d.number = n.number`,
    [
      transaction.organisation,
      deployment,
      wanted.map(({ position }) => position),
      wanted.map(({ attempt }) => attempt),
      wanted.map(({ dispatch }) => dispatch),
    ],
  );
  return new Map(rows.map((row) => [row.position, row]));
}

export interface NewStart extends Pick<SignedDispatch, 'position' | 'attempt' | 'number'> {
  readonly start: Envelope;
  readonly expiresAt: Date;
}

export async function setStarts(
  transaction: Transaction,
  deployment: string,
  starts: readonly NewStart[],
): Promise<void> {
  if (starts.length === 0) return;
  await transaction.query(
    `update deployment_dispatch d set start = n.start::jsonb, start_expires_at = n.expires_at, refusal = null
     from unnest($3::int[], $4::int[], $5::int[], $6::text[], $7::timestamptz[]) as n (position, attempt, number, start, expires_at)
     where d.organisation = $1 and d.deployment = $2 and d.position = n.position and d.attempt = n.attempt and d.number = n.number`,
    [
      transaction.organisation,
      deployment,
      starts.map(({ position }) => position),
      starts.map(({ attempt }) => attempt),
      starts.map(({ number }) => number),
      starts.map(({ start }) => JSON.stringify(start)),
      starts.map(({ expiresAt }) => expiresAt),
    ],
  );
}

export interface CurrentWork extends SignedDispatch {
  readonly deployment: string;
  readonly kind: 'install' | 'roll-back';
  readonly sequence: number;
  readonly state: string;
  /** Of the deployment. */
  readonly running: string;
  readonly start: Envelope | null;
  readonly startExpiresAt: Date | null;
}

/** The dispatches in force of an endpoint: those of jobs that have a slot. */
export function currentWork(transaction: Transaction, endpoint: string): Promise<readonly CurrentWork[]> {
  return transaction.query<CurrentWork & Record<string, unknown>>(
    `select d.deployment, d.position, d.attempt, d.number, d.endpoint, d.epoch::int as epoch, d.sequence::float8 as sequence, d.kind, d.envelope,
       d.start, d.start_expires_at as "startExpiresAt", j.state, dep.state as running
     from deployment_job j
     join deployment_dispatch d on d.organisation = $1 and d.deployment = j.deployment and d.position = j.position
       and d.attempt = j.attempt and d.number = j.dispatch
     join deployment dep on dep.organisation = $1 and dep.id = j.deployment
     where j.organisation = $1 and j.endpoint = $2 and j.holds_slot order by d.sequence`,
    [transaction.organisation, endpoint],
  );
}

/** Of jobs that an endpoint holds, those that are not its any more. */
export async function calledBack(
  transaction: Transaction,
  endpoint: string,
  held: readonly HeldJob[],
): Promise<readonly HeldJob[]> {
  if (held.length === 0) return [];
  return transaction.query<HeldJob & Record<string, unknown>>(
    `select n.deployment, n.attempt, n.dispatch from unnest($3::uuid[], $4::int[], $5::int[]) as n (deployment, attempt, dispatch)
     left join deployment_job j on j.organisation = $1 and j.deployment = n.deployment and j.endpoint = $2
       and j.attempt = n.attempt and j.dispatch = n.dispatch and (j.holds_slot or j.state in ('soaking', 'lost'))
     left join deployment d on d.organisation = $1 and d.id = n.deployment
     -- Whoever has a start token will not heed it; whoever has none yet gets none any more.
     where (j.position is null or (j.state = 'starting' and d.state in ('halted', 'cancelled')))
       -- What it said of it and nobody has looked at yet may be that it has begun, or has ended.
       and not exists (select from deployment_report r where r.organisation = $1 and r.deployment = n.deployment
         and r.endpoint = $2 and r.attempt = n.attempt and r.dispatch = n.dispatch and r.applied_at is null)`,
    [
      transaction.organisation,
      endpoint,
      held.map(({ deployment }) => deployment),
      held.map(({ attempt }) => attempt),
      held.map(({ dispatch }) => dispatch),
    ],
  );
}

/** Jobs of an endpoint that took effect, and until when they are watched. */
export function soaksOf(
  transaction: Transaction,
  endpoint: string,
): Promise<readonly (HeldJob & { readonly until: Date })[]> {
  return transaction.query<HeldJob & { readonly until: Date }>(
    `select deployment, attempt, dispatch, to_timestamp((detail ->> 'until')::float8 / 1000) as until from deployment_job
     where organisation = $1 and endpoint = $2 and state = 'soaking' order by deployment limit 16`,
    [transaction.organisation, endpoint],
  );
}

/** How soon an endpoint is to call again: it has work in hand, or will be given some; undefined where neither. */
export async function eagernessOf(transaction: Transaction, endpoint: string): Promise<'busy' | 'waiting' | undefined> {
  const [row] = await transaction.query<{ readonly busy: boolean }>(
    `select j.holds_slot or (j.state = 'soaking' and (j.detail ->> 'until')::float8 / 1000 < extract(epoch from now()) + 5) as busy
     from deployment_job j
     join deployment d on d.organisation = $1 and d.id = j.deployment
     left join deployment_ring r on r.organisation = $1 and r.deployment = j.deployment and j.position >= r.first
       and j.position < r."end"
     where j.organisation = $1 and j.endpoint = $2 and (j.holds_slot or j.state = 'soaking'
       or (j.state in ('queued', 'deferred') and (d.state = 'scheduled' and r.number = 0
         or d.state in ('running', 'paused') and r.state <> 'pending')))
     order by busy desc limit 1`,
    [transaction.organisation, endpoint],
  );
  return row === undefined ? undefined : row.busy ? 'busy' : 'waiting';
}

/** What the endpoint says it has obeyed. */
export async function noteObeyed(transaction: Transaction, endpoint: string, epoch: number): Promise<void> {
  await transaction.query(
    `insert into dispatch_sequence as s (organisation, endpoint, epoch, sequence, obeyed_epoch)
     select $1, $2, epoch, 0, $3 from installation where organisation = $1
     on conflict (organisation, endpoint) do update set obeyed_epoch = greatest(s.obeyed_epoch, excluded.obeyed_epoch)
     where s.obeyed_epoch < excluded.obeyed_epoch`,
    [transaction.organisation, endpoint, epoch],
  );
}

/** Whether an endpoint of the deployment has obeyed a server of a later epoch than this one. */
export async function isFenced(transaction: Transaction, deployment: string, epoch: number): Promise<boolean> {
  const { organisation } = transaction;
  // Asked first, and by itself: there is hardly ever one, and then the jobs need not be read.
  const ahead = await transaction.query<{ readonly endpoint: string }>(
    'select endpoint from dispatch_sequence where organisation = $1 and obeyed_epoch > $2',
    [organisation, epoch],
  );
  if (ahead.length === 0) return false;
  const rows = await transaction.query(
    'select from deployment_job where organisation = $1 and deployment = $2 and endpoint = any($3::uuid[]) limit 1',
    [organisation, deployment, ahead.map(({ endpoint }) => endpoint)],
  );
  return rows.length > 0;
}

/** Under which dispatches are signed now. */
export async function currentEpoch(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ readonly epoch: number }>(
    'select epoch::int as epoch from installation where organisation = $1',
    [transaction.organisation],
  );
  return row?.epoch ?? 1;
}

/** Where an endpoint stands in a plan that is carried out; undefined where it does not. */
export async function placeInPlan(
  transaction: Transaction,
  hash: string,
  endpoint: string,
): Promise<number | undefined> {
  const [row] = await transaction.query<{ readonly position: number }>(
    `select j.position from deployment_job j join deployment d on d.organisation = $1 and d.id = j.deployment
     where j.organisation = $1 and j.endpoint = $3 and d.plan = $2 limit 1`,
    [transaction.organisation, Buffer.from(hash, 'hex'), endpoint],
  );
  return row?.position;
}
