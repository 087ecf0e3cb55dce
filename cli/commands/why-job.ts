// The work of `suture why ENDPOINT`: where its job is, what holds it back, why it failed and what to do.
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { changeText, momentText } from '../output/plan-lines.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed } from '../output/words.ts';
import { wrap } from '../output/wrap.ts';
import { type Connection, connect } from '../server/connect.ts';
import { deploymentNamed } from '../server/deployment-names.ts';
import { type Endpoint, endpointNamed } from '../server/endpoint-names.ts';
import type { ServerOptions } from './server-options.ts';

type Job = components['schemas']['Job'];

interface WhyJobOptions extends ServerOptions {
  /** True: the last that it was in. */
  readonly deployment?: string | true;
}

export async function whyJob(subject: string, options: WhyJobOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  await tell(connection, await endpointNamed(connection, subject), options, context);
}

/** Where the server that this machine knows has an endpoint of that name it is meant; else nothing was found. */
export async function whyJobOf(
  subject: string,
  options: WhyJobOptions,
  context: Context,
  absent: AppError,
): Promise<void> {
  let connection: Connection;
  let endpoint: Endpoint;
  try {
    connection = await connect(options, context);
    endpoint = await endpointNamed(connection, subject);
  } catch {
    throw absent;
  }
  await tell(connection, endpoint, options, context);
}

async function tell(
  connection: Connection,
  endpoint: Endpoint,
  options: WhyJobOptions,
  context: Context,
): Promise<void> {
  const { api, ask } = connection;
  const { deployment } = options;
  const id =
    typeof deployment === 'string'
      ? await deploymentNamed(connection, deployment)
      : await lastOf(connection, endpoint.id, endpoint.name);
  const path = { id, endpoint: endpoint.id };
  const job = await ask(api.GET('/api/v1/deployments/{id}/jobs/{endpoint}', { params: { path } }));
  const { stdout } = context;
  if (options.json === true) {
    stdout.write(inertJson({ schema: 'suture.deployment-job/1', endpointName: endpoint.name, ...job }));
    return;
  }
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const lines = jobLines(endpoint.name, job).flatMap((line) => wrap(printable(line), width));
  stdout.write(`${[...lines, '', `Next: ${printable(shellWords(next(endpoint.name, job)))}`].join('\n')}\n`);
}

/** The one that is under way comes before those that are over. */
async function lastOf({ api, ask }: Connection, id: string, name: string): Promise<string> {
  const { items } = await ask(api.GET('/api/v1/endpoints/{id}/jobs', { params: { path: { id } } }));
  const [first] = items;
  const going = items.find(({ deploymentState }) =>
    ['running', 'paused', 'halted', 'rolling-back'].includes(deploymentState),
  );
  if (first === undefined)
    throw new AppError('input', `${name} was in no deployment yet`, 'See them all: suture deployments ls');
  return (going ?? first).deployment;
}

const waits: Readonly<Record<string, string>> = {
  fence: 'a machine has obeyed a later epoch than this server’s: its database may be of the past',
  signatures: 'operators: keys that signed its plan were revoked, and it has to be signed again',
  blackout: 'a blackout',
  freeze: 'a freeze',
  offline: 'the endpoint, which was not heard of lately',
  clock: 'the clock of the endpoint, which is more than two minutes off',
  'disruption-group': 'another endpoint of its disruption group, which is down or being changed',
  'maintenance-window': 'a maintenance window',
  'user-deferral': 'its user, who has put it off',
  safeguard: 'a person: too many endpoints of its kind have failed',
  coverage: 'an earlier ring to have had these packages on this release',
  'too-long': 'a maintenance window that is long enough for it',
};

const SAYS: Readonly<Record<string, string>> = {
  queued: 'waits for its turn',
  leased: 'is given work',
  dispatched: 'was given its work and has not taken it yet',
  precheck: 'looks whether it may begin',
  staged: 'has downloaded all, and asks to begin',
  succeeded: 'is verified',
  failed: 'has failed',
  soaking: 'has installed and is watched',
  reconciling: 'was cut off, and looks at what it has',
  'rollback-failed': 'could not be rolled back',
};

function jobLines(name: string, job: Job): readonly string[] {
  const { state, attempt, waitsFor, failure, changes, dispatches, reports, says } = job;
  const words = SAYS[state] ?? `is ${state.replaceAll('-', ' ')}`;
  const opens = waitsFor?.until ?? null;
  const until = opens === null ? '' : `, until ${momentText(opens)} at first`;
  const nth = attempt > 1 ? `, in attempt ${attempt}` : '';
  const last = reports.findLast(({ cause, lines }) => cause !== null || lines.length > 0);
  const refused = dispatches.findLast(({ refusal }) => refusal !== null);
  return [
    waitsFor === null
      ? `${name} ${words}${nth} in “${job.name}” (ring ${job.ring + 1}), since ${momentText(job.changedAt)}.`
      : `${name} waits for ${waits[waitsFor.reason] ?? waitsFor.reason}${until}.`,
    ...(failure === null ? [] : [`Why: ${failure.says} (${failure.cause}).`]),
    ...(last === undefined
      ? []
      : [...(last.why === null ? [] : [last.why]), ...last.lines.map((line) => `    ${line}`)]),
    ...(failure === null ? [] : [failure.remedy]),
    ...(refused === undefined ? [] : [`It refused what was signed for it: ${refused.refusal ?? ''}`]),
    '',
    `The deployment is ${job.deploymentState.replaceAll('-', ' ')}, its ring ${job.ringState}.`,
    ...says,
    `Its step: ${listed(changes.map(changeText), 8)}.`,
    ...(reports.length === 0 ? [] : ['', 'What it said:']),
    ...reports
      .slice(-12)
      .map(({ receivedAt, kind, cause, evidence }) =>
        [
          `  ${momentText(receivedAt)}  ${kind.replaceAll('-', ' ')}`,
          cause ?? '',
          evidence === null ? '' : `(changed nothing: ${evidence})`,
        ]
          .filter((part) => part !== '')
          .join('  '),
      ),
  ];
}

function next(name: string, { deployment, state, deploymentState }: Job): readonly string[] {
  const short = deployment.slice(0, 8);
  const isLive = deploymentState === 'running' || deploymentState === 'paused';
  if (isLive && (state === 'failed' || state === 'rolled-back')) return ['suture', 'deployments', 'retry', short, name];
  if (state === 'lost') return ['suture', 'deployments', 'release', short, name];
  return ['suture', 'status', short];
}
