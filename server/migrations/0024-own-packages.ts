// Packages of one's own: files by their SHA-256 in parts, releases with operators' signatures, and how often what is on offer changed.
import type { Migration } from './runner.ts';

export const ownPackages: Migration = {
  id: '0024-own-packages',
  up: String.raw`
create table own_file (
  organisation uuid not null references organisation on delete cascade,
  -- SHA-256 of the whole, which its parts come to once it is complete.
  digest bytea not null check (octet_length(digest) = 32),
  begun_at timestamptz not null,
  begun_by text not null,
  -- Null until all parts are there and come to the digest.
  bytes bigint check (bytes > 0),
  primary key (organisation, digest)
);
create index own_file_begun on own_file (organisation, begun_at) where bytes is null;

create table own_file_part (
  organisation uuid not null,
  digest bytea not null,
  part integer not null check (part >= 0),
  data bytea not null check (octet_length(data) between 1 and 786432),
  primary key (organisation, digest, part),
  foreign key (organisation, digest) references own_file on delete cascade
);
-- Installers are packed already.
alter table own_file_part alter column data set storage external;

create table own_release (
  organisation uuid not null references organisation on delete cascade,
  package text not null check (package <> ''),
  version text not null check (version <> ''),
  -- SHA-256 of its document: a version is published once, and never becomes another.
  digest bytea not null check (octet_length(digest) = 32),
  document text not null,
  published_at timestamptz not null,
  published_by text not null,
  withdrawn_at timestamptz,
  primary key (organisation, package, version)
);

create table own_release_file (
  organisation uuid not null,
  package text not null,
  version text not null,
  digest bytea not null,
  primary key (organisation, package, version, digest),
  foreign key (organisation, package, version) references own_release on delete cascade,
  foreign key (organisation, digest) references own_file
);
create index own_release_file_digest on own_release_file (organisation, digest);

create table own_release_signature (
  organisation uuid not null,
  package text not null,
  version text not null,
  key bytea not null check (octet_length(key) = 32),
  signature bytea not null check (octet_length(signature) = 64),
  at timestamptz not null,
  by text not null,
  primary key (organisation, package, version, key),
  foreign key (organisation, package, version) references own_release on delete cascade
);

-- Counts changes of what is on offer: endpoints take no state that is older than the one they have seen.
create table own_index (
  organisation uuid primary key references organisation on delete cascade,
  number bigint not null check (number > 0),
  changed_at timestamptz not null
);

do $$
declare name text;
begin
  foreach name in array array['own_file', 'own_file_part', 'own_release', 'own_release_file', 'own_release_signature', 'own_index'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_organisation on %I using
      (organisation = nullif(current_setting(''suture.organisation'', true), '''')::uuid)', name);
    execute format('create policy in_backup on %I for select using (current_setting(''suture.about'', true) = ''backup'')', name);
  end loop;
end $$;
`,
};
