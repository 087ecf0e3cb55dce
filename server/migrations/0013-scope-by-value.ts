// Limits to tags are looked up in one value for each query, so that who has none does not pay for planning them.
import type { Migration } from './runner.ts';

export const scopeByValue: Migration = {
  id: '0013-scope-by-value',
  up: String.raw`
-- As functions: in a policy, a subquery is planned again for each table of each query, three times as long as what an endpoint's
-- check-in asks, and it is counted at each look-up by key, so that whole tables were read where a few rows were looked for.
create function endpoints_in_scope() returns jsonb language sql stable parallel safe as $$
  select jsonb_object_agg(e.id, null) from endpoint e
$$;
-- Former sets too: since when somebody has a finding follows from them.
create function packages_in_scope() returns jsonb language sql stable parallel safe as $$
  select jsonb_object_agg(m.package, null) from package_set_member m where m.package_set in (
    select s.package_set from section s union all select h.package_set from section_history h)
$$;

do $$
declare
  name text;
begin
  foreach name in array array['endpoint_seen', 'section', 'section_history', 'endpoint_key', 'endpoint_certificate', 'endpoint_want',
    'deployment_job', 'deployment_dispatch', 'dispatch_sequence', 'deployment_report']
  loop
    execute format('drop policy tag_scope on %I', name);
    execute format($policy$create policy tag_scope on %I as restrictive using (nullif(
      (select nullif(current_setting('suture.tag_scope', true), '') is null)
      or jsonb_exists((select endpoints_in_scope()), endpoint::text), false) is not null)$policy$, name);
  end loop;
  foreach name in array array['package', 'package_finding', 'package_doubt']
  loop
    execute format('drop policy tag_scope on %I', name);
    execute format($policy$create policy tag_scope on %I as restrictive using (nullif(
      (select nullif(current_setting('suture.tag_scope', true), '') is null)
      or jsonb_exists((select packages_in_scope()), %I::text), false) is not null)$policy$, name,
      case name when 'package' then 'id' else 'package' end);
  end loop;
end
$$;
`,
};
