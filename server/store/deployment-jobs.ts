// Jobs as rows: those that a look at a deployment needs, and what changed of them.
import type { Job, JobState, WaitReason } from '@suture/core/rollouts/job.ts';
import type { Ring } from '@suture/core/rollouts/ring.ts';
import type { EndpointFacts } from '@suture/core/rollouts/rollout.ts';
import type { Transaction } from './database.ts';

export interface LoadedJobs {
  /** By position, in order. */
  readonly jobs: ReadonlyMap<number, Job>;
  readonly endpoints: ReadonlyMap<number, EndpointFacts>;
  /** There may be more that wait and could start. */
  readonly isMore: boolean;
}

interface JobRow {
  readonly position: number;
  readonly attempt: number;
  readonly dispatch: number;
  readonly state: JobState['kind'];
  /** The state's, and what an endpoint missed beside it. */
  readonly detail: { readonly missed?: NonNullable<Job['missed']> };
  readonly counted: boolean;
  readonly changed: boolean;
  readonly waits: boolean;
  readonly standing: string | null;
  readonly seen: Date | null;
  readonly offset: string | null;
}

/** Longer than two check-ins apart. */
const onlineMs = 12 * 60_000;
const mostWaiting = 1_000;

/**
 * Those in flight or soaking, those named, some that wait in rings that have begun, and while rolling back those that may have to
 * be: what `RolloutState.jobs` asks for.
 */
export async function loadJobs(
  transaction: Transaction,
  deployment: string,
  wanted: { readonly positions: readonly number[]; readonly rings: readonly Ring[]; readonly isRollingBack: boolean },
  now: number,
): Promise<LoadedJobs> {
  const begun = wanted.rings.filter(({ state }) => state.kind !== 'pending');
  const rows = await transaction.query<JobRow & Record<string, unknown>>(
    `with wanted as (
       select position from deployment_job where organisation = $1 and deployment = $2 and (holds_slot or state = 'soaking')
       union select position from deployment_job where organisation = $1 and deployment = $2 and position = any($3::int[])
       union (select j.position from unnest($4::int[], $5::int[]) as r (first, "end")
         cross join lateral (
           select position from deployment_job j where j.organisation = $1 and j.deployment = $2
             and j.state in ('queued', 'deferred') and j.position >= r.first and j.position < r."end"
             and (j.due_at is null or j.due_at <= $6) order by position limit ${mostWaiting}) j
         order by position limit ${mostWaiting})
       union (select position from deployment_job where $7 and organisation = $1 and deployment = $2 and changed
         and state in ('soaking', 'succeeded', 'failed') order by position limit ${mostWaiting})
     )
     select j.position, j.attempt, j.dispatch, j.state, j.detail, j.counted, j.changed, j.state in ('queued', 'deferred') as waits,
       e.state as standing, seen.seen_at as seen, seen.clock_offset_ms as offset
     from wanted join deployment_job j on j.organisation = $1 and j.deployment = $2 and j.position = wanted.position
     left join endpoint e on e.organisation = $1 and e.id = j.endpoint
     left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = j.endpoint
     order by j.position`,
    [
      transaction.organisation,
      deployment,
      wanted.positions,
      begun.map(({ first }) => first),
      begun.map(({ end }) => end),
      new Date(now),
      wanted.isRollingBack,
    ],
  );
  return {
    jobs: new Map(rows.map((row) => [row.position, jobOf(row)])),
    endpoints: new Map(rows.map((row) => [row.position, factsOf(row, now)])),
    isMore: rows.filter(({ waits }) => waits).length >= mostWaiting,
  };
}

const jobOf = ({ attempt, dispatch, state, detail, counted, changed }: JobRow): Job => {
  const { missed, ...more } = detail;
  const job = { attempt, dispatch, state: { ...more, kind: state } as JobState, counted, changed };
  return missed === undefined ? job : { ...job, missed };
};

const factsOf = ({ standing, seen, offset }: JobRow, now: number): EndpointFacts => ({
  online: standing === 'active' && seen !== null && now - seen.getTime() < onlineMs,
  // Never measured is no small difference.
  clockSkewMs: offset === null ? Number.NaN : -Number(offset),
  deferredUntil: null,
  // Whoever asks for freezes adds what they cover.
  frozenUntil: null,
  isGone: standing === null || standing === 'revoked',
});

