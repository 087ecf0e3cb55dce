// Organisations' own lists of products, each whole in versions, the last of which holds.
import type { Migration } from './runner.ts';

export const catalogOverlay: Migration = {
  id: '0027-catalog-overlay',
  up: String.raw`
create table catalog_overlay (
  organisation uuid not null references organisation on delete cascade,
  version integer not null check (version > 0),
  -- YAML as it was written; null: there is none from here on.
  document text check (octet_length(document) <= 524288),
  at timestamptz not null,
  by text not null,
  primary key (organisation, version)
);
create trigger immutable before update on catalog_overlay for each row execute function never_changed();
alter table catalog_overlay enable row level security;
alter table catalog_overlay force row level security;
create policy own_organisation on catalog_overlay using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);
create policy in_backup on catalog_overlay for select using (current_setting('suture.about', true) = 'backup');
`,
};
