// The database of a test as an operator names it: in DATABASE_URL.
import { connectionUrl, type Connection } from './postgres/connection.ts';
import type { TestDatabase } from './test-database.ts';

export function databaseUrl(connection: TestDatabase['connection']): string {
  const { user, password, database: name, options } = connection;
  // The embedded one has no password.
  if (password === undefined) return connectionUrl(connection as Connection);
  const url = new URL(process.env['SUTURE_TEST_DATABASE_URL'] ?? '');
  Object.assign(url, { username: user, password, pathname: `/${name}` });
  if (options !== undefined) url.searchParams.set('options', options);
  return url.href;
}
