// The work of the commands that change endpoints: tags, what is said of them, and whether they may take part.
import { AppError } from '@suture/core/app-error.ts';
import { tag as tagShape } from '@suture/protocol/api/text.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { inertJson } from '../output/inert-json.ts';
import { printable } from '../output/columns.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import { type Endpoint, endpointsMeant, nameToType } from '../server/endpoint-names.ts';
import type { SetOptions } from './endpoints.ts';
import type { ConfirmOptions } from './server-options.ts';

/** Something done to each of several endpoints. */
interface Change {
  /** `put web on`: what a person is asked to confirm, and told afterwards. */
  readonly verb: string;
  readonly done: string;
  /** Asked also for a single one. */
  readonly isGrave?: boolean;
  readonly apply: (connection: Connection, id: string) => Promise<unknown>;
  /** Of several endpoints of one name, one in this state is meant. */
  readonly rather?: Endpoint['state'];
  readonly next: (first: Endpoint) => string;
}

export async function endpointsTag(
  which: string,
  words: readonly string[],
  options: ConfirmOptions,
  context: Context,
): Promise<void> {
  const [add, remove] = [tagsOf(words, '+'), tagsOf(words, '-')];
  const odd = words.find((word) => !/^[+-]/.test(word));
  if (odd !== undefined) {
    throw new AppError(
      'usage',
      `${odd} is no change of a tag`,
      'Write +web to put a tag on and -lab to take one off; a query as one word, in quotes.',
    );
  }
  const both = add.find((tag) => remove.includes(tag));
  if (both !== undefined) throw new AppError('usage', `the tag ${both} is to be put on and taken off`);
  const parts = (put: string, take: string): string =>
    [add.length > 0 ? `${put} ${add.join(', ')}` : '', remove.length > 0 ? `${take} ${remove.join(', ')}` : '']
      .filter((part) => part !== '')
      .join(' and ');
  const change: Change = {
    verb: `${parts('put on', 'take off')}:`,
    done: `${parts('Put on', add.length > 0 ? 'took off' : 'Took off')}:`,
    apply: ({ api, ask }, id) =>
      ask(
        api.POST('/api/v1/endpoints/{id}/tags', {
          params: { path: { id } },
          body: { add: [...add], remove: [...remove] },
        }),
      ),
    next: ({ name }) =>
      shellWords(
        add[0] === undefined ? ['suture', 'endpoints', 'show', name] : ['suture', 'endpoints', 'ls', `tag:${add[0]}`],
      ),
  };
  await carryOut([which], change, options, context);
}

function tagsOf(words: readonly string[], sign: '+' | '-'): readonly string[] {
  const tags = words.filter((word) => word.startsWith(sign)).map((word) => word.slice(1));
  return [...new Set(tags)].map((text) => {
    const tag = tagShape.safeParse(text);
    if (tag.success) return tag.data;
    throw new AppError(
      'usage',
      `“${text}” cannot be a tag`,
      'A tag has letters, digits and . _ : / -, and begins with a letter or digit.',
    );
  });
}

export async function endpointsSet(which: string, options: SetOptions, context: Context): Promise<void> {
  const { exposure, criticality } = options;
  const body = { ...(exposure && { exposure }), ...(criticality && { criticality }) };
  const what = Object.entries(body).map(([name, value]) => `${name} ${value}`);
  if (what.length === 0) throw new AppError('usage', 'nothing is to be set', 'Give --exposure, --criticality or both.');
  const change: Change = {
    verb: `set ${what.join(', ')} on`,
    done: `Set ${what.join(', ')} on`,
    apply: ({ api, ask }, id) => ask(api.PATCH('/api/v1/endpoints/{id}', { params: { path: { id } }, body })),
    next: (one) => shellWords(['suture', 'endpoints', 'show', nameToType(one)]),
  };
  await carryOut([which], change, options, context);
}

export type Act = 'approve' | 'revoke' | 'release';

const ACTS: Readonly<Record<Act, Change>> = {
  approve: {
    rather: 'pending',
    verb: 'let in',
    done: 'Let in',
    apply: ({ api, ask }, id) => ask(api.POST('/api/v1/endpoints/{id}/approval', { params: { path: { id } } })),
    next: (one) => shellWords(['suture', 'endpoints', 'show', nameToType(one)]),
  },
  revoke: {
    verb: 'refuse from now on',
    done: 'Refused from now on:',
    isGrave: true,
    apply: ({ api, ask }, id) => ask(api.POST('/api/v1/endpoints/{id}/revocation', { params: { path: { id } } })),
    next: () => 'suture enrol new',
  },
  release: {
    rather: 'quarantined',
    verb: 'let back into service',
    done: 'Back in service:',
    apply: ({ api, ask }, id) => ask(api.POST('/api/v1/endpoints/{id}/release', { params: { path: { id } } })),
    next: (one) => shellWords(['suture', 'endpoints', 'show', nameToType(one)]),
  },
};

export async function endpointsAct(
  act: Act,
  which: readonly string[],
  options: ConfirmOptions,
  context: Context,
): Promise<void> {
  await carryOut(which, ACTS[act], options, context);
}

async function carryOut(
  which: readonly string[],
  change: Change,
  options: ConfirmOptions,
  context: Context,
): Promise<void> {
  const connection = await connect(options, context);
  const meant = new Map<string, Endpoint>();
  for (const text of which)
    for (const one of await endpointsMeant(connection, text, change.rather)) meant.set(one.id, one);
  const endpoints = [...meant.values()];
  const [first] = endpoints;
  if (first === undefined) return;
  const names = listed(
    endpoints.map(({ name }) => name),
    20,
  );
  const whom = `${plural(endpoints.length, 'endpoint', 'endpoints')}: ${names}`;
  if (endpoints.length > 1 || change.isGrave === true) {
    const question = `${capital(change.verb)} ${endpoints.length === 1 ? names : whom}`;
    await confirm([question], options, context);
  }
  await applyAll(connection, change, endpoints);
  if (options.json === true) {
    const items = endpoints.map(({ id, name }) => ({ id, name }));
    context.stdout.write(inertJson({ schema: 'suture.endpoints-changed/1', total: items.length, items }));
    return;
  }
  const lines = [`${change.done} ${endpoints.length === 1 ? names : whom}`, `Next: ${change.next(first)}`];
  context.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const AT_ONCE = 4;

/** Ends at the first refusal, and says how far it came. */
async function applyAll(connection: Connection, { apply }: Change, endpoints: readonly Endpoint[]): Promise<void> {
  let done = 0;
  for (let at = 0; at < endpoints.length; at += AT_ONCE) {
    const some = await Promise.allSettled(endpoints.slice(at, at + AT_ONCE).map(({ id }) => apply(connection, id)));
    done += some.filter(({ status }) => status === 'fulfilled').length;
    const failed = some.findIndex(({ status }) => status === 'rejected');
    const outcome = some[failed];
    if (outcome?.status !== 'rejected') continue;
    const { reason } = outcome as { readonly reason: unknown };
    if (!(reason instanceof AppError) || endpoints.length === 1) throw reason;
    const name = endpoints[at + failed]?.name ?? '';
    throw new AppError(
      reason.code,
      `${name}: ${reason.message}`,
      `Done before that: ${done} of ${endpoints.length}.`,
      reason,
    );
  }
}
