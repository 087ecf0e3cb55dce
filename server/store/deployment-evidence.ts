// What a deployment's report is made of: who signed and approved, which findings its packages had, and what endpoints have now.
import type { Transaction } from './database.ts';
import { causeOf } from './deployment-lists.ts';

interface SignerRow {
  readonly key: string;
  readonly label: string;
  readonly at: Date;
  readonly revoked: boolean;
}

export function signersOf(transaction: Transaction, plan: string): Promise<readonly SignerRow[]> {
  return transaction.query<SignerRow & Record<string, unknown>>(
    `select encode(s.key, 'hex') as key, k.label, s.at, k.revoked_at is not null as revoked from plan_signature s
     join operator_key k on k.organisation = $1 and k.fingerprint = s.key
     where s.organisation = $1 and s.plan = $2 order by s.at, s.key`,
    [transaction.organisation, Buffer.from(plan, 'hex')],
  );
}

interface ApprovalRow {
  readonly actor: string;
  /** Null for whoever is gone, and for policies. */
  readonly name: string | null;
  readonly at: Date;
  readonly plan: string;
}

export function approvalsOf(transaction: Transaction, deployment: string): Promise<readonly ApprovalRow[]> {
  return transaction.query<ApprovalRow & Record<string, unknown>>(
    `select d.actor, a.name, d.at, encode(d.plan, 'hex') as plan from deployment_approval d
     left join account a on d.actor = 'user:' || a.id
     where d.organisation = $1 and d.deployment = $2 order by d.at, d.actor`,
    [transaction.organisation, deployment],
  );
}

export interface HadFinding {
  readonly package: string;
  readonly version: string;
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly advisories: readonly string[];
  readonly fixedVersion: string | null;
}

/** Which of these vulnerabilities were ever found in these package versions; each once, as it was said last. */
export function findingsThatWere(
  transaction: Transaction,
  versions: readonly { readonly package: string; readonly version: string }[],
  vulnerabilities: readonly string[],
): Promise<readonly HadFinding[]> {
  return transaction.query<HadFinding & Record<string, unknown>>(
    `select distinct on (p.name, p.version, f.vulnerability) p.name as package, p.version, f.vulnerability, f.aliases, f.advisories,
       f.fixed_version as "fixedVersion"
     from unnest($2::text[], $3::text[]) as w (name, version)
     join package p on p.organisation = $1 and p.name = w.name and p.version = w.version
     join package_finding f on f.organisation = $1 and f.package = p.id and f.vulnerability = any($4)
     order by p.name, p.version, f.vulnerability, f.until desc nulls first, f.since desc`,
    [
      transaction.organisation,
      versions.map((each) => each.package),
      versions.map(({ version }) => version),
      vulnerabilities,
    ],
  );
}

/** Of these sets, the packages that nobody could judge, or has yet: of them silence is no evidence. `set package`. */
export async function unjudgedIn(
  transaction: Transaction,
  sets: readonly number[],
  packages: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ readonly key: string }>(
    `select distinct m.package_set || ' ' || p.name as key from package p
     join package_set_member m on m.organisation = $1 and m.package = p.id and m.package_set = any($2::bigint[])
     where p.organisation = $1 and p.name = any($3) and (p.due or p.judged_at is null or p.unjudged is not null)`,
    [transaction.organisation, sets, packages],
  );
  return new Set(rows.map(({ key }) => key));
}

/** The state of each endpoint's job that the transaction sees. */
export async function jobStates(
  transaction: Transaction,
  deployment: string,
): Promise<ReadonlyMap<string, { readonly state: string; readonly cause: string | null }>> {
  const rows = await transaction.query<{ endpoint: string; state: string; cause: string | null }>(
    `select endpoint, state, ${causeOf('j')} as cause from deployment_job j where organisation = $1 and deployment = $2
     order by position`,
    [transaction.organisation, deployment],
  );
  return new Map(rows.map(({ endpoint, state, cause }) => [endpoint, { state, cause }]));
}

/** The oldest first, a thousand at most: the last ones where there are more. */
export async function historyOf(
  transaction: Transaction,
  deployment: string,
): Promise<readonly { readonly at: Date; readonly about: string; readonly text: string }[]> {
  const rows = await transaction.query<{ at: Date; about: string; text: string }>(
    `select at, about, text from deployment_note where organisation = $1 and deployment = $2 order by id desc limit 1000`,
    [transaction.organisation, deployment],
  );
  return rows.toReversed();
}
