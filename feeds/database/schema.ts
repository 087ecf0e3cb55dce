// The advisory database file: its tables and how a CVE becomes a key.

/** Raised when a table changes meaning. A database of another version is rebuilt, never misread. */
export const SCHEMA_VERSION = 6;

export const TABLES = `
create table feed (
  name text primary key,
  records integer not null,
  malformed integer not null,
  examples text not null,
  upstream_date text,
  fetched_at text not null,
  checked_at text not null,
  error text
) strict, without rowid;

create table feed_file (
  feed text not null,
  path text not null,
  url text,
  sha256 text not null,
  bytes integer not null,
  etag text,
  last_modified text,
  primary key (feed, path)
) strict, without rowid;

create table candidate (
  ecosystem text not null,
  name text not null,
  feed text not null,
  data any not null,
  primary key (ecosystem, name, feed)
) strict, without rowid;

create table standing (
  id integer primary key,
  ecosystem text not null,
  name text not null,
  data text
) strict;
create unique index standing_name on standing (ecosystem, name);

create table judgement (
  id integer primary key,
  ecosystem text not null,
  name text not null,
  data text
) strict;
create unique index judgement_name on judgement (ecosystem, name);

create table advisory (
  id text not null,
  feed text not null,
  summary text not null,
  published text,
  modified text,
  url text,
  severity text,
  primary key (id, feed)
) strict, without rowid;

create table exploited (cve integer primary key, added text not null, due text, ransomware integer not null) strict;
create table epss (cve integer primary key, score real not null, percentile real not null) strict;
create table ssvc (cve integer primary key, exploitation text not null, automatable text not null, impact text not null, date text not null) strict;
create table cvss (cve integer not null, feed text not null, source text not null, vector text not null, score real, primary key (cve, feed, source, vector)) strict, without rowid;
create table lifecycle (feed text not null, product text not null, release text not null, data text not null) strict;
create index lifecycle_product on lifecycle (product);
create table lifecycle_identifier (identifier text not null, product text not null, feed text not null, primary key (identifier, product, feed)) strict, without rowid;
create table product (ecosystem text not null, id text not null, name text not null, feed text not null, primary key (ecosystem, id)) strict, without rowid;
`;

/**
 * Of no consequence to what is judged, and added after the format had its number: a database may be without it until its next
 * update.
 */
export const CATALOG_TABLES =
  'create table if not exists exploited_product (cve integer primary key, vendor text not null, product text not null, name text not null, added text not null) strict; create table if not exists listing (channel text not null, id text not null, feed text not null, data text not null, primary key (channel, id)) strict, without rowid';

/** Every table whose rows belong to a feed through a column; the rest belong to the one feed named here. */
export const OWNED_BY_COLUMN = [
  'feed_file',
  'candidate',
  'advisory',
  'cvss',
  'lifecycle',
  'lifecycle_identifier',
  'product',
  'listing',
] as const;
export const OWNED_BY_FEED = {
  exploited: 'kev',
  exploited_product: 'kev',
  epss: 'epss',
  ssvc: 'vulnrichment',
} as const;

/** `CVE-2024-12345` as 202400012345, so that 360,000 of them cost eight bytes each; undefined for any other id. */
export function cveKey(id: string): number | undefined {
  const match = /^CVE-(\d{4})-(\d{4,8})$/.exec(id);
  return match === null ? undefined : Number(match[1]) * 1e8 + Number(match[2]);
}

export function cveName(key: number): string {
  const number = key % 1e8;
  return `CVE-${Math.floor(key / 1e8)}-${String(number).padStart(4, '0')}`;
}
