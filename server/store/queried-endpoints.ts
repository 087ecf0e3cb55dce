// Endpoints that a query finds, by name, and one endpoint with everything it reported.
import type { EndpointFacts } from '@suture/protocol/agent/facts.ts';
import type { Transaction } from './database.ts';
import { CLASSES_NOW, SEES_ALL } from './endpoint-classes.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import type { CompiledQuery } from './query-sql.ts';

const CRITICALITIES = ['lowest', 'low', 'normal', 'high', 'highest'] as const;

export interface EndpointSummary {
  readonly id: string;
  readonly name: string;
  readonly state: 'pending' | 'active' | 'quarantined' | 'revoked';
  readonly stateReason: string | null;
  readonly os: { readonly id: string; readonly version: string } | null;
  readonly tags: readonly string[];
  readonly criticality: (typeof CRITICALITIES)[number];
  readonly exposure: 'internet' | 'internal' | 'unknown';
  /** RFC 3339, as all moments. */
  readonly enrolledAt: string;
  /** Null: never. */
  readonly seenAt: string | null;
  /** The worst of its sections; `none` where nothing was reported yet. */
  readonly inventory: 'complete' | 'partial' | 'failed' | 'none';
}

export interface EndpointDetail extends EndpointSummary {
  /** Null until it has said anything of itself. */
  readonly facts: EndpointFacts | null;
  readonly sections: readonly EndpointSection[];
}

export interface EndpointSection {
  readonly adapter: string;
  readonly kind: 'installed' | 'available';
  readonly status: 'complete' | 'partial' | 'failed';
  readonly problems: readonly string[];
  /** Null where it failed: nobody knows. */
  readonly items: number | null;
  /** Since when it reports just this. */
  readonly since: string;
}

export interface EndpointNameCursor {
  readonly name: string;
  readonly id: string;
}

const COLUMNS = `e.id, e.name, e.state, e.state_reason, e.os_id, e.os_version, e.tags, e.criticality, e.exposure,
  e.enrolled_at, seen.seen_at, worst.status as inventory`;
const BESIDE = `left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
  left join lateral (
    select status from section s where s.organisation = $1 and s.endpoint = e.id
    order by array_position('{failed,partial,complete}'::text[], status) limit 1
  ) worst on true`;

/** By name. `query` is one of endpoints. */
export async function queriedEndpoints(
  transaction: Transaction,
  { bind, where, whereCounted, values }: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<EndpointNameCursor>,
): Promise<Page<EndpointSummary, EndpointNameCursor>> {
  const name = bind(after?.name ?? null, 'text');
  const id = bind(after?.id ?? null, 'uuid');
  const wanted = `select e.id, e.name from endpoint e
    left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
    where e.organisation = $1 and ${where}`;
  // Where what is counted can tell how many there are, only the page is looked for.
  const [before, from, total] =
    whereCounted === undefined
      ? [`wanted as materialized (${wanted})`, 'wanted', 'select count(*) as total from wanted']
      : [
          CLASSES_NOW,
          `(${wanted}) wanted`,
          `select case when ${SEES_ALL} then (select coalesce(sum(e.endpoints), 0) from class_now e where ${whereCounted})
             else (select count(*) from (${wanted}) seen_alone) end as total`,
        ];
  const rows = await transaction.query<EndpointRow & { readonly total: string }>(
    `with ${before}, page as materialized (
       select * from ${from} where ${name} is null or (name, id) > (${name}, ${id})
       order by name, id limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     )
     select ${COLUMNS}, total
     from (${total}) t left join page on true
     left join endpoint e on e.organisation = $1 and e.id = page.id ${BESIDE}
     order by page.name, page.id`,
    values,
  );
  const found = rows.flatMap((row) => (row.id === null ? [] : [summaryOf(row)]));
  return pageOf(found, Number(rows[0]?.total), limit, (row) => ({ name: row.name, id: row.id }));
}

/** `endpoint`: a UUID. */
export async function isEndpoint(transaction: Transaction, endpoint: string): Promise<boolean> {
  const rows = await transaction.query('select from endpoint where organisation = $1 and id = $2', [
    transaction.organisation,
    endpoint,
  ]);
  return rows.length > 0;
}

/** `endpoint`: a UUID. */
export async function endpointDetail(transaction: Transaction, endpoint: string): Promise<EndpointDetail | undefined> {
  const [row] = await transaction.query<EndpointRow & { readonly facts: EndpointFacts | Record<string, never> }>(
    `select ${COLUMNS}, e.facts from endpoint e ${BESIDE} where e.organisation = $1 and e.id = $2`,
    [transaction.organisation, endpoint],
  );
  if (row === undefined) return undefined;
  const sections = await transaction.query<Omit<EndpointSection, 'since'> & { readonly since: Date }>(
    `select s.adapter, s.kind, s.status, s.problems, p.items, s.since
     from section s left join package_set p on p.organisation = $1 and p.id = s.package_set
     where s.organisation = $1 and s.endpoint = $2 order by s.adapter, s.kind`,
    [transaction.organisation, endpoint],
  );
  return {
    ...summaryOf(row),
    facts: 'hostname' in row.facts ? (row.facts as EndpointFacts) : null,
    sections: sections.map((section) => ({ ...section, since: section.since.toISOString() })),
  };
}

interface EndpointRow {
  readonly id: string;
  readonly name: string;
  readonly state: EndpointSummary['state'];
  readonly state_reason: string | null;
  readonly os_id: string | null;
  readonly os_version: string | null;
  readonly tags: readonly string[];
  readonly criticality: number;
  readonly exposure: EndpointSummary['exposure'];
  readonly enrolled_at: Date;
  readonly seen_at: Date | null;
  readonly inventory: 'complete' | 'partial' | 'failed' | null;
}

const summaryOf = (row: EndpointRow): EndpointSummary => ({
  id: row.id,
  name: row.name,
  state: row.state,
  stateReason: row.state_reason,
  os: row.os_id === null ? null : { id: row.os_id, version: row.os_version ?? '' },
  tags: row.tags,
  criticality: CRITICALITIES[row.criticality] ?? 'normal',
  exposure: row.exposure,
  enrolledAt: row.enrolled_at.toISOString(),
  seenAt: row.seen_at?.toISOString() ?? null,
  inventory: row.inventory ?? 'none',
});
