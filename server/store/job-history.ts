// One job of a deployment with all that was signed for it and all that its endpoint said, and the jobs of one endpoint.
import type { Transaction } from './database.ts';

export interface JobRow {
  readonly position: number;
  readonly state: string;
  readonly attempt: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly changedAt: Date;
}

/** Undefined where the endpoint is not in it, or is not seen. */
export async function jobRow(
  transaction: Transaction,
  deployment: string,
  endpoint: string,
): Promise<JobRow | undefined> {
  const [row] = await transaction.query<JobRow & Record<string, unknown>>(
    `select position, state, attempt, detail, changed_at as "changedAt" from deployment_job
     where organisation = $1 and deployment = $2 and endpoint = $3`,
    [transaction.organisation, deployment, endpoint],
  );
  return row;
}

interface DispatchRow {
  readonly attempt: number;
  readonly number: number;
  readonly does: 'install' | 'roll-back';
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly mayBegin: boolean;
  readonly refusal: string | null;
}

/** The last fifty, the oldest first. */
export async function dispatchesOf(
  transaction: Transaction,
  deployment: string,
  position: number,
): Promise<readonly DispatchRow[]> {
  const rows = await transaction.query<DispatchRow & Record<string, unknown>>(
    `select attempt, number, kind as does, made_at as "madeAt", expires_at as "expiresAt", start is not null as "mayBegin", refusal
     from deployment_dispatch where organisation = $1 and deployment = $2 and position = $3
     order by made_at desc, attempt desc, number desc limit 50`,
    [transaction.organisation, deployment, position],
  );
  return rows.toReversed();
}

interface SaidRow {
  readonly at: Date;
  readonly receivedAt: Date;
  readonly attempt: number;
  readonly kind: string;
  readonly cause: string | null;
  readonly why: string | null;
  readonly lines: readonly string[];
  readonly evidence: string | null;
}

/** What the endpoint said of it: the last hundred, the oldest first. */
export async function saidOf(
  transaction: Transaction,
  deployment: string,
  endpoint: string,
): Promise<readonly SaidRow[]> {
  const rows = await transaction.query<SaidRow & Record<string, unknown>>(
    `select at, received_at as "receivedAt", attempt, body ->> 'kind' as kind, body ->> 'cause' as cause, detail ->> 'why' as why,
       coalesce(detail -> 'lines', '[]') as lines, evidence
     from deployment_report where organisation = $1 and deployment = $2 and endpoint = $3
     order by received_at desc, attempt desc, dispatch desc, number desc limit 100`,
    [transaction.organisation, deployment, endpoint],
  );
  return rows.toReversed();
}

interface EndpointJob {
  readonly deployment: string;
  readonly name: string;
  readonly deploymentState: string;
  readonly state: string;
  readonly attempt: number;
  readonly changedAt: Date;
}

/** In the deployments that it was in last, the newest first. */
export function jobsOfEndpoint(transaction: Transaction, endpoint: string): Promise<readonly EndpointJob[]> {
  return transaction.query<EndpointJob & Record<string, unknown>>(
    `select d.id as deployment, d.name, d.state as "deploymentState", j.state, j.attempt, j.changed_at as "changedAt"
     from deployment d
     join deployment_job j on j.organisation = $1 and j.deployment = d.id and j.endpoint = $2
     where d.organisation = $1 order by d.created_at desc, d.id desc limit 50`,
    [transaction.organisation, endpoint],
  );
}
