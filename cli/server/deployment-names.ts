// Which deployment a person means: by id, by the beginning of one, or by name; without a word, the only one under way.
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Connection } from './connect.ts';
import { collect } from './pages.ts';

export type Deployment = components['schemas']['Deployment'];
export type DeploymentSummary = components['schemas']['DeploymentPage']['items'][number];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BEGINNING = /^[0-9a-f-]{4,36}$/i;

export async function listOf(
  { api, ask }: Connection,
  of: 'all' | 'going' | 'waiting' | 'over',
  most = Number.POSITIVE_INFINITY,
): Promise<readonly DeploymentSummary[]> {
  const { rows } = await collect(
    (at) => ask(api.GET('/api/v1/deployments', { params: { query: { of, ...at } } })),
    most,
  );
  return rows;
}

/** Its id. Rejects where none is meant, or where it is not clear which. `notIn`: states of those that are not meant without a name. */
export async function deploymentNamed(
  connection: Connection,
  text: string | undefined,
  notIn: readonly string[] = [],
): Promise<string> {
  if (text === undefined) return theOnlyOne(connection, notIn);
  if (UUID.test(text)) return text.toLowerCase();
  const all = await listOf(connection, 'all');
  const named = all.filter(({ name }) => name === text);
  const begun = BEGINNING.test(text) ? all.filter(({ id }) => id.startsWith(text.toLowerCase())) : [];
  const found = named.length > 0 ? named : begun;
  // Of one name the one that is not over is meant.
  const live = found.filter(({ state }) => !isOverState(state));
  const [one, ...others] = live.length > 0 ? live : found;
  if (one === undefined)
    throw new AppError('input', `there is no deployment ${text}`, 'See them all: suture deployments ls');
  if (others.length === 0) return one.id;
  throw new AppError(
    'input',
    `${1 + others.length} deployments are ${text}; say which by its id`,
    lines([one, ...others]),
  );
}

async function theOnlyOne(connection: Connection, notIn: readonly string[]): Promise<string> {
  const going = (await listOf(connection, 'going')).filter(({ state }) => !notIn.includes(state));
  const found = going.length > 0 ? going : await listOf(connection, 'waiting');
  const [one, ...others] = found;
  if (one === undefined)
    throw new AppError('input', 'no deployment is under way', 'See them all: suture deployments ls');
  if (others.length === 0) return one.id;
  throw new AppError('usage', `${found.length} deployments are under way; say which`, lines(found));
}

const lines = (found: readonly DeploymentSummary[]): string =>
  found
    .slice(0, 10)
    .map(({ id, name, state }) => `  ${id}  ${state}  ${name}`)
    .join('\n');

const over = [
  'completed',
  'completed-with-failures',
  'rolled-back',
  'rollback-incomplete',
  'cancelled',
  'rejected',
  'expired',
];
export const isOverState = (state: string): boolean => over.includes(state);

/** It ended, or stands still until a person decides, otherwise than it was meant to. */
export const hasFailed = (state: string): boolean =>
  state === 'halted' || (isOverState(state) && state !== 'completed');
