// The work of `suture whoami`.
import { X509Certificate } from 'node:crypto';
import { keyFingerprint } from '@suture/protocol/trust/keys.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { wrap } from '../output/wrap.ts';
import { connect } from '../server/connect.ts';
import type { ServerOptions } from './server-options.ts';

const BY = {
  token: 'with the token given',
  login: 'as signed in with suture login',
  local: 'as a user of the server’s own machine',
} as const;

export async function whoami(options: ServerOptions, context: Context): Promise<void> {
  const { origin, authority, by, api, ask } = await connect(options, context);
  const me = await ask(api.GET('/api/v1/me'));
  const fingerprint = authority === null ? null : keyFingerprint(new X509Certificate(authority).publicKey);
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.whoami/1', server: origin, fingerprint, by, ...me }));
    return;
  }
  const { stdout } = context;
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const lines = [
    `${me.email} (${me.role}) at ${origin}, ${BY[by]}.`,
    ...(me.tagScope === null ? [] : [`Only endpoints tagged ${me.tagScope.join(' or ')}.`]),
    `May: ${me.permissions.join(', ')}`,
  ];
  const prose = lines.flatMap((line) => wrap(printable(line), width));
  // Not broken: it is there to be compared.
  const key = fingerprint === null ? [] : [`The server’s key: ${fingerprint}`];
  stdout.write(`${[...prose, ...key, 'Next: suture status'].join('\n')}\n`);
}
