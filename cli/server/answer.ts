// What a server answered: the data, or its refusal in words of the command line.
import { AppError } from '@suture/core/app-error.ts';
import { printable } from '../output/columns.ts';
import { QueryFault } from '../query-fault.ts';

export interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

export interface Asked {
  /** An https origin. */
  readonly origin: string;
  /** What to do where the server does not know who asks. */
  readonly signIn: string;
}

/** Rejects with an AppError for everything but what was asked for; `query`: as the person wrote it. */
export async function answered<Data>(
  { origin, signIn }: Asked,
  call: Promise<Answered<Data>>,
  query?: string,
): Promise<NonNullable<Data>> {
  let answer: Answered<Data>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw strange(origin, 'what it sends is cut or no JSON', error);
  }
  const { data, error, response } = answer;
  if (response.ok && typeof data === 'object' && data !== null) return data;
  throw refusal(origin, response.status, error, signIn, query);
}

const strange = (origin: string, why: string, cause?: unknown): AppError =>
  new AppError('network', `${origin} does not answer as a Suture server does: ${why}`, 'Is the address right?', cause);

function refusal(origin: string, status: number, body: unknown, signIn: string, query: string | undefined): AppError {
  const { type, title, detail, errors, retryAfterSeconds } = Object(body) as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || !type.startsWith('urn:suture:problem:') || typeof title !== 'string') {
    return strange(origin, `status ${status}`);
  }
  const faults = (Array.isArray(errors) ? errors : []).map((each) => Object(each) as Readonly<Record<string, unknown>>);
  const said = words(typeof detail === 'string' ? `${title}: ${detail}` : title);
  switch (type.slice('urn:suture:problem:'.length)) {
    case 'malformed-query':
    case 'query-not-answerable':
      return (query === undefined ? undefined : queryFault(query, faults)) ?? new AppError('usage', said);
    case 'not-authenticated':
      return new AppError(
        'authentication',
        `${origin} does not know who asks: the token has ended or was revoked`,
        signIn,
      );
    case 'sign-in-refused':
    case 'second-factor-required':
    case 'sign-in-again':
      return new AppError('authentication', said);
    case 'not-allowed':
      return new AppError(
        'permission',
        `you may not do that: ${words(detail ?? title)}`,
        'Ask an admin for a role that may.',
      );
    case 'too-many-requests':
      return new AppError(
        'network',
        `${origin} wants a pause${Number.isInteger(retryAfterSeconds) ? ` of ${String(retryAfterSeconds)} s` : ''}: ${words(detail ?? title)}`,
      );
    case 'unavailable':
    case 'server-error':
      return new AppError('network', `${origin}: ${said}`);
    case 'malformed-request':
      if (faults.length > 0)
        return new AppError('input', ['the server does not take that:', ...places(faults)].join('\n'));
      return new AppError('input', said);
    default:
      return new AppError('input', [said, ...places(faults)].join('\n'));
  }
}

const places = (faults: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  faults.map(({ name, detail }) => `  ${words(name)}: ${words(detail)}`);

function queryFault(query: string, [fault]: readonly Readonly<Record<string, unknown>>[]): QueryFault | undefined {
  if (fault === undefined) return undefined;
  const { detail, from, to, expected, suggestion } = fault;
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  return new QueryFault(`the query: ${words(detail)}`, {
    query,
    from,
    to,
    expected: Array.isArray(expected) ? expected.filter((each) => typeof each === 'string').map(words) : [],
    suggestion: typeof suggestion === 'string' ? words(suggestion) : null,
  });
}

/** One line, whatever the server sends. */
const words = (text: unknown): string => printable(String(text));
