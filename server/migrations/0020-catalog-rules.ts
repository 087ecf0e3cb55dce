// What organisations say of products: each rule in versions, the last of which holds.
import type { Migration } from './runner.ts';

export const catalogRules: Migration = {
  id: '0020-catalog-rules',
  up: String.raw`
create table catalog_rule (
  organisation uuid not null references organisation on delete cascade,
  -- A product of the catalog: firefox, or winget:Git.Git.
  product text not null check (product <> ''),
  version integer not null check (version > 0),
  said jsonb not null,
  at timestamptz not null,
  by text not null,
  removed boolean not null default false,
  primary key (organisation, product, version)
);
create trigger immutable before update on catalog_rule for each row execute function never_changed();
alter table catalog_rule enable row level security;
alter table catalog_rule force row level security;
create policy own_organisation on catalog_rule using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);
create policy in_backup on catalog_rule for select using (current_setting('suture.about', true) = 'backup');
`,
};
