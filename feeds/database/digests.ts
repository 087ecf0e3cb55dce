// What tells one state of the advisories from another: of the whole file, and of what it says on each package.
import type { Hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { SCHEMA_VERSION } from './schema.ts';

export interface Generation {
  /** SHA-256 in hex over what the file was built from; equal ones hold equal advisories. */
  readonly id: string;
  /** When its newest data were fetched, RFC 3339; the later of two generations is the better one. Empty: it has no feed. */
  readonly asOf: string;
}

export function generationOf(database: DatabaseSync): Generation {
  const digest = sha256().update(`format ${SCHEMA_VERSION}\n`);
  let asOf = '';
  for (const row of database.prepare('select name, fetched_at from feed order by name').iterate()) {
    const fetchedAt = String(row['fetched_at']);
    digest.update(`${String(row['name'])} ${fetchedAt}\n`);
    if (fetchedAt > asOf) asOf = fetchedAt;
  }
  for (const row of database.prepare('select feed, path, sha256 from feed_file order by feed, path').iterate()) {
    digest.update(`${String(row['feed'])} ${String(row['path'])} ${String(row['sha256'])}\n`);
  }
  return { id: digest.digest('hex'), asOf };
}

/** From this many names on, reading a whole ecosystem in order is faster than looking each name up. */
const READ_ALL_FROM = 1000;

/**
 * SHA-256 over every statement on each of these packages as it is written, so that an equal digest in another file
 * means the same statements; names without statements have one, too.
 */
export function statementDigests(
  database: DatabaseSync,
  ecosystem: string,
  names: readonly string[],
): ReadonlyMap<string, Uint8Array> {
  const nothing = digestOf([]);
  const digests = new Map(names.map((name) => [name, nothing]));
  const columns = 'select name, feed, data from candidate where ecosystem = ?';
  if (names.length >= READ_ALL_FROM) {
    const all = database.prepare(`${columns} order by name, feed`);
    all.setReturnArrays(true);
    for (const [name, digest] of digested(all.iterate(ecosystem))) if (digests.has(name)) digests.set(name, digest);
    return digests;
  }
  const one = database.prepare(`${columns} and name = ? order by feed`);
  one.setReturnArrays(true);
  for (const name of names) for (const [, digest] of digested(one.iterate(ecosystem, name))) digests.set(name, digest);
  return digests;
}

/** A scan wants no digest, and loading node:crypto takes 4 ms. */
const sha256 = (): Hash => process.getBuiltinModule('node:crypto').createHash('sha256');

const digestOf = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.reduce((digest, part) => digest.update(part), sha256()).digest();

function* digested(rows: Iterable<unknown>): Generator<readonly [name: string, digest: Uint8Array]> {
  let current: string | undefined;
  let parts: Uint8Array[] = [];
  for (const row of rows) {
    const [name, feed, data] = row as readonly [string, string, string | Uint8Array];
    if (name !== current) {
      if (current !== undefined) yield [current, digestOf(parts)];
      current = name;
      parts = [];
    }
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    parts.push(Buffer.from(`${SCHEMA_VERSION} ${feed} ${bytes.length}\n`), bytes);
  }
  if (current !== undefined) yield [current, digestOf(parts)];
}
