// Freezes: from one moment to the next nothing new begins, everywhere or where a query says, until somebody lifts it.
import type { Migration } from './runner.ts';

export const freezes: Migration = {
  id: '0026-freezes',
  up: String.raw`
create table rollout_freeze (
  organisation uuid not null references organisation on delete cascade,
  id uuid not null,
  -- A query of endpoints; empty: all.
  covers text not null,
  reason text not null check (reason <> ''),
  -- Null: until it is lifted.
  until timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  lifted_at timestamptz,
  lifted_by text,
  primary key (organisation, id),
  check ((lifted_at is null) = (lifted_by is null))
);
create index rollout_freeze_unlifted on rollout_freeze (organisation) where lifted_at is null;
alter table rollout_freeze enable row level security;
alter table rollout_freeze force row level security;
create policy own_organisation on rollout_freeze using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);
create policy in_backup on rollout_freeze for select using (current_setting('suture.about', true) = 'backup');
`,
};
