// Which findings of which endpoints a query of findings covers: what exceptions are about.
import type { Transaction } from './database.ts';
import { classesBy } from './query-classes.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface Covered {
  readonly package: string;
  readonly vulnerability: string;
  /** Endpoints in service that have it. */
  readonly endpoints: readonly string[];
}

/** `query` is one of findings. `endpoints`: only on these; undefined is all. */
export async function coveredFindings(
  transaction: Transaction,
  query: CompiledQuery,
  endpoints?: readonly string[],
): Promise<readonly Covered[]> {
  const { where, joins, bind, values, asked } = query;
  const same = ['sets', ...asked.map((_, index) => `c${index}`)];
  // Names of tables stand for these endpoints alone: what is asked of one must not cost what it costs of all.
  const these = endpoints === undefined ? '' : `any(${bind(endpoints, 'text[]')}::uuid[])`;
  const narrowed =
    endpoints === undefined
      ? ''
      : `section as (select * from public.section where organisation = $1 and endpoint = ${these}),
       endpoint as (select * from public.endpoint where organisation = $1 and id = ${these}),`;
  return transaction.query<Covered & Record<string, unknown>>(
    `with ${narrowed} ${classesBy(query)}, hit as materialized (
       select distinct class.class, p.name as package, f.vulnerability
       from class join class_set using (class)
       join package_set_member m on m.organisation = $1 and m.package_set = class_set.package_set
       join package p on p.organisation = $1 and p.id = m.package
       join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null
       ${joins}
       where ${where}
     )
     select hit.package, hit.vulnerability, array_agg(distinct a.endpoint) as endpoints
     from hit join class using (class)
     join answered a on ${same.map((column) => `a.${column} is not distinct from class.${column}`).join(' and ')}
     group by 1, 2`,
    values,
  );
}

/** How many findings on how many endpoints a query covers now. */
export async function coveredCounts(
  transaction: Transaction,
  query: CompiledQuery,
): Promise<{ readonly findings: number; readonly endpoints: number }> {
  const found = await coveredFindings(transaction, query);
  return {
    findings: found.reduce((sum, { endpoints }) => sum + endpoints.length, 0),
    endpoints: new Set(found.flatMap(({ endpoints }) => endpoints)).size,
  };
}
