// The work of `suture login`: whom to trust, who it is, and a token for this machine alone.
import { hostname, userInfo } from 'node:os';
import { AppError } from '@suture/core/app-error.ts';
import type { ServerAddress } from '@suture/protocol/trust/install-line.ts';
import type { Context } from '../context.ts';
import { secondsOf } from '../input/duration.ts';
import { isAskable, Questions } from '../input/terminal-input.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Place, pinnedPlace, readAddress, stranger } from '../server/connect.ts';
import { firstContact } from '../server/first-contact.ts';
import { localServer, stateFolder } from '../server/local-access.ts';
import { type Login, loginsPath, readLogins, withLogin, writeLogins } from '../server/logins.ts';
import { signIn } from '../server/sign-in.ts';
import type { LoginOptions } from './login.ts';

export async function login(url: string, options: LoginOptions, context: Context): Promise<void> {
  const address = readAddress(url);
  const seconds = secondsOf('--expires', options.expires, 365);
  const path = loginsPath(context.env);
  const logins = await readLogins(path);
  const questions = isAskable(context, options) && options.passwordStdin !== true ? new Questions(context) : undefined;
  const place = await trusted(address, logins, options, context, questions);
  const session = await signIn(place, options, context, questions);
  try {
    const me = await session.ask(session.api.GET('/api/v1/me'));
    const expiresAt = new Date(context.now().getTime() + seconds * 1_000).toISOString();
    const scopes = options.scope.length > 0 ? [...options.scope] : [...me.permissions];
    const body = { label: `suture on ${machine()}`, scopes, expiresAt };
    const { token, id } = await session.ask(session.api.POST('/api/v1/api-tokens', { body }));
    const kept: Login = {
      server: place.origin,
      authority: place.authority,
      token,
      tokenId: id,
      email: me.email,
      expiresAt,
    };
    await writeLogins(path, withLogin(logins, kept));
    await forget(
      place,
      logins.find(({ server }) => server === place.origin),
    );
    if (options.json === true) {
      context.stdout.write(
        inertJson({
          schema: 'suture.login/1',
          server: place.origin,
          email: me.email,
          role: me.role,
          tokenId: id,
          expiresAt,
          scopes,
        }),
      );
      return;
    }
    context.stdout.write(
      printable(`Signed in to ${place.origin} as ${me.email} (${me.role}), until ${expiresAt.slice(0, 10)}.`) +
        '\nNext: suture status\n',
    );
  } finally {
    await session.end();
  }
}

function machine(): string {
  try {
    return `${hostname()} (${userInfo().username})`.slice(0, 150);
  } catch {
    // A user without an entry in the system's list.
    return hostname().slice(0, 150);
  }
}

/** As it was trusted before, as this machine's own, as the system does, or as the person says. */
async function trusted(
  address: ServerAddress,
  logins: readonly Login[],
  options: LoginOptions,
  context: Context,
  questions: Questions | undefined,
): Promise<Place> {
  if (options.fingerprint !== undefined) return pinnedPlace(address, options.fingerprint);
  const { origin } = address;
  const local = await localServer(stateFolder(context.env));
  if (local?.url === origin) return { origin, authority: local.authority };
  const contact = await firstContact(address);
  if (contact.kind === 'trusted') return { origin, authority: null };
  const { fingerprint } = contact;
  const again = logins.find(({ server }) => server === origin);
  if (again?.authority !== null && again !== undefined && (await stillHolds(again)))
    return { origin, authority: again.authority };
  const said = [
    again === undefined
      ? `This machine does not know ${origin} yet.`
      : `${origin} IS NOT THE SERVER THIS MACHINE KNOWS: it was set up anew, or something stands between.`,
    'The fingerprint of its key is',
    `  ${fingerprint}`,
    'On the server, suture whoami says the right one.',
  ];
  if (questions === undefined) {
    throw new AppError(
      'network',
      said.join('\n'),
      `If that is it: suture login ${origin} --fingerprint ${fingerprint}`,
    );
  }
  context.stderr.write(`${said.map(printable).join('\n')}\n`);
  const answer = await questions.line('Is it the same there? [y/N]');
  if (!/^y(es)?$/i.test(answer)) throw new AppError('network', 'the server was not trusted', 'Nothing was sent to it.');
  return pinnedPlace(address, fingerprint);
}

async function stillHolds({ server, authority }: Login): Promise<boolean> {
  try {
    // Any answer will do: the connection is what is tried.
    await stranger({ origin: server, authority }).GET('/api/v1/me');
    return true;
  } catch {
    return false;
  }
}

/** The token of the login before is good for nothing any more. */
async function forget({ origin, authority }: Place, former: Login | undefined): Promise<void> {
  if (former === undefined) return;
  const client = stranger({ origin, authority }, { authorization: `Bearer ${former.token}` });
  await client.DELETE('/api/v1/api-tokens/{id}', { params: { path: { id: former.tokenId } } }).catch(() => undefined);
}
