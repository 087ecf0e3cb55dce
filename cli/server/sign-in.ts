// Signs a person in for as long as one thing takes: programs cannot make tokens, only people can.
import { AppError } from '@suture/core/app-error.ts';
import type { ApiClient } from '@suture/protocol/api/client.ts';
import type { Context } from '../context.ts';
import { isAskable, Questions } from '../input/terminal-input.ts';
import { type Answered, answered } from './answer.ts';
import { type Place, stranger } from './connect.ts';

export interface Session {
  readonly api: ApiClient;
  readonly ask: <Data>(call: Promise<Answered<Data>>) => Promise<NonNullable<Data>>;
  /** Never rejects: a session also ends by itself. */
  end(): Promise<void>;
}

export interface SignInOptions {
  readonly email?: string;
  readonly passwordStdin?: boolean;
  readonly input?: boolean;
}

/** `questions`: where the person has been asked something already. */
export async function signIn(
  place: Place,
  options: SignInOptions,
  context: Context,
  questions?: Questions,
): Promise<Session> {
  const claim = options.passwordStdin === true ? await piped(options, context) : undefined;
  if (claim === undefined && !isAskable(context, options)) {
    throw new AppError(
      'usage',
      'nobody is here to ask for a password',
      'Give --email and, on standard input, the password: --password-stdin',
    );
  }
  const person = claim === undefined ? (questions ?? new Questions(context)) : undefined;
  const email = claim?.email ?? options.email ?? (await person?.line(`E-mail address at ${place.origin}:`)) ?? '';
  const password = claim?.password ?? (await person?.secret('Password:')) ?? '';
  if (email === '' || password === '') throw new AppError('usage', 'an e-mail address and a password are needed');
  let code = claim?.code;
  for (;;) {
    const body = { email, password, ...(code !== undefined && { code }) };
    const { error, response } = await stranger(place).POST('/api/v1/sessions', { body });
    const isShort = Reflect.get(Object(error), 'type') === 'urn:suture:problem:second-factor-required';
    if (isShort && code === undefined && person !== undefined) {
      code = await person.line('Code of the authenticator, or a recovery code:');
      continue;
    }
    const asked = { origin: place.origin, signIn: '' };
    if (!response.ok) await answered(asked, Promise.resolve({ error, response }));
    const cookie = response.headers
      .getSetCookie()
      .map((each) => each.split(';', 1)[0] ?? '')
      .join('; ');
    const api = stranger(place, { cookie, 'suture-client': 'cli' });
    return {
      api,
      ask: (call) => answered(asked, call),
      end: async () => void (await api.DELETE('/api/v1/sessions').catch(() => undefined)),
    };
  }
}

/** The password in the first line of standard input, the code where there is one in the second. */
async function piped(
  { email }: SignInOptions,
  { stdin }: Context,
): Promise<{ email: string; password: string; code?: string }> {
  if (email === undefined) throw new AppError('usage', '--password-stdin needs --email');
  let text = '';
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    if (text.length > 10_000) throw new AppError('usage', 'what standard input holds is too long for a password');
  }
  const [password = '', code = ''] = text.split(/\r?\n/);
  return { email, password, ...(code.trim() !== '' && { code: code.trim() }) };
}
