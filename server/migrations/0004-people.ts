// People: who they are, what they may do in which organisation, how they prove it, and the record of what was done.
import type { Migration } from './runner.ts';

export const people: Migration = {
  id: '0004-people',
  up: String.raw`
-- A person, who may belong to several organisations. Of no organisation, so closed by what is shown instead: see below.
create table account (
  id uuid primary key default gen_random_uuid(),
  -- As read by normalEmail: what people type differently is one address.
  email text not null unique check (length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  -- argon2id in the PHC string format; null for who cannot sign in with a password.
  password text,
  created_at timestamptz not null
);

create table membership (
  organisation uuid not null references organisation on delete cascade,
  account uuid not null references account on delete cascade,
  role text not null check (role in ('viewer', 'operator', 'approver', 'admin')),
  -- Only endpoints with one of these; null for all. Who administers people can lift any scope, so has none.
  tag_scope text[] check (tag_scope is null or (cardinality(tag_scope) > 0 and role <> 'admin')),
  since timestamptz not null,
  primary key (organisation, account)
);
create index membership_account on membership (account);

-- Sessions and tokens end with the membership they hang from, and hold for no other organisation.
create table session (
  organisation uuid not null,
  digest bytea not null unique check (octet_length(digest) = 32),
  id uuid not null default gen_random_uuid(),
  account uuid not null,
  address text check (length(address) <= 100),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Moved on as it is used.
  idle_until timestamptz not null,
  revoked_at timestamptz,
  primary key (organisation, id),
  foreign key (organisation, account) references membership on delete cascade
);
create index session_account on session (organisation, account);
create index session_expires_at on session (organisation, expires_at);

create table api_token (
  organisation uuid not null,
  digest bytea not null unique check (octet_length(digest) = 32),
  id uuid not null default gen_random_uuid(),
  account uuid not null,
  label text not null check (length(label) between 1 and 200),
  hint text not null,
  -- Permissions; what the membership does not allow they do not allow either.
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organisation, id),
  foreign key (organisation, account) references membership on delete cascade
);
create index api_token_account on api_token (organisation, account);

-- The one-time link that makes the first user of an organisation.
create table setup_link (
  organisation uuid not null references organisation on delete cascade,
  digest bytea not null unique check (octet_length(digest) = 32),
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (organisation, digest)
);

-- How often somebody was wrong, for each address and each name tried. Only hashes: of no organisation, and of nobody in it.
create table sign_in_count (
  key bytea primary key check (octet_length(key) = 32),
  failures integer not null check (failures >= 0),
  tried_at timestamptz not null,
  -- The next attempt is looked at from here on.
  open_at timestamptz not null,
  -- Set where an account has been signed in to from an address.
  succeeded_at timestamptz
);
create index sign_in_count_tried_at on sign_in_count (tried_at);

-- Where a chain has come to. Its row is locked by whoever appends, so that the chain has one order and no gap.
create table audit_head (
  organisation uuid primary key references organisation,
  sequence bigint not null,
  hash text not null
);

create table audit_entry (
  -- Not "on delete cascade": a record is not deleted by deleting what it is about.
  organisation uuid not null references organisation,
  sequence bigint not null check (sequence > 0),
  at timestamptz(3) not null,
  actor text not null,
  address text,
  action text not null,
  subject text,
  -- json, not jsonb: kept as it was hashed.
  before json not null,
  after json not null,
  previous text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (organisation, sequence)
);
create index audit_entry_actor on audit_entry (organisation, actor, sequence);
create index audit_entry_subject on audit_entry (organisation, subject, sequence);
create index audit_entry_action on audit_entry (organisation, action, sequence);

create table audit_checkpoint (
  organisation uuid not null references organisation,
  sequence bigint not null,
  at timestamptz(3) not null,
  -- Signed; the columns before it are only for looking it up.
  envelope json not null,
  primary key (organisation, sequence)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only ever added to', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

do $$
declare
  name text;
begin
  foreach name in array array['account', 'membership', 'session', 'api_token', 'setup_link', 'sign_in_count',
                              'audit_head', 'audit_entry', 'audit_checkpoint']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
  end loop;
  foreach name in array array['membership', 'session', 'api_token', 'setup_link', 'audit_head']
  loop
    execute format($policy$create policy own_organisation on %I using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
  end loop;
  foreach name in array array['audit_entry', 'audit_checkpoint']
  loop
    -- No policy for update or delete: to the server's role those rows are not there to be changed.
    execute format($policy$create policy own_organisation_reads on %I for select using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
    execute format($policy$create policy own_organisation_adds on %I for insert with check
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
    -- And who is held by no policy is at least told.
    execute format('create trigger only_added_to before update or delete or truncate on %I
      for each statement execute function refuse_change()', name);
  end loop;
  -- Whoever shows a token sees its row, and learns the organisation from there.
  foreach name in array array['session', 'api_token', 'setup_link']
  loop
    execute format($policy$create policy presented_token on %I for select using
      (digest = decode(nullif(current_setting('suture.presented_token', true), ''), 'hex'))$policy$, name);
  end loop;
end
$$;

-- An account is seen, made and changed by who names its e-mail address, and seen by the organisations it belongs to.
create policy presented_email on account using
  (email = nullif(current_setting('suture.presented_email', true), ''));
create policy member on account for select using (exists (
  select from membership m
  where m.account = account.id and m.organisation = nullif(current_setting('suture.organisation', true), '')::uuid));
-- Who has proved to be somebody sees where that somebody belongs.
create policy presented_account on membership for select using
  (account = nullif(current_setting('suture.presented_account', true), '')::uuid);
-- Counts of hashes tell nothing to who does not know the name or the address already.
create policy anybody on sign_in_count using (true);
`,
};
