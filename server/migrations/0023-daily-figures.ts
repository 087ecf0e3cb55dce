// What was open, and overdue, on each day: for how both go over time, which no list of today can tell.
import type { Migration } from './runner.ts';

export const dailyFigures: Migration = {
  id: '0023-daily-figures',
  up: String.raw`
create table daily_figure (
  organisation uuid not null references organisation on delete cascade,
  -- In UTC; the last look of the day is kept.
  day date not null,
  at timestamptz not null,
  endpoints integer not null check (endpoints >= 0),
  severe integer not null check (severe >= 0),
  exploited integer not null check (exploited >= 0),
  overdue integer not null check (overdue >= 0),
  primary key (organisation, day)
);
alter table daily_figure enable row level security;
alter table daily_figure force row level security;
create policy own_organisation on daily_figure using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);
create policy in_backup on daily_figure for select using (current_setting('suture.about', true) = 'backup');
`,
};
