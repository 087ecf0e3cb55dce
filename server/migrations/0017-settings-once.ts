// Row-level security reads its settings once for each query, not once for each row of the tables that lists read by the hundred thousand.
import type { Migration } from './runner.ts';

export const settingsOnce: Migration = {
  id: '0017-settings-once',
  up: String.raw`
-- The same conditions, as subqueries that depend on nothing: the planner has each answered once. Where few rows are read by key, as
-- by an endpoint's check-in, planning them costs more than they save, so the other tables stay as they are.
do $$
declare
  name text;
begin
  foreach name in array array['package', 'package_set_member', 'package_finding', 'finding_group', 'vulnerability', 'offer_set_member']
  loop
    execute format($policy$alter policy own_organisation on %I using
      (organisation = (select nullif(current_setting('suture.organisation', true), '')::uuid))$policy$, name);
    execute format($policy$alter policy in_backup on %I using
      ((select current_setting('suture.about', true) = 'backup'))$policy$, name);
  end loop;
end
$$;
`,
};
