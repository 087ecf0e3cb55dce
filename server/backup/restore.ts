// Restores a backup: verified to its last byte before anything is touched, then put in place as one change.
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { AppError } from '@suture/core/app-error.ts';
import { migrations } from '../migrations/list.ts';
import { checksum, migrate, type Migration } from '../migrations/runner.ts';
import { appendAudit } from '../store/audit.ts';
import type { OrganisationId } from '../store/database.ts';
import { withWholeDatabase, type WholeDatabase } from '../store/whole-database.ts';
import { DamagedBackup, readBackup, type BackupHeader } from './format.ts';

type Connection = Parameters<typeof withWholeDatabase>[0];

export interface Restored {
  readonly header: BackupHeader;
  readonly epoch: number;
}

/**
 * Refuses, with AppError and nothing changed: a damaged file, one of a later Suture, a database in use, and one that holds
 * something unless it is to be replaced.
 */
export async function restore(
  connection: Connection,
  path: string,
  now: Date,
  { replace }: { readonly replace: boolean },
): Promise<Restored> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new AppError(
      'input',
      `${path} cannot be read: ${error instanceof Error ? error.message : ''}`,
      undefined,
      error,
    );
  });
  try {
    const header = await sound(path, () => readBackup(unfolded(file)));
    const known = knownMigrations(header);
    const epoch = await withWholeDatabase(connection, 'change', async (whole) => {
      const held = await whole.installation();
      await checkTarget(whole, held !== undefined, replace);
      const keys = await whole.keys();
      await whole.clear();
      await whole.rebuild(known);
      await sound(path, () => fill(whole, unfolded(file)));
      const next = await settle(whole, header, Math.max(header.epoch, held?.epoch ?? 0) + 1, now);
      if (keys !== undefined) await whole.putKeys(header.organisation as OrganisationId, keys);
      await whole.closeAgain();
      return next;
    });
    const outcome = await migrate(connection, migrations);
    if (outcome.kind === 'refused') throw new AppError('database', outcome.reason, outcome.remedy);
    return { header, epoch };
  } finally {
    await file.close();
  }
}

/** From its beginning, each time it is called. */
function unfolded(file: FileHandle): AsyncIterable<Uint8Array> {
  const unfold = createZstdDecompress();
  // What is wrong with it comes out where it is read.
  pipeline(Readable.from(bytesOf(file)), unfold).catch(() => undefined);
  return unfold;
}

async function* bytesOf(file: FileHandle): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function sound<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DamagedBackup)) throw error;
    const remedy = 'Nothing was changed. Use another backup.';
    throw new AppError('input', `${path} cannot be restored: ${error.message}`, remedy, error);
  }
}

/** The migrations that make the schema the backup was taken of. */
function knownMigrations(header: BackupHeader): readonly Migration[] {
  for (const [index, { id, checksum: digest }] of header.migrations.entries()) {
    const migration = migrations[index];
    if (migration === undefined) {
      throw new AppError(
        'input',
        `the backup is of a later Suture: it has ${id}, which this one does not know`,
        'Nothing was changed. Restore it with that version.',
      );
    }
    if (migration.id !== id || checksum(migration) !== digest) {
      throw new AppError('input', `the backup's schema is another one: ${id} is not ours`, 'Nothing was changed.');
    }
  }
  return migrations.slice(0, header.migrations.length);
}

async function checkTarget(whole: WholeDatabase, isFull: boolean, replace: boolean): Promise<void> {
  if ((await whole.users()) > 0) {
    throw new AppError('database', 'a server is using the database', 'Stop every server of it first: npm stop');
  }
  if (isFull && !replace) {
    const remedy = 'Give an empty database, or --replace to lose what it holds. Back it up first.';
    throw new AppError('database', 'the database holds an installation already', remedy);
  }
}

async function fill(whole: WholeDatabase, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const shapes = new Map((await whole.tables()).map((table) => [table.name, table]));
  let columns = new Map<string, readonly string[]>();
  await readBackup(bytes, {
    onHeader: ({ tables }) => {
      columns = new Map(tables.map((table) => [table.name, table.columns]));
    },
    onTable: async (name, pieces) => {
      const shape = shapes.get(name);
      const listed = columns.get(name) ?? [];
      const isSame =
        shape?.columns.length === listed.length && listed.every((column) => shape.columns.includes(column));
      if (!isSame) throw new DamagedBackup(`the table ${name} is not one of its schema`);
      await pipeline(Readable.from(pieces), whole.copyIn({ name, columns: listed }));
    },
  });
}

/** With all doors between organisations open. Sessions of the past would open doors that were shut since; work signed before must be told from work signed after. */
async function settle(whole: WholeDatabase, header: BackupHeader, epoch: number, now: Date): Promise<number> {
  const transaction = await whole.within(header.organisation as OrganisationId);
  await transaction.query('update installation set epoch = $1, restored_at = $2', [epoch, now]);
  await transaction.query('delete from session');
  await transaction.query('delete from worker_lease');
  await transaction.query(
    `update api_token set revoked_at = $1
     where revoked_at is null and account in (select id from account where built_in)`,
    [now],
  );
  await transaction.query('update setup_link set revoked_at = $1 where revoked_at is null and used_at is null', [now]);
  await appendAudit(transaction, {
    at: now,
    actor: 'server',
    address: null,
    action: 'backup.restore',
    subject: null,
    before: null,
    after: { takenAt: header.createdAt, epoch },
  });
  return epoch;
}
