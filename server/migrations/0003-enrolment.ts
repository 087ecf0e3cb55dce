// Enrolment: tokens that let endpoints in, the certificates they hold, and what a check-in leaves behind.
import type { Migration } from './runner.ts';

export const enrolment: Migration = {
  id: '0003-enrolment',
  up: String.raw`
create table enrolment_token (
  organisation uuid not null references organisation on delete cascade,
  -- SHA-256 of the token's text; the text itself is kept nowhere.
  digest bytea not null unique check (octet_length(digest) = 32),
  hint text not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  uses_left integer not null check (uses_left >= 0),
  tags text[] not null default '{}',
  auto_approve boolean not null,
  revoked_at timestamptz,
  primary key (organisation, digest)
);

-- Whose a key is, for ever: no two endpoints have the same, and a new endpoint never takes over another's.
create table endpoint_key (
  organisation uuid not null,
  digest bytea not null check (octet_length(digest) = 32),
  endpoint uuid not null,
  -- The token the key was enrolled with, so that an answer lost on the way can be given again.
  token bytea,
  primary key (organisation, digest),
  foreign key (organisation, endpoint) references endpoint on delete cascade
);
create index endpoint_key_endpoint on endpoint_key (organisation, endpoint);

create table endpoint_certificate (
  organisation uuid not null,
  serial text not null check (serial ~ '^[0-9a-f]{32}$'),
  endpoint uuid not null,
  key_digest bytea not null,
  issued_at timestamptz not null,
  renew_after timestamptz not null,
  not_after timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text check (revoked_reason in ('superseded', 'key-lost', 'cloned', 'endpoint-removed', 'by-person')),
  primary key (organisation, serial),
  foreign key (organisation, endpoint) references endpoint on delete cascade,
  check ((revoked_at is null) = (revoked_reason is null))
);
create index endpoint_certificate_endpoint on endpoint_certificate (organisation, endpoint);

-- The sets an endpoint was asked for; no other is taken from it.
create table endpoint_want (
  organisation uuid not null,
  endpoint uuid not null,
  kind text not null check (kind in ('installed', 'available')),
  digest bytea not null check (octet_length(digest) = 32),
  -- What a delta may start from: a set this endpoint has reported itself.
  base bytea,
  asked_at timestamptz not null,
  primary key (organisation, endpoint, kind, digest),
  foreign key (organisation, endpoint) references endpoint on delete cascade
);

alter table endpoint add column local_policy jsonb;
-- The highest number seen, the server's clock minus the endpoint's, and the last starts of the machine, newest first.
alter table endpoint_seen
  add column sequence bigint not null default 0,
  add column clock_offset_ms bigint,
  add column boots uuid[] not null default '{}';

do $$
declare
  name text;
begin
  foreach name in array array['enrolment_token', 'endpoint_key', 'endpoint_certificate', 'endpoint_want']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$create policy own_organisation on %I using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
  end loop;
end
$$;

-- A new endpoint does not know its organisation: whoever shows a token sees that token's row, and learns it from there.
create policy presented_token on enrolment_token for select using
  (digest = decode(nullif(current_setting('suture.presented_token', true), ''), 'hex'));
`,
};
