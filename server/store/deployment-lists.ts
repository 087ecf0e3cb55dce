// Deployments as people look at them: lists, jobs in pages, failures by cause, and how many of its endpoints somebody reaches.
import type { Transaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

export interface DeploymentSummary {
  readonly id: string;
  readonly name: string;
  /** Hexadecimal. */
  readonly plan: string;
  readonly state: string;
  readonly endpoints: number;
  readonly inFlight: number;
  readonly done: number;
  readonly failed: number;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export interface CreatedCursor {
  readonly at: string;
  readonly id: string;
}

/** `states`: only these. The newest first; with a limit of sight, those with an endpoint that is seen. */
export async function deploymentList(
  transaction: Transaction,
  { states, after, limit, skip = 0 }: PageRequest<CreatedCursor> & { readonly states: readonly string[] | undefined },
): Promise<Page<DeploymentSummary, CreatedCursor>> {
  const seen = `d.organisation = $1 and ($2::text[] is null or d.state = any($2)) and ((select nullif(current_setting('suture.tag_scope', true), '') is null)
    or exists (select from deployment_job j where j.organisation = $1 and j.deployment = d.id))`;
  const [count] = await transaction.query<{ readonly total: number }>(
    `select count(*)::int as total from deployment d where ${seen}`,
    [transaction.organisation, states ?? null],
  );
  const rows = await transaction.query<DeploymentSummary & { readonly cursor: string }>(
    `select d.id, d.name, encode(d.plan, 'hex') as plan, d.state, d.in_flight as "inFlight", d.created_at as "createdAt",
       d.created_by as "createdBy", d.created_at::text as cursor, p.endpoints, c.done, c.failed
     from deployment d join plan p on p.organisation = $1 and p.hash = d.plan
     cross join lateral (
       select coalesce(sum((r.detail -> 'census' ->> 'succeeded')::int), 0)::int as done,
         coalesce(sum((r.detail -> 'census' ->> 'failed')::int + (r.detail -> 'census' ->> 'lost')::int
           + (r.detail -> 'census' ->> 'rolled-back')::int + (r.detail -> 'census' ->> 'rollback-failed')::int), 0)::int as failed
       from deployment_ring r where r.organisation = $1 and r.deployment = d.id) c
     where ${seen} and ($3::timestamptz is null or (d.created_at, d.id) < ($3::timestamptz, $4::uuid))
     order by d.created_at desc, d.id desc limit $5 offset $6`,
    [transaction.organisation, states ?? null, after?.at ?? null, after?.id ?? null, limit + 1, skip],
  );
  return pageOf(rows, count?.total ?? 0, limit, ({ cursor, id }) => ({ at: cursor, id }));
}

/** How many of its endpoints the transaction sees. */
export async function endpointsSeen(transaction: Transaction, deployment: string): Promise<number> {
  const [row] = await transaction.query<{ readonly count: number }>(
    'select count(*)::int as count from deployment_job where organisation = $1 and deployment = $2',
    [transaction.organisation, deployment],
  );
  return row?.count ?? 0;
}

export interface FailureGroup {
  readonly cause: string;
  readonly endpoints: number;
  /** The lines that decide, of one of them. */
  readonly lines: readonly string[];
  readonly why: string | null;
}

/** Why a job failed, also one that was taken back since; null where it did not. Of `$1` the organisation, `$2` the deployment. */
export const causeOf = (job: string): string =>
  `case when ${job}.state in ('failed', 'rollback-failed', 'lost') then coalesce(${job}.detail ->> 'cause', ${job}.state)
     when ${job}.state = 'rolled-back' then (
       select r.body ->> 'cause' from deployment_report r where r.organisation = $1 and r.deployment = $2
         and r.endpoint = ${job}.endpoint and r.attempt = ${job}.attempt and r.body ->> 'kind' = 'failed' and r.evidence is null
       order by r.received_at desc limit 1) end`;

/** The most frequent first. */
export function failuresByCause(transaction: Transaction, deployment: string): Promise<readonly FailureGroup[]> {
  return transaction.query<FailureGroup & Record<string, unknown>>(
    `select cause, count(*)::int as endpoints, coalesce((array_agg(said.lines) filter (where said.lines is not null))[1], '[]') as lines,
       (array_agg(said.why) filter (where said.why is not null))[1] as why
     from (select ${causeOf('d')} as cause, endpoint, attempt from deployment_job d
       where organisation = $1 and deployment = $2 and state in ('failed', 'rollback-failed', 'lost', 'rolled-back')) j
     left join lateral (
       select r.detail -> 'lines' as lines, r.detail ->> 'why' as why from deployment_report r
       where r.organisation = $1 and r.deployment = $2 and r.endpoint = j.endpoint and r.attempt = j.attempt
         and r.body ->> 'kind' in ('failed', 'rollback-failed') order by r.received_at desc limit 1
     ) said on true
     where cause is not null group by cause order by endpoints desc, cause`,
    [transaction.organisation, deployment],
  );
}

export interface JobSummary {
  readonly position: number;
  readonly endpoint: string;
  /** Null where the endpoint is gone. */
  readonly name: string | null;
  readonly state: string;
  readonly attempt: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly changedAt: Date;
}

export interface JobFilter {
  /** One of these. */
  readonly states: readonly string[] | undefined;
  /** Its number, from 0. */
  readonly ring: number | undefined;
  /** As `failuresByCause` names it. */
  readonly cause: string | undefined;
}

const FAILED = ['failed', 'rollback-failed', 'lost', 'rolled-back'];

export interface JobCursor {
  /** 0: it failed; 1: it did not, or not yet. */
  readonly rank: number;
  readonly position: number;
}

/** What failed first, also where it was taken back since; each in the order of the plan. */
export async function jobList(
  transaction: Transaction,
  deployment: string,
  { states, ring, cause, after, limit, skip = 0 }: JobFilter & PageRequest<JobCursor>,
): Promise<Page<JobSummary, JobCursor>> {
  const wanted = `j.organisation = $1 and j.deployment = $2 and ($3::text[] is null or j.state = any($3))
    and ($4::int is null or exists (select from deployment_ring r where r.organisation = $1 and r.deployment = $2
      and r.number = $4 and j.position >= r.first and j.position < r."end"))
    and ($5::text is null or ${causeOf('j')} = $5)`;
  const values = [transaction.organisation, deployment, states ?? null, ring ?? null, cause ?? null];
  const [count] = await transaction.query<{ readonly total: number }>(
    `select count(*)::int as total from deployment_job j where ${wanted}`,
    values,
  );
  const rank = 'case when j.state = any($6) then 0 else 1 end';
  const rows = await transaction.query<JobSummary & Record<string, unknown>>(
    `select page.position, page.endpoint, e.name, page.state, page.attempt, page.detail, page.changed_at as "changedAt"
     from (
       select ${rank} as rank, j.* from deployment_job j where ${wanted} and (${rank}, j.position) > ($7, $8)
       order by rank, j.position limit $9 offset $10
     ) page left join endpoint e on e.organisation = $1 and e.id = page.endpoint
     order by page.rank, page.position`,
    [...values, FAILED, after?.rank ?? -1, after?.position ?? -1, limit + 1, skip],
  );
  return pageOf(rows, count?.total ?? 0, limit, ({ state, position }) => ({
    rank: FAILED.includes(state) ? 0 : 1,
    position,
  }));
}

/** Where an endpoint stands in it. */
export async function positionOf(
  transaction: Transaction,
  deployment: string,
  endpoint: string,
): Promise<number | undefined> {
  const [row] = await transaction.query<{ readonly position: number }>(
    'select position from deployment_job where organisation = $1 and deployment = $2 and endpoint = $3',
    [transaction.organisation, deployment, endpoint],
  );
  return row?.position;
}

export interface Note {
  readonly at: Date;
  readonly about: string;
  readonly text: string;
}

/** The newest first, a hundred at most. */
export function notesOf(transaction: Transaction, deployment: string): Promise<readonly Note[]> {
  return transaction.query<Note & Record<string, unknown>>(
    'select at, about, text from deployment_note where organisation = $1 and deployment = $2 order by id desc limit 100',
    [transaction.organisation, deployment],
  );
}

export async function addApproval(
  transaction: Transaction,
  deployment: string,
  { plan, actor, at }: { readonly plan: string; readonly actor: string; readonly at: Date },
): Promise<void> {
  await transaction.query(
    `insert into deployment_approval (organisation, deployment, plan, actor, at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [transaction.organisation, deployment, Buffer.from(plan, 'hex'), actor, at],
  );
}

export interface RingTime {
  readonly deployment: string;
  readonly name: string;
  readonly ring: number;
  /** Milliseconds since 1970: earlier it does not open. */
  readonly at: number;
}

/** When rings open at the earliest: the first of what has a date to start, and the one after a ring that is watched. */
export function ringTimes(transaction: Transaction): Promise<readonly RingTime[]> {
  return transaction.query<RingTime & Record<string, unknown>>(
    `select d.id as deployment, d.name, t.ring, t.at from deployment d cross join lateral (
       select 0 as ring, (d.detail -> 'state' ->> 'startAt')::float8 as at where d.state = 'scheduled'
       union all
       select r.number + 1, (r.detail -> 'state' ->> 'until')::float8 from deployment_ring r
       where r.organisation = $1 and r.deployment = d.id and r.state = 'soaking' and exists (select from deployment_ring n
         where n.organisation = $1 and n.deployment = d.id and n.number = r.number + 1)) t
     where d.organisation = $1 and d.state in ('scheduled', 'running') and t.at is not null
       and ((select nullif(current_setting('suture.tag_scope', true), '') is null)
         or exists (select from deployment_job j where j.organisation = $1 and j.deployment = d.id))
     order by t.at`,
    [transaction.organisation],
  );
}
