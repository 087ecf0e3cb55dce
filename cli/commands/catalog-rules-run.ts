// The work of `suture catalog status`, `rule` and `unrule`.
import { AppError } from '@suture/core/app-error.ts';
import { readRule, type RuleText } from '@suture/core/catalog/rule.ts';
import { readDuration } from '@suture/core/query/dates.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { grouped, printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import type { RuleOptions, StatusOptions } from './catalog-rules.ts';
import type { ConfirmOptions } from './server-options.ts';

type Shown = components['schemas']['CatalogProduct'];
type Compliance = NonNullable<Shown['compliance']>;
type Unmanaged = components['schemas']['Catalog']['unmanaged'][number];

const DAY_SECONDS = 86_400;

export async function catalogStatus(words: readonly string[], options: StatusOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const answer = await ask(api.GET('/api/v1/catalog'));
  const { unmanagedTotal, isWhole } = answer;
  const has = (...texts: readonly (string | null)[]): boolean => {
    const text = texts.join('\n').toLowerCase();
    return words.every((word) => text.includes(word.toLowerCase()));
  };
  const gaps = isWhole ? [] : ['There is more software than is counted here.'];
  const about = { server: origin, isWhole, unmanagedTotal };
  if (options.unmanaged === true) {
    const rows = answer.unmanaged.filter(({ name, publisher }) => has(name, publisher));
    const said = [`${plural(unmanagedTotal, 'program is', 'programs are')} in no channel that is known.`, ...gaps];
    const next = 'suture catalog check --overlay our-products.yaml';
    const total = words.length === 0 ? unmanagedTotal : rows.length;
    const schema = 'suture.catalog-unmanaged/1';
    return writeRows(
      { schema, about, rows: rows.slice(0, most), total, columns: UNMANAGED, said, next },
      options,
      context,
    );
  }
  const found = answer.items
    .filter(
      ({ rule, product, name, vendor }) => (options.rules !== true || rule !== null) && has(product, name, vendor),
    )
    .toSorted((a, b) => urgency(a) - urgency(b) || (a.product < b.product ? -1 : 1));
  const states = found.flatMap(({ compliance }) => (compliance === null ? [] : [compliance.state]));
  const wrong = states.filter((state) => state === 'missing' || state === 'forbidden').length;
  const unknown = states.filter((state) => state === 'not-known').length;
  const [first] = found;
  writeRows(
    {
      schema: 'suture.catalog-status/1',
      about,
      rows: found.slice(0, most),
      total: found.length,
      columns: COLUMNS,
      said: [
        `${plural(found.length, 'product', 'products')}, ${found.filter(({ rule }) => rule !== null).length} with a rule.`,
        ...(states.length === 0
          ? []
          : [
              `Of ${plural(states.length, 'product', 'products')} required or forbidden, ${wrong} ${wrong === 1 ? 'is' : 'are'} not as asked${unknown === 0 ? '' : `, and of ${unknown} it is not known`}.`,
            ]),
        ...(unmanagedTotal === 0
          ? []
          : [`${plural(unmanagedTotal, 'program is', 'programs are')} in no channel that is known (--unmanaged).`]),
        ...gaps,
      ],
      next: nextStep(first),
    },
    options,
    context,
  );
}

/** What is not as it was asked for is put right by a plan. */
function nextStep(first: Shown | undefined): string {
  const state = first?.compliance?.state;
  if (state === 'forbidden' || state === 'missing')
    return shellWords(['suture', 'plan', state === 'forbidden' ? '--forbidden' : '--required', '--simulate']);
  return shellWords(['suture', 'catalog', 'show', first?.product ?? 'firefox']);
}

/** What is not as it was asked for stands first, then what is not known, then what has a rule. */
const urgency = ({ compliance, rule }: Shown): number =>
  compliance === null
    ? rule === null
      ? 4
      : 3
    : { forbidden: 0, missing: 0, 'not-known': 1, compliant: 2 }[compliance.state];

const COLUMNS: readonly Column<Shown>[] = [
  { name: 'product', shown: ({ product }) => product },
  { name: 'name', shown: ({ name }) => name },
  { name: 'vendor', shown: ({ vendor }) => vendor ?? '', value: ({ vendor }) => vendor, isForPrograms: true },
  { name: 'endpoints', shown: ({ endpoints }) => grouped(endpoints), value: ({ endpoints }) => endpoints, right: true },
  {
    name: 'versions',
    shown: ({ versions }) =>
      listed(
        versions.map(({ version, endpoints }) => `${version} (${grouped(endpoints)})`),
        3,
      ),
    value: ({ versions }) => versions.map(({ version }) => version).join(' '),
  },
  { name: 'by', shown: ({ channels }) => channels.join(' ') },
  { name: 'rule', shown: ({ rule }) => (rule === null ? '' : ruleText(rule.said, rule.isInForce)) },
  {
    name: 'is so',
    shown: ({ compliance }) => (compliance === null ? '' : complianceText(compliance)),
    value: ({ compliance }) => compliance?.state ?? null,
  },
];

