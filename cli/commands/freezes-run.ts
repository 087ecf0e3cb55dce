// The work of `suture freezes`.
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { byBeginning } from '../input/by-beginning.ts';
import { confirm } from '../input/terminal-input.ts';
import { grouped, printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { momentText } from '../output/plan-lines.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { whoText } from '../output/who.ts';
import { plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import type { NewFreezeOptions } from './freezes.ts';
import type { ConfirmOptions, ListOptions } from './server-options.ts';

type Freeze = components['schemas']['Freeze'];

const listOf = async ({ api, ask }: Connection): Promise<readonly Freeze[]> =>
  (await ask(api.GET('/api/v1/freezes'))).items.toSorted(
    (a, b) => Number(b.state === 'holds') - Number(a.state === 'holds'),
  );

export async function freezesLs(options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const connection = await connect(options, context);
  const items = await listOf(connection);
  const holding = items.filter(({ state }) => state === 'holds');
  const list = {
    schema: 'suture.freezes/1',
    about: { server: connection.origin },
    rows: items.slice(0, most),
    total: items.length,
    columns: COLUMNS,
    said: [
      holding.length === 0
        ? 'No freeze holds: what is approved may begin.'
        : `${plural(holding.length, 'freeze holds', 'freezes hold')}.`,
    ],
    next:
      holding[0] === undefined
        ? 'suture deployments ls'
        : shellWords(['suture', 'freezes', 'lift', holding[0].id.slice(0, 8)]),
  };
  writeRows(list, options, context);
}

const coverText = ({ covers }: Freeze): string => (covers === '' ? 'all endpoints' : covers);
const endText = ({ until }: Freeze): string => (until === null ? 'it is lifted' : momentText(until));

const COLUMNS: readonly Column<Freeze>[] = [
  { name: 'id', shown: ({ id }) => id.slice(0, 8), value: ({ id }) => id },
  { name: 'state', shown: ({ state }) => state },
  { name: 'until', shown: endText, value: ({ until }) => until },
  {
    name: 'endpoints',
    shown: ({ endpoints }) => (endpoints === null ? '' : grouped(endpoints)),
    value: ({ endpoints }) => endpoints,
    right: true,
  },
  { name: 'covers', shown: coverText, value: ({ covers }) => covers },
  {
    name: 'by',
    shown: ({ createdBy, createdByName }) => whoText(createdBy, createdByName),
    value: ({ createdBy }) => createdBy,
  },
  { name: 'reason', shown: ({ reason }) => reason },
];

export async function freezesNew(
  covers: string,
  { reason, until, ...options }: NewFreezeOptions,
  context: Context,
): Promise<void> {
  const at = until === undefined ? undefined : Date.parse(until);
  if (Number.isNaN(at)) throw new AppError('usage', `--until ${until} is no moment`, 'Write 2027-01-04T06:00Z.');
  const { api, ask } = await connect(options, context);
  const body = { covers, reason, ...(at !== undefined && { until: new Date(at).toISOString() }) };
  const made = await ask(api.POST('/api/v1/freezes', { body }), covers);
  const short = made.id.slice(0, 8);
  told(
    made,
    `The freeze ${short} holds over ${coverText(made)}${made.covers === '' ? '' : ` (${made.endpoints ?? 0} now)`} until ${endText(made)}: nothing new begins there.`,
    ['suture', 'freezes', 'lift', short],
    options,
    context,
  );
}

export async function freezesLift(text: string, options: ConfirmOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const { api, ask } = connection;
  const one = byBeginning(text, await listOf(connection), { noun: 'freeze', list: 'suture freezes ls' });
  await confirm(
    [
      `Lift the freeze of ${coverText(one)} until ${endText(one)}? ${whoText(one.createdBy, one.createdByName)}: ${one.reason}`,
    ],
    options,
    context,
  );
  const lifted = await ask(api.POST('/api/v1/freezes/{id}/lift', { params: { path: { id: one.id } } }));
  const says = `The freeze ${lifted.id.slice(0, 8)} is lifted: what waited for it alone goes on.`;
  told(lifted, says, ['suture', 'deployments', 'ls'], options, context);
}

function told(
  freeze: Freeze,
  says: string,
  next: readonly string[],
  { json }: { readonly json?: boolean },
  { stdout }: Context,
): void {
  if (json === true) stdout.write(inertJson({ schema: 'suture.freeze/1', ...freeze }));
  else stdout.write(`${printable(says)}\nNext: ${printable(shellWords(next))}\n`);
}
