// The work of `suture deployments ls` and `suture deployments jobs`.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { ageText } from '../output/age.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { whoText } from '../output/who.ts';
import { plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import { deploymentNamed, type DeploymentSummary, isOverState } from '../server/deployment-names.ts';
import { collect } from '../server/pages.ts';
import type { DeploymentListOptions, JobListOptions } from './deployments.ts';

type Job = components['schemas']['JobPage']['items'][number];

export async function deploymentsLs(options: DeploymentListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { of } = options;
  const { api, ask, origin } = await connect(options, context);
  const { rows, total } = await collect(
    (at) => ask(api.GET('/api/v1/deployments', { params: { query: { of, ...at } } })),
    most,
  );
  const live = rows.filter(({ state }) => !isOverState(state));
  const first = live[0] ?? rows[0];
  const list = {
    schema: 'suture.deployments/1',
    about: { server: origin, of },
    rows,
    total,
    columns: deploymentColumns(context.now()),
    said: [
      total === 0
        ? of === 'all'
          ? 'There is no deployment yet.'
          : `No deployment is ${of}.`
        : `${plural(total, 'deployment', 'deployments')}${live.length === 0 ? ', all over' : `, ${live.length} not over`}.`,
    ],
    next: first === undefined ? 'suture plan --security' : shellWords(['suture', 'status', first.id.slice(0, 8)]),
  };
  writeRows(list, options, context);
}

const deploymentColumns = (now: Date): readonly Column<DeploymentSummary>[] => [
  { name: 'id', shown: ({ id }) => id.slice(0, 8), value: ({ id }) => id },
  { name: 'state', shown: ({ state }) => state },
  { name: 'endpoints', shown: ({ endpoints }) => String(endpoints), value: ({ endpoints }) => endpoints, right: true },
  { name: 'verified', shown: ({ done }) => (done === 0 ? '' : String(done)), value: ({ done }) => done, right: true },
  {
    name: 'going',
    shown: ({ inFlight }) => (inFlight === 0 ? '' : String(inFlight)),
    value: ({ inFlight }) => inFlight,
    right: true,
  },
  {
    name: 'failed',
    shown: ({ failed }) => (failed === 0 ? '' : String(failed)),
    value: ({ failed }) => failed,
    right: true,
  },
  { name: 'made', shown: ({ createdAt }) => ageText(createdAt, now), value: ({ createdAt }) => createdAt },
  {
    name: 'by',
    shown: ({ createdBy, createdByName }) => whoText(createdBy, createdByName).replace(/ \(token “.*”\)$/, ''),
    value: ({ createdBy }) => createdBy,
  },
  { name: 'name', shown: ({ name }) => name },
  { name: 'plan', shown: ({ plan }) => plan, isForPrograms: true },
];

export async function deploymentsJobs(text: string, options: JobListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const connection = await connect(options, context);
  const { api, ask } = connection;
  const id = await deploymentNamed(connection, text);
  const { state, cause } = options;
  const only = { ...(state !== undefined && { state }), ...(cause !== undefined && { cause }) };
  const { rows, total } = await collect(
    (at) => ask(api.GET('/api/v1/deployments/{id}/jobs', { params: { path: { id }, query: { ...only, ...at } } })),
    most,
  );
  const odd = rows.find(({ cause: why, reason }) => why !== null || reason !== null) ?? rows[0];
  const list = {
    schema: 'suture.deployment-jobs/1',
    about: { deployment: id },
    rows,
    total,
    columns: jobColumns(context.now()),
    said: [`${plural(total, 'endpoint', 'endpoints')}${state === undefined ? '' : ` ${state}`}.`],
    next: shellWords(
      odd === undefined
        ? ['suture', 'status', id.slice(0, 8)]
        : ['suture', 'why', odd.name ?? odd.endpoint, '--deployment', id.slice(0, 8)],
    ),
  };
  writeRows(list, options, context);
}

const jobColumns = (now: Date): readonly Column<Job>[] => [
  { name: 'endpoint', shown: ({ name, endpoint }) => name ?? endpoint },
  { name: 'id', shown: ({ endpoint }) => endpoint, isForPrograms: true },
  { name: 'state', shown: ({ state }) => state },
  { name: 'attempt', shown: ({ attempt }) => (attempt === 1 ? '' : String(attempt)), value: ({ attempt }) => attempt },
  { name: 'why', shown: ({ cause, reason }) => cause ?? reason ?? '' },
  { name: 'since', shown: ({ changedAt }) => ageText(changedAt, now), value: ({ changedAt }) => changedAt },
];
