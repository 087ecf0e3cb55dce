// What endpoints reckoned of steps before a plan was frozen: asked once for all that have the same package sets.
import type { Migration } from './runner.ts';

export const simulations: Migration = {
  id: '0021-simulations',
  up: String.raw`
create table simulation (
  organisation uuid not null,
  -- SHA-256 of the step and of the package sets that it is asked of.
  id bytea not null check (length(id) = 32),
  endpoint uuid not null,
  adapter text not null,
  changes jsonb not null,
  asked_at timestamptz not null,
  -- Null until it is answered.
  outcome jsonb,
  answered_at timestamptz,
  primary key (organisation, id),
  foreign key (organisation, endpoint) references endpoint on delete cascade,
  check ((outcome is null) = (answered_at is null))
);
create index simulation_open on simulation (organisation, endpoint) where outcome is null;
create index simulation_age on simulation (organisation, asked_at);
alter table simulation enable row level security;
alter table simulation force row level security;
create policy own_organisation on simulation using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);
create policy in_backup on simulation for select using (current_setting('suture.about', true) = 'backup');
create policy tag_scope on simulation as restrictive using (nullif(
  (select nullif(current_setting('suture.tag_scope', true), '') is null)
  or jsonb_exists((select endpoints_in_scope()), endpoint::text), false) is not null);
`,
};
