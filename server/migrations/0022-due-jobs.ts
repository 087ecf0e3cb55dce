// When the next job of a deployment is due, without looking at those that wait for something else.
import type { Migration } from './runner.ts';

export const dueJobs: Migration = {
  id: '0022-due-jobs',
  up: String.raw`
create index deployment_job_due on deployment_job (organisation, deployment, due_at) where due_at is not null;
`,
};
