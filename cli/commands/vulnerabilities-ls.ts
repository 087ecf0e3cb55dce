// The work of `suture vulnerabilities ls`.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { grouped } from '../output/columns.ts';
import { dueWords, exploitation } from '../output/fleet-words.ts';
import { type Column, isTable, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural } from '../output/words.ts';
import { type Advisories, advisoriesOf, advisoryWords } from '../server/advisories.ts';
import { connect } from '../server/connect.ts';
import { overdueOnly } from '../server/overdue.ts';
import { collect } from '../server/pages.ts';
import type { QueryOptions } from './server-options.ts';

type Vulnerability = components['schemas']['Vulnerability'];

export async function vulnerabilitiesLs(query: string, options: QueryOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const connection = await connect(options, context);
  const { api, ask, origin } = connection;
  const [{ rows, total }, advisories] = await Promise.all([
    collect((at) => ask(api.GET('/api/v1/vulnerabilities', { params: { query: { q: query, ...at } } }), query), most),
    options.json === true || isTable(options) ? advisoriesOf(connection) : undefined,
  ]);
  const now = context.now();
  const q = overdueOnly(query);
  const late =
    total > 0 && isTable(options)
      ? (await ask(api.GET('/api/v1/vulnerabilities', { params: { query: { q, limit: 1 } } }))).total
      : 0;
  const [first] = rows;
  const list = {
    schema: 'suture.vulnerabilities/1',
    about: { server: origin, query, advisories },
    rows,
    total,
    columns: columnsAt(now),
    said: sentences(total, late, query, advisories),
    next: first === undefined ? 'suture status' : shellWords(['suture', 'cve', first.vulnerability, '--fleet']),
  };
  writeRows(list, options, context);
}

const columnsAt = (now: Date): readonly Column<Vulnerability>[] => [
  { name: 'due', shown: ({ due, state }) => dueWords(due, state, now), value: ({ due }) => due },
  { name: 'vulnerability', shown: (row) => row.vulnerability },
  { name: 'severity', shown: ({ severity }) => severity },
  { name: 'known', shown: ({ exploited, ransomware, epss }) => exploitation(exploited, ransomware, epss) },
  { name: 'endpoints', shown: ({ endpoints }) => grouped(endpoints), value: ({ endpoints }) => endpoints, right: true },
  {
    name: 'fixable',
    shown: ({ fixable }) => (fixable === 0 ? 'none' : grouped(fixable)),
    value: ({ fixable }) => fixable,
    right: true,
  },
  { name: 'state', shown: ({ state }) => state, isForPrograms: true },
  {
    name: 'exploited',
    shown: ({ exploited }) => String(exploited ?? ''),
    value: ({ exploited }) => exploited,
    isForPrograms: true,
  },
  {
    name: 'ransomware',
    shown: ({ ransomware }) => String(ransomware ?? ''),
    value: ({ ransomware }) => ransomware,
    isForPrograms: true,
  },
  { name: 'epss', shown: ({ epss }) => String(epss ?? ''), value: ({ epss }) => epss, isForPrograms: true },
  { name: 'cvss', shown: ({ cvss }) => String(cvss ?? ''), value: ({ cvss }) => cvss, isForPrograms: true },
  { name: 'packages', shown: ({ packages }) => listed(packages, 2), value: ({ packages }) => packages.join(' ') },
];

function sentences(total: number, late: number, query: string, advisories: Advisories): readonly string[] {
  const where = query === '' ? '' : ` for ${query}`;
  const unknown = advisoryWords(advisories, `vulnerabilities${where}`, total);
  // Nothing found is no proof: what cannot be judged has none either.
  if (total === 0) return unknown.length > 0 ? unknown : [`No vulnerability is known${where}.`];
  const all = `${plural(total, 'vulnerability', 'vulnerabilities')}${where}`;
  return [late > 0 ? `${grouped(late)} overdue of ${all}.` : `${all}.`, ...unknown];
}
