// What endpoints said of jobs: kept before it is acknowledged, once, and looked at in the order it came.
import type { Report } from '@suture/core/rollouts/rollout.ts';
import type { JobReport } from '@suture/protocol/deployments/job-report.ts';
import type { Transaction } from './database.ts';

/** Of jobs that there are; what is sent again is there already. Returns how many are new. */
export async function addReports(
  transaction: Transaction,
  endpoint: string,
  reports: readonly JobReport[],
  now: Date,
): Promise<number> {
  const ofJobs = reports.filter(({ body }) => body.kind !== 'rehearsed');
  if (ofJobs.length === 0) return 0;
  const added = await transaction.query(
    `insert into deployment_report (organisation, deployment, endpoint, attempt, dispatch, number, position, body, detail, at,
       received_at)
     select $1, n.deployment, $2, n.attempt, n.dispatch, n.number, j.position, n.body, n.detail, n.at, $4
     from jsonb_to_recordset($3::jsonb) as n (deployment uuid, attempt smallint, dispatch int, number int, body jsonb,
       detail jsonb, at timestamptz)
     join deployment_job j on j.organisation = $1 and j.deployment = n.deployment and j.endpoint = $2
     on conflict do nothing returning number`,
    [
      transaction.organisation,
      endpoint,
      JSON.stringify(
        ofJobs.map(({ deployment, attempt, dispatch, number, body, at, why, lines }) => ({
          deployment,
          attempt,
          dispatch,
          number,
          body,
          at,
          detail: { why, lines },
        })),
      ),
      now,
    ],
  );
  return added.length;
}

export interface NewReport extends Report {
  readonly endpoint: string;
  readonly number: number;
}

const most = 2_000;

/** Those that nobody has looked at, each endpoint's in its order. */
export function newReports(transaction: Transaction, deployment: string): Promise<readonly NewReport[]> {
  return transaction.query<NewReport & Record<string, unknown>>(
    `select position, attempt, dispatch, body, endpoint, number from deployment_report
     where organisation = $1 and deployment = $2 and applied_at is null
     order by received_at, endpoint, attempt, dispatch, number limit ${most}`,
    [transaction.organisation, deployment],
  );
}

/** `evidence`: why a report changed nothing. */
export async function noteReports(
  transaction: Transaction,
  deployment: string,
  noted: readonly { readonly report: NewReport; readonly evidence: string | null }[],
  now: number,
): Promise<void> {
  if (noted.length === 0) return;
  await transaction.query(
    `update deployment_report r set applied_at = $3, evidence = n.evidence
     from unnest($4::uuid[], $5::int[], $6::int[], $7::int[], $8::text[]) as n (endpoint, attempt, dispatch, number, evidence)
     where r.organisation = $1 and r.deployment = $2 and r.endpoint = n.endpoint and r.attempt = n.attempt
       and r.dispatch = n.dispatch and r.number = n.number`,
    [
      transaction.organisation,
      deployment,
      new Date(now),
      noted.map(({ report }) => report.endpoint),
      noted.map(({ report }) => report.attempt),
      noted.map(({ report }) => report.dispatch),
      noted.map(({ report }) => report.number),
      noted.map(({ evidence }) => evidence),
    ],
  );
}
