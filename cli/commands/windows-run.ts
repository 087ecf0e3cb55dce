// The work of `suture windows`.
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { momentText } from '../output/plan-lines.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import type { ConfirmOptions, ListOptions } from './server-options.ts';
import type { NewWindowOptions } from './windows.ts';

type Window = components['schemas']['MaintenanceWindow'];
type Asked =
  | { readonly kind: 'window' | 'blackout'; readonly said: Extract<Window['said'], { recurrence: string }> }
  | { readonly kind: 'span'; readonly said: Extract<Window['said'], { to: string }> };

const listOf = async ({ api, ask }: Connection): Promise<readonly Window[]> =>
  (await ask(api.GET('/api/v1/maintenance-windows'))).items;

export async function windowsLs(options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const connection = await connect(options, context);
  const items = await listOf(connection);
  const opening = items.filter(({ kind }) => kind === 'window').length;
  const list = {
    schema: 'suture.windows/1',
    about: { server: connection.origin },
    rows: items.slice(0, most),
    total: items.length,
    columns: COLUMNS,
    said: [
      opening === 0
        ? 'There is no maintenance window: what is approved may begin at any time.'
        : `${plural(opening, 'maintenance window', 'maintenance windows')}.`,
    ],
    next: opening === 0 ? 'suture windows new --help' : 'suture plan --help',
  };
  writeRows(list, options, context);
}

const COLUMNS: readonly Column<Window>[] = [
  { name: 'name', shown: ({ name }) => name },
  { name: 'kind', shown: ({ kind }) => (kind === 'window' ? 'window' : 'blackout'), value: ({ kind }) => kind },
  {
    name: 'next',
    shown: ({ next }) => (next[0] === undefined ? 'not in 35 days' : momentText(next[0].from)),
    value: ({ next }) => next[0]?.from ?? null,
  },
  { name: 'when', shown: ({ says }) => says },
];

export async function windowsNew(name: string, options: NewWindowOptions, context: Context): Promise<void> {
  const body = askedFor(name, options, context);
  const { api, ask } = await connect(options, context);
  const preview = await ask(api.POST('/api/v1/maintenance-window-previews', { body }));
  const [problem] = preview.problems;
  if (problem !== undefined) throw new AppError('usage', `${problem.field} ${problem.problem}`, problem.remedy);
  const times = preview.next.map(({ from, to }) => `  ${momentText(from)} to ${momentText(to)}`);
  const says = [preview.says ?? '', ...(times.length === 0 ? ['It is never again.'] : ['Next:', ...times])];
  if (options.dryRun === true) {
    if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.window-preview/1', ...preview }));
    else context.stdout.write(`${says.map(printable).join('\n')}\n`);
    return;
  }
  const made = await ask(api.POST('/api/v1/maintenance-windows', { body }));
  if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.window/1', ...made }));
  else
    context.stdout.write(
      `${says.map(printable).join('\n')}\n\n${printable(`${made.name} is kept.`)}\nNext: suture windows ls\n`,
    );
}

/** What the options say, in the shape of the API; what they leave out or have too much is for the server to say. */
function askedFor(name: string, options: NewWindowOptions, { now }: Context): Asked {
  const {
    blackout = false,
    zone,
    recurrence,
    plusDays,
    starts,
    duration,
    ends,
    startMargin,
    from,
    until,
    to,
  } = options;
  if (to !== undefined) {
    const wrong = Object.entries({ recurrence, plusDays, starts, duration, ends, startMargin, until }).find(
      ([, value]) => value !== undefined,
    );
    if (!blackout || from === undefined || wrong !== undefined)
      throw new AppError(
        'usage',
        '--to is the end of a blackout that is once',
        'Give it with --blackout and --from alone.',
      );
    return { kind: 'span', said: { name, from, to, zone } };
  }
  if (recurrence === undefined || starts === undefined)
    throw new AppError(
      'usage',
      'a window needs --recurrence and --starts',
      "Write --recurrence 'FREQ=WEEKLY;BYDAY=TU' --starts 22:00.",
    );
  const days = plusDays === undefined ? undefined : Number(plusDays);
  if (days !== undefined && !Number.isSafeInteger(days))
    throw new AppError('usage', `--plus-days ${plusDays} is no number of days`, 'Write --plus-days 3.');
  const said = {
    name,
    recurrence,
    starts,
    zone,
    from: from ?? now().toISOString().slice(0, 10),
    ...(days !== undefined && { plusDays: days }),
    ...(duration !== undefined && { duration }),
    ...(ends !== undefined && { ends }),
    ...(startMargin !== undefined && { startMargin }),
    ...(until !== undefined && { until }),
  };
  return { kind: blackout ? 'blackout' : 'window', said };
}

export async function windowsRemove(name: string, options: ConfirmOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const items = await listOf(connection);
  const one = items.find((each) => each.name === name);
  if (one === undefined)
    throw new AppError(
      'input',
      `there is no window ${name}`,
      items.length === 0 ? 'There is none.' : `There are: ${items.map((each) => each.name).join(', ')}`,
    );
  await confirm([`Remove ${one.name}? ${one.says}`], options, context);
  const { api, ask } = connection;
  await ask(api.DELETE('/api/v1/maintenance-windows/{id}', { params: { path: { id: one.id } } }));
  if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.window/1', ...one, removed: true }));
  else
    context.stdout.write(
      `${printable(`${one.name} is removed: what waited for it is looked at anew.`)}\nNext: suture windows ls\n`,
    );
}
