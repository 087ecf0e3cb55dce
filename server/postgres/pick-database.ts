// Which PostgreSQL the server uses: the one that DATABASE_URL names, or else the one that comes with Suture.
import pg from 'pg';
import { startEmbedded } from './embedded.ts';
import type { EmbeddedOptions, Running } from './embedded.ts';
import type { Environment } from './layout.ts';
import { errorCode } from './refusal.ts';
import type { Refusal } from './refusal.ts';

export interface Given {
  readonly kind: 'given';
  readonly connection: pg.ClientConfig;
  /** `18.4`. */
  readonly version: string;
  /** What works and yet should be put right; sentences. */
  readonly warnings: readonly string[];
}

/** About a DATABASE_URL that cannot be used. Neither text contains the password. */
export interface GivenRefusal {
  readonly kind: 'refused';
  readonly cause: 'invalid-url' | 'unreachable' | 'unsuitable';
  readonly reason: string;
  readonly remedy: string;
}

export type PickedDatabase = Running | Given | Refusal | GivenRefusal;

const oldestMajor = 15;

/** `embedded` is used only without a DATABASE_URL: one that does not work is never quietly replaced by an empty database. */
export async function pickDatabase(env: Environment, embedded: EmbeddedOptions = {}): Promise<PickedDatabase> {
  const url = env['DATABASE_URL'];
  return url === undefined ? startEmbedded({ env, ...embedded }) : checkGiven(url);
}

async function checkGiven(url: string): Promise<Given | GivenRefusal> {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    return refuse(
      'invalid-url',
      url === '' ? 'DATABASE_URL is set and empty' : 'DATABASE_URL is no PostgreSQL URL',
      'It reads postgresql://user:password@host:5432/database, with special characters in the password percent-encoded. Unset it to use the database that comes with Suture.',
    );
  }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 10_000 });
  client.on('error', () => undefined);
  const { host, port, database, user, password, ssl } = client;
  const where = `${host.startsWith('/') ? host : `${host}:${port}`}/${database ?? ''}`;
  try {
    await client.connect();
    const found = await look(client);
    const unsuitable = whyUnsuitable(found);
    if (unsuitable !== undefined)
      return refuse('unsuitable', `the database ${where} ${unsuitable.why}`, unsuitable.remedy);
    const warnings = found.passes
      ? [
          `The role ${found.role} of DATABASE_URL passes row-level security, the second wall between organisations. Use a role that is no superuser and lacks BYPASSRLS.`,
        ]
      : [];
    return { kind: 'given', connection: { connectionString: url }, version: found.version, warnings };
  } catch (error) {
    return refuse(
      'unreachable',
      `the database ${where} that DATABASE_URL names cannot be used: ${withoutSecret(error, password)}`,
      `Check that it runs, that ${user ?? 'the user'} may log in${ssl ? ' over TLS' : ''}, and that the network lets this machine through.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What a database says of itself and of the role that logged in. */
export interface Found {
  readonly number: number;
  readonly version: string;
  readonly standby: boolean;
  readonly encoding: string;
  readonly role: string;
  readonly passes: boolean;
  readonly creates: boolean;
}

async function look(client: pg.Client): Promise<Found> {
  const { rows } = await client.query<Found>(`
    select current_setting('server_version_num')::int as number,
           split_part(current_setting('server_version'), ' ', 1) as version,
           pg_is_in_recovery() or current_setting('transaction_read_only')::bool as standby,
           current_setting('server_encoding') as encoding,
           rolname as role,
           rolsuper or rolbypassrls as passes,
           coalesce(has_schema_privilege(current_schema(), 'create'), false) as creates
      from pg_roles where rolname = current_user`);
  if (rows[0] === undefined) throw new Error('the server does not know the role that logged in');
  return rows[0];
}

/** Undefined where the database will do. */
export function whyUnsuitable(found: Found): { readonly why: string; readonly remedy: string } | undefined {
  if (found.number < oldestMajor * 10_000) {
    return { why: `is PostgreSQL ${found.version}`, remedy: `Use PostgreSQL ${oldestMajor} or later.` };
  }
  if (found.standby) return { why: 'is a standby and takes no writes', remedy: 'Name the primary in DATABASE_URL.' };
  if (found.encoding !== 'UTF8') {
    return { why: `has the encoding ${found.encoding}`, remedy: 'Create it with ENCODING UTF8 TEMPLATE template0.' };
  }
  if (!found.creates) {
    return {
      why: `does not let ${found.role} create tables`,
      remedy: `Make ${found.role} its owner: ALTER DATABASE ... OWNER TO ${found.role}.`,
    };
  }
  return undefined;
}

function withoutSecret(error: unknown, password: string | undefined): string {
  // An AggregateError, one error for each address of the host, has no message of its own.
  const message = error instanceof AggregateError ? String(errorCode(error.errors[0])) : (error as Error).message;
  const said = message === '' ? (errorCode(error) ?? 'no answer') : message;
  return password === undefined || password === '' ? said : said.replaceAll(password, '***');
}

function refuse(cause: GivenRefusal['cause'], reason: string, remedy: string): GivenRefusal {
  return { kind: 'refused', cause, reason, remedy };
}
