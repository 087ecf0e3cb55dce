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
    said: [sentence(rows, query)],
    next:
      first === undefined
        ? 'suture endpoints ls'
        : shellWords(['suture', 'endpoints', 'ls', `os:${first.os}`, `release:${first.release}`]),
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

const COLUMNS: readonly Column<System>[] = [
  { name: 'state', shown: ({ state }) => STATES[state] ?? state, value: ({ state }) => state },
  { name: 'system', shown: ({ label }) => label },
  { name: 'endpoints', shown: ({ endpoints }) => grouped(endpoints), value: ({ endpoints }) => endpoints, right: true },
  { name: 'end of life', shown: ({ endOfLife }) => endOfLife ?? '' },
  { name: 'extended until', shown: ({ extendedUntil }) => extendedUntil ?? '' },
  { name: 'note', shown: ({ note }) => note ?? '' },
  { name: 'source', shown: ({ source }) => source, isForPrograms: true },
];

function sentence(rows: readonly System[], query: string): string {
  const where = query === '' ? '' : ` for ${query}`;
  if (rows.length === 0) return `No system is known${where}.`;
  const on = (state: System['state']): number =>
    rows.filter((row) => row.state === state).reduce((sum, { endpoints }) => sum + endpoints, 0);
  const parts = [
    ['out of support', on('unsupported')],
    ['soon out of support', on('ending')],
    ['on extended support only', on('extended')],
    ['with support dates that are not known', on('unknown')],
  ] as const;
  const said = parts
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${plural(count, 'endpoint', 'endpoints')} ${what}`);
  return said.length === 0 ? `All systems are supported${where}.` : `${said.join(', ')}${where}.`;
}
