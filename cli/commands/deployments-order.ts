// The work of `suture stop`, `pause`, `resume`, `promote` and of what people do to deployments else.
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { shellWords } from '../output/shell-words.ts';
import { type Connection, connect } from '../server/connect.ts';
import { deploymentNamed, listOf } from '../server/deployment-names.ts';
import { endpointNamed } from '../server/endpoint-names.ts';
import type { OrderName, OrderOptions } from './deployments.ts';

export async function orderCommand(
  name: OrderName,
  text: string | undefined,
  word: string | undefined,
  options: OrderOptions,
  context: Context,
): Promise<void> {
  const connection = await connect(options, context);
  if (options.all === true) {
    if (text !== undefined) throw new AppError('usage', '--all is every deployment that is under way, not one');
    return stopAll(connection, options, context);
  }
  // Without a name a halted one is not meant: nothing of it begins any more.
  const id = await deploymentNamed(connection, text, name === 'stop' || name === 'pause' ? ['halted'] : []);
  const question = questions[name];
  if (question !== undefined && options.yes !== true) {
    const { api, ask } = connection;
    const deployment = await ask(api.GET('/api/v1/deployments/{id}', { params: { path: { id } } }));
    await confirm(
      [`“${deployment.name}”, which is ${deployment.state.replaceAll('-', ' ')}: ${question}`],
      options,
      context,
    );
  }
  const { state } = await send(connection, name, id, options.reason ?? word);
  const short = id.slice(0, 8);
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.deployment-order/1', deployment: id, order: name, state }));
    return;
  }
  const lines = [
    `${name === 'stop' ? stopText(state) : said[name]} The deployment is ${state.replaceAll('-', ' ')}.`,
    `Next: ${shellWords(['suture', 'status', short])}`,
  ];
  context.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

/** Each is tried, whatever became of the one before. */
async function stopAll(connection: Connection, { json }: OrderOptions, context: Context): Promise<void> {
  const found = [...(await listOf(connection, 'going')), ...(await listOf(connection, 'waiting'))].filter(
    ({ state, createdBy }) =>
      ['running', 'paused', 'scheduled', 'rolling-back'].includes(state) ||
      // Of a standing policy: it may go on without anybody who knows of the Stop.
      (createdBy.startsWith('policy:') && ['rehearsing', 'awaiting-approval'].includes(state)),
  );
  const stopped: object[] = [];
  const failed: string[] = [];
  for (const { id, name } of found) {
    try {
      const { state } = await send(connection, 'stop', id, undefined);
      stopped.push({ deployment: id, name, state });
      if (json !== true) context.stdout.write(printable(`Stopped: ${name} (${id.slice(0, 8)}), now ${state}.`) + '\n');
    } catch (error) {
      failed.push(`${name} (${id.slice(0, 8)}): ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (json === true) context.stdout.write(inertJson({ schema: 'suture.deployment-orders/1', stopped, failed }));
  else if (found.length === 0) context.stdout.write('Nothing is under way.\n');
  if (failed.length > 0) throw new AppError('input', ['not stopped:', ...failed].join('\n'));
}

function send(
  { api, ask, ...connection }: Connection,
  name: OrderName,
  id: string,
  word: string | undefined,
): Promise<{ readonly state: string }> {
  const params = { path: { id } };
  switch (name) {
    case 'stop':
      return ask(api.POST('/api/v1/deployments/{id}/stop', { params }));
    case 'pause':
      return ask(api.POST('/api/v1/deployments/{id}/pause', { params }));
    case 'resume':
      return ask(api.POST('/api/v1/deployments/{id}/resumption', { params }));
    case 'promote':
      return ask(api.POST('/api/v1/deployments/{id}/promotion', { params }));
    case 'cancel':
      return ask(api.POST('/api/v1/deployments/{id}/cancellation', { params }));
    case 'reject':
      return ask(api.POST('/api/v1/deployments/{id}/rejection', { params }));
    case 'roll-back':
      return ask(api.POST('/api/v1/deployments/{id}/rollback', { params }));
    case 'break-glass':
      return ask(api.POST('/api/v1/deployments/{id}/break-glass', { params }));
    case 'waive-coverage':
      return ask(api.POST('/api/v1/deployments/{id}/coverage-waiver', { params }));
    case 'rehearse':
      return ask(api.POST('/api/v1/deployments/{id}/rehearsal', { params }));
    case 'accept-rehearsal': {
      const body = { reason: word ?? '' };
      return ask(api.POST('/api/v1/deployments/{id}/rehearsal-acceptance', { params, body }));
    }
    case 'start':
      return ask(api.POST('/api/v1/deployments/{id}/start', { params, body: { startAt: instant(word) } }));
    case 'retry':
    case 'release':
      return ofEndpoint({ api, ask, ...connection }, name, id, word ?? '');
  }
}

async function ofEndpoint(
  connection: Connection,
  name: 'retry' | 'release',
  id: string,
  text: string,
): Promise<{ readonly state: string }> {
  const { api, ask } = connection;
  const { id: endpoint } = await endpointNamed(connection, text);
  const params = { path: { id } };
  const body = { endpoint };
  return name === 'retry'
    ? ask(api.POST('/api/v1/deployments/{id}/retry', { params, body }))
    : ask(api.POST('/api/v1/deployments/{id}/release', { params, body }));
}

function instant(text = ''): string {
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw new AppError('usage', `${text} is no time`, 'Give one like 2026-12-01T22:00:00Z or 2026-12-01T22:00:00+01:00.');
}

/** Asked before; what only makes less happen is not. */
const questions: Readonly<Partial<Record<OrderName, string>>> = {
  resume: 'let it go on, in spite of what paused it?',
  promote: 'let the ring that waits at its gate pass, whatever the gate says?',
  cancel: 'give it up for good?',
  'roll-back': 'take back what it has changed?',
  'break-glass': 'work in blackouts and outside of maintenance windows for four hours?',
  'accept-rehearsal': 'ask for its approval without a rehearsal that passed?',
  'waive-coverage': 'let packages go on that no earlier ring had?',
  release: 'count the endpoint as down no more? It may still be installing.',
};

function stopText(state: string): string {
  switch (state) {
    case 'halted':
      return 'Stopped: nothing new begins; what installs ends by itself.';
    case 'planned':
      return 'Stopped before it began: no approval of it counts any more.';
    default:
      return 'There is nothing to stop.';
  }
}

const said: Readonly<Record<Exclude<OrderName, 'stop'>, string>> = {
  pause: 'Nothing new begins.',
  resume: 'It goes on.',
  promote: 'The ring passes.',
  cancel: 'Given up.',
  reject: 'Rejected.',
  'roll-back': 'What it changed is taken back.',
  'break-glass':
    'Asked for. Somebody else has to ask for the same within 15 minutes, unless that was done before: then it is broken for four hours.',
  'waive-coverage': 'Packages go on that no earlier ring had.',
  rehearse: 'It is rehearsed once more.',
  'accept-rehearsal': 'The reason is kept; it waits for its approval.',
  start: 'It begins then.',
  retry: 'The endpoint is tried once more.',
  release: 'Its place is free.',
};