export async function writeJobs(
  transaction: Transaction,
  deployment: string,
  changed: ReadonlyMap<number, Job>,
  now: number,
): Promise<void> {
  if (changed.size === 0) return;
  const jobs = [...changed];
  await transaction.query(
    `update deployment_job j set attempt = n.attempt, dispatch = n.dispatch, state = n.state, detail = n.detail::jsonb,
       counted = n.counted, changed = n.changed, due_at = n.due_at, changed_at = $3
     from unnest($4::int[], $5::int[], $6::int[], $7::text[], $8::text[], $9::boolean[], $10::boolean[], $11::timestamptz[])
       as n (position, attempt, dispatch, state, detail, counted, changed, due_at)
     where j.organisation = $1 and j.deployment = $2 and j.position = n.position`,
    [
      transaction.organisation,
      deployment,
      new Date(now),
      jobs.map(([position]) => position),
      jobs.map(([, { attempt }]) => attempt),
      jobs.map(([, { dispatch }]) => dispatch),
      jobs.map(([, { state }]) => state.kind),
      jobs.map(([, { state, missed }]) => JSON.stringify({ ...state, kind: undefined, missed })),
      jobs.map(([, { counted }]) => counted),
      jobs.map(([, job]) => job.changed),
      jobs.map(([, { state }]) => (state.kind === 'deferred' ? new Date(state.until) : null)),
    ],
  );
}

/** When the next of those that wait is to be looked at, also of those that were not loaded; UTC milliseconds. */
export async function nextDue(transaction: Transaction, deployment: string, now: number): Promise<number> {
  const [row] = await transaction.query<{ readonly due: Date | null }>(
    `select min(due_at) as due from deployment_job
     where organisation = $1 and deployment = $2 and due_at > $3 and due_at is not null`,
    [transaction.organisation, deployment, new Date(now)],
  );
  return row?.due?.getTime() ?? Infinity;
}

/** Those that wait for one of these are looked at now, and not at their time: what they wait for has changed. */
export async function lookAtWaiting(
  transaction: Transaction,
  { reasons, deployment }: { readonly reasons: readonly WaitReason[]; readonly deployment?: string },
  now: Date,
): Promise<void> {
  const values = [transaction.organisation, now, deployment ?? null];
  await transaction.query(
    `update deployment_job set due_at = $2, detail = jsonb_set(detail, '{until}', to_jsonb($4::bigint))
     where organisation = $1 and ($3::uuid is null or deployment = $3) and state = 'deferred' and detail ->> 'reason' = any ($5)`,
    [...values, now.getTime(), reasons],
  );
  await transaction.query(
    `update deployment set look_at = least(look_at, $2)
     where organisation = $1 and ($3::uuid is null or id = $3) and state in ('running', 'paused')`,
    values,
  );
}

/** Whatever goes on with an endpoint that was removed or revoked is looked at now. */
export async function lookAtEndpoint(transaction: Transaction, endpoint: string, now: Date): Promise<void> {
  await transaction.query(
    `with its as (
       select deployment, position from deployment_job
       where organisation = $1 and endpoint = $2 and (state in ('queued', 'deferred') or holds_slot or state = 'soaking')
     ), due as (
       update deployment_job j set due_at = $3, detail = jsonb_set(j.detail, '{until}', to_jsonb($4::bigint)) from its
       where j.organisation = $1 and j.deployment = its.deployment and j.position = its.position and j.state = 'deferred'
     )
     update deployment d set look_at = least(look_at, $3) from its
     where d.organisation = $1 and d.id = its.deployment and d.state in ('running', 'paused', 'rolling-back')`,
    [transaction.organisation, endpoint, now, now.getTime()],
  );
}

/** All that still wait end, also those that were not loaded. */
export async function closeQueue(
  transaction: Transaction,
  deployment: string,
  as: 'skipped' | 'cancelled' | 'superseded',
  reason: string | null,
  now: number,
): Promise<void> {
  await transaction.query(
    `update deployment_job set state = $3, detail = $4, due_at = null, changed_at = $5
     where organisation = $1 and deployment = $2 and state in ('queued', 'deferred')`,
    [
      transaction.organisation,
      deployment,
      as,
      JSON.stringify({ at: now, ...(reason === null ? {} : { reason }) }),
      new Date(now),
    ],
  );
}
