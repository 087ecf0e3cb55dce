// The work of the commands that change endpoints: tags, what is said of them, and whether they may take part.
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { readTag } from '../input/tag.ts';
import { shellWords } from '../output/shell-words.ts';
import { type Endpoint, nameToType } from '../server/endpoint-names.ts';
import { carryOut, type Change } from './endpoints-apply.ts';
import type { SetOptions } from './endpoints.ts';
import type { ConfirmOptions } from './server-options.ts';

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
  const body = { add: [...add], remove: [...remove] };
  const change: Change = {
    verb: `${parts('put on', 'take off')}:`,
    done: `${parts('Put on', add.length > 0 ? 'took off' : 'Took off')}:`,
    one: ({ api, ask }, id) => ask(api.POST('/api/v1/endpoints/{id}/tags', { params: { path: { id } }, body })),
    piece: ({ api, ask }, id, from) =>
      ask(api.POST('/api/v1/endpoint-selections/{id}/tags', { params: { path: { id } }, body: { ...body, from } })),
    next: (first) =>
      add[0] === undefined ? showing(first) : shellWords(['suture', 'endpoints', 'ls', `tag:${add[0]}`]),
  };
  await carryOut([which], change, options, context);
}

const tagsOf = (words: readonly string[], sign: '+' | '-'): readonly string[] => [
  ...new Set(words.filter((word) => word.startsWith(sign)).map((word) => readTag(word.slice(1)))),
];

export async function endpointsSet(which: string, options: SetOptions, context: Context): Promise<void> {
  const { exposure, criticality } = options;
  const body = { ...(exposure && { exposure }), ...(criticality && { criticality }) };
  const what = Object.entries(body).map(([name, value]) => `${name} ${value}`);
  if (what.length === 0) throw new AppError('usage', 'nothing is to be set', 'Give --exposure, --criticality or both.');
  const change: Change = {
    verb: `set ${what.join(', ')} on`,
    done: `Set ${what.join(', ')} on`,
    one: ({ api, ask }, id) => ask(api.PATCH('/api/v1/endpoints/{id}', { params: { path: { id } }, body })),
    piece: ({ api, ask }, id, from) =>
      ask(
        api.POST('/api/v1/endpoint-selections/{id}/description', { params: { path: { id } }, body: { ...body, from } }),
      ),
    next: showing,
  };
  await carryOut([which], change, options, context);
}

const showing = (one: Endpoint): string => shellWords(['suture', 'endpoints', 'show', nameToType(one)]);

export type Act = 'approve' | 'revoke' | 'release';

const ACTS: Readonly<Record<Act, Change>> = {
  approve: {
    from: ['pending'],
    unfit: 'does not wait for approval',
    verb: 'let in',
    done: 'Let in',
    one: ({ api, ask }, id) => ask(api.POST('/api/v1/endpoints/{id}/approval', { params: { path: { id } } })),
    piece: ({ api, ask }, id, from) =>
      ask(api.POST('/api/v1/endpoint-selections/{id}/approval', { params: { path: { id } }, body: { from } })),
    next: showing,
  },
  revoke: {
    from: ['pending', 'active', 'quarantined'],
    unfit: 'is refused already',
    verb: 'refuse from now on',
    done: 'Refused from now on:',
    isGrave: true,
    one: ({ api, ask }, id) => ask(api.POST('/api/v1/endpoints/{id}/revocation', { params: { path: { id } } })),
    next: () => 'suture enrol new',
  },
  release: {
    from: ['quarantined'],
    unfit: 'is not in quarantine',
    verb: 'let back into service',
    done: 'Back in service:',
    one: ({ api, ask }, id) => ask(api.POST('/api/v1/endpoints/{id}/release', { params: { path: { id } } })),
    next: showing,
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
