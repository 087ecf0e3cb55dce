// Deployments and their rings as rows; what core/rollouts keeps of them, as JSON beside the columns that limits are checked by.
import type { Deployment } from '@suture/core/rollouts/deployment.ts';
import type { Ring } from '@suture/core/rollouts/ring.ts';
import type { Explained, RolloutState } from '@suture/core/rollouts/rollout.ts';
import type { Transaction } from './database.ts';

export interface DeploymentRow {
  readonly id: string;
  readonly name: string;
  /** Hexadecimal. */
  readonly plan: string;
  readonly fleet: number;
  readonly fence: number;
  readonly said: readonly Explained[];
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly deployment: Deployment;
  readonly rings: readonly Ring[];
}

export interface NewDeployment {
  readonly id: string;
  readonly name: string;
  readonly state: RolloutState;
  readonly fleet: number;
  readonly by: string;
  readonly at: Date;
}

const deploymentJson = ({ strata, groups, ...rest }: Deployment): string =>
  JSON.stringify({ ...rest, strata: [...strata], groups: [...groups] });
const ringJson = ({ succeeded, ...rest }: Ring): string => JSON.stringify({ ...rest, succeeded: [...succeeded] });

type Kept<T, Maps extends keyof T> = Omit<T, Maps> & Readonly<Record<Maps, readonly (readonly [never, never])[]>>;
const deploymentOf = (kept: Kept<Deployment, 'strata' | 'groups'>): Deployment => ({
  ...kept,
  strata: new Map(kept.strata),
  groups: new Map(kept.groups),
});
const ringOf = (kept: Omit<Ring, 'succeeded'> & { readonly succeeded: readonly number[] }): Ring => ({
  ...kept,
  succeeded: new Set(kept.succeeded),
});

