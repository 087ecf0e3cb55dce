// The work of `suture why --fleet`: every input that led to a deadline on the machines of a server.
import { AppError } from '@suture/core/app-error.ts';
import { explanationLines } from '@suture/core/risk/explain-text.ts';
import type { Explanation } from '@suture/core/risk/explain.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { grouped, printable } from '../output/columns.ts';
import { byDay, dueWords } from '../output/fleet-words.ts';
import { inertJson } from '../output/inert-json.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import { type Endpoint, endpointNamed, quoted } from '../server/endpoint-names.ts';
import type { FleetWhyOptions } from './why.ts';

type Item = components['schemas']['Why']['items'][number];

/** `orElse`: what is done where nothing is found, in the place of saying so. */
export async function whyFleet(
  subject: string,
  options: FleetWhyOptions,
  context: Context,
  orElse: (absent: AppError) => Promise<void>,
): Promise<void> {
  const connection = await connect(options, context);
  const endpoint = options.endpoint === undefined ? undefined : await endpointNamed(connection, options.endpoint);
  const { items, others, more } = await about(connection, subject, endpoint);
  const [first, ...rest] = items.toSorted(byUrgency);
  if (first === undefined) return orElse(absent(connection, subject, endpoint));
  if (options.json === true) {
    context.stdout.write(
      inertJson({
        schema: 'suture.fleet-why/1',
        server: connection.origin,
        endpoint: endpoint?.id ?? null,
        items: [first, ...rest],
        others,
      }),
    );
    return;
  }
  const now = context.now();
  const lines = [
    ...explanationLines(
      `${first.vulnerability} in ${packagesOf(first)}${where(first, endpoint)}`,
      shortened(first.explanation as Explanation),
    ),
    ...furtherLine(first.explanation as Explanation),
    ...(first.advisories.length > 0 ? ['', `Advisories: ${listed(first.advisories)}`] : []),
    ...(rest.length > 0 ? ['', 'Also', ...rest.map((item) => `  ${alsoText(item, now)}`)] : []),
    ...(others.length > 0
      ? ['', `Less urgent: ${others.join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`]
      : []),
    '',
    `Next: ${endpoint === undefined ? shellWords(['suture', 'cve', first.vulnerability, '--fleet']) : shellWords(['suture', 'endpoints', 'show', endpoint.name])}`,
  ];
  context.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

/** Of ratings that decide nothing, dozens may say the same. */
const MOST_UNUSED = 4;

function shortened(explanation: Explanation): Explanation {
  const unused = explanation.inputs.filter(({ use }) => use === 'unused').slice(0, MOST_UNUSED);
  return { ...explanation, inputs: [...explanation.inputs.filter(({ use }) => use !== 'unused'), ...unused] };
}

function furtherLine({ inputs }: Explanation): readonly string[] {
  const rest = inputs.filter(({ use }) => use === 'unused').length - MOST_UNUSED;
  return rest > 0 ? ['', `${plural(rest, 'further input is', 'further inputs are')} known and not used (--json)`] : [];
}

const byUrgency = (a: Item, b: Item): number =>
  byDay(a.explanation.deadline.due, b.explanation.deadline.due) || b.endpoints - a.endpoints;

const packagesOf = ({ packages }: Item): string =>
  listed([...new Set(packages.map(({ name, version }) => `${name} ${version}`))], 3);

const where = ({ endpoints, exposure }: Item, endpoint: Endpoint | undefined): string =>
  endpoint === undefined
    ? ` on ${plural(endpoints, 'endpoint', 'endpoints')} (exposure ${exposure})`
    : ` on ${endpoint.name}`;

function alsoText(item: Item, now: Date): string {
  const { vulnerability, state, explanation } = item;
  return `${vulnerability} in ${packagesOf(item)}${where(item, undefined)}: ${dueWords(explanation.deadline.due, state, now)}`;
}

interface Found {
  readonly items: readonly Item[];
  /** Less urgent vulnerabilities of the same package. */
  readonly others: readonly string[];
  /** How many there are besides those. */
  readonly more: number;
}

/** A vulnerability by its name; else the most urgent one of a package. */
async function about(connection: Connection, subject: string, endpoint: Endpoint | undefined): Promise<Found> {
  if (/^[A-Za-z][A-Za-z0-9]*-[\w:.-]*\d[\w:.-]*$/.test(subject)) {
    const items = await whyOf(connection, /^ghsa-/i.test(subject) ? subject : subject.toUpperCase(), endpoint);
    if (items.length > 0) return { items, others: [], more: 0 };
  }
  if (/\p{Cc}|\p{Cs}/u.test(subject)) return { items: [], others: [], more: 0 };
  const name = quoted(subject);
  const on = endpoint === undefined ? '' : ` endpoint:${quoted(endpoint.name)}`;
  const q = `(source:${name} OR package:${name})${on}`;
  const { api, ask } = connection;
  const { items: found, total } = await ask(api.GET('/api/v1/vulnerabilities', { params: { query: { q, limit: 9 } } }));
  const [first, ...others] = found.map(({ vulnerability }) => vulnerability);
  if (first === undefined) return { items: [], others: [], more: 0 };
  return { items: await whyOf(connection, first, endpoint), others, more: total - found.length };
}

async function whyOf({ api, ask }: Connection, id: string, endpoint: Endpoint | undefined): Promise<readonly Item[]> {
  const query = endpoint === undefined ? {} : { endpoint: endpoint.id };
  return (await ask(api.GET('/api/v1/vulnerabilities/{id}/why', { params: { path: { id }, query } }))).items;
}

function absent({ origin }: Connection, subject: string, endpoint: Endpoint | undefined): AppError {
  const on = endpoint === undefined ? `the endpoints of ${origin}` : endpoint.name;
  return new AppError(
    'input',
    `nothing was found about ${subject} on ${on}`,
    'Whether they are clear of a vulnerability: suture cve ID --fleet',
  );
}
