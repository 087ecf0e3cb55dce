// The work of `suture endpoints ls`.
import type { Context } from '../context.ts';
import { ageText } from '../output/age.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import { type Endpoint, nameToType } from '../server/endpoint-names.ts';
import { collect } from '../server/pages.ts';
import type { QueryOptions } from './server-options.ts';

export async function endpointsLs(query: string, options: QueryOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const { rows, total } = await collect(
    (at) => ask(api.GET('/api/v1/endpoints', { params: { query: { q: query, ...at } } }), query),
    most,
  );
  const now = context.now();
  const list = {
    schema: 'suture.endpoints/1',
    about: { server: origin, query },
    rows,
    total,
    columns: columnsAt(now),
    said: [sentence(rows, total, query)],
    next: next(rows, query),
  };
  writeRows(list, options, context);
}

const columnsAt = (now: Date): readonly Column<Endpoint>[] => [
  { name: 'name', shown: ({ name }) => name },
  { name: 'id', shown: ({ id }) => id, isForPrograms: true },
  { name: 'state', shown: ({ state }) => state },
  { name: 'os', shown: ({ os }) => (os === null ? '' : `${os.id} ${os.version}`) },
  {
    name: 'seen',
    shown: ({ seenAt }) => (seenAt === null ? 'never' : ageText(seenAt, now)),
    value: ({ seenAt }) => seenAt,
  },
  { name: 'inventory', shown: ({ inventory }) => inventory },
  { name: 'exposure', shown: ({ exposure }) => exposure },
  { name: 'criticality', shown: ({ criticality }) => criticality, isForPrograms: true },
  { name: 'tags', shown: ({ tags }) => tags.join(' ') },
];

/** Who needs a person comes before how many there are. */
function sentence(rows: readonly Endpoint[], total: number, query: string): string {
  if (total === 0) return query === '' ? 'No endpoint has joined yet.' : `No endpoint matches ${query}.`;
  const all = `${plural(total, 'endpoint', 'endpoints')}${query === '' ? '' : ` ${total === 1 ? 'matches' : 'match'} ${query}`}`;
  // Of a list that is not whole, its parts cannot be counted.
  if (rows.length < total) return `${all}.`;
  const counts = [
    count(rows, ({ state }) => state === 'pending', 'waits for approval', 'wait for approval'),
    count(rows, ({ state }) => state === 'quarantined', 'is quarantined', 'are quarantined'),
    count(
      rows,
      ({ inventory, state }) => state === 'active' && inventory !== 'complete',
      'is not wholly known',
      'are not wholly known',
    ),
  ].filter((part) => part !== '');
  return counts.length === 0 ? `${all}.` : `${all}: ${counts.join(', ')}.`;
}

function count(rows: readonly Endpoint[], is: (row: Endpoint) => boolean, one: string, many: string): string {
  const found = rows.filter(is).length;
  return found === 0 ? '' : `${found} ${found === 1 ? one : many}`;
}

function next(rows: readonly Endpoint[], query: string): string {
  const [first] = rows;
  if (first === undefined) return query === '' ? 'suture enrol new' : 'suture endpoints ls';
  const waiting = rows.find(({ state }) => state === 'pending');
  if (waiting !== undefined) return shellWords(['suture', 'endpoints', 'approve', nameToType(waiting, rows)]);
  const odd = rows.find(
    ({ state, inventory }) => state === 'quarantined' || (state === 'active' && inventory !== 'complete'),
  );
  return shellWords(['suture', 'endpoints', 'show', nameToType(odd ?? first, rows)]);
}