/** With a job for each target of its plan, all of them queued. */
export async function addDeployment(transaction: Transaction, made: NewDeployment): Promise<void> {
  const { organisation } = transaction;
  const { id, name, state, fleet, by, at } = made;
  const { plan, deployment, rings } = state;
  await transaction.query(
    `insert into deployment (organisation, id, name, plan, state, detail, fleet, most_in_flight, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      organisation,
      id,
      name,
      Buffer.from(plan.hash, 'hex'),
      deployment.state.kind,
      deploymentJson(deployment),
      fleet,
      plan.limits.deployment,
      at,
      by,
    ],
  );
  await transaction.query(
    `insert into deployment_ring (organisation, deployment, number, first, "end", state, detail, most_in_flight)
     select $1, $2, number, first, "end", state, detail::jsonb, $3
     from unnest($4::int[], $5::int[], $6::int[], $7::text[], $8::text[]) as r (number, first, "end", state, detail)`,
    [organisation, id, plan.limits.ring, ...ringColumns(rings)],
  );
  const groups = plan.targets.map(({ group }) => group);
  await transaction.query(
    `insert into disruption_group (organisation, name, most_in_flight)
     select $1, name, (select most_in_group from rollout_limit where organisation = $1) from unnest($2::text[]) as g (name)
     on conflict do nothing`,
    [organisation, [...new Set(groups.filter((group) => group !== null))].toSorted()],
  );
  await transaction.query(
    `insert into deployment_job (organisation, deployment, position, endpoint, disruption_group, detail, changed_at)
     select $1, $2, ord - 1, endpoint, grp, jsonb_build_object('since', $5::bigint), $6
     from unnest($3::uuid[], $4::text[]) with ordinality as t (endpoint, grp, ord)`,
    [organisation, id, plan.targets.map(({ endpoint }) => endpoint), groups, at.getTime(), at],
  );
}

const ringColumns = (rings: readonly Ring[]): readonly unknown[] => [
  rings.map((_, number) => number),
  rings.map(({ first }) => first),
  rings.map(({ end }) => end),
  rings.map(({ state }) => state.kind),
  rings.map(ringJson),
];

/** `hold`: nobody else changes it until the transaction ends; `skip`: and where somebody does just now, there is none. */
export async function deploymentRow(
  transaction: Transaction,
  id: string,
  hold: 'hold' | 'skip' | 'look' = 'look',
): Promise<DeploymentRow | undefined> {
  const lock = { hold: 'for no key update', skip: 'for no key update skip locked', look: '' }[hold];
  const [row] = await transaction.query<{
    readonly name: string;
    readonly plan: string;
    readonly fleet: number;
    readonly fence: string;
    readonly said: readonly Explained[];
    readonly createdAt: Date;
    readonly createdBy: string;
    readonly detail: Kept<Deployment, 'strata' | 'groups'>;
  }>(
    `select name, encode(plan, 'hex') as plan, fleet, fence, said, detail, created_at as "createdAt", created_by as "createdBy"
     from deployment where organisation = $1 and id = $2 ${lock}`,
    [transaction.organisation, id],
  );
  if (row === undefined) return undefined;
  const rings = await transaction.query<{ readonly detail: Parameters<typeof ringOf>[0] }>(
    'select detail from deployment_ring where organisation = $1 and deployment = $2 order by number',
    [transaction.organisation, id],
  );
  const { detail, fence, ...rest } = row;
  return {
    ...rest,
    id,
    fence: Number(fence),
    deployment: deploymentOf(detail),
    rings: rings.map((ring) => ringOf(ring.detail)),
  };
}

class Fenced extends Error {}

/** Throws where somebody else has written it since it was read. */
export async function writeDeployment(
  transaction: Transaction,
  { id, fence }: Pick<DeploymentRow, 'id' | 'fence'>,
  next: {
    readonly deployment: Deployment;
    readonly rings: readonly Ring[];
    readonly said: readonly Explained[];
    /** UTC milliseconds; infinite where nothing is due by time alone. */
    readonly lookAt: number;
  },
): Promise<void> {
  const { organisation } = transaction;
  const written = await transaction.query(
    `update deployment set state = $4, detail = $5, said = $6, look_at = $7, plan = $8, fence = fence + 1
     where organisation = $1 and id = $2 and fence = $3 returning id`,
    [
      organisation,
      id,
      fence,
      next.deployment.state.kind,
      deploymentJson(next.deployment),
      JSON.stringify(next.said),
      Number.isFinite(next.lookAt) ? new Date(next.lookAt) : null,
      Buffer.from(next.deployment.planHash, 'hex'),
    ],
  );
  if (written.length === 0) throw new Fenced('somebody else has changed the deployment');
  await transaction.query(
    `update deployment_ring d set first = r.first, "end" = r."end", state = r.state, detail = r.detail::jsonb
     from unnest($3::int[], $4::int[], $5::int[], $6::text[], $7::text[]) as r (number, first, "end", state, detail)
     where d.organisation = $1 and d.deployment = $2 and d.number = r.number and d.detail <> r.detail::jsonb`,
    [organisation, id, ...ringColumns(next.rings)],
  );
}

/** What has something to do now: reports that nobody has looked at, or something due by time. */
export async function dueDeployments(transaction: Transaction, now: Date | undefined): Promise<readonly string[]> {
  const rows = await transaction.query<{ readonly id: string }>(
    `select id from deployment where organisation = $1 and look_at <= coalesce($2, clock_timestamp())
     union select deployment as id from deployment_report where organisation = $1 and applied_at is null
     limit 100`,
    [transaction.organisation, now ?? null],
  );
  return rows.map(({ id }) => id);
}

/** Those of which a ring may be under way. */
export const underWay = (
  transaction: Transaction,
): Promise<readonly { readonly id: string; readonly plan: string }[]> =>
  transaction.query<{ readonly id: string; readonly plan: string }>(
    `select id, encode(plan, 'hex') as plan from deployment
     where organisation = $1 and state in ('running', 'paused') order by id limit 100`,
    [transaction.organisation],
  );

/** Looked at by whichever server is first, in a moment. */
export async function lookAtNow(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(
    'update deployment set look_at = least(look_at, clock_timestamp()) where organisation = $1 and id = $2',
    [transaction.organisation, id],
  );
  await wakeDeployments(transaction);
}

/** Tells the servers that there is something to do; heard when the transaction commits. */
export const wakeDeployments = (transaction: Transaction): Promise<unknown> =>
  transaction.query("select pg_notify('suture_deployment', $1)", [transaction.organisation]);

export async function addNotes(
  transaction: Transaction,
  deployment: string,
  notes: readonly Explained[],
  at: Date,
): Promise<void> {
  if (notes.length === 0) return;
  await transaction.query(
    `insert into deployment_note (organisation, deployment, at, about, text)
     select $1, $2, $3, about, text from unnest($4::text[], $5::text[]) as n (about, text)`,
    [transaction.organisation, deployment, at, notes.map(({ about }) => about), notes.map(({ text }) => text)],
  );
}

/** UTC milliseconds, of this moment and not of the transaction's beginning. */
export async function databaseNow(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ readonly now: Date }>('select clock_timestamp() as now');
  return row?.now.getTime() ?? Number.NaN;
}
