// Where each field of the query language is stored; a field without a place is refused by name, never guessed.
import type { FieldName } from '@suture/core/query/fields.ts';

/**
 * An expression over `e` (endpoint), `seen` (endpoint_seen), `p` (package) and `f` (package_finding).
 * `texts` is an array of values; `text` one value or null.
 */
export type Column =
  | { readonly kind: 'text' | 'texts' | 'boolean' | 'moment'; readonly sql: string }
  /** A small number for each of the values, from 0. */
  | { readonly kind: 'rank'; readonly sql: string; readonly values: readonly string[] }
  | { readonly kind: 'version'; readonly sql: string; readonly of: VersionOf }
  /** Values of rows that have an endpoint: `column` of `s` (section). */
  | { readonly kind: 'adapter'; readonly sql: string }
  | { readonly kind: 'inventory' }
  /** Rows of which it would have a value are never listed, so only asking for none can be answered. */
  | { readonly kind: 'never' }
  | { readonly kind: 'refused'; readonly why: string };

/** Whose versions: what tells how they compare. */
export type VersionOf = 'release' | 'agent' | 'package';

const text = (sql: string): Column => ({ kind: 'text', sql });
const texts = (sql: string): Column => ({ kind: 'texts', sql });
const moment = (sql: string): Column => ({ kind: 'moment', sql });
const boolean = (sql: string): Column => ({ kind: 'boolean', sql });
const refused = (why: string): Column => ({ kind: 'refused', why });

const OFFERS = 'what channels offer is not kept in columns yet';
const RISK = 'risk data is not kept beside findings yet';

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
  booted: refused('the moment of the last start is not kept yet'),
  reboot: boolean("case e.facts -> 'rebootRequired' when 'true'::jsonb then true when 'false'::jsonb then false end"),
  agent: { kind: 'version', sql: "e.facts ->> 'agentVersion'", of: 'agent' },
  adapter: { kind: 'adapter', sql: 's.adapter' },
  inventory: { kind: 'inventory' },
  lifecycle: refused('support dates of systems are not kept beside endpoints yet'),

  package: text('p.name'),
  version: { kind: 'version', sql: 'p.version', of: 'package' },
  source: text('p.source_name'),
  ecosystem: text('p.ecosystem'),
  purl: text('p.purl'),
  origin: text("p.detail ->> 'origin'"),
  hold: boolean("coalesce(p.detail -> 'hold' = 'true'::jsonb, false)"),
  update: refused(OFFERS),
  security: refused(OFFERS),
  candidate: refused(OFFERS),

  finding: texts('array[p.name, f.vulnerability] || f.aliases'),
  vulnerability: texts('array[f.vulnerability] || f.aliases'),
  advisory: texts('f.advisories'),
  state: text('f.state'),
  fix: text("case when f.fixed_version is null then 'none' else 'available' end"),
  exploited: refused(RISK),
  ransomware: refused(RISK),
  severity: refused(RISK),
  cvss: refused(RISK),
  epss: refused(RISK),
  published: refused('dates of advisories are not kept beside findings yet'),
  found: refused('when a finding was first seen is told for one endpoint, and not searched for yet'),
  closed: { kind: 'never' },
  due: refused('deadlines are not kept yet'),
  overdue: refused('deadlines are not kept yet'),
};
