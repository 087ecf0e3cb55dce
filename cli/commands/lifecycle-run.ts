// The work of `suture lifecycle`.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { grouped } from '../output/columns.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import { collect } from '../server/pages.ts';
import type { QueryOptions } from './server-options.ts';

type System = components['schemas']['SystemLifecycle'];
type Software = components['schemas']['SoftwareLifecycle'];

export async function lifecycle(query: string, options: QueryOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const { rows, total } = await collect(
    (at) => ask(api.GET('/api/v1/lifecycle', { params: { query: { q: query, ...at } } }), query),
    most,
  );
  const [first] = rows;
  const about = { server: origin, query };
  const list = {
    schema: 'suture.lifecycle/1',
    about,
    rows,
    total,
    columns: COLUMNS,
    said: [rows.length === 0 ? `No system is known${whereOf(query)}.` : sentence(rows, query)],
    next:
      first === undefined
        ? 'suture endpoints ls'
        : shellWords(['suture', 'endpoints', 'ls', `os:${first.os}`, `release:${first.release}`]),
  };
  writeRows(list, options, context);
}

/** The same of software, by its releases. */
export async function softwareLifecycle(query: string, options: QueryOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  let isWhole = true;
  const { rows, total } = await collect(async (at) => {
    const page = await ask(api.GET('/api/v1/lifecycle/software', { params: { query: { q: query, ...at } } }), query);
    ({ isWhole } = page);
    return page;
  }, most);
  const q = rows[0]?.q ?? undefined;
  const list = {
    schema: 'suture.lifecycle-software/1',
    about: { server: origin, query, isWhole },
    rows,
    total,
    columns: SOFTWARE_COLUMNS,
    said: [
      rows.length === 0
        ? `Of no software that comes straight from its makers support dates are known${whereOf(query)}.`
        : softwareSentence(rows, total, query),
      ...(isWhole ? [] : ['There is more software than is looked at.']),
    ],
    next: q === undefined ? 'suture lifecycle' : shellWords(['suture', 'endpoints', 'ls', q]),
  };
  writeRows(list, options, context);
}

const STATES = {
  unsupported: 'OUT OF SUPPORT',
  ending: 'support ends',
  extended: 'extended support only',
  supported: 'supported',
  unknown: 'not known',
} as const satisfies Record<System['state'], string>;

const columnsOf = <Row extends Software | System>(what: string): readonly Column<Row>[] => [
  { name: 'state', shown: ({ state }) => STATES[state] ?? state, value: ({ state }) => state },
  { name: what, shown: ({ label }) => label },
  { name: 'endpoints', shown: ({ endpoints }) => grouped(endpoints), value: ({ endpoints }) => endpoints, right: true },
  { name: 'end of life', shown: ({ endOfLife }) => endOfLife ?? '' },
  { name: 'extended until', shown: ({ extendedUntil }) => extendedUntil ?? '' },
  { name: 'note', shown: ({ note }) => note ?? '' },
  { name: 'source', shown: ({ source }) => source, isForPrograms: true },
];

const COLUMNS = columnsOf<System>('system');
const SOFTWARE_COLUMNS = columnsOf<Software>('software');

const whereOf = (query: string): string => (query === '' ? '' : ` for ${query}`);

function sentence(rows: readonly System[], query: string): string {
  const on = (state: System['state']): number =>
    rows.filter((row) => row.state === state).reduce((sum, { endpoints }) => sum + endpoints, 0);
  const said = inStates(on).map(([state, count]) => `${plural(count, 'endpoint', 'endpoints')} ${state}`);
  return said.length === 0 ? `All systems are supported${whereOf(query)}.` : `${said.join(', ')}${whereOf(query)}.`;
}

/** Releases are counted: an endpoint may have several. */
function softwareSentence(rows: readonly Software[], total: number, query: string): string {
  const of = (state: Software['state']): number => rows.filter((row) => row.state === state).length;
  const said = inStates(of).map(([state, count]) => `${plural(count, 'release', 'releases')} ${state}`);
  const among = rows.length < total ? ` among the first ${rows.length}` : '';
  return said.length === 0
    ? `All software whose dates are known is supported${among}${whereOf(query)}.`
    : `${said.join(', ')}${among}${whereOf(query)}.`;
}

const inStates = (on: (state: System['state']) => number): readonly (readonly [string, number])[] =>
  (
    [
      ['out of support', on('unsupported')],
      ['soon out of support', on('ending')],
      ['on extended support only', on('extended')],
      ['with support dates that are not known', on('unknown')],
    ] as const
  ).filter(([, count]) => count > 0);
