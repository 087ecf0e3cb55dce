// Lets a backup read every row of every organisation in one snapshot, by saying that it is one.
import type { Migration } from './runner.ts';

export const backup: Migration = {
  id: '0008-backup',
  up: String.raw`
-- Tables made after this need the same; a test of the backup finds those that lack it.
do $$
declare
  name text;
begin
  for name in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relforcerowsecurity and n.nspname = current_schema() and c.relname <> 'installation_keys'
  loop
    execute format($policy$create policy in_backup on %I for select using
      (current_setting('suture.about', true) = 'backup')$policy$, name);
  end loop;
end
$$;
`,
};
