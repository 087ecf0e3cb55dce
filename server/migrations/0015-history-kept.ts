// Since when vulnerabilities are known, to search for what is new; and which former sections have been looked at for good.
import type { Migration } from './runner.ts';

export const historyKept: Migration = {
  id: '0015-history-kept',
  up: String.raw`
-- When a finding first named it, on any endpoint.
alter table vulnerability add column found_at timestamptz not null default now();

-- Rows of every organisation, which the owner sees only while policies are not forced on it.
alter table vulnerability no force row level security;
alter table finding_group no force row level security;
update vulnerability v set found_at = known.since
from (
  select organisation, vulnerability, min(since)::timestamp at time zone 'UTC' as since from finding_group group by 1, 2
) known
where known.organisation = v.organisation and known.vulnerability = v.id and known.since < v.found_at;
alter table vulnerability force row level security;
alter table finding_group force row level security;

-- Older than history is kept whole, and kept all the same: since when something was there, or fixed, follows from it.
alter table section_history add column settled boolean not null default false;
create index section_history_unsettled on section_history (organisation, endpoint, adapter, kind, since) where not settled;
`,
};
