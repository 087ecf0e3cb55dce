// The work of `suture logout`.
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { readAddress, stranger } from '../server/connect.ts';
import { loginsPath, readLogins, writeLogins } from '../server/logins.ts';
import type { ServerOptions } from './server-options.ts';

export async function logout(options: ServerOptions, context: Context): Promise<void> {
  const path = loginsPath(context.env);
  const logins = await readLogins(path);
  const origin = options.server === undefined ? logins[0]?.server : readAddress(options.server).origin;
  const login = logins.find(({ server }) => server === origin);
  if (login === undefined) {
    throw new AppError('input', origin === undefined ? 'nobody is signed in' : `nobody is signed in to ${origin}`);
  }
  const client = stranger(
    { origin: login.server, authority: login.authority },
    { authorization: `Bearer ${login.token}` },
  );
  const isRevoked = await client
    .DELETE('/api/v1/api-tokens/{id}', { params: { path: { id: login.tokenId } } })
    // A token that the server does not know is good for nothing either.
    .then(({ response: { status } }) => status === 200 || status === 401 || status === 404)
    .catch(() => false);
  await writeLogins(
    path,
    logins.filter((each) => each !== login),
  );
  if (options.json === true) {
    context.stdout.write(
      inertJson({ schema: 'suture.logout/1', server: login.server, isRevoked, expiresAt: login.expiresAt }),
    );
    return;
  }
  const rest = isRevoked
    ? ''
    : ` The server could not be asked: it takes the token until ${login.expiresAt.slice(0, 10)}; revoke it there: suture tokens revoke ${login.tokenId}`;
  context.stdout.write(`${printable(`Signed out of ${login.server}.${rest}`)}\n`);
}
