// Which endpoints somebody means, held fast while they are changed in pieces.
import type { Migration } from './runner.ts';

export const endpointSelections: Migration = {
  id: '0011-endpoint-selections',
  up: String.raw`
create table endpoint_selection (
  organisation uuid not null references organisation on delete cascade,
  id uuid not null default gen_random_uuid(),
  -- Whose it is, as the audit names them; nobody else uses it.
  actor text not null,
  -- In their order. What is gone meanwhile, or beyond the tags of who acts, is found out when it is acted on.
  endpoints uuid[] not null,
  -- SHA-256 of them, to tell two selections apart.
  digest bytea not null check (octet_length(digest) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organisation, id)
);
create index endpoint_selection_expires_at on endpoint_selection (organisation, expires_at);
alter table endpoint_selection enable row level security;
alter table endpoint_selection force row level security;
create policy own_organisation on endpoint_selection using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);
create policy in_backup on endpoint_selection for select using (current_setting('suture.about', true) = 'backup');
`,
};
