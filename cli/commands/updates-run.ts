// The work of `suture updates`.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { grouped } from '../output/columns.ts';
import { dueWords } from '../output/fleet-words.ts';
import { type Column, isTable, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural, vulnerabilities } from '../output/words.ts';
import { type Advisories, advisoriesOf, advisoryWords } from '../server/advisories.ts';
import { type Connection, connect } from '../server/connect.ts';
import { overdueOnly } from '../server/overdue.ts';
import { type Collected, collect } from '../server/pages.ts';
import type { UpdatesOptions } from './updates.ts';

type Patch = components['schemas']['Patch'];
type Update = components['schemas']['Update'];

export async function updates(query: string, options: UpdatesOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const connection = await connect(options, context);
  if (options.offered === true) return listOffered(connection, query, most, options, context);
  const hasOffers = options.json === true || isTable(options);
  const [patches, advisories, offered] = await Promise.all([
    patchesOf(connection, query, most),
    hasOffers ? advisoriesOf(connection) : undefined,
    hasOffers ? offersOf(connection, query, options.json === true ? most : NAMED_OFFERS) : undefined,
  ]);
  const now = context.now();
  const late = patches.total > 0 && isTable(options) ? (await patchesOf(connection, overdueOnly(query), 1)).total : 0;
  const list = {
    schema: 'suture.updates/1',
    about: {
      server: connection.origin,
      query,
      advisories,
      offered: offered && { total: offered.total, items: offered.rows },
    },
    ...patches,
    columns: patchColumns(now),
    said: [
      ...patchSentences(patches.total, late, query, advisories),
      ...(offered === undefined ? [] : offerSentence(offered)),
    ],
    next: next(patches.rows, query),
  };
  writeRows(list, options, context);
}

const NAMED_OFFERS = 100;

const patchesOf = ({ api, ask }: Connection, query: string, most: number): Promise<Collected<Patch>> =>
  collect((at) => ask(api.GET('/api/v1/patches', { params: { query: { q: query, ...at } } }), query), most);

const offersOf = ({ api, ask }: Connection, query: string, most: number): Promise<Collected<Update>> =>
  collect((at) => ask(api.GET('/api/v1/updates', { params: { query: { q: query, ...at } } }), query), most);

async function listOffered(
  connection: Connection,
  query: string,
  most: number,
  options: UpdatesOptions,
  context: Context,
): Promise<void> {
  const offered = await offersOf(connection, query, most);
  const list = {
    schema: 'suture.offered-updates/1',
    about: { server: connection.origin, query },
    ...offered,
    columns: OFFERED,
    said:
      offered.total === 0
        ? [`No channel offers anything${forQuery(query)}.`]
        : [`${plural(offered.total, 'update is', 'updates are')} offered${forQuery(query)}.`],
    next: shellWords(['suture', 'updates', ...(query === '' ? [] : [query])]),
  };
  writeRows(list, options, context);
}

const forQuery = (query: string): string => (query === '' ? '' : ` for ${query}`);

const patchColumns = (now: Date): readonly Column<Patch>[] => [
  { name: 'due', shown: ({ due }) => dueWords(due, 'affected', now), value: ({ due }) => due },
  {
    name: 'severity',
    shown: ({ severity, exploited }) => (exploited === true ? `${severity}, exploited` : severity),
    value: ({ severity }) => severity,
  },
  { name: 'install', shown: ({ source, to }) => `${source} → ${to}`, value: ({ source }) => source },
  { name: 'version', shown: ({ to }) => to, isForPrograms: true },
  { name: 'endpoints', shown: ({ endpoints }) => grouped(endpoints), value: ({ endpoints }) => endpoints, right: true },
  {
    name: 'closes',
    shown: ({ closes }) => (closes.length === 1 ? (closes[0] ?? '') : vulnerabilities(closes)),
    value: ({ closes }) => closes.join(' '),
  },
  {
    name: 'exploited',
    shown: ({ exploited }) => String(exploited ?? ''),
    value: ({ exploited }) => exploited,
    isForPrograms: true,
  },
  {
    name: 'offered',
    shown: ({ offered }) => (offered.length === 0 ? 'no offer known' : ''),
    value: ({ offered }) => offered.join(' '),
  },
  { name: 'packages', shown: ({ packages }) => packages.join(' '), isForPrograms: true },
  { name: 'ecosystem', shown: ({ ecosystem }) => ecosystem },
];

const OFFERED: readonly Column<Update>[] = [
  { name: 'security', shown: ({ security }) => security },
  { name: 'install', shown: ({ source, version }) => `${source} → ${version}`, value: ({ source }) => source },
  { name: 'version', shown: ({ version }) => version, isForPrograms: true },
  { name: 'endpoints', shown: ({ endpoints }) => grouped(endpoints), value: ({ endpoints }) => endpoints, right: true },
  {
    name: 'held on',
    shown: ({ heldOn }) => (heldOn === 0 ? '' : grouped(heldOn)),
    value: ({ heldOn }) => heldOn,
    right: true,
  },
  {
    name: 'held because',
    shown: ({ held }) =>
      listed(
        held.map(({ why }) => why),
        1,
      ),
  },
  { name: 'from', shown: ({ origins }) => listed(origins, 2), value: ({ origins }) => origins.join(' ') },
];

function patchSentences(total: number, late: number, query: string, advisories: Advisories): readonly string[] {
  const unknown = advisoryWords(advisories, `which updates close a vulnerability${forQuery(query)}`, total);
  if (total === 0) {
    return unknown.length > 0 ? unknown : [`No update is known to close a vulnerability${forQuery(query)}.`];
  }
  const what = `${plural(total, 'update closes', 'updates close')} known vulnerabilities${forQuery(query)}`;
  return [late > 0 ? `${grouped(late)} overdue: ${what}.` : `${what}.`, ...unknown];
}

function offerSentence({ rows, total }: Collected<Update>): readonly string[] {
  if (total === 0) return [];
  const security = rows.filter((row) => row.security === 'yes');
  // Security updates come first.
  const isCounted = security.length < rows.length || rows.length === total;
  const of =
    security.length === 0
      ? ''
      : `, ${isCounted ? String(security.length) : `${security.length} or more`} for security: ${listed(
          security.map(({ source }) => source),
          6,
        )}`;
  return [`Channels offer ${plural(total, 'update', 'updates')}${of} (--offered).`];
}

function next([first]: readonly Patch[], query: string): string {
  if (first !== undefined) return shellWords(['suture', 'why', first.source, '--fleet']);
  return shellWords(['suture', 'updates', '--offered', ...(query === '' ? [] : [query])]);
}
