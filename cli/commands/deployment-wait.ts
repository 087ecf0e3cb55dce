// The work of `suture status DEPLOYMENT`, and of every --wait: a deployment until it is over, needs a person, or the time is.
import type { Command } from 'commander';
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { EXIT, endWith } from '../exit-codes.ts';
import { secondsOf } from '../input/duration.ts';
import { printable } from '../output/columns.ts';
import { aboutText, deploymentLines, headline, isOfThePast } from '../output/deployment-lines.ts';
import { inertJson } from '../output/inert-json.ts';
import { momentText } from '../output/plan-lines.ts';
import { progressBar } from '../output/progress.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural } from '../output/words.ts';
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

/** At once, or with --wait when what is rehearsed first is known, or the time is over. */
export async function stateOnceRehearsed(
  connection: Connection,
  id: string,
  { wait, timeout }: Pick<WaitOptions, 'wait' | 'timeout'>,
): Promise<string> {
  const left = untilOf(timeout);
  const following = changes(connection, 'deployments-changed');
  try {
    for (;;) {
      const { state } = await look(connection, id);
      if (state !== 'rehearsing' || wait !== true || (left() ?? 1) <= 0) return state;
      await following.next(left());
    }
  } finally {
    following.end();
  }
}

/** Milliseconds that are left of a --timeout; undefined without one. */
function untilOf(timeout: string | undefined): () => number | undefined {
  if (timeout === undefined) return () => undefined;
  const until = performance.now() + secondsOf('--timeout', timeout, mostDays) * 1_000;
  return () => until - performance.now();
}

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
  const left = untilOf(timeout);
  const bar = progressBar(context, quiet !== true);
  const isTold = quiet !== true && json !== true && context.stderr.isTTY !== true;
  const following = changes(connection, 'deployments-changed');
  const told = new Set<string>();
  try {
    for (;;) {
      const deployment = await look(connection, id);
      // `planned`: its rehearsal failed, and nobody is asked to approve it.
      const needsNobody = !isOverState(deployment.state) && !['halted', 'planned'].includes(deployment.state);
      const tell = (line: string, isForAll: boolean): void => {
        if ((isTold || (isForAll && quiet !== true)) && !told.has(line)) {
          bar.clear();
          context.stderr.write(`${printable(line)}\n`);
        }
        told.add(line);
      };
      // What comes while nobody watches a terminal is told line by line, each once; what only a person ends, to everybody.
      for (const { at, about, text } of deployment.notes.toReversed())
        tell(`${momentText(at)}  ${aboutText(about)}${text}`, false);
      for (const line of waitsForPerson(deployment)) tell(line, true);
      bar.show(done(deployment), printable(headline(deployment)));
      const isOver = (left() ?? 1) <= 0;
      if (!needsNobody || isOver) {
        bar.clear();
        if (needsNobody) endWith(command, EXIT.timedOut);
        else if (hasFailed(deployment.state) || deployment.state === 'planned') endWith(command, EXIT.deployment);
        return show(deployment, options, context);
      }
      await following.next(left());
    }
  } finally {
    bar.clear();
    following.end();
  }
}

/** It goes on being waited for: whoever is asked may answer elsewhere. */
function waitsForPerson({ id, state, rings, pausedBy, approvals }: Deployment): readonly string[] {
  const short = id.slice(0, 8);
  if (state === 'awaiting-approval') {
    const rest = approvals.needed - approvals.given.length;
    return [`It waits for ${plural(rest, 'approval', 'approvals')}: suture approve ${short}`];
  }
  if (state === 'paused' && pausedBy.some((by) => by !== 'blackout'))
    return [`It is paused by ${listed(pausedBy)}; to let it go on: suture resume ${short}`];
  return rings.flatMap(({ number, state: ring, says, failures }) =>
    state === 'running' && ring === 'evaluating' && says !== null
      ? [
          `ring ${number + 1} waits at its gate${failures === 0 ? '' : `, with ${plural(failures, 'failure', 'failures')}`}; to let it pass: suture promote ${short}`,
        ]
      : [],
  );
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

function show(deployment: Deployment, { json }: { readonly json?: boolean }, { stdout, now }: Context): void {
  if (json === true) return void stdout.write(inertJson({ schema: 'suture.deployment/1', ...deployment }));
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const next = printable(shellWords(nextOf(deployment, now())));
  stdout.write(`${deploymentLines(deployment, width, now())}\n\nNext: ${next}\n`);
}

function nextOf(deployment: Deployment, now: Date): readonly string[] {
  const { id, state, rings, failures, rehearsals } = deployment;
  const short = id.slice(0, 8);
  if (isOverState(state)) return ['suture', 'report', short];
  switch (state) {
    case 'awaiting-approval':
      return ['suture', 'approve', short];
    case 'halted':
      return failures.length > 0
        ? ['suture', 'deployments', 'jobs', short, '--state', 'failed']
        : ['suture', ...(isOfThePast(deployment, now) ? ['deployments', 'cancel'] : ['approve']), short];
    case 'paused':
      return ['suture', 'resume', short];
    case 'planned':
      return ['suture', 'deployments', (rehearsals ?? []).length > 0 ? 'rehearse' : 'accept-rehearsal', short];
    default:
      if (!rings.some((ring) => ring.state === 'evaluating')) return ['suture', 'status', short, '--wait'];
      // Whoever lets a ring pass in which something failed looks at that first.
      return failures.length > 0
        ? ['suture', 'deployments', 'jobs', short, '--state', 'failed']
        : ['suture', 'promote', short];
  }
}
