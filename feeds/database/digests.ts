// What tells one state of the advisories from another: of the whole file, and of what it says on one package.
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { SCHEMA_VERSION } from './schema.ts';

export interface Generation {
  /** SHA-256 in hex over what the file was built from; equal ones hold equal advisories. */
  readonly id: string;
  /** When its newest data were fetched, RFC 3339; the later of two generations is the better one. Empty: it has no feed. */
  readonly asOf: string;
}

export function generationOf(database: DatabaseSync): Generation {
  const hash = createHash('sha256').update(`format ${SCHEMA_VERSION}\n`);
  let asOf = '';
  for (const { name, fetched_at: fetchedAt } of database
    .prepare('select name, fetched_at from feed order by name')
    .iterate()) {
    hash.update(`${String(name)} ${String(fetchedAt)}\n`);
    if (String(fetchedAt) > asOf) asOf = String(fetchedAt);
  }
  for (const row of database.prepare('select feed, path, sha256 from feed_file order by feed, path').iterate()) {
    hash.update(`${String(row['feed'])} ${String(row['path'])} ${String(row['sha256'])}\n`);
  }
  return { id: hash.digest('hex'), asOf };
}

/** SHA-256 of every statement on a package, as it is written; the same digest in two files means the same statements. */
export function statementDigests(database: DatabaseSync): (ecosystem: string, name: string) => Uint8Array {
  const rows = database.prepare('select feed, data from candidate where ecosystem = ? and name = ? order by feed');
  return (ecosystem, name) => {
    const hash = createHash('sha256').update(`format ${SCHEMA_VERSION}\n`);
    for (const { feed, data } of rows.iterate(ecosystem, name)) {
      const bytes = data instanceof Uint8Array ? data : Buffer.from(String(data));
      hash.update(`${String(feed)} ${bytes.length}\n`).update(bytes);
    }
    return hash.digest();
  };
}
