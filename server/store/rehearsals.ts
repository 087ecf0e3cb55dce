// Rehearsals as rows: who tries a step of a plan for all that are alike, what was signed for it, and what came of it.
import type { JobReport } from '@suture/protocol/deployments/job-report.ts';
import { REHEARSAL } from '@suture/protocol/deployments/limits.ts';
import type { HeldJob } from '@suture/protocol/deployments/work.ts';
import type { Envelope } from '@suture/protocol/trust/envelope.ts';
import type { Transaction } from './database.ts';

type RehearsedBody = Extract<JobReport['body'], { kind: 'rehearsed' }>;
export type RehearsalResult = RehearsedBody['result'];

export interface NewRehearsal {
  readonly step: number;
  /** 64 hexadecimal digits: what the step changes and where, the same in whatever plan. */
  readonly kind: string;
  readonly endpoint: string;
  /** Those that were asked before it and could not. */
  readonly tried: readonly string[];
  readonly standsFor: number;
  readonly dispatch: number;
  /** Why it is not even tried; absent where it is. */
  readonly not?: string;
}

/** What was said of it beside the result; all of it empty until then. */
export interface RehearsalDetail extends Partial<Omit<RehearsedBody, 'kind' | 'result'>> {
  readonly lines?: readonly string[];
}

export interface RehearsalRow {
  readonly step: number;
  readonly kind: string;
  readonly endpoint: string;
  readonly name: string | null;
  readonly tried: readonly string[];
  readonly standsFor: number;
  readonly dispatch: number;
  readonly result: RehearsalResult | null;
  readonly detail: RehearsalDetail;
  readonly isSigned: boolean;
  readonly endedAt: Date | null;
}

/** Longer than two check-ins apart: who was not heard of since is not waited for. */
const seenMs = 12 * 60_000;

/** Of these endpoints, those that can be asked for this kind of work now, the one heard of last first. */
export async function whoCan(
  transaction: Transaction,
  work: 'rehearse' | 'simulate',
  endpoints: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const rows = await transaction.query<{ readonly id: string }>(
    `select e.id from endpoint e join endpoint_seen s on s.organisation = $1 and s.endpoint = e.id
     where e.organisation = $1 and e.id = any($2::uuid[]) and e.state = 'active' and s.seen_at > $3
       and coalesce(e.facts -> 'carriesOut', '[]') ? $4 order by s.seen_at desc, e.id`,
    [transaction.organisation, endpoints, new Date(now.getTime() - seenMs), work],
  );
  return rows.map(({ id }) => id);
}

/** In the place of what there was of these steps before. */
export async function putRehearsals(
  transaction: Transaction,
  deployment: string,
  added: readonly NewRehearsal[],
  now: Date,
): Promise<void> {
  await transaction.query(
    `insert into rehearsal (organisation, deployment, step, kind, endpoint, tried, stands_for, dispatch, result, detail, made_at,
       ended_at)
     select $1, $2, step, decode(kind, 'hex'), endpoint, array(select jsonb_array_elements_text(tried::jsonb)::uuid), stands_for,
       dispatch, case when why is not null then 'not-rehearsed' end,
       case when why is null then '{}' else jsonb_build_object('says', jsonb_build_array(why)) end, $3,
       case when why is not null then $3::timestamptz end
     from unnest($4::int[], $5::text[], $6::uuid[], $7::text[], $8::int[], $9::int[], $10::text[])
       as n (step, kind, endpoint, tried, stands_for, dispatch, why)
     on conflict (organisation, deployment, step) do update set endpoint = excluded.endpoint, tried = excluded.tried,
       dispatch = excluded.dispatch, result = excluded.result, detail = excluded.detail, made_at = excluded.made_at,
       ended_at = excluded.ended_at, envelope = null, sequence = null, expires_at = null`,
    [
      transaction.organisation,
      deployment,
      now,
      added.map(({ step }) => step),
      added.map(({ kind }) => kind),
      added.map(({ endpoint }) => endpoint),
      added.map(({ tried }) => JSON.stringify(tried)),
      added.map(({ standsFor }) => standsFor),
      added.map(({ dispatch }) => dispatch),
      added.map(({ not }) => not ?? null),
    ],
  );
}

export function rehearsalsOf(transaction: Transaction, deployment: string): Promise<readonly RehearsalRow[]> {
  return transaction.query<RehearsalRow & Record<string, unknown>>(
    `select r.step, encode(r.kind, 'hex') as kind, r.endpoint, e.name, r.tried, r.stands_for as "standsFor", r.dispatch, r.result,
       r.detail, r.envelope is not null as "isSigned", r.ended_at as "endedAt"
     from rehearsal r left join endpoint e on e.organisation = $1 and e.id = r.endpoint
     where r.organisation = $1 and r.deployment = $2 order by r.step`,
    [transaction.organisation, deployment],
  );
}

