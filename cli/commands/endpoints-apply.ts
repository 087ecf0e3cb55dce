// Does one thing to several endpoints: which is settled and confirmed first, then none is added, whatever joins meanwhile.
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { listed, plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import { type Endpoint, endpointsMeant } from '../server/endpoint-names.ts';
import type { ConfirmOptions } from './server-options.ts';

export interface Change {
  /** `put on web:`; what a person is asked to confirm, and told afterwards. */
  readonly verb: string;
  readonly done: string;
  /** Asked also for a single one. */
  readonly isGrave?: boolean;
  /** Only endpoints in these states; without it, all. Of several of one name, one in the first of them is meant. */
  readonly from?: readonly Endpoint['state'][];
  /** What is said of one in another state: `does not wait for approval`. */
  readonly unfit?: string;
  readonly one: (connection: Connection, id: string) => Promise<unknown>;
  /** The same to a selection that is frozen at the server, from one place on to the next; null ends it. */
  readonly piece?: (
    connection: Connection,
    selection: string,
    from: number,
  ) => Promise<{ readonly next: number | null }>;
  readonly next: (first: Endpoint) => string;
}

export async function carryOut(
  which: readonly string[],
  change: Change,
  options: ConfirmOptions,
  context: Context,
): Promise<void> {
  const connection = await connect(options, context);
  const meant = new Map<string, Endpoint>();
  for (const text of which) {
    for (const one of await endpointsMeant(connection, text, change.from?.[0])) meant.set(one.id, one);
  }
  const endpoints = [...meant.values()].filter(({ state }) => change.from?.includes(state) ?? true);
  const [first] = endpoints;
  if (first === undefined) throw noneFits([...meant.values()], change);
  const left = meant.size - endpoints.length;
  const names = namesOf(endpoints);
  const whom = endpoints.length === 1 ? names : `${plural(endpoints.length, 'endpoint', 'endpoints')}: ${names}`;
  const rest = left === 0 ? [] : [`Left out: ${left} of which each ${change.unfit ?? ''}.`];
  if (endpoints.length > 1 || change.isGrave === true) {
    await confirm([`${capital(change.verb)} ${whom}`, ...rest], options, context);
  }
  await apply(connection, change, endpoints);
  if (options.json === true) {
    const items = endpoints.map(({ id, name }) => ({ id, name }));
    context.stdout.write(inertJson({ schema: 'suture.endpoints-changed/1', total: items.length, left, items }));
    return;
  }
  const lines = [`${change.done} ${whom}`, ...rest, `Next: ${change.next(first)}`];
  context.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

const namesOf = (endpoints: readonly Endpoint[]): string =>
  listed(
    endpoints.map(({ name }) => name),
    20,
  );

function noneFits(meant: readonly Endpoint[], { unfit = '' }: Change): AppError {
  const [one, ...others] = meant;
  return others.length === 0 && one !== undefined
    ? new AppError('input', `${one.name} ${unfit}: it is ${one.state}`)
    : new AppError('input', `of ${meant.length} endpoints each ${unfit}: ${namesOf(meant)}`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What one selection of the server takes by name. */
const LARGEST_SELECTION = 1_000;
const AT_ONCE = 4;

async function apply(connection: Connection, change: Change, endpoints: readonly Endpoint[]): Promise<void> {
  const { piece } = change;
  if (piece === undefined || endpoints.length === 1) return applyToEach(connection, change, endpoints);
  const { api, ask } = connection;
  for (let at = 0; at < endpoints.length; at += LARGEST_SELECTION) {
    const body = { endpoints: endpoints.slice(at, at + LARGEST_SELECTION).map(({ id }) => id) };
    const { id } = await ask(api.POST('/api/v1/endpoint-selections', { body }));
    for (let from: number | null = 0; from !== null;) {
      const { next }: { readonly next: number | null } = await piece(connection, id, from);
      if (next !== null && next <= from) throw new AppError('network', 'the server does not come to an end of it');
      from = next;
    }
  }
}

/** Ends at the first refusal, and says how far it came. */
async function applyToEach(connection: Connection, { one }: Change, endpoints: readonly Endpoint[]): Promise<void> {
  let done = 0;
  for (let at = 0; at < endpoints.length; at += AT_ONCE) {
    const some = await Promise.allSettled(endpoints.slice(at, at + AT_ONCE).map(({ id }) => one(connection, id)));
    done += some.filter(({ status }) => status === 'fulfilled').length;
    const failed = some.findIndex(({ status }) => status === 'rejected');
    const outcome = some[failed];
    if (outcome?.status !== 'rejected') continue;
    const { reason } = outcome as { readonly reason: unknown };
    if (!(reason instanceof AppError) || endpoints.length === 1) throw reason;
    const name = endpoints[at + failed]?.name ?? '';
    const remedy = `Done before that: ${done} of ${endpoints.length}.`;
    throw new AppError(reason.code, `${name}: ${reason.message}`, remedy, reason);
  }
}
