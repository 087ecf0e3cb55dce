// The work of `suture db verify`.
import type { Command } from 'commander';
import { AppError } from '@suture/core/app-error.ts';
import { verifyDatabase } from '@suture/feeds/database/verify.ts';
import type { Context } from '../context.ts';
import { EXIT, endWith } from '../exit-codes.ts';
import { requireDatabase } from './db-status.ts';
import type { DatabaseOptions } from './db.ts';
import { inertJson } from '../output/inert-json.ts';

export function verify(options: DatabaseOptions, path: string, command: Command, context: Context): void {
  requireDatabase(path).close();
  const problems = verifyDatabase(path);
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.db-verify/1', path, whole: problems.length === 0, problems }));
    if (problems.length > 0) endWith(command, EXIT.error);
    return;
  }
  if (problems.length > 0)
    throw new AppError(
      'database',
      `the database is damaged:\n  ${problems.join('\n  ')}`,
      `Remove ${path} and run: suture db update`,
    );
  context.stdout.write('The database is whole: every byte is as it was written, and every entry can be read.\n');
}
