// The work of `suture status DEPLOYMENT`, and of every --wait: a deployment until it is over, needs a person, or the time is.
import type { Command } from 'commander';
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { EXIT, endWith } from '../exit-codes.ts';
import { secondsOf } from '../input/duration.ts';
import { printable } from '../output/columns.ts';
import { aboutText, deploymentLines, headline } from '../output/deployment-lines.ts';
import { inertJson } from '../output/inert-json.ts';
import { momentText } from '../output/plan-lines.ts';
import { progressBar } from '../output/progress.ts';
import { shellWords } from '../output/shell-words.ts';
import { type Connection, connect } from '../server/connect.ts';
import { type Deployment, deploymentNamed, hasFailed, isOverState } from '../server/deployment-names.ts';
import { changes } from '../server/follow.ts';
import type { WaitOptions } from './status.ts';

export async function deploymentStatus(
  text: string,
  options: WaitOptions,
  command: Command,
  context: Context,
): Promise<void> {
  if (options.timeout !== undefined && options.wait !== true)
    throw new AppError('usage', '--timeout is for --wait', 'Add --wait.');
  const connection = await connect(options, context);
  const id = await deploymentNamed(connection, text);
  if (options.wait === true) return waitFor(connection, id, options, command, context);
  show(await look(connection, id), options, context);
}

const look = ({ api, ask }: Connection, id: string): Promise<Deployment> =>
  ask(api.GET('/api/v1/deployments/{id}', { params: { path: { id } } }));

const mostDays = 30;

/** Ends with 5 where it failed or halted, with 7 where the time was over before. */
export async function waitFor(
  connection: Connection,
  id: string,
  options: WaitOptions,
  command: Command,
  context: Context,
): Promise<void> {
  const { timeout, quiet, json } = options;
  const until =
    timeout === undefined ? undefined : performance.now() + secondsOf('--timeout', timeout, mostDays) * 1_000;
  const bar = progressBar(context, quiet !== true);
  const isTold = quiet !== true && json !== true && context.stderr.isTTY !== true;
  const following = changes(connection, 'deployments-changed');
  const told = new Set<string>();
  try {
    for (;;) {
      const deployment = await look(connection, id);
      const needsNobody = !isOverState(deployment.state) && deployment.state !== 'halted';
      // What comes while nobody watches a terminal is told line by line, each once.
      for (const { at, about, text } of deployment.notes.toReversed()) {
        const line = `${momentText(at)}  ${aboutText(about)}${text}`;
        if (isTold && !told.has(line)) context.stderr.write(`${printable(line)}\n`);
        told.add(line);
      }
      bar.show(done(deployment), printable(headline(deployment)));
      const isOver = until !== undefined && performance.now() >= until;
      if (!needsNobody || isOver) {
        bar.clear();
        if (needsNobody) endWith(command, EXIT.timedOut);
        else if (hasFailed(deployment.state)) endWith(command, EXIT.deployment);
        return show(deployment, options, context);
      }
      await following.next(until === undefined ? undefined : until - performance.now());
    }
  } finally {
    bar.clear();
    following.end();
  }
}

const rest = [
  'succeeded',
  'failed',
  'lost',
  'rolled-back',
  'rollback-failed',
  'not-applicable',
  'skipped',
  'cancelled',
  'superseded',
];

const done = ({ rings, endpoints }: Deployment): number =>
  rings.reduce((sum, { jobs }) => sum + rest.reduce((all, state) => all + (jobs[state] ?? 0), 0), 0) /
  Math.max(1, endpoints);

function show(deployment: Deployment, { json }: { readonly json?: boolean }, { stdout }: Context): void {
  if (json === true) return void stdout.write(inertJson({ schema: 'suture.deployment/1', ...deployment }));
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  stdout.write(`${deploymentLines(deployment, width)}\n\nNext: ${printable(shellWords(nextOf(deployment)))}\n`);
}

function nextOf({ id, state, rings, failures, plan }: Deployment): readonly string[] {
  const short = id.slice(0, 8);
  if (isOverState(state)) return ['suture', 'report', short];
  switch (state) {
    case 'awaiting-approval':
      return ['suture', 'approve', short];
    case 'halted':
      return failures.length > 0
        ? ['suture', 'deployments', 'jobs', short, '--state', 'failed']
        : ['suture', 'approve', short];
    case 'paused':
      return ['suture', 'resume', short];
    case 'planned':
      return ['suture', 'plans', 'show', plan];
    default:
      return rings.some((ring) => ring.state === 'evaluating')
        ? ['suture', 'promote', short]
        : ['suture', 'status', short, '--wait'];
  }
}
