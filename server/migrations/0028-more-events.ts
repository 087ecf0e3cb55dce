// Words of what people decide, of packages of one's own and of the audit, so that open pages do not grow old.
import type { Migration } from './runner.ts';

export const moreEvents: Migration = {
  id: '0028-more-events',
  up: String.raw`
do $$
declare
  told record;
begin
  for told in select * from (values
    ('catalog_rule', 'rules-changed'), ('catalog_overlay', 'rules-changed'), ('rollout_policy', 'rules-changed'),
    ('finding_exception', 'rules-changed'), ('maintenance_window', 'rules-changed'), ('rollout_freeze', 'rules-changed'),
    ('own_release', 'own-packages-changed'), ('own_release_signature', 'own-packages-changed'), ('audit_entry', 'audit-changed')
  ) as t (name, topic)
  loop
    execute format('create trigger tell_inserted after insert on %I referencing new table as touched
      for each statement execute function tell_of_change(%L)', told.name, told.topic);
    execute format('create trigger tell_updated after update on %I referencing new table as touched
      for each statement execute function tell_of_change(%L)', told.name, told.topic);
    execute format('create trigger tell_deleted after delete on %I referencing old table as touched
      for each statement execute function tell_of_change(%L)', told.name, told.topic);
  end loop;
end
$$;
`,
};
