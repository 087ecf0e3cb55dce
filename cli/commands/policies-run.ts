// The work of `suture policies`.
import { readFile } from 'node:fs/promises';
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import { policyText } from '@suture/protocol/api/policies.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { momentText } from '../output/plan-lines.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { whoText } from '../output/who.ts';
import { listed, plural } from '../output/words.ts';
import { wrap } from '../output/wrap.ts';
import { type Connection, connect } from '../server/connect.ts';
import type { PreviewOptions } from './policies.ts';
import type { ConfirmOptions, ListOptions, ServerOptions } from './server-options.ts';

type Policy = components['schemas']['Policy'];

const listOf = async ({ api, ask }: Connection): Promise<readonly Policy[]> =>
  (await ask(api.GET('/api/v1/policies'))).items;

export async function policiesLs(options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const connection = await connect(options, context);
  const items = await listOf(connection);
  const on = items.filter(({ said }) => said.isOn).length;
  const [first] = items;
  const list = {
    schema: 'suture.policies/1',
    about: { server: connection.origin },
    rows: items.slice(0, most),
    total: items.length,
    columns: COLUMNS,
    said: [
      items.length === 0
        ? 'There is no policy yet.'
        : `${plural(items.length, 'policy', 'policies')}, ${on} switched on.`,
    ],
    next:
      first === undefined
        ? 'suture policies preview ./policy.json'
        : shellWords(['suture', 'policies', 'show', first.said.name]),
  };
  writeRows(list, options, context);
}

const COLUMNS: readonly Column<Policy>[] = [
  { name: 'policy', shown: ({ said }) => said.name },
  { name: 'id', shown: ({ id }) => id, isForPrograms: true },
  { name: 'version', shown: ({ version }) => String(version), value: ({ version }) => version, right: true },
  {
    name: 'next',
    shown: ({ nextDay, said }) => (said.isOn ? (nextDay ?? 'never') : 'off'),
    value: ({ nextDay }) => nextDay,
  },
  { name: 'ships', shown: ({ said }) => said.ships },
  { name: 'to', shown: ({ said }) => (said.endpoints === '' ? 'all' : said.endpoints) },
  { name: 'last day', shown: ({ lastRun }) => (lastRun === null ? '' : `${lastRun.day}: ${lastRun.says}`) },
];

async function policyNamed(connection: Connection, text: string): Promise<Policy> {
  const items = await listOf(connection);
  const found = items.find(({ id, said }) => id === text.toLowerCase() || said.name === text);
  if (found !== undefined) return found;
  const names = items.map(({ said }) => said.name);
  throw new AppError(
    'input',
    `there is no policy ${text}`,
    names.length === 0 ? 'There is none yet.' : `There are: ${listed(names)}`,
  );
}

export async function policiesShow(text: string, options: ServerOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const policy = await policyNamed(connection, text);
  const { api, ask } = connection;
  const versions = await ask(api.GET('/api/v1/policies/{id}/versions', { params: { path: { id: policy.id } } }));
  if (options.json === true) {
    context.stdout.write(
      inertJson({ schema: 'suture.policy/1', ...policy, versions: versions.items, runs: versions.runs }),
    );
    return;
  }
  const { said, says, nextDay } = policy;
  tell(context, [
    `${said.name}: ${says}`,
    nextDay === null ? 'It makes no plan.' : `Its next day is ${nextDay}.`,
    ...(versions.runs.length === 0 ? [] : ['', 'What came of its days:']),
    ...versions.runs
      .slice(0, 10)
      .map(
        ({ day, says: what, deployment }) =>
          `  ${day}  ${what}${deployment === null ? '' : ` (${deployment.slice(0, 8)})`}`,
      ),
    '',
    'Versions:',
    ...versions.items
      .slice(0, 10)
      .map(
        ({ version, at, by, byName, removed }) =>
          `  ${version}  ${momentText(at)}  ${removed ? 'removed by' : 'by'} ${whoText(by, byName)}`,
      ),
    '',
    `Next: ${shellWords(['suture', 'policies', 'preview', said.name])}`,
  ]);
}

function tell({ stdout }: Context, lines: readonly string[]): void {
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  stdout.write(`${lines.flatMap((line) => wrap(printable(line), width)).join('\n')}\n`);
}

type Said = Policy['said'];

