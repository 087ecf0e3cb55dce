// How the embedded PostgreSQL is connected to, and the role and database that it is given.
import pg from 'pg';
import { superuser } from './cluster.ts';
import type { Postmaster } from './postmaster.ts';
import { errorCode } from './refusal.ts';

/** What `pg` needs; there is no password, the socket's directory is closed to everyone else. */
export interface Connection {
  /** The directory of the socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly ssl: false;
}

/** Role and database of the server. The role is no superuser, so that row-level security holds for it. */
const name = 'suture';

export function serverConnection({ socketDirectory, port }: Postmaster): Connection {
  return { host: socketDirectory, port, user: name, database: name, ssl: false };
}

export function superuserConnection({ socketDirectory, port }: Postmaster): Connection {
  return { host: socketDirectory, port, user: superuser, database: 'postgres', ssl: false };
}

/** The connection as a URL, for `pg` and for PostgreSQL's own programs. */
export function connectionUrl({ host, port, user, database }: Connection): string {
  return `postgresql:///${database}?${new URLSearchParams({ host, port: String(port), user }).toString()}`;
}

/**
 * `ours`: it answers and works on this data directory, and the server's role and database are there now.
 * `not yet`: it is starting, recovering or stopping. `silent`: nothing answers, or another PostgreSQL does.
 */
export async function greet(postmaster: Postmaster, data: string): Promise<'ours' | 'not yet' | 'silent'> {
  const client = new pg.Client({ ...superuserConnection(postmaster), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string; role: boolean; database: boolean }>(
      `select current_setting('data_directory') as data,
              exists (select from pg_roles where rolname = $1) as role,
              exists (select from pg_database where datname = $1) as database`,
      [name],
    );
    if (rows[0]?.data !== data) return 'silent';
    if (!rows[0].role) await client.query(`create role ${name} login`);
    if (!rows[0].database) await client.query(`create database ${name} owner ${name} template template0`);
    return 'ours';
  } catch (error) {
    switch (errorCode(error)) {
      case 'ENOENT':
      case 'ECONNREFUSED':
        return 'silent';
      // cannot_connect_now, admin_shutdown, crash_shutdown, too_many_connections, a connection cut off, a full backlog
      case '57P03':
      case '57P01':
      case '57P02':
      case '53300':
      case 'ECONNRESET':
      case 'EPIPE':
      case 'EAGAIN':
        return 'not yet';
      default:
        if (error instanceof Error && /terminated|timeout/i.test(error.message)) return 'not yet';
        throw error;
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}
