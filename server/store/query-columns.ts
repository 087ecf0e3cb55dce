// Where each field of the query language is stored; a field without a place is refused by name, never guessed.
import type { FieldName } from '@suture/core/query/fields.ts';
import { SYSTEM_HASH } from './system-lifecycles.ts';

/** What a finding or package is joined with to answer: see query-joins.ts. */
export type Beside = 'group' | 'vulnerability' | 'offer';

/**
 * An expression over `e` (endpoint), `seen` (endpoint_seen), `p` (package), `f` (package_finding) and, where `beside` says
 * so, `g` (finding_group), `v` (vulnerability), `o` (offer). `texts` is an array of values; others are one value or null.
 */
export type Column = {
  readonly beside?: Beside;
  /** Says the same where a value other than `but` is asked for, and can be looked up. */
  readonly indexed?: { readonly sql: string; readonly but: string };
} & Asked;

type Asked =
  | { readonly kind: 'text' | 'texts' | 'boolean' | 'moment' | 'number'; readonly sql: string }
  /** The day that a finding is due, for the endpoint's exposure; `past`: whether it is over. */
  | { readonly kind: 'due' | 'past-due'; readonly sql: string }
  /** A small number for each of the values, from 0. */
  | { readonly kind: 'rank'; readonly sql: string; readonly values: readonly string[] }
  | { readonly kind: 'version'; readonly sql: string; readonly of: VersionOf }
  /** Values of rows that have an endpoint: `column` of `s` (section). */
  | { readonly kind: 'adapter'; readonly sql: string }
  | { readonly kind: 'inventory' }
  /** What the catalog says of packages, which SQL cannot: the packages are named one by one. */
  | { readonly kind: 'product' }
  /** Rows of which it would have a value are never listed, so only asking for none can be answered. */
  | { readonly kind: 'never' };

/** Whose versions: what tells how they compare. */
export type VersionOf = 'release' | 'agent' | 'package' | 'candidate';

const text = (sql: string): Column => ({ kind: 'text', sql });
const texts = (sql: string): Column => ({ kind: 'texts', sql });
const moment = (sql: string): Column => ({ kind: 'moment', sql });
const boolean = (sql: string): Column => ({ kind: 'boolean', sql });

/**
 * Stands for the column of a finding's deadline: endpoints that face the internet have another than those that do not.
 * Put in its place by query-sql.ts. No text of a query is ever in SQL, so nothing else can look like it.
 */
export const DUE = '/*due*/';

/** Every field has an entry, or this does not compile. */
export const COLUMNS: Readonly<Record<FieldName, Column>> = {
  endpoint: text('e.name'),
  os: text('e.os_id'),
  release: { kind: 'version', sql: "nullif(e.os_version, '')", of: 'release' },
  kernel: text("e.facts ->> 'kernel'"),
  arch: text("e.facts ->> 'arch'"),
  virtualization: text("e.facts ->> 'virtualization'"),
  tag: texts('e.tags'),
  criticality: { kind: 'rank', sql: 'e.criticality', values: ['lowest', 'low', 'normal', 'high', 'highest'] },
  exposure: text('e.exposure'),
  enrolment: text('e.state'),
  enrolled: moment('e.enrolled_at'),
  seen: moment('seen.seen_at'),
  booted: moment('e.booted_at'),
  reboot: boolean("case e.facts -> 'rebootRequired' when 'true'::jsonb then true when 'false'::jsonb then false end"),
  agent: { kind: 'version', sql: "e.facts ->> 'agentVersion'", of: 'agent' },
  adapter: { kind: 'adapter', sql: 's.adapter' },
  inventory: { kind: 'inventory' },
  lifecycle: text(`coalesce((select l.state from system_lifecycle l
    where l.organisation = $1 and l.hash = ${SYSTEM_HASH} and l.system = e.facts -> 'os'), 'unknown')`),

  package: text('p.name'),
  version: { kind: 'version', sql: 'p.version', of: 'package' },
  source: text('p.source_name'),
  ecosystem: text('p.ecosystem'),
  purl: text('p.purl'),
  origin: text("p.detail ->> 'origin'"),
  product: { kind: 'product' },
  hold: boolean("coalesce(p.detail -> 'hold' = 'true'::jsonb, false)"),
  update: {
    ...text(`case when o.id is not null then case when o.held_cause is null then 'available' else 'held' end
      when class_set.told then 'none' else 'unknown' end`),
    beside: 'offer',
  },
  security: { ...boolean('o.security'), beside: 'offer' },
  candidate: { kind: 'version', sql: 'o.candidate', of: 'candidate', beside: 'offer' },

  finding: texts('array[p.name, f.vulnerability] || f.aliases'),
  vulnerability: texts('array[f.vulnerability] || f.aliases'),
  advisory: texts('f.advisories'),
  state: text('f.state'),
  fix: text("case when f.fixed_version is null then 'none' else 'available' end"),
  exploited: { ...boolean('v.exploited'), beside: 'vulnerability' },
  ransomware: { ...boolean('v.ransomware'), beside: 'vulnerability' },
  severity: {
    ...text("coalesce(g.severity, 'unknown')"),
    indexed: { sql: 'g.severity', but: 'unknown' },
    beside: 'group',
  },
  cvss: { kind: 'number', sql: 'g.cvss', beside: 'group' },
  epss: { kind: 'number', sql: 'v.epss', beside: 'vulnerability' },
  published: { ...moment('g.published'), beside: 'group' },
  found: { ...moment('v.found_at'), beside: 'vulnerability' },
  closed: { kind: 'never' },
  due: { kind: 'due', sql: DUE, beside: 'group' },
  overdue: { kind: 'past-due', sql: DUE, beside: 'group' },
};
