// Plans and what carries them out: rings, jobs, reports, dispatches, and limits that the database itself keeps.
import type { Migration } from './runner.ts';

export const deployments: Migration = {
  id: '0009-deployments',
  up: String.raw`
-- How much may be under way in the whole organisation at once, and who has to sign. One row each.
create table rollout_limit (
  organisation uuid primary key references organisation on delete cascade,
  most_in_flight integer not null default 500 check (most_in_flight > 0),
  in_flight integer not null default 0,
  -- Of one disruption group.
  most_in_group integer not null default 1 check (most_in_group > 0),
  -- Operator keys that have to sign a plan.
  signatures_needed smallint not null default 1 check (signatures_needed between 1 and 16),
  constraint total_limit check (in_flight between 0 and most_in_flight)
);

-- Machines of which only some may be down at once: those with the tag "group:NAME".
create table disruption_group (
  organisation uuid not null references organisation on delete cascade,
  name text not null,
  in_flight integer not null default 0,
  most_in_flight integer not null default 1 check (most_in_flight > 0),
  primary key (organisation, name),
  constraint group_limit check (in_flight between 0 and most_in_flight)
);

-- Frozen intent; the name is the hash of exactly these bytes, and PostgreSQL checks that it is.
create table plan (
  organisation uuid not null references organisation on delete cascade,
  hash bytea not null,
  document bytea not null,
  -- Of the tree of its endpoints, which operators sign together with the hash.
  root bytea not null check (octet_length(root) = 32),
  endpoints integer not null check (endpoints > 0),
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  primary key (organisation, hash),
  constraint plan_is_its_hash check (sha256(document) = hash)
);
create function never_changed() returns trigger language plpgsql as $$
begin
  raise exception 'a % is never changed', tg_table_name;
end
$$;
create trigger immutable before update on plan for each row execute function never_changed();

-- The public halves of keys that operators sign plans with; the private ones are never here.
create table operator_key (
  organisation uuid not null references organisation on delete cascade,
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  public_key text not null,
  label text not null,
  added_at timestamptz not null,
  added_by text not null,
  revoked_at timestamptz,
  primary key (organisation, fingerprint)
);
create table plan_signature (
  organisation uuid not null,
  plan bytea not null,
  key bytea not null,
  signature bytea not null check (octet_length(signature) = 64),
  at timestamptz not null,
  by text not null,
  primary key (organisation, plan, key),
  foreign key (organisation, plan) references plan on delete cascade,
  foreign key (organisation, key) references operator_key
);

create table deployment (
  organisation uuid not null references organisation on delete cascade,
  id uuid not null,
  name text not null,
  plan bytea not null,
  state text not null check (state in ('draft', 'planned', 'rehearsing', 'awaiting-approval', 'scheduled', 'running', 'paused',
    'halted', 'rolling-back', 'completed', 'completed-with-failures', 'rolled-back', 'rollback-incomplete', 'cancelled',
    'rejected', 'expired')),
  -- All that core/rollouts keeps of it (Deployment).
  detail jsonb not null,
  -- What was last said of it and its rings, in words.
  said jsonb not null default '[]',
  -- Endpoints of the organisation when it was frozen, by which the number of approvals goes.
  fleet integer not null,
  most_in_flight integer not null,
  in_flight integer not null default 0,
  -- One more with each change; who read a lower number than is here now writes nothing.
  fence bigint not null default 0,
  -- When something is due by time alone; null where nothing is.
  look_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  primary key (organisation, id),
  foreign key (organisation, plan) references plan,
  constraint deployment_limit check (in_flight between 0 and most_in_flight)
);
create index deployment_due on deployment (organisation, look_at) where look_at is not null;
create index deployment_created on deployment (organisation, created_at desc, id);

create table deployment_ring (
  organisation uuid not null,
  deployment uuid not null,
  number smallint not null,
  first integer not null,
  "end" integer not null,
  state text not null check (state in ('pending', 'open', 'held', 'draining', 'soaking', 'evaluating', 'promoted', 'failed')),
  -- All that core/rollouts keeps of it (Ring).
  detail jsonb not null,
  most_in_flight integer not null,
  in_flight integer not null default 0,
  primary key (organisation, deployment, number),
  foreign key (organisation, deployment) references deployment on delete cascade,
  constraint ring_limit check (in_flight between 0 and most_in_flight)
);

-- One plan step on one endpoint. What becomes of the endpoint does not change what was done.
create table deployment_job (
  organisation uuid not null,
  deployment uuid not null,
  position integer not null,
  endpoint uuid not null,
  disruption_group text,
  attempt smallint not null default 1,
  dispatch integer not null default 0,
  state text not null default 'queued' check (state in ('queued', 'deferred', 'leased', 'dispatched', 'precheck', 'downloading',
    'staged', 'starting', 'installing', 'rebooting', 'verifying', 'soaking', 'reconciling', 'rolling-back', 'succeeded', 'failed',
    'lost', 'rolled-back', 'rollback-failed', 'skipped', 'cancelled', 'superseded', 'not-applicable')),
  -- JobState without its kind.
  detail jsonb not null default '{}',
  counted boolean not null default false,
  changed boolean not null default false,
  -- Looked at again from then on; of those that wait.
  due_at timestamptz,
  changed_at timestamptz not null default now(),
  holds_slot boolean not null generated always as (state in ('leased', 'dispatched', 'precheck', 'downloading', 'staged',
    'starting', 'installing', 'rebooting', 'verifying', 'reconciling', 'rolling-back')) stored,
  holds_group boolean not null generated always as (state in ('leased', 'dispatched', 'precheck', 'downloading', 'staged',
    'starting', 'installing', 'rebooting', 'verifying', 'reconciling', 'rolling-back')
    or (state = 'lost' and coalesce((detail ->> 'keepsGroupSlot')::boolean, true))) stored,
  primary key (organisation, deployment, position),
  unique (organisation, deployment, endpoint),
  foreign key (organisation, deployment) references deployment on delete cascade
);
create index deployment_job_waiting on deployment_job (organisation, deployment, position) where state in ('queued', 'deferred');
create index deployment_job_live on deployment_job (organisation, deployment, position)
  where holds_slot or state = 'soaking';
create index deployment_job_state on deployment_job (organisation, deployment, state, position);
create index deployment_job_endpoint on deployment_job (organisation, endpoint)
  where state in ('queued', 'deferred') or holds_slot or state = 'soaking';

-- What was signed for endpoints. The numbers of one endpoint only grow within an epoch.
create table deployment_dispatch (
  organisation uuid not null,
  deployment uuid not null,
  position integer not null,
  attempt smallint not null,
  number integer not null,
  endpoint uuid not null,
  kind text not null check (kind in ('install', 'roll-back')),
  epoch bigint not null check (epoch > 0),
  sequence bigint not null check (sequence > 0),
  envelope jsonb not null,
  expires_at timestamptz not null,
  start jsonb,
  start_expires_at timestamptz,
  refusal text,
  made_at timestamptz not null,
  primary key (organisation, deployment, position, attempt, number),
  unique (organisation, endpoint, epoch, sequence),
  foreign key (organisation, deployment, position) references deployment_job on delete cascade,
  check ((start is null) = (start_expires_at is null))
);
-- Only one dispatch of an attempt is ever let begin.
create unique index deployment_dispatch_start on deployment_dispatch (organisation, deployment, position, attempt)
  where start is not null and kind = 'install';

-- The highest number signed for an endpoint in this epoch.
create table dispatch_sequence (
  organisation uuid not null,
  endpoint uuid not null,
  epoch bigint not null,
  sequence bigint not null,
  -- The highest epoch that the endpoint has obeyed: above ours, this database is of the past.
  obeyed_epoch bigint not null default 0,
  primary key (organisation, endpoint),
  foreign key (organisation, endpoint) references endpoint on delete cascade
);

create index dispatch_sequence_obeyed on dispatch_sequence (organisation, obeyed_epoch);

-- What endpoints said of jobs, committed before it is acknowledged. Never changed but to note what it came to.
create table deployment_report (
  organisation uuid not null,
  deployment uuid not null,
  endpoint uuid not null,
  attempt smallint not null,
  dispatch integer not null,
  -- The endpoint's own count, so that what is sent again is one report.
  number integer not null,
  position integer not null,
  body jsonb not null,
  detail jsonb not null default '{}',
  at timestamptz not null,
  received_at timestamptz not null,
  applied_at timestamptz,
  -- Why it changed nothing: late, or nothing new.
  evidence text,
  primary key (organisation, deployment, endpoint, attempt, dispatch, number),
  foreign key (organisation, deployment, position) references deployment_job on delete cascade
);
create index deployment_report_new on deployment_report (organisation, deployment, received_at) where applied_at is null;

create table deployment_approval (
  organisation uuid not null,
  deployment uuid not null,
  plan bytea not null,
  actor text not null,
  at timestamptz not null,
  primary key (organisation, deployment, actor, at),
  foreign key (organisation, deployment) references deployment on delete cascade,
  foreign key (organisation, plan) references plan
);

-- What happened to it, for people.
create table deployment_note (
  organisation uuid not null,
  deployment uuid not null,
  id bigint not null generated always as identity,
  at timestamptz not null,
  about text not null,
  text text not null,
  primary key (organisation, deployment, id),
  foreign key (organisation, deployment) references deployment on delete cascade
);

create table maintenance_window (
  organisation uuid not null references organisation on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('window', 'blackout', 'span')),
  name text not null,
  -- As people wrote it (WindowText or SpanText).
  said jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (organisation, id),
  unique (organisation, name)
);

-- A standing policy; each change is another version, and none is ever taken back.
create table rollout_policy (
  organisation uuid not null references organisation on delete cascade,
  id uuid not null,
  version integer not null check (version > 0),
  said jsonb not null,
  at timestamptz not null,
  by text not null,
  removed boolean not null default false,
  primary key (organisation, id, version)
);
create trigger immutable before update on rollout_policy for each row execute function never_changed();

create table finding_exception (
  organisation uuid not null references organisation on delete cascade,
  id uuid not null,
  owner text not null,
  reason text not null,
  covers text not null,
  from_day date not null,
  until_day date not null check (until_day >= from_day and until_day <= from_day + 365),
  created_at timestamptz not null,
  created_by text not null,
  approved_at timestamptz,
  approved_by text,
  ended_at timestamptz,
  ended_by text,
  primary key (organisation, id),
  check ((approved_at is null) = (approved_by is null)),
  check ((ended_at is null) = (ended_by is null))
);

do $$
declare
  name text;
begin
  foreach name in array array['rollout_limit', 'disruption_group', 'plan', 'operator_key', 'plan_signature', 'deployment',
    'deployment_ring', 'deployment_job', 'deployment_dispatch', 'dispatch_sequence', 'deployment_report', 'deployment_approval',
    'deployment_note', 'maintenance_window', 'rollout_policy', 'finding_exception']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$create policy own_organisation on %I using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
    execute format($policy$create policy in_backup on %I for select using
      (current_setting('suture.about', true) = 'backup')$policy$, name);
  end loop;
  foreach name in array array['deployment_job', 'deployment_dispatch', 'dispatch_sequence', 'deployment_report']
  loop
    execute format($policy$create policy tag_scope on %I as restrictive using (nullif(
      (select nullif(current_setting('suture.tag_scope', true), '') is null)
      or endpoint in (select e.id from endpoint e), false) is not null)$policy$, name);
  end loop;
end
$$;

-- Counts slots by the jobs themselves, whatever the server that writes them believes; the checks above then refuse one too
-- many. Always in the same order, so that two servers wait for each other and do not deadlock.
create function count_slots() returns trigger language plpgsql as $$
declare
  moved record;
begin
  for moved in select organisation, deployment, sum(n)::int as n from (
      select organisation, deployment, 1 as n from jobs_after where holds_slot
      union all select organisation, deployment, -1 from jobs_before where holds_slot) m
    group by 1, 2 having sum(n) <> 0 order by 1, 2
  loop
    update deployment d set in_flight = in_flight + moved.n where d.organisation = moved.organisation and d.id = moved.deployment;
    update rollout_limit l set in_flight = in_flight + moved.n where l.organisation = moved.organisation;
  end loop;
  for moved in select m.organisation, m.deployment, r.number, sum(n)::int as n from (
      select organisation, deployment, position, 1 as n from jobs_after where holds_slot
      union all select organisation, deployment, position, -1 from jobs_before where holds_slot) m
    join deployment_ring r on r.organisation = m.organisation and r.deployment = m.deployment
      and m.position >= r.first and m.position < r."end"
    group by 1, 2, 3 having sum(n) <> 0 order by 1, 2, 3
  loop
    update deployment_ring r set in_flight = in_flight + moved.n
    where r.organisation = moved.organisation and r.deployment = moved.deployment and r.number = moved.number;
  end loop;
  for moved in select organisation, disruption_group as name, sum(n)::int as n from (
      select organisation, disruption_group, 1 as n from jobs_after where holds_group and disruption_group is not null
      union all
      select organisation, disruption_group, -1 from jobs_before where holds_group and disruption_group is not null) m
    group by 1, 2 having sum(n) <> 0 order by 1, 2
  loop
    update disruption_group g set in_flight = in_flight + moved.n where g.organisation = moved.organisation and g.name = moved.name;
  end loop;
  return null;
end
$$;
create trigger count_slots after update on deployment_job referencing old table as jobs_before new table as jobs_after
  for each statement execute function count_slots();
-- A job is made waiting: nothing else would be counted.
create function refuse_busy_job() returns trigger language plpgsql as $$
begin
  if new.state <> 'queued' then raise exception 'a job begins queued'; end if;
  return new;
end
$$;
create trigger begins_queued before insert on deployment_job for each row execute function refuse_busy_job();

create trigger tell_inserted after insert on deployment referencing new table as touched
  for each statement execute function tell_of_change('deployments-changed');
create trigger tell_updated after update on deployment referencing new table as touched
  for each statement execute function tell_of_change('deployments-changed');
`,
};
