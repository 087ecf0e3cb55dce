// With what advisories packages were judged, so that a new advisory database costs only what it says anew.
import type { Migration } from './runner.ts';

export const matching: Migration = {
  id: '0002-matching',
  up: String.raw`
-- The best advisories that the organisation's packages were judged with. A server with older ones does not judge.
create table advisory_generation (
  organisation uuid primary key references organisation on delete cascade,
  rules integer not null,
  as_of timestamptz not null,
  id text not null,
  since timestamptz not null
);

-- What was said of each name that packages of the organisation are looked up by, as a SHA-256.
create table advisory_subject (
  organisation uuid not null references organisation on delete cascade,
  ecosystem text not null,
  subject text not null,
  statements bytea not null check (octet_length(statements) = 32),
  primary key (organisation, ecosystem, subject)
);

-- Whether the advisories speak of an ecosystem at all: their silence is not safety.
create table advisory_ecosystem (
  organisation uuid not null references organisation on delete cascade,
  ecosystem text not null,
  covered boolean not null,
  primary key (organisation, ecosystem)
);

-- Other names of vulnerabilities and the advisories that speak of them; narrows a search, findings themselves decide.
create table vulnerability_name (
  organisation uuid not null references organisation on delete cascade,
  name text not null,
  vulnerability text not null,
  primary key (organisation, name, vulnerability)
);

-- A package that could not be judged, and a vulnerability (by any name) that is said of its name: not clear of that one.
create table package_doubt (
  organisation uuid not null,
  vulnerability text not null,
  package bigint not null,
  primary key (organisation, vulnerability, package),
  foreign key (organisation, package) references package on delete cascade
);
create index package_doubt_package on package_doubt (organisation, package);

do $$
declare
  name text;
begin
  foreach name in array array['advisory_generation', 'advisory_subject', 'advisory_ecosystem', 'vulnerability_name',
                              'package_doubt']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$create policy own_organisation on %I using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
  end loop;
end
$$;
`,
};
