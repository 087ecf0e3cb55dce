// The work of `suture status`.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { ageText } from '../output/age.ts';
import { grouped, printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural } from '../output/words.ts';
import { wrap } from '../output/wrap.ts';
import { unjudgedWords } from '../server/advisories.ts';
import { connect } from '../server/connect.ts';
import type { Endpoint } from '../server/endpoint-names.ts';
import type { ServerOptions } from './server-options.ts';

type Numbers = components['schemas']['Overview']['numbers'];
type OverviewNumber = Numbers[number];
type Feed = components['schemas']['Feed'];

const MOST_LINES = 5;
const NAMED = 3;

export async function status(options: ServerOptions, context: Context): Promise<void> {
  const { api, ask, origin } = await connect(options, context);
  const [{ numbers, advisories }, feeds] = await Promise.all([
    ask(api.GET('/api/v1/overview')),
    ask(api.GET('/api/v1/feeds', { params: { query: { limit: 1_000 } } })),
  ]);
  // A server of before it was told.
  const { neverFetched = [] } = feeds as Partial<typeof feeds>;
  const { q, count } = numbers.find(({ name }) => name === 'silent') ?? { q: '', count: 0 };
  const silent =
    count === 0 ? [] : (await ask(api.GET('/api/v1/endpoints', { params: { query: { q, limit: NAMED } } }))).items;
  if (options.json === true) {
    context.stdout.write(
      inertJson({
        schema: 'suture.status/1',
        server: origin,
        numbers,
        advisories,
        silent,
        feeds: feeds.items,
        neverFetched,
      }),
    );
    return;
  }
  const { stdout } = context;
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const prose = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => wrap(printable(line), width));
  const now = context.now();
  const todo = todoOf(numbers);
  const blocks = [
    todoLines(todo, width),
    prose([
      ...endpointLines(
        numbers,
        origin,
        todo.length === 0 && feeds.items.length > 0 && (advisories ?? 'in-use') === 'in-use',
      ),
      ...silentLine(silent, count, now),
      ...unjudgedWords(advisories, countOf(numbers, 'endpoints')),
      ...feedLines(feeds.items, neverFetched, now),
    ]),
    [
      `Next: ${printable(todo[0]?.command ?? (countOf(numbers, 'endpoints') === 0 ? 'suture enrol new' : 'suture updates'))}`,
    ],
  ];
  stdout.write(
    blocks
      .filter((block) => block.length > 0)
      .map((block) => `${block.join('\n')}\n`)
      .join('\n'),
  );
}

const countOf = (numbers: Numbers, name: OverviewNumber['name']): number =>
  numbers.find((number) => number.name === name)?.count ?? 0;

interface Todo {
  readonly text: string;
  readonly command: string;
}

/** Commands stand beside, in a narrow terminal below: they are there to be copied. */
function todoLines(todo: readonly Todo[], width = Number.POSITIVE_INFINITY): readonly string[] {
  const wide = Math.max(0, ...todo.map(({ text }) => text.length));
  const isNarrow = todo.some(({ command }) => wide + 2 + command.length > width);
  return todo.flatMap(({ text, command }) =>
    (isNarrow ? [text, `  ${command}`] : [`${text.padEnd(wide)}  ${command}`]).map(printable),
  );
}

/** The most pressing first; what is nothing takes no line. */
function todoOf(numbers: Numbers): readonly Todo[] {
  const lines = ORDER.flatMap(({ name, one, many, command }): readonly Todo[] => {
    const number = numbers.find((each) => each.name === name);
    if (number === undefined || number.count === 0) return [];
    const more = name === 'overdue' ? longOverdue(numbers) : '';
    return [
      {
        text: `${plural(number.count, one, many)}${more}`,
        command: shellWords(['suture', ...command, ...(number.q === '' ? [] : [number.q])]),
      },
    ];
  });
  return lines.slice(0, MOST_LINES);
}

function longOverdue(numbers: Numbers): string {
  const long = countOf(numbers, 'overdue-30-days');
  if (long === 0) return '';
  return `, ${long === countOf(numbers, 'overdue') ? 'all' : grouped(long)} by more than 30 days`;
}

const ORDER: readonly {
  readonly name: OverviewNumber['name'];
  readonly one: string;
  readonly many: string;
  readonly command: readonly string[];
}[] = [
  { name: 'overdue', one: 'finding is overdue', many: 'findings are overdue', command: ['updates'] },
  {
    name: 'exploited',
    one: 'finding is being exploited',
    many: 'findings are being exploited',
    command: ['vulnerabilities', 'ls'],
  },
  {
    name: 'quarantined',
    one: 'endpoint is quarantined',
    many: 'endpoints are quarantined',
    command: ['endpoints', 'ls'],
  },
  {
    name: 'pending',
    one: 'endpoint waits for approval',
    many: 'endpoints wait for approval',
    command: ['endpoints', 'ls'],
  },
  { name: 'silent', one: 'endpoint is silent', many: 'endpoints are silent', command: ['endpoints', 'ls'] },
  {
    name: 'inventory-incomplete',
    one: 'endpoint is not wholly known',
    many: 'endpoints are not wholly known',
    command: ['endpoints', 'ls'],
  },
  {
    name: 'unsupported',
    one: 'endpoint is out of support',
    many: 'endpoints are out of support',
    command: ['lifecycle'],
  },
  {
    name: 'exposed-criticals',
    one: 'endpoint that faces the internet, or may, has critical findings',
    many: 'endpoints that face the internet, or may, have critical findings',
    command: ['endpoints', 'ls'],
  },
  { name: 'reboot', one: 'endpoint needs a restart', many: 'endpoints need a restart', command: ['endpoints', 'ls'] },
];

/** Without advisories nobody can say that nothing needs anyone. */
function endpointLines(numbers: Numbers, origin: string, isQuiet: boolean): readonly string[] {
  const endpoints = countOf(numbers, 'endpoints');
  if (endpoints === 0) return [`No endpoint is in service at ${origin}.`];
  const nothing = isQuiet ? 'Nothing is known that needs you now. ' : '';
  return [`${nothing}${plural(endpoints, 'endpoint', 'endpoints')} in service at ${origin}.`];
}

function silentLine(silent: readonly Endpoint[], count: number, now: Date): readonly string[] {
  if (silent.length === 0) return [];
  const names = silent.map(
    ({ name, seenAt }) => `${name} (${seenAt === null ? 'never seen' : `seen ${ageText(seenAt, now)}`})`,
  );
  const rest = count - silent.length;
  return [`Silent: ${names.join(', ')}${rest > 0 ? ` and ${grouped(rest)} more` : ''}`];
}

function feedLines(feeds: readonly Feed[], neverFetched: readonly string[], now: Date): readonly string[] {
  if (feeds.length === 0) return [];
  const oldest = feeds.map(({ fetchedAt }) => fetchedAt).toSorted()[0] ?? '';
  const stale = feeds.filter((feed) => feed.stale).map(({ name, staleWhy }) => `${name} (${staleWhy.join(', ')})`);
  return [
    ...(stale.length > 0 ? [`Stale feeds: ${listed(stale, NAMED)}`] : []),
    `${plural(feeds.length, 'feed', 'feeds')}, the oldest fetched ${ageText(oldest, now)}` +
      `${neverFetched.length === 0 ? '' : `; never fetched: ${listed(neverFetched, NAMED)}`}.`,
  ];
}
