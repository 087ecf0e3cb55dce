// How many endpoints are alike: counted once, so that a list over the fleet reads as many rows as there are kinds of endpoints.
import type { Migration } from './runner.ts';

export const endpointClasses: Migration = {
  id: '0018-endpoint-classes',
  up: String.raw`
-- Endpoints that lists over the fleet cannot tell apart, however many they are.
create table counted_class (
  organisation uuid not null references organisation on delete cascade,
  id bigint not null generated always as identity,
  -- SHA-256 of what follows up to "pairs".
  digest bytea not null check (octet_length(digest) = 32),
  -- As of an endpoint; of its facts the system and whether it is to be restarted.
  state text not null,
  exposure text not null,
  criticality smallint not null,
  tags text[] not null,
  os_id text,
  os_version text,
  facts jsonb not null,
  -- The worst of its sections; 'none' where nothing was reported yet.
  inventory text not null,
  -- Installed package sets, each once, in order; and each with what its adapter's channels offer and whether they told all.
  sets bigint[] not null,
  pairs text[] not null,
  endpoints integer not null check (endpoints >= 0),
  primary key (organisation, id),
  unique (organisation, digest)
);

-- As which class an endpoint is counted; it may be gone, or another by now: then it is due.
create table endpoint_class (
  organisation uuid not null references organisation on delete cascade,
  endpoint uuid not null,
  class bigint not null,
  primary key (organisation, endpoint)
);

-- Endpoints that something was changed of since they were counted: a row for each change, which is committed with it. Whoever
-- reads classes looks at these endpoints themselves.
create table class_due (
  organisation uuid not null references organisation on delete cascade,
  id uuid not null default gen_random_uuid(),
  endpoint uuid not null,
  primary key (organisation, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['counted_class', 'endpoint_class', 'class_due']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$create policy own_organisation on %I using
      (organisation = (select nullif(current_setting('suture.organisation', true), '')::uuid))$policy$, name);
    execute format($policy$create policy in_backup on %I for select using
      ((select current_setting('suture.about', true) = 'backup'))$policy$, name);
  end loop;
  -- Who is limited to tags may take an endpoint out of sight, which makes it due.
  foreach name in array array['endpoint_class', 'class_due']
  loop
    execute format($policy$create policy tag_scope on %I as restrictive for select using (nullif(
      (select nullif(current_setting('suture.tag_scope', true), '') is null)
      or jsonb_exists((select endpoints_in_scope()), endpoint::text), false) is not null)$policy$, name);
  end loop;
end
$$;

create function endpoints_due() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    insert into class_due (organisation, endpoint)
    select t.organisation, t.id from touched t join former f on f.organisation = t.organisation and f.id = t.id
    where (t.state, t.exposure, t.criticality, t.tags, t.os_id, t.os_version, t.facts -> 'os', t.facts -> 'rebootRequired')
      is distinct from
        (f.state, f.exposure, f.criticality, f.tags, f.os_id, f.os_version, f.facts -> 'os', f.facts -> 'rebootRequired');
  else
    -- Where the organisation itself is removed there is nothing to count.
    insert into class_due (organisation, endpoint)
    select t.organisation, t.id from touched t join organisation o on o.organisation = t.organisation;
  end if;
  return null;
end
$$;
create function sections_due() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    insert into class_due (organisation, endpoint)
    select distinct t.organisation, t.endpoint from touched t
    join former f on f.organisation = t.organisation and f.endpoint = t.endpoint and f.adapter = t.adapter and f.kind = t.kind
    where (t.status, t.package_set) is distinct from (f.status, f.package_set);
  else
    insert into class_due (organisation, endpoint)
    select distinct t.organisation, t.endpoint from touched t join organisation o on o.organisation = t.organisation;
  end if;
  return null;
end
$$;

create trigger due_inserted after insert on endpoint referencing new table as touched
  for each statement execute function endpoints_due();
create trigger due_updated after update on endpoint referencing new table as touched old table as former
  for each statement execute function endpoints_due();
create trigger due_deleted after delete on endpoint referencing old table as touched
  for each statement execute function endpoints_due();
create trigger due_inserted after insert on section referencing new table as touched
  for each statement execute function sections_due();
create trigger due_updated after update on section referencing new table as touched old table as former
  for each statement execute function sections_due();
create trigger due_deleted after delete on section referencing old table as touched
  for each statement execute function sections_due();

-- Rows of every organisation, which the owner sees only while policies are not forced on it.
alter table endpoint no force row level security;
alter table class_due no force row level security;
insert into class_due (organisation, endpoint) select organisation, id from endpoint;
alter table endpoint force row level security;
alter table class_due force row level security;
`,
};
