// Simulations as rows: what was asked of whom, and what it answered; one for all endpoints with the same package sets.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Simulated, SimulationOutcome, SimulationRequest } from '@suture/protocol/deployments/simulation.ts';
import { MOST } from '@suture/protocol/deployments/limits.ts';
import type { Transaction } from './database.ts';

export interface NewSimulation {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly endpoint: string;
  readonly adapter: string;
  readonly changes: readonly VersionChange[];
}

export interface KnownSimulation {
  readonly endpoint: string;
  /** Null while it is not answered. */
  readonly outcome: SimulationOutcome | null;
}

/** Package indexes go on; what was reckoned longer ago says nothing of now. */
const freshMs = 24 * 3_600_000;
/** Who has not answered by then is not waited for, and another may be asked. */
const waitMs = 15 * 60_000;
const keptMs = 7 * freshMs;

const bytesOf = (ids: readonly string[]): readonly Buffer[] => ids.map((id) => Buffer.from(id, 'hex'));

/** Those of these that are answered, or waited for. */
export async function simulationsOf(
  transaction: Transaction,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, KnownSimulation>> {
  const rows = await transaction.query<KnownSimulation & { readonly id: string }>(
    `select encode(id, 'hex') as id, endpoint, outcome from simulation where organisation = $1 and id = any($2::bytea[])
       and case when outcome is null then asked_at > $3 else answered_at > $4 end`,
    [transaction.organisation, bytesOf(ids), new Date(now.getTime() - waitMs), new Date(now.getTime() - freshMs)],
  );
  return new Map(rows.map(({ id, ...known }) => [id, known]));
}

/** In the place of what was asked of it before. */
export async function addSimulations(
  transaction: Transaction,
  added: readonly NewSimulation[],
  now: Date,
): Promise<void> {
  const { organisation } = transaction;
  await transaction.query('delete from simulation where organisation = $1 and asked_at < $2', [
    organisation,
    new Date(now.getTime() - keptMs),
  ]);
  await transaction.query(
    `insert into simulation (organisation, id, endpoint, adapter, changes, asked_at)
     select $1, id, endpoint, adapter, changes::jsonb, $2
     from unnest($3::bytea[], $4::uuid[], $5::text[], $6::text[]) as n (id, endpoint, adapter, changes)
     on conflict (organisation, id) do update set endpoint = excluded.endpoint, asked_at = excluded.asked_at, outcome = null,
       answered_at = null`,
    [
      organisation,
      now,
      bytesOf(added.map(({ id }) => id)),
      added.map(({ endpoint }) => endpoint),
      added.map(({ adapter }) => adapter),
      added.map(({ changes }) => JSON.stringify(changes)),
    ],
  );
}

/** What an endpoint is to reckon now. */
export async function simulationWork(
  transaction: Transaction,
  endpoint: string,
  now: Date,
): Promise<readonly SimulationRequest[]> {
  return transaction.query<SimulationRequest & Record<string, unknown>>(
    `select encode(id, 'hex') as id, adapter, changes from simulation
     where organisation = $1 and endpoint = $2 and outcome is null and asked_at > $3 order by asked_at, id limit $4`,
    [transaction.organisation, endpoint, new Date(now.getTime() - waitMs), MOST.simulations],
  );
}

/** What was asked of it and is not answered yet; other answers are nobody's. */
export async function noteSimulated(
  transaction: Transaction,
  endpoint: string,
  answers: readonly Simulated[],
  now: Date,
): Promise<void> {
  for (const { id, outcome } of answers) {
    await transaction.query(
      `update simulation set outcome = $4, answered_at = $5
       where organisation = $1 and id = $2 and endpoint = $3 and outcome is null`,
      [transaction.organisation, Buffer.from(id, 'hex'), endpoint, JSON.stringify(outcome), now],
    );
  }
}
