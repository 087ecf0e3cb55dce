// The values that a field has among what a query finds, the most frequent first: to choose from, and to count.
import { type FieldName, fieldOf } from '@suture/core/query/fields.ts';
import type { Resource } from '@suture/core/query/field.ts';
import type { Transaction } from './database.ts';
import { PLACED, placePackages } from './placed-packages.ts';
import { COLUMNS } from './query-columns.ts';
import { joinsOf } from './query-joins.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface FieldValue {
  readonly value: string;
  /** Rows of the resource that have it. */
  readonly count: number;
}

/** Whether the resource has the field itself, and its values are words: others are not counted. */
export function hasValues(field: FieldName, resource: Resource): boolean {
  const { about } = fieldOf(field);
  const isOwn =
    resource === 'endpoints'
      ? about === 'endpoint'
      : resource === 'packages'
        ? about === 'package'
        : about !== 'endpoint';
  return isOwn && expressionOf(field) !== undefined;
}

/** Rows of one column, `value`, for SQL's `cross join lateral`. */
function expressionOf(field: FieldName): string | undefined {
  const column = COLUMNS[field];
  switch (column.kind) {
    case 'text':
    case 'version':
      return `select (${column.sql})::text as value`;
    case 'texts':
      return `select distinct unnest(${column.sql}) as value`;
    case 'boolean':
      return `select case ${column.sql} when true then 'yes' when false then 'no' else 'unknown' end as value`;
    case 'rank':
      return `select (array['${column.values.join("','")}'])[${column.sql} + 1] as value`;
    case 'adapter':
      return `select distinct ${column.sql} as value from section s where s.organisation = $1 and s.endpoint = e.id`;
    case 'inventory':
      return `select coalesce((array['complete', 'partial', 'failed'])[1 + max(
        case s.status when 'failed' then 2 when 'partial' then 1 else 0 end)], 'none') as value
        from section s where s.organisation = $1 and s.endpoint = e.id`;
    default:
      return undefined;
  }
}

/** `field`: one that `hasValues`. `typed`: how the value begins, without regard to case. */
export async function fieldValues(
  transaction: Transaction,
  query: CompiledQuery,
  resource: Resource,
  { field, typed, limit }: { readonly field: FieldName; readonly typed: string; readonly limit: number },
): Promise<readonly FieldValue[]> {
  const { bind, where, values } = query;
  const folded = (text: string): string => `lower((${text}) collate "und-x-icu")`;
  const begins = `value is not null and starts_with(${folded('value')}, ${folded(bind(typed, 'text'))})`;
  const ranked = `group by value order by count desc, value limit ${bind(limit, 'int')}`;
  const expression = expressionOf(field) ?? 'select null as value';
  if (resource === 'endpoints') {
    return transaction.query<FieldValue & Record<string, unknown>>(
      `select value, count(*)::int as count from endpoint e
       left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
       cross join lateral (${expression}) its
       where e.organisation = $1 and ${where} and ${begins} ${ranked}`,
      values,
    );
  }
  const beside = COLUMNS[field].beside;
  const joins =
    beside === undefined || query.joins.includes(joinsOf(new Set([beside]))) ? '' : joinsOf(new Set([beside]));
  const { placed, ask } = await placePackages(transaction, query, {
    withOffers: query.withOffers || beside === 'offer',
  });
  const row = resource === 'packages' ? 'p.id' : 'p.id, f.vulnerability';
  return ask<FieldValue & Record<string, unknown>>(
    `with ${placed}
     select value, count(distinct (${row}))::int as count
     from ${PLACED}
     ${resource === 'findings' ? 'join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null' : ''}
     ${query.joins} ${joins}
     cross join lateral (${expression}) its
     where ${where} and ${begins} ${ranked}`,
  );
}
