// The work of `suture catalog show --fleet`: one product as a server knows it, with who has it by which channel and what its rule does.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { grouped, printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import type { ServerOptions } from './server-options.ts';

type Product = components['schemas']['CatalogDetail'];

export async function catalogShowFleet(product: string, options: ServerOptions, context: Context): Promise<void> {
  const { api, ask, origin } = await connect(options, context);
  const found = await ask(api.GET('/api/v1/catalog/{product}', { params: { path: { product } } }));
  if (options.json === true)
    return void context.stdout.write(inertJson({ schema: 'suture.fleet-product/1', server: origin, ...found }));
  context.stdout.write(`${linesOf(found).map(printable).join('\n')}\n`);
}

function linesOf(found: Product): readonly string[] {
  const { name, vendor, product, endpoints, q } = found;
  return [
    `${name}${vendor === null ? '' : ` by ${vendor}`} (${product}), on ${plural(endpoints, 'endpoint', 'endpoints')}`,
    '',
    ...found.via.map(
      (via) =>
        `  by ${via.channel}: ${plural(via.endpoints, 'endpoint', 'endpoints')}, ${plural(via.versions, 'version', 'versions')}`,
    ),
    ...found.versions.slice(0, 5).map((each) => `  ${each.version} on ${grouped(each.endpoints)}`),
    ...part('Its rule:', ruleLines(found)),
    ...part('What channels have:', namesOf(found)),
    ...part('Updates:', updateLines(found)),
    ...part('Support:', supportLines(found)),
    ...part('Known to be exploited:', exploitedLines(found)),
    ...part('Its last fix in each, by the advisories there:', fixLines(found)),
    ...part('From:', sourceLines(found)),
    '',
    `Next: ${shellWords(['suture', 'endpoints', 'ls', q])}`,
  ];
}

const part = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `  ${title}`, ...lines.map((line) => `    ${line}`)];

function ruleLines({ rule, compliance, versionRule }: Product): readonly string[] {
  if (rule === null) return [];
  const { stance, versions, waitDays, presence, reason, until } = rule.said;
  const says = [
    `updates ${stance}${versions.length === 0 ? '' : ` ${versions.join(', ')}`}`,
    ...(waitDays === 0 ? [] : [`after ${plural(waitDays, 'day', 'days')}`]),
    ...(presence === 'any' ? [] : [presence]),
    ...(until === null ? [] : [`until ${until}`]),
    ...(rule.isInForce ? [] : ['no longer in force']),
  ];
  return [
    `${says.join(', ')}: ${reason}`,
    ...(compliance === null
      ? []
      : [
          `${compliance.state}: asked of ${plural(compliance.asked, 'endpoint', 'endpoints')}, wrong on ${grouped(compliance.wrong)}, not known of ${grouped(compliance.notKnown)}`,
        ]),
    ...(versionRule === null
      ? []
      : versionRule.state === 'kept'
        ? ['all versions in use are allowed']
        : [`a version that it does not allow on ${plural(versionRule.endpoints, 'endpoint', 'endpoints')}`]),
  ];
}

const namesOf = ({ identities }: Product): readonly string[] =>
  identities.map(({ channel, id, publisher, listing }) => {
    const about =
      listing === null
        ? 'in no index that was read'
        : [
            listing.version ?? 'no version',
            listing.changed === null ? '' : `since ${listing.changed}`,
            `(${listing.source})`,
          ]
            .filter((text) => text !== '')
            .join(' ');
    return `${channel} ${id}${publisher === null ? '' : ` of ${publisher}`}: ${about}`;
  });

const updateLines = ({ updates, updatesTotal }: Product): readonly string[] => [
  ...updates.map(
    ({ package: name, version, endpoints, security, ruleSays }) =>
      `${name} ${version} on ${plural(endpoints, 'endpoint', 'endpoints')}${security === 'yes' ? ', security' : ''}: ${ruleSays ?? 'taken'}`,
  ),
  ...(updatesTotal > updates.length ? [`and ${updatesTotal - updates.length} more`] : []),
];

const NO_SUPPORT = {
  known: [],
  unnamed: ['not known: nobody has said what endoflife.date calls it'],
  'no-data': ['not known: no feed has support dates of it'],
} as const;

const supportLines = ({ support }: Product): readonly string[] =>
  support.releases.length === 0
    ? NO_SUPPORT[support.known]
    : support.releases
        .slice(0, 6)
        .map(
          ({ label, state, endOfLife, latest, source }) =>
            `${label}: ${state}${endOfLife === null ? '' : `, ends ${endOfLife}`}${latest === null ? '' : `, newest ${latest}`} (${source})`,
        );

const NO_EXPLOITED = {
  known: ['nothing of it'],
  unnamed: ['not known: nobody has said what the list of exploited vulnerabilities calls it'],
  'no-data': ['not known: the list of exploited vulnerabilities was not read'],
} as const;

const exploitedLines = ({ exploited: { known, items, total } }: Product): readonly string[] =>
  items.length === 0
    ? NO_EXPLOITED[known]
    : [
        `${plural(total, 'vulnerability', 'vulnerabilities')}, in one version or another`,
        ...items.slice(0, 5).map(({ vulnerability, added, name }) => `${vulnerability}  since ${added}  ${name}`),
      ];

const NO_FIXES = {
  known: [],
  unnamed: ['no advisory is on it by a name that the catalog has: that is no statement that it has no faults'],
  'no-data': ['not known: there is no advisory database'],
} as const;

const fixLines = ({ fixes: { known, items } }: Product): readonly string[] =>
  items.length === 0
    ? NO_FIXES[known]
    : items.map(({ ecosystem, package: name, fixes: [last], open, openTotal, sources }) => {
        const closed =
          last === undefined
            ? 'no fix'
            : `${last.version} closes ${listed(last.vulnerabilities, 3)}${last.severity === 'unknown' ? '' : ` (${last.severity})`}`;
        return `${ecosystem} ${name}: ${closed}${openTotal === 0 ? '' : `; without a fix: ${listed(open, 3)}`} (${sources.join(', ')})`;
      });

const sourceLines = ({ sources, neverFetched }: Product): readonly string[] => [
  ...sources.map(
    ({ name, ageHours, dataAgeDays, stale }) =>
      `${name}: asked ${ageHours} h ago${dataAgeDays === null ? '' : `, data of ${plural(dataAgeDays, 'day', 'days')} ago`}${stale ? ', STALE' : ''}`,
  ),
  ...(neverFetched.length === 0 ? [] : [`never fetched: ${neverFetched.join(', ')}`]),
];
