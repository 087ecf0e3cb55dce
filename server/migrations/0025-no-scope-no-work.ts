// Whoever is limited to no tags costs no look at all endpoints, also where a plan asks for what limits them before it needs it.
import type { Migration } from './runner.ts';

export const noScopeNoWork: Migration = {
  id: '0025-no-scope-no-work',
  up: String.raw`
-- A parallel plan has its workers given what a policy may ask for before they start, whether they will or not: at 100,000
-- endpoints each such plan put all their ids together first, in 140 ms.
create or replace function endpoints_in_scope() returns jsonb language sql stable parallel safe as $$
  select jsonb_object_agg(e.id, null) from endpoint e
  where nullif(current_setting('suture.tag_scope', true), '') is not null
$$;
create or replace function packages_in_scope() returns jsonb language sql stable parallel safe as $$
  select jsonb_object_agg(m.package, null) from package_set_member m
  where nullif(current_setting('suture.tag_scope', true), '') is not null and m.package_set in (
    select s.package_set from section s union all select h.package_set from section_history h)
$$;
`,
};
