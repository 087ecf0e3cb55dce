// Packages that are to be judged, and what the judgement was: findings that begin, change and end.
import type { Finding } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { type NewGroup, addGroups, clean, storable } from './finding-groups.ts';
import { PACKAGE_COLUMNS, type PackageRow } from './package-rows.ts';

/**
 * Some packages that are to be judged, those of one subject side by side. Until the transaction ends no other server is
 * given them; those that another has are left out.
 */
export function takeDue(
  transaction: Transaction,
  limit: number,
): Promise<readonly (PackageRow & { readonly subject: string })[]> {
  return transaction.query(
    `select ${PACKAGE_COLUMNS}, p.subject from package p
     where p.organisation = $1 and p.due
     order by p.ecosystem, p.subject, p.id limit $2
     for no key update skip locked`,
    [transaction.organisation, limit],
  );
}

export interface JudgedPackage {
  readonly id: string;
  readonly findings: readonly (Omit<Finding, 'package'> & { readonly group: NewGroup })[];
  /** The version that closes every finding that has a fix. */
  readonly fixedBy: string | null;
  /** Why it could not be judged, and the vulnerabilities, by any name, that it may therefore have. */
  readonly unjudged: { readonly why: string; readonly vulnerabilities: readonly string[] } | null;
}

export interface Written {
  /** Findings that were not there before. */
  readonly begun: number;
  /** Those whose state, fix or evidence is another now. */
  readonly changed: number;
  readonly ended: number;
}

/**
 * Writes all that is said of these packages now. A finding no longer said ends and stays as history; said again, it
 * begins again as another row. The same judgement twice writes nothing.
 * @param at RFC 3339
 */
export async function writeJudgements(
  transaction: Transaction,
  judged: readonly JudgedPackage[],
  at: string,
): Promise<Written> {
  const packages = judged.map(({ id }) => id);
  const groups = new Map(judged.flatMap(({ findings }) => findings.map(({ group }) => [group.digest, group])));
  const groupIds = await addGroups(transaction, [...groups.values()], at.slice(0, 10));
  const rows = judged.flatMap(({ id, findings }) =>
    findings.map((finding) => rowOf(id, finding, groupIds.get(finding.group.digest))),
  );
  const [written] = await transaction.query<Readonly<Record<keyof Written, string>>>(FINDINGS, [
    transaction.organisation,
    packages,
    storable(rows),
    at,
  ]);
  await transaction.query(NAMES, [transaction.organisation, storable(rows)]);
  await writePackages(transaction, judged, at);
  return { begun: Number(written?.begun), changed: Number(written?.changed), ended: Number(written?.ended) };
}

const rowOf = (id: string, finding: JudgedPackage['findings'][number], group: string | undefined): object => ({
  finding_group: group,
  package: id,
  vulnerability: finding.id,
  state: finding.state,
  fixed_version: finding.fixedVersion,
  aliases: finding.aliases,
  advisories: finding.advisories,
  evidence: finding.evidence,
});

const SAID = `jsonb_to_recordset($SAID::jsonb) as said (finding_group bigint, package bigint, vulnerability text, state text,
  fixed_version text, aliases text[], advisories text[], evidence jsonb)`;

const FINDINGS = `
with said as materialized (
  select * from ${SAID.replace('$SAID', '$3')}
), ended as (
  update package_finding f set until = greatest(f.since, $4::timestamptz)
  where f.organisation = $1 and f.package = any($2) and f.until is null
    and not exists (select from said where said.package = f.package and said.vulnerability = f.vulnerability)
  returning 1
), changed as (
  update package_finding f
  set state = said.state, fixed_version = said.fixed_version, aliases = said.aliases, advisories = said.advisories,
      evidence = said.evidence, finding_group = said.finding_group
  from said
  where f.organisation = $1 and f.package = said.package and f.vulnerability = said.vulnerability and f.until is null
    and (f.state, f.fixed_version, f.aliases, f.advisories, f.evidence, f.finding_group) is distinct from
      (said.state, said.fixed_version, said.aliases, said.advisories, said.evidence, said.finding_group)
  returning 1
), begun as (
  insert into package_finding (organisation, package, vulnerability, state, fixed_version, aliases, advisories, evidence, finding_group, since)
  select $1, said.package, said.vulnerability, said.state, said.fixed_version, said.aliases, said.advisories, said.evidence, said.finding_group,
         case when p.judged_at is null then '-infinity' else $4::timestamptz end
  from said join package p on p.organisation = $1 and p.id = said.package
  where not exists (
    select from package_finding f where f.organisation = $1 and f.package = said.package
      and f.vulnerability = said.vulnerability and f.until is null)
  -- Ended and said again at one moment: it never ended.
  on conflict (organisation, package, vulnerability, since) do update set
    until = null, state = excluded.state, fixed_version = excluded.fixed_version, aliases = excluded.aliases,
    advisories = excluded.advisories, evidence = excluded.evidence, finding_group = excluded.finding_group
  returning 1
)
select (select count(*) from begun) as begun, (select count(*) from changed) as changed,
       (select count(*) from ended) as ended`;

const NAMES = `
insert into vulnerability_name (organisation, name, vulnerability)
select distinct $1::uuid, name, vulnerability from ${SAID.replace('$SAID', '$2')}
cross join unnest(aliases || advisories) as name
where name <> vulnerability
order by name, vulnerability
on conflict do nothing`;

async function writePackages(transaction: Transaction, judged: readonly JudgedPackage[], at: string): Promise<void> {
  const { organisation } = transaction;
  const ids = judged.map(({ id }) => id);
  await transaction.query('delete from package_doubt where organisation = $1 and package = any($2)', [
    organisation,
    ids,
  ]);
  const doubts = judged.flatMap(({ id, unjudged }) => (unjudged?.vulnerabilities ?? []).map((name) => ({ id, name })));
  if (doubts.length > 0) {
    await transaction.query(
      'insert into package_doubt (organisation, package, vulnerability) select $1, * from unnest($2::bigint[], $3::text[])',
      [organisation, doubts.map(({ id }) => id), doubts.map(({ name }) => clean(name))],
    );
  }
  await transaction.query(
    `update package p set judged_at = $5, due = false, unjudged = j.unjudged, fixed_by = j.fixed_by,
       findings = j.findings
     from unnest($2::bigint[], $3::text[], $4::text[], $6::int[]) as j (id, unjudged, fixed_by, findings)
     where p.organisation = $1 and p.id = j.id`,
    [
      organisation,
      ids,
      judged.map(({ unjudged }) => (unjudged === null ? null : clean(unjudged.why))),
      judged.map(({ fixedBy }) => (fixedBy === null ? null : clean(fixedBy))),
      at,
      judged.map(({ findings, unjudged }) => findings.length + (unjudged?.vulnerabilities.length ?? 0)),
    ],
  );
}
