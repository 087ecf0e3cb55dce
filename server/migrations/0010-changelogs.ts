// What endpoints say that the changelogs of updates on offer to them close: statements that count for those endpoints only.
import type { Migration } from './runner.ts';

export const changelogs: Migration = {
  id: '0010-changelogs',
  up: String.raw`
-- The changelog of a source version on offer, as far as it names what it closes; equal ones once, whoever passes them on.
create table changelog (
  organisation uuid not null references organisation on delete cascade,
  id bigint not null generated always as identity,
  -- SHA-256 of its canonical lines. A package's context names it by this, in hex.
  digest bytea not null check (octet_length(digest) = 32),
  source_name text not null,
  source_version text not null,
  -- [{vulnerability, since, published}], published a day or absent.
  fixes jsonb not null,
  primary key (organisation, id),
  unique (organisation, digest)
);

-- Which available sets state it.
create table changelog_set_member (
  organisation uuid not null,
  package_set bigint not null,
  changelog bigint not null,
  primary key (organisation, package_set, changelog),
  foreign key (organisation, package_set) references package_set on delete cascade,
  foreign key (organisation, changelog) references changelog
);
create index changelog_set_member_changelog on changelog_set_member (organisation, changelog);
create index package_changelog on package (organisation, (context ->> 'changelog')) where context ? 'changelog';

do $$
declare
  name text;
begin
  foreach name in array array['changelog', 'changelog_set_member']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$create policy own_organisation on %I using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
    execute format($policy$create policy in_backup on %I for select using
      (current_setting('suture.about', true) = 'backup')$policy$, name);
  end loop;
end
$$;
`,
};
