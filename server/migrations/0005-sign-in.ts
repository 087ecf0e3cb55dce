// What people prove themselves with beside a password, invitations, writes that are done once, and tags as a limit of sight.
import type { Migration } from './runner.ts';

export const signIn: Migration = {
  id: '0005-sign-in',
  up: String.raw`
-- Writes that name themselves, so that asking again is no second act. In the transaction of the act, for a day.
create table idempotency_key (
  organisation uuid not null references organisation on delete cascade,
  -- SHA-256 of who asked and of the key; the key itself is kept nowhere.
  digest bytea not null check (octet_length(digest) = 32),
  -- SHA-256 of what was asked.
  request bytea not null check (octet_length(request) = 32),
  -- What the act gave, sealed with the key, since it may hold a secret that is shown once.
  answer bytea,
  created_at timestamptz not null,
  primary key (organisation, digest)
);
create index idempotency_key_created_at on idempotency_key (organisation, created_at);

-- A one-time link that makes somebody a member.
create table invitation (
  organisation uuid not null references organisation on delete cascade,
  digest bytea not null unique check (octet_length(digest) = 32),
  id uuid not null default gen_random_uuid(),
  hint text not null,
  email text not null check (length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  role text not null check (role in ('viewer', 'operator', 'approver', 'admin')),
  tag_scope text[] check (tag_scope is null or (cardinality(tag_scope) > 0 and role <> 'admin')),
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (organisation, id)
);
create index invitation_expires_at on invitation (organisation, expires_at);

-- By which an enrolment token is spoken of, and how many endpoints it was for; null of those made before.
alter table enrolment_token add column id uuid not null default gen_random_uuid(), add column uses integer;
create unique index enrolment_token_id on enrolment_token (organisation, id);

-- Of a person, not of an organisation, as the account is: seen by who has proved, or is proving, to be that person.
create table totp (
  account uuid primary key references account on delete cascade,
  secret bytea not null check (octet_length(secret) = 20),
  created_at timestamptz not null,
  -- Null until a first code was right; not asked for before.
  confirmed_at timestamptz,
  -- The last step (of 30 s since 1970) a code was taken of: none is taken twice.
  last_step bigint not null default 0
);
create table recovery_code (
  account uuid not null references totp on delete cascade,
  digest bytea not null check (octet_length(digest) = 32),
  used_at timestamptz,
  primary key (account, digest)
);
create table passkey (
  account uuid not null references account on delete cascade,
  id uuid not null default gen_random_uuid(),
  -- As the authenticator calls it; base64url.
  credential text not null unique check (length(credential) between 16 and 1400),
  public_key bytea not null,
  -- Of uses, where the authenticator counts; going back tells a copy.
  counter bigint not null,
  transports text[] not null default '{}',
  -- The host it is for (the "relying party").
  host text not null,
  label text not null check (length(label) between 1 and 200),
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (account, id)
);
-- What an authenticator was asked to sign: for minutes, and once.
create table passkey_challenge (
  digest bytea primary key check (octet_length(digest) = 32),
  -- Null for signing in, where nobody is known yet.
  account uuid references account on delete cascade,
  expires_at timestamptz not null
);
create index passkey_challenge_expires_at on passkey_challenge (expires_at);

do $$
declare
  name text;
begin
  foreach name in array array['idempotency_key', 'invitation', 'totp', 'recovery_code', 'passkey', 'passkey_challenge']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
  end loop;
  foreach name in array array['idempotency_key', 'invitation']
  loop
    execute format($policy$create policy own_organisation on %I using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
  end loop;
  foreach name in array array['totp', 'recovery_code', 'passkey']
  loop
    execute format($policy$create policy presented_account on %I using
      (account = nullif(current_setting('suture.presented_account', true), '')::uuid)$policy$, name);
  end loop;
end
$$;
create policy presented_token on invitation for select using
  (digest = decode(nullif(current_setting('suture.presented_token', true), ''), 'hex'));
create policy presented_credential on passkey for select using
  (credential = nullif(current_setting('suture.presented_credential', true), ''));
create policy presented_token on passkey_challenge using
  (digest = decode(nullif(current_setting('suture.presented_token', true), ''), 'hex'));
-- Anybody may clear away what is over.
create policy over_is_seen on passkey_challenge for select using (expires_at < now());
create policy over_is_forgotten on passkey_challenge for delete using (expires_at < now());

-- Who is limited to tags sees and changes only endpoints with one of them, and what those endpoints have: in every query, also
-- in one that forgot. Who is not pays for one look at a setting a query; the second half of each "or" is then never run. The
-- odd "nullif … is not null" makes the planner take it for nearly always true, as it is: plans stay as they were without.
create policy tag_scope on endpoint as restrictive using (nullif(
  (select nullif(current_setting('suture.tag_scope', true), '') is null)
  or tags && (select nullif(current_setting('suture.tag_scope', true), '')::text[]), false) is not null);
do $$
declare
  name text;
begin
  foreach name in array array['endpoint_seen', 'section', 'section_history', 'endpoint_key', 'endpoint_certificate',
                              'endpoint_want']
  loop
    execute format($policy$create policy tag_scope on %I as restrictive using (nullif(
      (select nullif(current_setting('suture.tag_scope', true), '') is null)
      or endpoint in (select e.id from endpoint e), false) is not null)$policy$, name);
  end loop;
  -- Former sets too: since when somebody has a finding follows from them. As one value, made once a query and looked up by
  -- key: a subquery to join with would be counted as a cost of each look-up, and turn plans over for those without a limit.
  foreach name in array array['package', 'package_finding', 'package_doubt']
  loop
    execute format($policy$create policy tag_scope on %I as restrictive using (nullif(
      (select nullif(current_setting('suture.tag_scope', true), '') is null)
      or jsonb_exists((select jsonb_object_agg(m.package, null) from package_set_member m where m.package_set in (
        select s.package_set from section s union all select h.package_set from section_history h)), %I::text),
      false) is not null)$policy$, name, case name when 'package' then 'id' else 'package' end);
  end loop;
end
$$;
`,
};
