// The work of `suture start`.
import { statSync } from 'node:fs';
import { AppError } from '@suture/core/app-error.ts';
import { type Context, databasePath } from '../context.ts';
import { writeTable } from '../output/write-table.ts';
import { scanForFixes } from '../scan/scan.ts';
import { runUpdate } from './db-update.ts';

/** Feeds move a few times a day at most; asking again within the hour would only cost time. */
const FRESH_MS = 3_600_000;

/** The server of this machine may be at it: then the scan goes by what there is. */
async function updated(...args: Parameters<typeof runUpdate>): ReturnType<typeof runUpdate> {
  try {
    return await runUpdate(...args);
  } catch (error) {
    if (!(error instanceof AppError) || !error.message.startsWith('another update is running')) throw error;
    args[2].stderr.write('The feeds are being fetched by another process; the scan goes by what is there.\n');
    return [];
  }
}

export async function startCommand(
  options: { readonly from?: string; readonly quiet?: boolean; readonly color?: boolean },
  context: Context,
): Promise<void> {
  const path = databasePath(context, undefined);
  const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (options.from !== undefined || context.now().getTime() - modified > FRESH_MS) {
    const outcomes = await updated(options, path, context);
    const failed = outcomes.filter(({ result }) => result === 'failed');
    if (failed.length > 0) {
      const which =
        failed.length === outcomes.length
          ? 'No advisory feed'
          : `${failed.length} of ${outcomes.length} advisory feeds`;
      const verb = failed.length === outcomes.length ? 'could be reached' : 'could not be read';
      context.stderr.write(`${which} ${verb}: ${failed[0]?.reason ?? ''}. The scan says what it could not know.\n`);
    }
  }
  const list = await scanForFixes({ exposure: 'unknown', policy: 'bod-26-04', ...options }, context);
  writeTable(list, options, context);
}
