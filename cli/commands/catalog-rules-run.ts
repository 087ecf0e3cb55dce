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
import { collect } from '../server/pages.ts';
import type { RuleOptions, StatusOptions } from './catalog-rules.ts';
import type { ConfirmOptions } from './server-options.ts';

type Shown = components['schemas']['CatalogProduct'];
type Compliance = NonNullable<Shown['compliance']>;
type Page = components['schemas']['CatalogPage'];
type Unmanaged = components['schemas']['UnmanagedProgram'];

const DAY_SECONDS = 86_400;

export async function catalogStatus(words: readonly string[], options: StatusOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const asked = { words: words.join(' ') };
  const gap = 'There is more software than is counted here.';
  if (options.unmanaged === true) {
    let isWhole = true;
    const { rows, total } = await collect(async (at) => {
      const page = await ask(api.GET('/api/v1/catalog/unmanaged', { params: { query: { ...asked, ...at } } }));
      ({ isWhole } = page);
      return page;
    }, most);
    const said = [
      `${plural(total, 'program is', 'programs are')} in no channel that is known.`,
      ...(isWhole ? [] : [gap]),
    ];
    const next = 'suture catalog check --overlay our-products.yaml';
    const about = { server: origin, isWhole, unmanagedTotal: total };
    const schema = 'suture.catalog-unmanaged/1';
    return writeRows({ schema, about, rows, total, columns: UNMANAGED, said, next }, options, context);
  }
  let first: Page | undefined;
  const of = options.rules === true ? 'ruled' : 'all';
  const { rows, total } = await collect(async (at) => {
    const page = await ask(api.GET('/api/v1/catalog', { params: { query: { ...asked, of, ...at } } }));
    first ??= page;
    return page;
  }, most);
  const {
    ruled = 0,
    required = 0,
    wrong = 0,
    notKnown = 0,
    wrongVersions = 0,
    unmanagedTotal = 0,
    isWhole = true,
  } = first ?? {};
  writeRows(
    {
      schema: 'suture.catalog-status/1',
      about: { server: origin, isWhole, unmanagedTotal },
      rows,
      total,
      columns: COLUMNS,
      said: [
        `${plural(total, 'product', 'products')}, ${ruled} with a rule.`,
        ...(required === 0
          ? []
          : [
              `Of ${plural(required, 'product', 'products')} required or forbidden, ${wrong} ${wrong === 1 ? 'is' : 'are'} not as asked${notKnown === 0 ? '' : `, and of ${notKnown} it is not known`}.`,
            ]),
        ...(wrongVersions === 0
          ? []
          : [
              `${plural(wrongVersions, 'product is', 'products are')} in use in versions that their rule does not allow.`,
            ]),
        ...(unmanagedTotal === 0
          ? []
          : [`${plural(unmanagedTotal, 'program is', 'programs are')} in no channel that is known (--unmanaged).`]),
        ...(isWhole ? [] : [gap]),
      ],
      next: nextStep(rows[0]),
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
  return shellWords(['suture', 'endpoints', 'ls', first?.q ?? 'product:firefox']);
}

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
  const call = api.GET('/api/v1/catalog/{product}/rule', { params: { path: { product } } });
  const hasNone = await call.then(
    ({ response: { status } }) => status === 404,
    () => false,
  );
  const before = hasNone ? null : await ask(call);
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