/** Of the newest deployment of a plan that was rehearsed; undefined where none was. */
export async function rehearsedDeployment(transaction: Transaction, plan: string): Promise<string | undefined> {
  const [row] = await transaction.query<{ readonly id: string }>(
    `select d.id from deployment d where d.organisation = $1 and d.plan = $2
       and exists (select from rehearsal r where r.organisation = $1 and r.deployment = d.id)
     order by d.created_at desc limit 1`,
    [transaction.organisation, Buffer.from(plan, 'hex')],
  );
  return row?.id;
}

/** Deployments that wait for rehearsals. */
export async function rehearsing(transaction: Transaction): Promise<readonly string[]> {
  const rows = await transaction.query<{ readonly id: string }>(
    "select id from deployment where organisation = $1 and state = 'rehearsing' order by id limit 100",
    [transaction.organisation],
  );
  return rows.map(({ id }) => id);
}

export async function setRehearsalSigned(
  transaction: Transaction,
  deployment: string,
  step: number,
  signed: { readonly envelope: Envelope; readonly sequence: number; readonly expiresAt: Date },
): Promise<void> {
  await transaction.query(
    `update rehearsal set envelope = $4, sequence = $5, expires_at = $6
     where organisation = $1 and deployment = $2 and step = $3`,
    [transaction.organisation, deployment, step, JSON.stringify(signed.envelope), signed.sequence, signed.expiresAt],
  );
}

/** Those that have not answered by then are not rehearsed. */
export async function endLateRehearsals(transaction: Transaction, deployment: string, now: Date): Promise<void> {
  await transaction.query(
    `update rehearsal set result = 'not-rehearsed', ended_at = $3, detail = '{"says":["no answer came in time"]}'
     where organisation = $1 and deployment = $2 and result is null and expires_at <= $3`,
    [transaction.organisation, deployment, now],
  );
}

export interface RehearsalWork extends HeldJob {
  readonly sequence: number;
  readonly envelope: Envelope;
}

/** What the endpoint is to rehearse now; `soon`: something of it waits for the signatures of operators. */
export async function rehearsalWork(
  transaction: Transaction,
  endpoint: string,
  now: Date,
): Promise<{ readonly work: readonly RehearsalWork[]; readonly soon: boolean }> {
  const rows = await transaction.query<{
    readonly deployment: string;
    readonly dispatch: number;
    readonly sequence: string | null;
    readonly envelope: Envelope | null;
  }>(
    `select r.deployment, r.dispatch, r.sequence, r.envelope
     from rehearsal r join deployment d on d.organisation = $1 and d.id = r.deployment
     where r.organisation = $1 and r.endpoint = $2 and r.result is null and (r.expires_at is null or r.expires_at > $3)
       and d.state = 'rehearsing' order by r.sequence nulls last limit 8`,
    [transaction.organisation, endpoint, now],
  );
  const work = rows.flatMap(({ envelope, sequence, ...of }) =>
    envelope === null || sequence === null
      ? []
      : [{ ...of, attempt: REHEARSAL.attempt, envelope, sequence: Number(sequence) }],
  );
  return { work, soon: rows.length > work.length };
}

/** What an endpoint said of its rehearsals; the first word counts. Returns how many were news. */
export async function noteRehearsals(
  transaction: Transaction,
  endpoint: string,
  reports: readonly JobReport[],
  now: Date,
): Promise<number> {
  let news = 0;
  for (const { deployment, attempt, dispatch, body, lines = [] } of reports) {
    if (body.kind !== 'rehearsed' || attempt !== REHEARSAL.attempt) continue;
    const { kind: _, result, ...said } = body;
    const noted = await transaction.query(
      `update rehearsal set result = $5, detail = $6, ended_at = $7 where organisation = $1 and deployment = $2
         and endpoint = $3 and dispatch = $4 and result is null and envelope is not null returning step`,
      [transaction.organisation, deployment, endpoint, dispatch, result, JSON.stringify({ ...said, lines }), now],
    );
    news += noted.length;
  }
  return news;
}

/** How many seconds the upgrade took in the newest rehearsal of each of these kinds since then; missing where none passed. */
export async function upgradeSeconds(
  transaction: Transaction,
  kinds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ readonly kind: string; readonly seconds: number }>(
    `select distinct on (r.kind) encode(r.kind, 'hex') as kind, (r.detail ->> 'upgradeSeconds')::float8 as seconds
     from rehearsal r where r.organisation = $1 and r.kind = any($2::bytea[]) and r.result in ('pass', 'warn')
       and r.ended_at > $3 and r.detail ? 'upgradeSeconds' order by r.kind, r.ended_at desc`,
    [transaction.organisation, [...new Set(kinds)].map((kind) => Buffer.from(kind, 'hex')), since],
  );
  return new Map(rows.map(({ kind, seconds }) => [kind, seconds]));
}
