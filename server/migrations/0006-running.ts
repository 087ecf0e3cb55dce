// What servers that run on one database share: whose it is, their keys, who does which work, and a word when there is some.
import type { Migration } from './runner.ts';

export const running: Migration = {
  id: '0006-running',
  up: String.raw`
-- The one row that says which organisation a server finds here; read before any organisation is known.
create table installation (
  one boolean primary key default true check (one),
  organisation uuid not null unique references organisation,
  -- Raised by each restore: what was signed under a lower one is of a past that did not happen.
  epoch bigint not null default 1 check (epoch > 0),
  created_at timestamptz not null default now(),
  restored_at timestamptz
);

-- What servers vouch and sign with, where no file holds it. Seen only by a transaction that says it is about keys.
create table installation_keys (
  organisation uuid primary key references organisation,
  authorities text not null,
  signing text not null
);

-- Who does a piece of work that two servers must not do at once; it is anybody's again when "until" has passed.
create table worker_lease (
  organisation uuid not null references organisation on delete cascade,
  name text not null,
  holder uuid not null,
  until timestamptz not null,
  primary key (organisation, name)
);

-- Accounts that the server makes for itself: shown like any other, and no person.
alter table account add column built_in boolean not null default false;

alter table installation enable row level security;
alter table installation force row level security;
create policy anybody on installation using (true);
alter table installation_keys enable row level security;
alter table installation_keys force row level security;
create policy own_keys on installation_keys using (
  organisation = nullif(current_setting('suture.organisation', true), '')::uuid
  and current_setting('suture.about', true) = 'keys');
alter table worker_lease enable row level security;
alter table worker_lease force row level security;
create policy own_organisation on worker_lease using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);

create function tell_of_due_packages() returns trigger language plpgsql as $$
begin
  if exists (select from added) then perform pg_notify('suture_due', ''); end if;
  return null;
end
$$;
create trigger tell_of_due_packages after insert on package
  referencing new table as added for each statement execute function tell_of_due_packages();

-- Sets that nothing refers to are looked for through these.
create index section_history_package_set on section_history (organisation, package_set);
`,
};
