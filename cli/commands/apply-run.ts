// The work of `suture apply` and `suture approve`.
import type { Command } from 'commander';
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { printable } from '../output/columns.ts';
import { deploymentLines } from '../output/deployment-lines.ts';
import { inertJson } from '../output/inert-json.ts';
import { planLines } from '../output/plan-lines.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import { deploymentNamed, isOverState } from '../server/deployment-names.ts';
import { planMeant } from '../server/plan-names.ts';
import type { ApplyOptions } from './apply.ts';
import { driftLines } from './plan-run.ts';
import type { ConfirmOptions } from './server-options.ts';
import { handIn } from './sign-run.ts';
import { stateOnceRehearsed, waitFor } from './deployment-wait.ts';

type Plan = components['schemas']['Plan'];

export async function applyCommand(
  text: string,
  options: ApplyOptions,
  command: Command,
  context: Context,
): Promise<void> {
  const meant = await planMeant(text);
  const connection = await connect(options, context);
  const { api, ask } = connection;
  const hash = meant.kind === 'file' ? meant.plan.hash : meant.hash;
  const params = { path: { hash } };
  if (meant.kind === 'file' && meant.plan.envelope.signatures.length > 0) await handIn(connection, meant.plan);
  const plan = await ask(api.GET('/api/v1/plans/{hash}', { params }));
  const drift = await ask(api.GET('/api/v1/plans/{hash}/drift', { params }));
  if (drift.drifted > 0 && options.acceptDrift !== true) {
    throw new AppError(
      'input',
      driftLines(drift).join('\n'),
      'Make a new plan. With --accept-drift those endpoints refuse, and the others go on.',
    );
  }
  const { given, needed } = plan.signatures;
  if (options.approve === true && given < needed) {
    throw new AppError(
      'input',
      `the plan has ${given} of ${plural(needed, 'signature', 'signatures')}: endpoints take no other`,
      `Sign it: ${shellWords(['suture', 'sign', text])}`,
    );
  }
  const name = options.name ?? nameOf(plan);
  const does = options.approve === true ? 'Begin it and approve it' : 'Put it up for approval';
  await confirm([planLines(plan, undefined), '', ...driftLines(drift), `${does} as “${name}”?`], options, context);
  const body = { plan: hash, name, acceptDrift: options.acceptDrift === true, rehearse: options.rehearsal };
  const { id } = await ask(api.POST('/api/v1/deployments', { body }));
  // Nobody can say yes to it while it is rehearsed: what comes of that is what they look at.
  const state = options.approve === true ? await stateOnceRehearsed(connection, id, options) : undefined;
  if (state !== undefined && !['rehearsing', 'planned'].includes(state)) await approve(connection, id, hash);
  if (options.wait === true) return waitFor(connection, id, options, command, context);
  await told(connection, id, options, context, given < needed ? ['suture', 'sign', hash] : undefined);
}

/** Of what it installs, as far as that fits a name. */
function nameOf({ steps, closes }: Plan): string {
  const names = [...new Set(steps.flatMap(({ changes }) => changes.map((change) => change.package)))];
  return closes.length > 0 && closes.length < 4 ? listed(closes, 3) : listed(names, 3).slice(0, 200);
}

const approve = ({ api, ask }: Connection, id: string, plan: string): Promise<unknown> =>
  ask(api.POST('/api/v1/deployments/{id}/approval', { params: { path: { id } }, body: { plan } }));

export async function approveCommand(text: string, options: ConfirmOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const { api, ask } = connection;
  const id = await deploymentNamed(connection, text);
  const deployment = await ask(api.GET('/api/v1/deployments/{id}', { params: { path: { id } } }));
  const plan = await ask(api.GET('/api/v1/plans/{hash}', { params: { path: { hash: deployment.plan } } }));
  const halted = deployment.state === 'halted' ? [deploymentLines(deployment, undefined, context.now()), ''] : [];
  const says = deployment.state === 'halted' ? [] : deployment.says;
  await confirm(
    [...halted, planLines(plan, undefined), '', ...says, `Approve “${deployment.name}”?`],
    options,
    context,
  );
  // What was looked at, and nothing that may have come in its place meanwhile.
  await approve(connection, id, plan.hash);
  await told(connection, id, options, context);
}

async function told(
  { api, ask }: Connection,
  id: string,
  { json }: { readonly json?: boolean },
  { stdout }: Context,
  first?: readonly string[],
): Promise<void> {
  const deployment = await ask(api.GET('/api/v1/deployments/{id}', { params: { path: { id } } }));
  if (json === true) return void stdout.write(inertJson({ schema: 'suture.deployment/1', ...deployment }));
  const { state, approvals, name } = deployment;
  const isWaiting = state === 'awaiting-approval' || state === 'halted';
  const short = id.slice(0, 8);
  const rest = approvals.needed - approvals.given.length;
  const next = isWaiting
    ? ['suture', 'approve', short]
    : isOverState(state)
      ? ['suture', 'report', short]
      : ['suture', 'status', short, '--wait'];
  const isTried = state === 'rehearsing';
  const lines = [
    isWaiting
      ? `“${name}” waits for ${plural(rest, 'approval', 'more approvals').replace(/^1 approval$/, approvals.given.length === 0 ? '1 approval' : '1 more approval')}.`
      : `“${name}” is ${state.replaceAll('-', ' ')}${isTried ? '; once that is over it waits to be approved' : ''}.`,
    `Deployment ${id}`,
    `Next: ${shellWords(first ?? next)}`,
  ];
  stdout.write(`${lines.map(printable).join('\n')}\n`);
}
