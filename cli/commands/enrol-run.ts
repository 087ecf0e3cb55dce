// The work of `suture enrol`.
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { secondsOf } from '../input/duration.ts';
import { readTag } from '../input/tag.ts';
import { ageText } from '../output/age.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { whoText } from '../output/who.ts';
import { plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import { tokenMeant } from '../server/token-names.ts';
import type { EnrolOptions } from './enrol.ts';
import type { ListOptions, ServerOptions } from './server-options.ts';

type Token = components['schemas']['EnrolmentToken'];

export async function enrolNew(options: EnrolOptions, context: Context): Promise<void> {
  const body = {
    tags: options.tag.map(readTag),
    uses: numberOf(options.uses),
    expiresInSeconds: secondsOf('--expires', options.expires, 30),
    autoApprove: options.autoApprove === true,
  };
  const { api, ask } = await connect(options, context);
  const { line, id, expiresAt, usesLeft } = await ask(api.POST('/api/v1/enrolment-tokens', { body }));
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.enrolment-line/1', line, id, expiresAt, uses: usesLeft }));
    return;
  }
  context.stdout.write(`${printable(line)}\n`);
  if (options.quiet === true) return;
  const who = body.uses === 1 ? 'the next machine' : `up to ${body.uses} machines`;
  const approval = body.autoApprove
    ? `, which then ${body.uses === 1 ? 'joins' : 'join'} at once`
    : `, which then ${body.uses === 1 ? 'waits' : 'wait'} for approval: suture endpoints ls enrolment:pending`;
  context.stderr.write(printable(`Run it as root on ${who}${approval}. Good until ${minuteOf(expiresAt)}.`) + '\n');
}

const minuteOf = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

function numberOf(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= 10_000) return Number(text);
  throw new AppError('usage', `--uses ${text} is no number of machines`, 'Give one from 1 to 10000.');
}

export async function enrolLs(options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const { items } = await ask(api.GET('/api/v1/enrolment-tokens'));
  const now = context.now();
  const good = items.filter((token) => stateOf(token, now) === 'good');
  const list = {
    schema: 'suture.enrolment-tokens/1',
    about: { server: origin },
    rows: items.slice(0, most),
    total: items.length,
    columns: columnsAt(now),
    said: [
      good.length === 0
        ? 'No machine can join now: no token is good any more.'
        : `${plural(good.length, 'token lets', 'tokens let')} machines join.`,
    ],
    next: good[0] === undefined ? 'suture enrol new' : `suture enrol revoke ${good[0].hint}`,
  };
  writeRows(list, options, context);
}

function stateOf({ revokedAt, expiresAt, usesLeft }: Token, now: Date): 'good' | 'revoked' | 'expired' | 'used up' {
  if (revokedAt !== null) return 'revoked';
  if (Date.parse(expiresAt) <= now.getTime()) return 'expired';
  return usesLeft === 0 ? 'used up' : 'good';
}

const columnsAt = (now: Date): readonly Column<Token>[] => [
  { name: 'token', shown: ({ hint }) => `…${hint}`, value: ({ hint }) => hint },
  { name: 'id', shown: ({ id }) => id, isForPrograms: true },
  { name: 'state', shown: (token) => stateOf(token, now) },
  { name: 'uses left', shown: ({ usesLeft }) => String(usesLeft), value: ({ usesLeft }) => usesLeft, right: true },
  { name: 'until', shown: ({ expiresAt }) => minuteOf(expiresAt), value: ({ expiresAt }) => expiresAt },
  {
    name: 'approval',
    shown: ({ autoApprove }) => (autoApprove ? 'by itself' : 'by a person'),
    value: ({ autoApprove }) => (autoApprove ? 'auto' : 'person'),
  },
  { name: 'made', shown: ({ createdAt }) => ageText(createdAt, now), value: ({ createdAt }) => createdAt },
  {
    name: 'by',
    shown: ({ createdBy }) => whoText(createdBy),
    value: ({ createdBy }) => createdBy,
  },
  { name: 'tags', shown: ({ tags }) => tags.join(' ') },
];

export async function enrolRevoke(text: string, options: ServerOptions, context: Context): Promise<void> {
  const { api, ask } = await connect(options, context);
  const { items } = await ask(api.GET('/api/v1/enrolment-tokens'));
  const { id, hint } = tokenMeant(text, items, 'suture enrol ls');
  await ask(api.DELETE('/api/v1/enrolment-tokens/{id}', { params: { path: { id } } }));
  if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.revoked/1', id }));
  else context.stdout.write(printable(`Nobody can join with …${hint} any more.`) + '\nNext: suture enrol ls\n');
}
