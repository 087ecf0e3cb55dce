// The work of `suture exceptions`.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { byBeginning } from '../input/by-beginning.ts';
import { confirm } from '../input/terminal-input.ts';
import { grouped, printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import type { NewExceptionOptions } from './exceptions.ts';
import type { ConfirmOptions, ListOptions } from './server-options.ts';

type Exception = components['schemas']['Exception'];

const order: readonly Exception['state'][] = ['waits', 'holds', 'to-come', 'expired', 'ended'];

const listOf = async ({ api, ask }: Connection): Promise<readonly Exception[]> =>
  (await ask(api.GET('/api/v1/exceptions'))).items.toSorted(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.until < b.until ? -1 : 1),
  );

export async function exceptionsLs(options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const connection = await connect(options, context);
  const items = await listOf(connection);
  const holding = items.filter(({ state }) => state === 'holds');
  const waiting = items.filter(({ state }) => state === 'waits');
  const findings = holding.reduce((sum, each) => sum + (each.findings ?? 0), 0);
  const list = {
    schema: 'suture.exceptions/1',
    about: { server: connection.origin },
    rows: items.slice(0, most),
    total: items.length,
    columns: COLUMNS,
    said: [
      items.length === 0
        ? 'There is no exception.'
        : `${plural(holding.length, 'exception holds', 'exceptions hold')}, over ${plural(findings, 'finding', 'findings')}${waiting.length === 0 ? '' : `; ${plural(waiting.length, 'waits', 'wait')} for an approval`}.`,
    ],
    next:
      waiting[0] === undefined
        ? 'suture vulnerabilities ls'
        : shellWords(['suture', 'exceptions', 'approve', waiting[0].id.slice(0, 8)]),
  };
  writeRows(list, options, context);
}

const COLUMNS: readonly Column<Exception>[] = [
  { name: 'id', shown: ({ id }) => id.slice(0, 8), value: ({ id }) => id },
  { name: 'state', shown: ({ state }) => state.replace('-', ' '), value: ({ state }) => state },
  { name: 'until', shown: ({ until }) => until },
  {
    name: 'findings',
    shown: ({ findings }) => (findings === null ? '' : grouped(findings)),
    value: ({ findings }) => findings,
    right: true,
  },
  {
    name: 'endpoints',
    shown: ({ endpoints }) => (endpoints === null ? '' : grouped(endpoints)),
    value: ({ endpoints }) => endpoints,
    right: true,
  },
  { name: 'owner', shown: ({ owner }) => owner },
  { name: 'covers', shown: ({ covers }) => covers },
  { name: 'reason', shown: ({ reason }) => reason },
];

export async function exceptionsNew(covers: string, options: NewExceptionOptions, context: Context): Promise<void> {
  const { owner, reason, until, from } = options;
  const { api, ask } = await connect(options, context);
  const body = { owner, reason, covers, until, ...(from !== undefined && { from }) };
  const made = await ask(api.POST('/api/v1/exceptions', { body }), covers);
  told(made, options, context);
}

function told(exception: Exception, { json }: { readonly json?: boolean }, { stdout }: Context): void {
  if (json === true) return void stdout.write(inertJson({ schema: 'suture.exception/1', ...exception }));
  const { id, state, until, findings, endpoints } = exception;
  const short = id.slice(0, 8);
  const covers = `${plural(findings ?? 0, 'finding', 'findings')} on ${plural(endpoints ?? 0, 'endpoint', 'endpoints')}`;
  const says: Readonly<Record<Exception['state'], string>> = {
    waits: `The exception ${short} waits for an approval; it would cover ${covers}.`,
    'to-come': `The exception ${short} holds from ${exception.from} to ${until}.`,
    holds: `The exception ${short} holds until ${until}, over ${covers}. They are shown all the same.`,
    expired: `The exception ${short} was over on ${until}.`,
    ended: `The exception ${short} is ended: its findings count again.`,
  };
  const next = state === 'waits' ? ['suture', 'exceptions', 'approve', short] : ['suture', 'exceptions', 'ls'];
  stdout.write(`${printable(says[state])}\nNext: ${printable(shellWords(next))}\n`);
}

export async function exceptionsDecide(
  what: 'approve' | 'end',
  text: string,
  options: ConfirmOptions,
  context: Context,
): Promise<void> {
  const connection = await connect(options, context);
  const { api, ask } = connection;
  const one = byBeginning(text, await listOf(connection), { noun: 'exception', list: 'suture exceptions ls' });
  const { id, covers, owner, reason, until } = one;
  await confirm(
    [`${what === 'approve' ? 'Approve' : 'End'} the exception of ${covers} until ${until}? ${owner}: ${reason}`],
    options,
    context,
  );
  const params = { path: { id } };
  const decided =
    what === 'approve'
      ? await ask(api.POST('/api/v1/exceptions/{id}/approval', { params }))
      : await ask(api.POST('/api/v1/exceptions/{id}/end', { params }));
  told(decided, options, context);
}
