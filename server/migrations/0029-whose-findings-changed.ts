// Which packages' findings a change was about, so that lists ask again about those alone and not about all there are.
import type { Migration } from './runner.ts';

export const whoseFindingsChanged: Migration = {
  id: '0029-whose-findings-changed',
  up: String.raw`
-- The transaction that made the change. What a later moment sees and an earlier one did not was made by one that had not ended then.
alter table knowledge_change add column by xid8 not null default pg_current_xact_id();
-- Those whose findings, or what is known of them, may be others since; empty: none; null: any.
alter table knowledge_change add column packages bigint[];

create or replace function knowledge_changed() returns trigger language plpgsql as $$
begin
  -- Where the organisation itself is removed there is nobody to tell.
  insert into knowledge_change (organisation, packages)
  select distinct t.organisation, '{}'::bigint[] from touched t join organisation o on o.organisation = t.organisation;
  return null;
end
$$;

-- Where they are many, it is quicker to ask about all again than to say which.
do $$
declare
  told record;
  event record;
begin
  for told in select * from (values
    ('package', 'select t.id as package from touched t where t.organisation = o.organisation'),
    ('package_finding', 'select t.package from touched t where t.organisation = o.organisation'),
    ('finding_group', 'select f.package from touched t join package_finding f on f.organisation = t.organisation
      and f.finding_group = t.id and f.until is null where t.organisation = o.organisation'),
    ('vulnerability', 'select f.package from touched t join package_finding f on f.organisation = t.organisation
      and f.vulnerability = t.id and f.until is null where t.organisation = o.organisation')
  ) as t (name, packages)
  loop
    execute format($body$
      create function knowledge_changed_of_%s() returns trigger language plpgsql as $told$
      begin
        insert into knowledge_change (organisation, packages)
        select o.organisation, case when its.rows <= 20000 and cardinality(its.packages) <= 1000 then its.packages end
        from (select distinct organisation from touched) those
        join organisation o on o.organisation = those.organisation
        cross join lateral (
          select count(*) as rows, coalesce(array_agg(distinct package), '{}') as packages from (%s limit 20001) each
        ) its;
        return null;
      end
      $told$
    $body$, told.name, told.packages);
    for event in select * from (values ('inserted', 'insert', 'new'), ('updated', 'update', 'new'), ('deleted', 'delete', 'old')) as e (past, name, row)
    loop
      execute format('drop trigger knowledge_%s on %I', event.past, told.name);
      execute format('create trigger knowledge_%s after %s on %I referencing %s table as touched
        for each statement execute function knowledge_changed_of_%s()', event.past, event.name, told.name, event.row, told.name);
    end loop;
  end loop;
end
$$;
`,
};
