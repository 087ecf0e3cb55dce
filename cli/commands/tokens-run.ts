// The work of `suture tokens`.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { secondsOf } from '../input/duration.ts';
import { ageText } from '../output/age.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { listed, plural } from '../output/words.ts';
import { placeFor, connect } from '../server/connect.ts';
import { signIn } from '../server/sign-in.ts';
import { tokenMeant } from '../server/token-names.ts';
import type { ServerOptions } from './server-options.ts';
import type { NewTokenOptions, TokenListOptions } from './tokens.ts';

type Token = components['schemas']['ApiToken'];

export async function tokensLs(options: TokenListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const of = options.all === true ? ('all' as const) : ('me' as const);
  const { items } = await ask(api.GET('/api/v1/api-tokens', { params: { query: { of } } }));
  const now = context.now();
  const good = items.filter((token) => stateOf(token, now) === 'good');
  const list = {
    schema: 'suture.api-tokens/1',
    about: { server: origin, of },
    rows: items.slice(0, most),
    total: items.length,
    columns: columnsAt(now),
    said: [good.length === 0 ? 'No token is good.' : `${plural(good.length, 'token is', 'tokens are')} good.`],
    next: good[0] === undefined ? 'suture tokens new LABEL' : `suture tokens revoke ${good[0].hint}`,
  };
  writeRows(list, options, context);
}

function stateOf({ revokedAt, expiresAt }: Token, now: Date): 'good' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  return Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'good';
}

const dayOf = (instant: string): string => instant.slice(0, 10);

const columnsAt = (now: Date): readonly Column<Token>[] => [
  { name: 'token', shown: ({ hint }) => `…${hint}`, value: ({ hint }) => hint },
  { name: 'id', shown: ({ id }) => id, isForPrograms: true },
  { name: 'account', shown: ({ account }) => account, isForPrograms: true },
  { name: 'state', shown: (token) => stateOf(token, now) },
  { name: 'until', shown: ({ expiresAt }) => dayOf(expiresAt), value: ({ expiresAt }) => expiresAt },
  { name: 'made', shown: ({ createdAt }) => ageText(createdAt, now), value: ({ createdAt }) => createdAt },
  { name: 'for', shown: ({ label }) => label },
  { name: 'may', shown: ({ scopes }) => listed(scopes, 2), value: ({ scopes }) => scopes.join(' ') },
];

export async function tokensNew(label: string, options: NewTokenOptions, context: Context): Promise<void> {
  const seconds = secondsOf('--expires', options.expires, 365);
  const place = await placeFor(options, context);
  const session = await signIn(place, options, context);
  try {
    const expiresAt = new Date(context.now().getTime() + seconds * 1_000).toISOString();
    const scopes = options.scope.length > 0 ? [...options.scope] : ['inventory.read'];
    const made = await session.ask(session.api.POST('/api/v1/api-tokens', { body: { label, scopes, expiresAt } }));
    if (options.json === true) {
      context.stdout.write(inertJson({ schema: 'suture.api-token/1', ...made, scopes, expiresAt }));
      return;
    }
    context.stdout.write(`${printable(made.token)}\n`);
    if (options.quiet === true) return;
    const said = `May ${scopes.join(', ')} at ${place.origin} until ${dayOf(expiresAt)}. It is not shown again; give it to a program in SUTURE_TOKEN.`;
    context.stderr.write(`${printable(said)}\n`);
  } finally {
    await session.end();
  }
}

export async function tokensRevoke(text: string, options: ServerOptions, context: Context): Promise<void> {
  const { api, ask } = await connect(options, context);
  const [own, all] = await Promise.all([
    ask(api.GET('/api/v1/api-tokens', { params: { query: { of: 'me' } } })),
    // Others' tokens are shown to admins only.
    ask(api.GET('/api/v1/api-tokens', { params: { query: { of: 'all' } } })).catch(() => undefined),
  ]);
  const { id, hint, label } = tokenMeant(text, (all ?? own).items, 'suture tokens ls');
  await ask(api.DELETE('/api/v1/api-tokens/{id}', { params: { path: { id } } }));
  if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.revoked/1', id }));
  else
    context.stdout.write(
      printable(`The token …${hint} (${label}) gets nobody in any more.`) + '\nNext: suture tokens ls\n',
    );
}
