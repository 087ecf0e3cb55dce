// What is known of vulnerabilities, when findings are due, what channels offer, support dates, feeds, and a word of changes.
import type { Migration } from './runner.ts';

export const risk: Migration = {
  id: '0007-risk',
  up: String.raw`
-- What is known of a vulnerability that some finding names, whoever has it. Numbers as the source gives them.
create table vulnerability (
  organisation uuid not null references organisation on delete cascade,
  id text not null,
  -- Whether it is known to be exploited; null: there are no data that would say so.
  exploited boolean,
  ransomware boolean,
  epss double precision,
  -- All of it, as decisions read it (RatedSignals).
  signals jsonb not null,
  primary key (organisation, id)
);

-- Findings of which advisories say the same, whichever packages they are of: weighed once, for endpoints that face the
-- internet (or might) and for those that do not.
create table finding_group (
  organisation uuid not null references organisation on delete cascade,
  id bigint not null generated always as identity,
  -- SHA-256 of what follows up to "said".
  digest bytea not null check (octet_length(digest) = 32),
  vulnerability text not null,
  -- What a decision takes from the finding: its state, advisories, fix and the fix's date.
  said jsonb not null,
  -- When the first of its advisories was published.
  published timestamptz,
  -- Counted from where nobody says when the fix was published: the first day it was known here.
  since date not null,
  -- Null until it is weighed.
  severity text check (severity in ('low', 'medium', 'high', 'critical', 'unknown')),
  cvss double precision,
  due_exposed date,
  due_internal date,
  rule_exposed text,
  rule_internal text,
  -- What the vendor says of its severity, and vectors of its own.
  rated jsonb,
  primary key (organisation, id),
  unique (organisation, digest)
);
create index finding_group_vulnerability on finding_group (organisation, vulnerability);
create index finding_group_unweighed on finding_group (organisation, id) where severity is null;
alter table package_finding add column finding_group bigint;
create index package_finding_group on package_finding (organisation, finding_group);

-- With what data, and by which policy, findings were weighed.
create table risk_state (
  organisation uuid primary key references organisation on delete cascade,
  policy text not null default 'bod-26-04' check (policy in ('bod-26-04', 'cvss', 'pci-dss-6.3.3')),
  -- The advisory generation and policy they were weighed with.
  weighed text not null default '',
  -- The dates of the data (RiskData).
  data jsonb not null default '{}'
);

create table feed_state (
  organisation uuid not null references organisation on delete cascade,
  name text not null,
  records integer not null,
  malformed integer not null,
  examples jsonb not null,
  upstream_date text,
  fetched_at timestamptz not null,
  checked_at timestamptz not null,
  error text,
  primary key (organisation, name)
);

-- Support of an operating system, as endpoints state it, on a day.
create table system_lifecycle (
  organisation uuid not null references organisation on delete cascade,
  -- hashtextextended(system::text, 0): what is looked up by. A row holds only where "system" is equal, too.
  hash bigint not null,
  system jsonb not null,
  product text not null,
  release text not null,
  label text not null,
  state text not null check (state in ('supported', 'ending', 'extended', 'unsupported', 'unknown')),
  end_of_life date,
  extended_until date,
  source text not null,
  note text,
  judged_on date not null,
  -- The advisory generation.
  judged_with text not null,
  primary key (organisation, hash)
);

-- A distinct update that channels offer: stored once, whoever is offered it.
create table offer (
  organisation uuid not null references organisation on delete cascade,
  id bigint not null generated always as identity,
  -- SHA-256 of its canonical line.
  digest bytea not null check (octet_length(digest) = 32),
  package text not null,
  arch text,
  installed text not null,
  candidate text not null,
  source_name text not null,
  source_version text not null,
  origin text not null,
  -- Null: nobody knows.
  security boolean,
  security_why text not null,
  held_cause text,
  held_why text,
  bytes bigint,
  primary key (organisation, id),
  unique (organisation, digest)
);
create index offer_package on offer (organisation, package, installed);

create table offer_set_member (
  organisation uuid not null,
  package_set bigint not null,
  offer bigint not null,
  primary key (organisation, package_set, offer),
  foreign key (organisation, package_set) references package_set on delete cascade,
  foreign key (organisation, offer) references offer
);
create index offer_set_member_offer on offer_set_member (organisation, offer, package_set);
-- Whether the offers of an available set are rows; those stored before this are read once more.
alter table package_set add column offers_read boolean not null default false;
create index package_set_offers_unread on package_set (organisation, id) where kind = 'available' and not offers_read;

-- When it last started, by its own uptime and the server's clock; null until it says so.
alter table endpoint add column booted_at timestamptz;
-- How many findings it has; with them a set's share is known.
alter table package add column findings integer not null default 0;
-- Each finding gets its group when its package is judged again.
update package set due = true where judged_at is not null;

-- Until when some server wants to hear of changes, because somebody looks: else nobody pays for telling.
create table event_audience (
  organisation uuid primary key references organisation on delete cascade,
  until timestamptz not null
);

do $$
declare
  name text;
begin
  foreach name in array array['vulnerability', 'finding_group', 'risk_state', 'feed_state', 'system_lifecycle', 'offer',
                              'offer_set_member', 'event_audience']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$create policy own_organisation on %I using
      (organisation = nullif(current_setting('suture.organisation', true), '')::uuid)$policy$, name);
  end loop;
end
$$;

-- Words of changes: the topic, the organisation and, where it is about endpoints, some of them; how many in all.
create function tell_event(topic text, organisation_ uuid, endpoints uuid[]) returns void language plpgsql as $$
begin
  if exists (select from event_audience a where a.organisation = organisation_ and a.until > now()) then
    perform pg_notify('suture_event', json_build_object('topic', topic, 'organisation', organisation_,
      'count', cardinality(endpoints), 'endpoints', endpoints[1:100])::text);
  end if;
end
$$;

create function tell_of_endpoints() returns trigger language plpgsql as $$
declare
  told record;
begin
  if not exists (select from event_audience a where a.until > now()) then return null; end if;
  -- The column that names the endpoint differs between the tables.
  for told in execute format('select organisation, array_agg(distinct %I) as endpoints from touched group by 1', tg_argv[1])
  loop
    perform tell_event(tg_argv[0], told.organisation, told.endpoints);
  end loop;
  return null;
end
$$;
create function tell_of_change() returns trigger language plpgsql as $$
declare
  told uuid;
begin
  if not exists (select from event_audience a where a.until > now()) then return null; end if;
  for told in select distinct organisation from touched loop
    perform tell_event(tg_argv[0], told, null);
  end loop;
  return null;
end
$$;

create trigger tell_inserted after insert on endpoint referencing new table as touched
  for each statement execute function tell_of_endpoints('endpoint-enrolled', 'id');
create trigger tell_updated after update on endpoint referencing new table as touched
  for each statement execute function tell_of_endpoints('endpoint-changed', 'id');
create trigger tell_inserted after insert on section referencing new table as touched
  for each statement execute function tell_of_endpoints('endpoint-changed', 'endpoint');
create trigger tell_updated after update on section referencing new table as touched
  for each statement execute function tell_of_endpoints('endpoint-changed', 'endpoint');
create trigger tell_inserted after insert on endpoint_seen referencing new table as touched
  for each statement execute function tell_of_endpoints('endpoint-seen', 'endpoint');
create trigger tell_updated after update on endpoint_seen referencing new table as touched
  for each statement execute function tell_of_endpoints('endpoint-seen', 'endpoint');
create trigger tell_inserted after insert on package_finding referencing new table as touched
  for each statement execute function tell_of_change('findings-changed');
create trigger tell_updated after update on package_finding referencing new table as touched
  for each statement execute function tell_of_change('findings-changed');
create trigger tell_updated after update on risk_state referencing new table as touched
  for each statement execute function tell_of_change('findings-changed');
create trigger tell_updated after update on advisory_generation referencing new table as touched
  for each statement execute function tell_of_change('generation-changed');
create trigger tell_inserted after insert on feed_state referencing new table as touched
  for each statement execute function tell_of_change('feeds-updated');
create trigger tell_updated after update on feed_state referencing new table as touched
  for each statement execute function tell_of_change('feeds-updated');
`,
};
