// The first tables: organisations, endpoints, and content-addressed inventories shared by all endpoints that have the same.
import type { Migration } from './runner.ts';

export const inventory: Migration = {
  id: '0001-inventory',
  up: String.raw`
create table organisation (
  organisation uuid primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

create table endpoint (
  organisation uuid not null references organisation on delete cascade,
  id uuid not null,
  name text not null,
  state text not null check (state in ('pending', 'active', 'quarantined', 'revoked')),
  -- Why it is not active; shown to people.
  state_reason text,
  criticality smallint not null default 2 check (criticality between 0 and 4),
  exposure text not null default 'unknown' check (exposure in ('internet', 'internal', 'unknown')),
  tags text[] not null default '{}',
  facts jsonb not null default '{}',
  os_id text,
  os_version text,
  public_key_digest bytea,
  boot_id uuid,
  enrolled_at timestamptz not null default now(),
  primary key (organisation, id)
);
create index endpoint_name on endpoint (organisation, name, id);
create index endpoint_os on endpoint (organisation, os_id, os_version);
create index endpoint_tags on endpoint using gin (tags);

-- Written at every check-in; kept apart and half empty so that the update stays within its page.
create table endpoint_seen (
  organisation uuid not null,
  endpoint uuid not null,
  seen_at timestamptz not null,
  -- SHA-256 over what was last acknowledged; an equal one means nothing changed.
  reported bytea,
  primary key (organisation, endpoint),
  foreign key (organisation, endpoint) references endpoint on delete cascade
) with (fillfactor = 50);

-- A distinct package version: matched once, whoever has it.
create table package (
  organisation uuid not null references organisation on delete cascade,
  id bigint not null generated always as identity,
  -- SHA-256 of its canonical line; where there is a context, of both.
  digest bytea not null check (octet_length(digest) = 32),
  purl text not null,
  ecosystem text,
  name text not null,
  version text not null,
  arch text,
  source_name text not null,
  source_version text not null,
  -- The name advisories are looked up by.
  subject text not null,
  detail jsonb not null default '{}',
  -- What of an endpoint its judgement depends on (subscriptions, the package that owns it); null for nearly all.
  context jsonb,
  owner_ecosystem text generated always as (context -> 'owner' ->> 'ecosystem') stored,
  owner_subject text generated always as (context -> 'owner' ->> 'subject') stored,
  -- Null until it is judged for the first time.
  judged_at timestamptz,
  -- Never judged, or something new was said of it since.
  due boolean not null default true,
  -- Why it could not be judged, so that it never counts as clear.
  unjudged text,
  -- The version that closes every finding that has a fix; null where none has.
  fixed_by text,
  primary key (organisation, id),
  unique (organisation, digest)
);
create index package_due on package (organisation, ecosystem, subject, id) where due;
create index package_fixed on package (organisation, ecosystem, source_name, fixed_by) where fixed_by is not null;
create index package_owner on package (organisation, owner_ecosystem, owner_subject) where owner_subject is not null;
create index package_subject on package (organisation, ecosystem, subject);
create index package_name on package (organisation, name, version);

-- The immutable content of a section; endpoints with equal content share one.
create table package_set (
  organisation uuid not null references organisation on delete cascade,
  id bigint not null generated always as identity,
  kind text not null check (kind in ('installed', 'available')),
  digest bytea not null check (octet_length(digest) = 32),
  items integer not null check (items >= 0),
  -- SHA-256 of what its packages' contexts follow from; empty for the set as it was reported.
  context bytea not null default '',
  -- Of its packages, each once; the empty text for packages that no advisories cover.
  ecosystems text[] not null default '{}',
  -- Names of packages that own others of the set.
  owners text[] not null default '{}',
  -- The canonical text, zstd: what the digest is of, and the base of deltas.
  content bytea not null,
  created_at timestamptz not null default now(),
  primary key (organisation, id),
  unique (organisation, kind, digest, context)
);

create table package_set_member (
  organisation uuid not null,
  package_set bigint not null,
  package bigint not null,
  primary key (organisation, package_set, package),
  foreign key (organisation, package_set) references package_set on delete cascade,
  foreign key (organisation, package) references package
);
create index package_set_member_package on package_set_member (organisation, package, package_set);

-- What an endpoint's adapter reports now.
create table section (
  organisation uuid not null,
  endpoint uuid not null,
  adapter text not null,
  kind text not null check (kind in ('installed', 'available')),
  status text not null check (status in ('complete', 'partial', 'failed')),
  problems jsonb not null default '[]',
  package_set bigint,
  since timestamptz not null,
  primary key (organisation, endpoint, adapter, kind),
  foreign key (organisation, endpoint) references endpoint on delete cascade,
  foreign key (organisation, package_set) references package_set,
  -- A failed section is unknown, never an empty inventory.
  check ((status = 'failed') = (package_set is null))
);
create index section_package_set on section (organisation, package_set);

-- What it reported before, so that "first seen" and "fixed since" follow from intervals and need no row a finding.
create table section_history (
  organisation uuid not null,
  endpoint uuid not null,
  adapter text not null,
  kind text not null,
  status text not null,
  package_set bigint,
  since timestamptz not null,
  until timestamptz not null,
  primary key (organisation, endpoint, adapter, kind, since),
  foreign key (organisation, endpoint) references endpoint on delete cascade,
  foreign key (organisation, package_set) references package_set
);

-- A package version affected by a vulnerability; joined to endpoints through sets.
create table package_finding (
  organisation uuid not null,
  package bigint not null,
  vulnerability text not null,
  state text not null check (state in
    ('affected', 'no-fix', 'will-not-fix', 'postponed', 'end-of-life', 'unimportant', 'undetermined', 'unknown')),
  fixed_version text,
  aliases text[] not null default '{}',
  advisories text[] not null default '{}',
  evidence jsonb not null,
  -- '-infinity' where the package's first judgement said so: it then held as long as the package is there.
  since timestamptz not null,
  -- Set when the advisories stop saying so; the row stays as history.
  until timestamptz,
  primary key (organisation, package, vulnerability, since),
  foreign key (organisation, package) references package on delete cascade
);
create index package_finding_vulnerability on package_finding (organisation, vulnerability) where until is null;
create unique index package_finding_open on package_finding (organisation, package, vulnerability) where until is null;

do $$
declare
  name text;
begin
  foreach name in array array['organisation', 'endpoint', 'endpoint_seen', 'package', 'package_set', 'package_set_member',
                              'section', 'section_history', 'package_finding']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    -- Without the setting there is no organisation, so nothing is seen and nothing can be written.
    execute format($policy$create policy own_organisation on %I using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
  end loop;
end
$$;
`,
};
