// Makes a backup while servers run: one snapshot of all tables, in one file that is whole or not there.
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { AppError } from '@suture/core/app-error.ts';
import { backup as firstWithBackup } from '../migrations/0008-backup.ts';
import type { KeyTexts } from '../store/installation.ts';
import { withWholeDatabase } from '../store/whole-database.ts';
import { writeBackup, type BackupHeader } from './format.ts';

type Connection = Parameters<typeof withWholeDatabase>[0];

export interface BackupMade {
  readonly organisation: string;
  readonly tables: number;
  readonly bytes: number;
}

/**
 * `keys`: put into the file in the clear. Only its owner can read the file; who may read it otherwise holds all that the
 * fleet has, and with the keys can pass for the server. Throws AppError where there is nothing that can be backed up.
 */
export function backUp(
  connection: Connection,
  path: string,
  now: Date,
  keys: ((organisation: string) => Promise<KeyTexts>) | undefined,
): Promise<BackupMade> {
  return withWholeDatabase(connection, 'snapshot', async (whole) => {
    const migrations = await whole.migrations();
    if (!migrations.some(({ id }) => id === firstWithBackup.id)) {
      throw new AppError(
        'database',
        'the database has no schema that can be backed up',
        'Start this server on it once.',
      );
    }
    const installation = await whole.installation();
    if (installation === undefined) {
      throw new AppError('database', 'the database holds nothing yet', 'Start a server on it first.');
    }
    const { organisation, epoch } = installation;
    const head: BackupHeader = {
      createdAt: now.toISOString(),
      organisation,
      epoch,
      migrations: [...migrations],
      tables: (await whole.tables()).map(({ name, columns }) => ({ name, columns: [...columns] })),
      keys: keys === undefined ? null : await keys(organisation),
    };
    const content = writeBackup(head, (table) => whole.copyOut(table));
    return { organisation, tables: head.tables.length, bytes: await writeWhole(path, content) };
  });
}

async function writeWhole(path: string, content: AsyncIterable<Uint8Array>): Promise<number> {
  const beside = `${path}.part`;
  // One that was not finished is nobody's.
  await rm(beside, { force: true });
  const file = await open(beside, 'wx', 0o600);
  try {
    await pipeline(Readable.from(content), createZstdCompress(), async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) await file.appendFile(chunk);
    });
    await file.sync();
    const { size } = await file.stat();
    await rename(beside, path);
    return size;
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
