// Which server a command asks, what it is trusted by and with which token: as given, else as signed in, else this machine's.
import { readFile } from 'node:fs/promises';
import { connect as connectTls } from 'node:tls';
import { AppError } from '@suture/core/app-error.ts';
import { type ApiClient, apiClient } from '@suture/protocol/api/client.ts';
import { DEMO_HEADER } from '@suture/protocol/api/paths.ts';
import { readServerAddress, type ServerAddress } from '@suture/protocol/trust/install-line.ts';
import { pinnedTls, trustedTls } from '@suture/protocol/trust/pinned-tls.ts';
import type { ServerOptions } from '../commands/server-options.ts';
import type { Context } from '../context.ts';
import { type Answered, answered } from './answer.ts';
import { type FetchLimits, httpsFetch, usualLimits } from './https-fetch.ts';
import { type LocalServer, localServer, stateFolder } from './local-access.ts';
import { type Login, loginsPath, readLogins } from './logins.ts';
import { noteDemo } from '../output/demo-mark.ts';

export interface Connection {
  readonly origin: string;
  readonly api: ApiClient;
  /** Of its authority, PEM; null: one that this system trusts anyway. */
  readonly authority: string | null;
  /** Who let us in. */
  readonly by: 'token' | 'login' | 'local';
  /** The answer of a call, or an AppError; `query` as the person wrote it, to point at what is wrong. */
  readonly ask: <Data>(call: Promise<Answered<Data>>, query?: string) => Promise<NonNullable<Data>>;
  /** With other limits than the usual ones. */
  readonly fetch: (limits: Partial<FetchLimits>) => (request: Request) => Promise<Response>;
}

/** A server and what to trust it by. */
export interface Place {
  readonly origin: string;
  readonly authority: string | null;
}

/** Rejects with an AppError where there is no server, or no token for it. Asks nothing of the server yet. */
export async function connect(options: ServerOptions, context: Context): Promise<Connection> {
  const { place, login, local } = await choose(options, context);
  const given = await givenToken(options, context.env);
  if (given !== undefined)
    return open(place, given, 'token', 'Give another in SUTURE_TOKEN or with --token-file.', context);
  if (login !== undefined) return open(place, tokenOf(login, context), 'login', signInAt(login.server), context);
  if (local !== undefined) return open(place, local.token, 'local', 'Start the server anew: npm start', context);
  throw new AppError('authentication', `nobody is signed in to ${place.origin}`, signInAt(place.origin));
}

/** Where a command would ask, for who signs in there. */
export const placeFor = async (options: ServerOptions, context: Context): Promise<Place> =>
  (await choose(options, context)).place;

interface Chosen {
  readonly place: Place;
  readonly login: Login | undefined;
  /** Where it is this machine's. */
  readonly local: LocalServer | undefined;
}

async function choose(options: ServerOptions, context: Context): Promise<Chosen> {
  const { env } = context;
  const [logins, found] = await Promise.all([readLogins(loginsPath(env)), findLocal(context)]);
  const named = options.server ?? (env['SUTURE_SERVER'] || undefined);
  const address = named === undefined ? undefined : readAddress(named);
  const login = address === undefined ? logins[0] : logins.find(({ server }) => server === address.origin);
  const isLocal = address === undefined ? login === undefined : found?.url === address.origin;
  const local = isLocal ? found : undefined;
  return { place: await placeOf(address, login, local, options, env), login, local };
}

const signInAt = (origin: string): string => `Sign in: suture login ${origin}`;

export function readAddress(text: string): ServerAddress {
  const address = readServerAddress(text);
  if (address !== undefined) return address;
  throw new AppError('usage', `${text} is no address of a server`, 'Give one like https://suture.example.org:7420');
}

/** Root's server keeps its state elsewhere than other users' do; a folder that is named is the only one. */
async function findLocal({ env }: Context): Promise<LocalServer | undefined> {
  const own = await localServer(stateFolder(env));
  return own !== undefined || (env['SUTURE_STATE'] ?? '') !== '' ? own : localServer('/var/lib/suture');
}

