// Findings of which advisories say the same, weighed once: what is known of their vulnerabilities, and when they are due.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { RiskData } from '@suture/core/risk/context.ts';
import type { PolicyName, RatedSignals } from '@suture/core/risk/deadline.ts';
import type { FixDate, OwnRatings } from '@suture/core/risk/finding-context.ts';
import type { Transaction } from './database.ts';

/** What a decision takes from a finding. Equal ones are one group. */
export interface Said {
  readonly vulnerability: string;
  readonly ecosystem: string;
  readonly state: FindingState;
  readonly isFixed: boolean;
  readonly advisories: readonly string[];
  /** Null where nobody says when the fix was published. */
  readonly fix: FixDate | null;
  /** When the first of its advisories was published, RFC 3339; null where none says. */
  readonly published: string | null;
}

export interface NewGroup {
  /** SHA-256 of `said`, in hex. */
  readonly digest: string;
  readonly said: Said;
}

/**
 * Groups that are not there yet. Where nobody says when a fix was published it counts from the first day a fix of the
 * vulnerability was known here, whatever else the advisories have come to say since.
 * Gives the ids of all, by digest. @param today `YYYY-MM-DD`
 */
export async function addGroups(
  transaction: Transaction,
  groups: readonly NewGroup[],
  today: string,
): Promise<ReadonlyMap<string, string>> {
  if (groups.length === 0) return new Map();
  await transaction.query(
    `insert into finding_group (organisation, digest, vulnerability, said, published, since)
     select $1, decode(n.digest, 'hex'), n.said ->> 'vulnerability', n.said, (n.said ->> 'published')::timestamptz,
       coalesce((select min(g.since) from finding_group g
         where g.organisation = $1 and g.vulnerability = n.said ->> 'vulnerability'
           and g.said ->> 'ecosystem' = n.said ->> 'ecosystem' and (g.said ->> 'isFixed')::boolean
           and (n.said ->> 'isFixed')::boolean), $3::date)
     from jsonb_to_recordset($2::jsonb) as n (digest text, said jsonb)
     where not exists (select from finding_group g where g.organisation = $1 and g.digest = decode(n.digest, 'hex'))
     order by n.digest
     on conflict (organisation, digest) do nothing`,
    [transaction.organisation, storable(groups), today],
  );
  const known = await transaction.query<{ readonly id: string; readonly digest: string }>(
    `select id, encode(digest, 'hex') as digest from finding_group where organisation = $1 and digest = any($2)`,
    [transaction.organisation, groups.map(({ digest }) => Buffer.from(digest, 'hex'))],
  );
  return new Map(known.map(({ id, digest }) => [digest, id]));
}

export interface RiskState {
  readonly policy: PolicyName;
  /** What findings were weighed with; another text: they are to be weighed again. */
  readonly weighed: string;
  readonly data: RiskData;
}

/** Held until the transaction ends where `hold` says so. */
export async function riskState(transaction: Transaction, hold = false): Promise<RiskState> {
  const read = () =>
    transaction.query<RiskState & Record<string, unknown>>(
      `select policy, weighed, data from risk_state where organisation = $1 ${hold ? 'for update' : ''}`,
      [transaction.organisation],
    );
  const [known] = await read();
  if (known !== undefined) return known;
  if (!hold) return { policy: 'bod-26-04', weighed: '', data: {} };
  await transaction.query('insert into risk_state (organisation) values ($1) on conflict do nothing', [
    transaction.organisation,
  ]);
  return riskState(transaction, hold);
}

/** Tells those who listen, too, that deadlines may be others. */
export async function rememberWeighing(transaction: Transaction, weighed: string, data: RiskData): Promise<void> {
  await transaction.query('update risk_state set weighed = $2, data = $3 where organisation = $1', [
    transaction.organisation,
    weighed,
    JSON.stringify(data),
  ]);
}

export async function setPolicy(transaction: Transaction, policy: PolicyName): Promise<void> {
  await riskState(transaction, true);
  await transaction.query('update risk_state set policy = $2 where organisation = $1', [
    transaction.organisation,
    policy,
  ]);
}

export interface StoredGroup {
  readonly id: string;
  readonly said: Said;
  /** `YYYY-MM-DD`. */
  readonly since: string;
}

/** Some groups in the order of their ids, after this one: all, or those that were never weighed. */
export function groupsAfter(
  transaction: Transaction,
  after: string,
  limit: number,
  which: 'all' | 'unweighed',
): Promise<readonly StoredGroup[]> {
  return transaction.query(
    `select id, said, to_char(since, 'YYYY-MM-DD') as since from finding_group
     where organisation = $1 and id > $2 ${which === 'unweighed' ? 'and severity is null' : ''} order by id limit $3`,
    [transaction.organisation, after, limit],
  );
}