const isFile = (text: string): boolean => text.includes('/') || text.endsWith('.json');

/** The policy itself, or as `suture policies show --json` wraps it. */
async function saidIn(file: string): Promise<Said> {
  let held: unknown;
  try {
    held = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why =
      error instanceof SyntaxError ? 'is no JSON' : `cannot be read: ${String(Reflect.get(Object(error), 'code'))}`;
    throw new AppError('input', `${file} ${why}`, undefined, error);
  }
  const { said } = Object(held) as { readonly said?: unknown };
  const read = policyText.safeParse(said ?? held);
  if (read.success) return { ...read.data, windows: [...read.data.windows] } as Said;
  const faults = read.error.issues.slice(0, 10).map((issue) => {
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return `  ${[...issue.path.map(String), isMissing ? 'is missing' : issue.message].join(': ')}`;
  });
  throw new AppError(
    'input',
    [`${file} is no policy:`, ...faults].join('\n'),
    'Its members: docs/reference/policies.md',
  );
}

const mostDays = 90;

export async function policiesPreview(text: string, options: PreviewOptions, context: Context): Promise<void> {
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    throw new AppError('usage', `--days ${options.days} is no number of days`, `Give one from 1 to ${mostDays}.`);
  const given = isFile(text) ? await saidIn(text) : undefined;
  const connection = await connect(options, context);
  const said = given ?? (await policyNamed(connection, text)).said;
  const { api, ask } = connection;
  const preview = await ask(api.POST('/api/v1/policy-previews', { body: { said, days } }));
  if (options.json === true)
    return void context.stdout.write(inertJson({ schema: 'suture.policy-preview/1', ...preview }));
  const { first, last, plans, says } = preview;
  tell(context, [
    plans.length === 0
      ? `From ${first} to ${last} this would have shipped nothing.`
      : `From ${first} to ${last} this would have made ${plural(plans.length, 'plan', 'plans')}.`,
    ...plans.flatMap((plan) => [
      '',
      plan.says,
      ...plan.patches
        .slice(0, 10)
        .map(
          ({ source, to, endpoints, closes }) =>
            `  ${source} ${to} on ${plural(endpoints, 'endpoint', 'endpoints')}${closes.length === 0 ? '' : `, closes ${listed(closes, 4)}`}`,
        ),
      ...(plan.patches.length > 10 ? [`  … and ${plan.patches.length - 10} more (--json)`] : []),
    ]),
    '',
    ...says,
    '',
    `Next: ${shellWords(['suture', 'policies', ...(isFile(text) ? ['write', text] : ['show', text])])}`,
  ]);
}

export async function policiesWrite(file: string, options: ConfirmOptions, context: Context): Promise<void> {
  const said = await saidIn(file);
  const connection = await connect(options, context);
  const { api, ask } = connection;
  const before = (await listOf(connection)).find((each) => each.said.name === said.name);
  const what = before === undefined ? 'Make the policy' : `Write version ${before.version + 1} of the policy`;
  const by =
    said.automaticUpTo === undefined
      ? ''
      : ` Plans for up to ${said.automaticUpTo} endpoints need no other approval then.`;
  await confirm([`${what} “${said.name}”? It is switched ${said.isOn ? 'on' : 'off'}.${by}`], options, context);
  const saved =
    before === undefined
      ? await ask(api.POST('/api/v1/policies', { body: { said } }))
      : await ask(
          api.PUT('/api/v1/policies/{id}', {
            params: { path: { id: before.id } },
            body: { said, version: before.version },
          }),
        );
  if (options.json === true) return void context.stdout.write(inertJson({ schema: 'suture.policy/1', ...saved }));
  tell(context, [
    `“${saved.said.name}” is at version ${saved.version}. ${saved.says}`,
    `Next: ${shellWords(['suture', 'policies', 'preview', saved.said.name])}`,
  ]);
}

export async function policiesRemove(text: string, options: ConfirmOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const { id, said } = await policyNamed(connection, text);
  await confirm([`Remove “${said.name}”? It makes no plans any more.`], options, context);
  await connection.ask(connection.api.DELETE('/api/v1/policies/{id}', { params: { path: { id } } }));
  if (options.json === true) return void context.stdout.write(inertJson({ schema: 'suture.policy-removed/1', id }));
  tell(context, [`“${said.name}” makes no plans any more.`, 'Next: suture policies ls']);
}