const UNMANAGED: readonly Column<Unmanaged>[] = [
  { name: 'program', shown: ({ name }) => name },
  { name: 'publisher', shown: ({ publisher }) => publisher ?? 'names none', value: ({ publisher }) => publisher },
  { name: 'endpoints', shown: ({ endpoints }) => grouped(endpoints), value: ({ endpoints }) => endpoints, right: true },
  { name: 'by', shown: ({ adapter }) => adapter },
  { name: 'why', shown: ({ why }) => why },
];

function ruleText({ stance, versions, waitDays, presence, endpoints, until }: RuleText, isInForce = true): string {
  const parts = [
    stance === 'approved' ? '' : versions.length === 0 ? stance : `${stance}: ${listed(versions, 3)}`,
    waitDays === 0 ? '' : `waits ${plural(waitDays, 'day', 'days')}`,
    presence === 'any' ? '' : endpoints === '' ? presence : `${presence} on ${endpoints}`,
  ].filter((part) => part !== '');
  const end = until === null ? '' : isInForce ? ` until ${until}` : ` (was over on ${until})`;
  return `${parts.join('; ')}${end}`;
}

function complianceText({ state, asked, wrong, notKnown, examples }: Compliance): string {
  const of = `of ${grouped(asked)}`;
  const unknown = notKnown === 0 ? '' : `; ${grouped(notKnown)} not known`;
  switch (state) {
    case 'compliant':
      return asked === 0 ? 'asked of no endpoint' : `yes, on ${grouped(asked)}`;
    case 'missing':
      return `missing on ${grouped(wrong)} ${of}: ${listed(examples, 2)}${unknown}`;
    case 'forbidden':
      return `there on ${grouped(wrong)} ${of}: ${listed(examples, 2)}${unknown}`;
    case 'not-known':
      return asked === 0 ? 'not known' : `not known on ${grouped(notKnown)} ${of}`;
  }
}

export async function catalogRule(product: string, options: RuleOptions, context: Context): Promise<void> {
  const said = saidBy(options);
  const { api, ask } = await connect(options, context);
  const before = (await ask(api.GET('/api/v1/catalog'))).items.find((each) => each.product === product)?.rule ?? null;
  const was = before === null ? '' : ` In place of: ${ruleText(before.said, before.isInForce)}.`;
  await confirm([`Say of ${product}: ${ruleText(said)}?${was}`], options, context);
  const body = { said: { ...said, versions: [...said.versions] }, ...(before !== null && { version: before.version }) };
  const saved = await ask(
    api.PUT('/api/v1/catalog/{product}/rule', { params: { path: { product } }, body }),
    said.endpoints,
  );
  if (options.json === true)
    return void context.stdout.write(inertJson({ schema: 'suture.catalog-rule/1', product, ...saved }));
  const ends = saved.isInForce ? '' : ' It is over already, and holds nothing.';
  context.stdout.write(
    `${printable(`${product} is at version ${saved.version}: ${ruleText(saved.said, saved.isInForce)}.${ends}`)}\nNext: suture catalog status --rules\n`,
  );
}

function saidBy({ hold, block, pin, wait, require, forbid, on, reason, until }: RuleOptions): RuleText {
  const waited = wait === undefined || wait === '0d' ? 0 : readDuration(wait);
  if (waited === undefined || waited % DAY_SECONDS !== 0)
    throw new AppError('usage', `--wait ${wait} is no number of days`, 'Write 14d.');
  const said: RuleText = {
    stance: hold === true ? 'held' : block !== undefined ? 'blocked' : pin === undefined ? 'approved' : 'pinned',
    versions: pin ?? (block === undefined || block === true ? [] : block),
    waitDays: waited / DAY_SECONDS,
    presence: require === true ? 'required' : forbid === true ? 'forbidden' : 'any',
    endpoints: on ?? '',
    reason,
    until: until ?? null,
  };
  const read = readRule(said);
  if (read.ok) return said;
  const [first] = read.problems;
  throw new AppError('usage', `${first?.field ?? 'the rule'} ${first?.problem ?? 'is not one'}`, first?.remedy);
}

export async function catalogUnrule(product: string, options: ConfirmOptions, context: Context): Promise<void> {
  const { api, ask } = await connect(options, context);
  await confirm([`Take back what is said of ${product}? Its updates are taken as any are.`], options, context);
  await ask(api.DELETE('/api/v1/catalog/{product}/rule', { params: { path: { product } } }));
  if (options.json === true)
    return void context.stdout.write(inertJson({ schema: 'suture.catalog-rule-removed/1', product }));
  context.stdout.write(`${printable(`Nothing is said of ${product} any more.`)}\nNext: suture catalog status\n`);
}