export interface WeighedGroup {
  readonly id: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical' | 'unknown';
  readonly cvss: number | null;
  /** `YYYY-MM-DD`; null where it is not due on a day. */
  readonly dueExposed: string | null;
  readonly dueInternal: string | null;
  readonly ruleExposed: string;
  readonly ruleInternal: string;
  readonly rated: OwnRatings;
}

/** Writes what is another than before. Returns how many. */
export async function writeWeights(transaction: Transaction, weighed: readonly WeighedGroup[]): Promise<number> {
  const [row] = await transaction.query<{ readonly changed: string }>(
    `with changed as (
       update finding_group g set severity = w.severity, cvss = w.cvss, due_exposed = w."dueExposed",
         due_internal = w."dueInternal", rule_exposed = w."ruleExposed", rule_internal = w."ruleInternal", rated = w.rated
       from jsonb_to_recordset($2::jsonb) as w (id bigint, severity text, cvss double precision, "dueExposed" date,
         "dueInternal" date, "ruleExposed" text, "ruleInternal" text, rated jsonb)
       where g.organisation = $1 and g.id = w.id
         and (g.severity, g.cvss, g.due_exposed, g.due_internal, g.rule_exposed, g.rule_internal, g.rated)
           is distinct from (w.severity, w.cvss, w."dueExposed", w."dueInternal", w."ruleExposed", w."ruleInternal", w.rated)
       returning 1
     ) select count(*) as changed from changed`,
    [transaction.organisation, storable(weighed)],
  );
  return Number(row?.changed);
}

/** Of some groups `g`. */
export const WORST_SEVERITY =
  "(array_agg(g.severity order by array_position('{critical,high,medium,low}'::text[], g.severity)))[1]";

export interface KnownVulnerability {
  readonly id: string;
  /** Null: there are no data that would say so. */
  readonly exploited: boolean | null;
  readonly ransomware: boolean | null;
  readonly epss: number | null;
  readonly signals: RatedSignals;
}

/** Of table `vulnerability` by this name; unpacks its signals, so to be asked only of the rows that are shown. */
export const epssPercentile = (known: string): string => `(${known}.signals #>> '{epss,percentile}')::float8`;

/** Writes what is another than before. Returns how many. */
export async function writeVulnerabilities(
  transaction: Transaction,
  known: readonly KnownVulnerability[],
): Promise<number> {
  const [row] = await transaction.query<{ readonly changed: string }>(
    `with changed as (
       insert into vulnerability as v (organisation, id, exploited, ransomware, epss, signals)
       select $1, k.id, k.exploited, k.ransomware, k.epss, k.signals
       from jsonb_to_recordset($2::jsonb)
         as k (id text, exploited boolean, ransomware boolean, epss double precision, signals jsonb)
       order by k.id
       on conflict (organisation, id) do update set exploited = excluded.exploited, ransomware = excluded.ransomware,
         epss = excluded.epss, signals = excluded.signals
       where (v.exploited, v.ransomware, v.epss, v.signals)
         is distinct from (excluded.exploited, excluded.ransomware, excluded.epss, excluded.signals)
       returning 1
     ) select count(*) as changed from changed`,
    [transaction.organisation, storable(known)],
  );
  return Number(row?.changed);
}

/** Each vulnerability counts as found here when the first of its fixes was published, where that was before. For what is told after the fact. */
export async function foundAsPublished(transaction: Transaction): Promise<void> {
  await transaction.query(
    `update vulnerability v set found_at = known.published
     from (select vulnerability, min(published) as published from finding_group where organisation = $1 group by 1) known
     where v.organisation = $1 and v.id = known.vulnerability and known.published < v.found_at`,
    [transaction.organisation],
  );
}

/** Groups that no finding is of any more, of vulnerabilities whose fix has been weighed otherwise since. */
export async function forgetGroups(transaction: Transaction): Promise<void> {
  await transaction.query(
    `delete from finding_group g where g.organisation = $1
       and not exists (select from package_finding f where f.organisation = $1 and f.finding_group = g.id)`,
    [transaction.organisation],
  );
  await transaction.query(
    `delete from vulnerability v where v.organisation = $1
       and not exists (select from finding_group g where g.organisation = $1 and g.vulnerability = v.id)`,
    [transaction.organisation],
  );
}

/** Advisories are others' text: PostgreSQL refuses NUL and halves of surrogate pairs. */
export const storable = (rows: unknown): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'string' ? clean(value) : value));

export const clean = (text: string): string => text.replaceAll('\0', '\u{fffd}').toWellFormed();
