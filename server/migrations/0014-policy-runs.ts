// What standing policies have made of their days: one row for each day, whichever server made it.
import type { Migration } from './runner.ts';

export const policyRuns: Migration = {
  id: '0014-policy-runs',
  up: String.raw`
create table policy_run (
  organisation uuid not null references organisation on delete cascade,
  policy uuid not null,
  -- In the time zone of the policy.
  day date not null,
  version integer not null,
  at timestamptz not null,
  -- Null where no plan came of it; says has the reason.
  plan bytea,
  deployment uuid,
  says text not null,
  primary key (organisation, policy, day),
  foreign key (organisation, policy, version) references rollout_policy,
  foreign key (organisation, plan) references plan,
  foreign key (organisation, deployment) references deployment
);
create index policy_run_deployment on policy_run (organisation, deployment) where deployment is not null;
alter table policy_run enable row level security;
alter table policy_run force row level security;
create policy own_organisation on policy_run using
  (organisation = nullif(current_setting('suture.organisation', true), '')::uuid);
create policy in_backup on policy_run for select using (current_setting('suture.about', true) = 'backup');
`,
};
