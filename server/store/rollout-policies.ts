// Standing policies as people wrote them, each version for good, and what came of their days.
import type { PolicyText } from '@suture/core/policies/read-policy.ts';
import type { Transaction } from './database.ts';

export interface PolicyRow {
  readonly id: string;
  readonly version: number;
  readonly said: PolicyText;
  readonly at: Date;
  readonly by: string;
}

const columns = 'id, version, said, at, by';

/** Those that are not removed, in their last versions, by name. */
export function policies(transaction: Transaction): Promise<readonly PolicyRow[]> {
  return transaction.query<PolicyRow & Record<string, unknown>>(
    `select ${columns} from (
       select distinct on (id) ${columns}, removed from rollout_policy where organisation = $1 order by id, version desc
     ) p where not removed order by said ->> 'name', id`,
    [transaction.organisation],
  );
}

/** Its versions, the newest first, also of one that is removed. */
export function policyVersions(
  transaction: Transaction,
  id: string,
): Promise<readonly (PolicyRow & { readonly removed: boolean })[]> {
  return transaction.query<PolicyRow & { readonly removed: boolean } & Record<string, unknown>>(
    `select ${columns}, removed from rollout_policy where organisation = $1 and id = $2 order by version desc`,
    [transaction.organisation, id],
  );
}

/** False where somebody else has written that version. */
export async function addPolicyVersion(
  transaction: Transaction,
  { id, version, said, at, by, removed }: PolicyRow & { readonly removed: boolean },
): Promise<boolean> {
  const added = await transaction.query(
    `insert into rollout_policy (organisation, id, version, said, at, by, removed) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing returning id`,
    [transaction.organisation, id, version, JSON.stringify(said), at, by, removed],
  );
  return added.length > 0;
}

export interface PolicyRun {
  readonly policy: string;
  /** `YYYY-MM-DD` in the policy's time zone. */
  readonly day: string;
  readonly version: number;
  readonly at: Date;
  /** Hexadecimal; null where there is none. */
  readonly plan: string | null;
  readonly deployment: string | null;
  readonly says: string;
}

/** The newest first. `policy`: only of this one. */
export function policyRuns(
  transaction: Transaction,
  { policy, most }: { readonly policy?: string; readonly most: number },
): Promise<readonly PolicyRun[]> {
  return transaction.query<PolicyRun & Record<string, unknown>>(
    `select policy, to_char(day, 'YYYY-MM-DD') as day, version, at, encode(plan, 'hex') as plan, deployment, says from policy_run
     where organisation = $1 and ($2::uuid is null or policy = $2) order by policy_run.day desc, at desc, policy limit $3`,
    [transaction.organisation, policy ?? null, most],
  );
}

/** False where the day has one: another server was faster. */
export async function addPolicyRun(transaction: Transaction, run: PolicyRun): Promise<boolean> {
  const { policy, day, version, at, plan, deployment, says } = run;
  const added = await transaction.query(
    `insert into policy_run (organisation, policy, day, version, at, plan, deployment, says)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning day`,
    [
      transaction.organisation,
      policy,
      day,
      version,
      at,
      plan === null ? null : Buffer.from(plan, 'hex'),
      deployment,
      says.slice(0, 2_000),
    ],
  );
  return added.length > 0;
}

/** What came of a day, once it is known; the row was made before, so that nobody else does the same. */
export async function finishPolicyRun(
  transaction: Transaction,
  { policy, day, plan, deployment, says }: Omit<PolicyRun, 'version' | 'at'>,
): Promise<void> {
  await transaction.query(
    'update policy_run set plan = $4, deployment = $5, says = $6 where organisation = $1 and policy = $2 and day = $3',
    [
      transaction.organisation,
      policy,
      day,
      plan === null ? null : Buffer.from(plan, 'hex'),
      deployment,
      says.slice(0, 2_000),
    ],
  );
}

interface WaitingOfPolicy {
  readonly deployment: string;
  readonly policy: string;
  readonly version: number;
  readonly plan: string;
}

/** Deployments that policies made and that wait for approval. */
export function waitingOfPolicies(transaction: Transaction): Promise<readonly WaitingOfPolicy[]> {
  return transaction.query<WaitingOfPolicy & Record<string, unknown>>(
    `select r.deployment, r.policy, r.version, encode(d.plan, 'hex') as plan from policy_run r
     join deployment d on d.organisation = $1 and d.id = r.deployment and d.state = 'awaiting-approval'
     where r.organisation = $1 and r.deployment is not null`,
    [transaction.organisation],
  );
}

/** Whether the last deployment that a policy made is not over yet. */
export async function isStillUnderWay(transaction: Transaction, policy: string): Promise<boolean> {
  const [row] = await transaction.query<{ readonly state: string }>(
    `select d.state from policy_run r join deployment d on d.organisation = $1 and d.id = r.deployment
     where r.organisation = $1 and r.policy = $2 order by r.day desc limit 1`,
    [transaction.organisation, policy],
  );
  const over = [
    'completed',
    'completed-with-failures',
    'rolled-back',
    'rollback-incomplete',
    'cancelled',
    'rejected',
    'expired',
  ];
  return row !== undefined && !over.includes(row.state);
}