async function placeOf(
  address: ServerAddress | undefined,
  login: Login | undefined,
  local: LocalServer | undefined,
  { fingerprint }: ServerOptions,
  env: Context['env'],
): Promise<Place> {
  const origin = address?.origin ?? login?.server ?? local?.url;
  if (origin === undefined) {
    throw new AppError(
      'authentication',
      'there is no server to ask: nobody is signed in, and none runs here that this user may use',
      'Sign in: suture login URL, or start one here: npm start',
    );
  }
  const pin = fingerprint ?? (env['SUTURE_FINGERPRINT'] || undefined);
  if (pin !== undefined) return pinnedPlace(readAddress(origin), pin);
  return { origin, authority: login?.authority ?? (login === undefined ? (local?.authority ?? null) : null) };
}

/** The server that holds the key of this fingerprint, or whose authority does. */
export async function pinnedPlace(address: ServerAddress, fingerprint: string): Promise<Place> {
  const pin = fingerprint
    .replace(/^sha256:/i, '')
    .replaceAll(/[\s:]/g, '')
    .toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(pin)) {
    throw new AppError('usage', 'the fingerprint is not 64 hexadecimal digits', 'See it on the server: suture whoami');
  }
  const pinned = await pinnedTls(connectTls, address, pin, 15_000);
  if (pinned.ok) return { origin: address.origin, authority: pinned.root };
  if (pinned.cause === 'unreachable')
    throw new AppError('network', pinned.why, 'Is it running, and is the address right?');
  throw new AppError(
    'network',
    `${address.origin} does not hold the key ${pin}: it is another server, or something stands between`,
    'Compare the fingerprint with the server’s: suture whoami, there',
  );
}

async function givenToken({ tokenFile }: ServerOptions, env: Context['env']): Promise<string | undefined> {
  const text = tokenFile === undefined ? env['SUTURE_TOKEN'] || undefined : await tokenIn(tokenFile);
  if (text === undefined) return undefined;
  const token = text.trim();
  // Never shown: what is wrong with it may be a part of it.
  if (/^[!-~]{1,500}$/.test(token)) return token;
  throw new AppError('usage', 'what is given as a token is none', 'API tokens begin with sut_api_');
}

async function tokenIn(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError(
      'usage',
      `${path} cannot be read: ${String(Reflect.get(Object(error), 'code'))}`,
      undefined,
      error,
    );
  }
}

function tokenOf({ token, expiresAt, server }: Login, { now }: Context): string {
  if (Date.parse(expiresAt) > now().getTime()) return token;
  throw new AppError('authentication', `the login at ${server} ended on ${expiresAt.slice(0, 10)}`, signInAt(server));
}

function open(
  { origin, authority }: Place,
  token: string,
  by: Connection['by'],
  signIn: string,
  { stdout, stderr }: Context,
): Connection {
  const whenDown = by === 'local' ? 'Start it: npm start' : 'Is it running, and can this machine reach it?';
  const whenStrange = `If the server was set up anew: suture login ${origin}. If not, something stands between.`;
  const tls = authority === null ? {} : trustedTls([authority]);
  let isToldDemo = false;
  const onAnswer = ({ headers }: Response): void => {
    if (isToldDemo || !headers.has(DEMO_HEADER)) return;
    isToldDemo = true;
    noteDemo(stdout);
    stderr.write('This is a demo: all of it is made up.\n');
  };
  const fetch: Connection['fetch'] = (limits) => {
    const fetched = httpsFetch({ tls, ...usualLimits, ...limits, whenDown, whenStrange });
    return async (request) => {
      const response = await fetched(request);
      onAnswer(response);
      return response;
    };
  };
  return {
    origin,
    authority,
    by,
    api: apiClient({ origin, fetch: fetch({}), headers: { authorization: `Bearer ${token}` } }),
    ask: (call, query) => answered({ origin, signIn }, call, query),
    fetch,
  };
}

/** A client that nobody is signed in with yet; `headers` go with every request. */
export function stranger({ origin, authority }: Place, headers: Readonly<Record<string, string>> = {}): ApiClient {
  const tls = authority === null ? {} : trustedTls([authority]);
  const whenDown = 'Is it running, and can this machine reach it?';
  const whenStrange = 'Give the fingerprint of its key: --fingerprint';
  return apiClient({ origin, fetch: httpsFetch({ tls, ...usualLimits, whenDown, whenStrange }), headers });
}
