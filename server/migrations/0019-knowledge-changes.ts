// How often anything changed that lists over the fleet are made of, beside the endpoints: what they answered before holds until then.
import type { Migration } from './runner.ts';

export const knowledgeChanges: Migration = {
  id: '0019-knowledge-changes',
  up: String.raw`
-- A row for each statement that changed something, committed with it, so that nobody waits for anybody; how many there were in all
-- says at which state one looks. Now and then many rows are made one.
create table knowledge_change (
  organisation uuid not null references organisation on delete cascade,
  id bigint not null generated always as identity,
  changes bigint not null default 1,
  primary key (organisation, id)
);
alter table knowledge_change enable row level security;
alter table knowledge_change force row level security;
create policy own_organisation on knowledge_change using
  (organisation = (select nullif(current_setting('suture.organisation', true), '')::uuid));
create policy in_backup on knowledge_change for select using
  ((select current_setting('suture.about', true) = 'backup'));

create function knowledge_changed() returns trigger language plpgsql as $$
begin
  -- Where the organisation itself is removed there is nobody to tell.
  insert into knowledge_change (organisation)
  select distinct t.organisation from touched t join organisation o on o.organisation = t.organisation;
  return null;
end
$$;

do $$
declare
  name text;
begin
  foreach name in array array['package', 'package_set_member', 'package_finding', 'finding_group', 'vulnerability',
    'advisory_ecosystem', 'offer', 'offer_set_member', 'system_lifecycle', 'finding_exception']
  loop
    execute format('create trigger knowledge_inserted after insert on %I referencing new table as touched
      for each statement execute function knowledge_changed()', name);
    execute format('create trigger knowledge_updated after update on %I referencing new table as touched
      for each statement execute function knowledge_changed()', name);
    execute format('create trigger knowledge_deleted after delete on %I referencing old table as touched
      for each statement execute function knowledge_changed()', name);
  end loop;
end
$$;
`,
};
