// Which endpoints a person means: by name, by id, or by a query.
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import { printable } from '../output/columns.ts';
import { listed } from '../output/words.ts';
import type { Connection } from './connect.ts';
import { collect } from './pages.ts';

export type Endpoint = components['schemas']['Endpoint'];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Rejects where none is meant, or where it is not clear which. Of several of one name, one in the state `rather` is meant. */
export async function endpointNamed(
  connection: Connection,
  text: string,
  rather?: Endpoint['state'],
): Promise<Endpoint> {
  if (UUID.test(text)) return byId(connection, text);
  const found = await named(connection, text);
  // A machine that enrolled again has its name from before, when it was somebody else.
  const present = found.filter(({ state }) => state !== 'revoked');
  const fitting = found.filter(({ state }) => state === rather);
  const [one, ...others] = [fitting, present, found].find((some) => some.length > 0) ?? [];
  if (one === undefined) throw await unknown(connection, text);
  if (others.length > 0) {
    const ids = [one, ...others].map(({ id, state, seenAt }) => `  ${id}  ${state}, ${seenText(seenAt)}`);
    throw new AppError(
      'input',
      `${1 + others.length} endpoints are named ${text}; say which by its id`,
      ids.join('\n'),
    );
  }
  return one;
}

const seenText = (at: string | null): string =>
  at === null ? 'never seen' : `seen ${at.slice(0, 16).replace('T', ' ')} UTC`;

/** Those that a query finds, or the one of this name or id. Words without a colon are names, never searched for. */
export async function endpointsMeant(
  connection: Connection,
  text: string,
  rather?: Endpoint['state'],
): Promise<readonly Endpoint[]> {
  if (!text.includes(':') && text.trim() !== '') return [await endpointNamed(connection, text, rather)];
  const { api, ask } = connection;
  const { rows } = await collect(
    (at) => ask(api.GET('/api/v1/endpoints', { params: { query: { q: text, ...at } } }), text),
    Number.POSITIVE_INFINITY,
  );
  if (rows.length === 0)
    throw new AppError('input', `no endpoint matches ${text}`, 'See them all: suture endpoints ls');
  return rows;
}

async function byId({ api, ask }: Connection, id: string): Promise<Endpoint> {
  return ask(api.GET('/api/v1/endpoints/{id}', { params: { path: { id: id.toLowerCase() } } }));
}

/** A text in the query language that means exactly itself. */
export const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

async function named({ api, ask }: Connection, name: string): Promise<readonly Endpoint[]> {
  if (/\p{Cc}|\p{Cs}/u.test(name) || name.length > 300) return [];
  const query = { q: `endpoint:${quoted(name)}`, limit: 20 };
  return (await ask(api.GET('/api/v1/endpoints', { params: { query } }))).items;
}

async function unknown({ api, ask }: Connection, name: string): Promise<AppError> {
  const message = `there is no endpoint named ${name}`;
  if (!/^[\w.-]{2,200}$/.test(name)) return new AppError('input', message, 'See them all: suture endpoints ls');
  const near = (await ask(api.GET('/api/v1/endpoints', { params: { query: { q: name, limit: 5 } } }))).items;
  const remedy =
    near.length === 0
      ? 'See them all: suture endpoints ls'
      : `Is it ${listed([...new Set(near.map((one) => one.name))])}?`;
  return new AppError('input', message, remedy);
}

/** What a command can be given for it: its name, unless that is not plain or others have it too. */
export const nameToType = ({ id, name }: Endpoint, among: readonly Endpoint[] = []): string =>
  printable(name) !== name || among.some((other) => other.name === name && other.id !== id) ? id : name;
