// Rehearsals of plans: which endpoint tries which step on a throw-away copy of itself, and what came of it.
import type { Migration } from './runner.ts';

export const rehearsals: Migration = {
  id: '0016-rehearsals',
  up: String.raw`
create table rehearsal (
  organisation uuid not null,
  deployment uuid not null,
  -- Of the plan: all endpoints with the same step are alike.
  step integer not null,
  -- SHA-256 of what the step changes and where: the same in whatever plan, so that the next one knows how long it takes.
  kind bytea not null check (length(kind) = 32),
  -- Who tries it for them, and who was asked before and could not.
  endpoint uuid not null,
  tried uuid[] not null default '{}',
  -- How many it stands for.
  stands_for integer not null check (stands_for > 0),
  -- One more each time that somebody is asked.
  dispatch integer not null check (dispatch > 0),
  -- Null until it is known.
  result text check (result in ('pass', 'warn', 'fail', 'not-rehearsed')),
  -- Sentences, lines of the transcript, names of the checks, seconds of the upgrade and of all, bytes written, reboot wanted.
  detail jsonb not null default '{}',
  -- What was signed for it; null until operators have signed the plan.
  envelope jsonb,
  -- Of the endpoint within the epoch: dispatches are handed out in this order.
  sequence bigint,
  expires_at timestamptz,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (organisation, deployment, step),
  foreign key (organisation, deployment) references deployment on delete cascade,
  check ((envelope is null) = (expires_at is null) and (envelope is null) = (sequence is null)),
  check ((result is null) = (ended_at is null))
);
create index rehearsal_open on rehearsal (organisation, endpoint) where result is null;
create index rehearsal_kind on rehearsal (organisation, kind, ended_at) where result in ('pass', 'warn');
alter table rehearsal enable row level security;
alter table rehearsal force row level security;
create policy own_organisation on rehearsal using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);
create policy in_backup on rehearsal for select using (current_setting('suture.about', true) = 'backup');
create policy tag_scope on rehearsal as restrictive using (nullif(
  (select nullif(current_setting('suture.tag_scope', true), '') is null)
  or jsonb_exists((select endpoints_in_scope()), endpoint::text), false) is not null);
`,
};
