// `suture time-to-fix`: how long fixes wait on a server's machines until they are installed.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type QueryOptions, listOptions, queryArgument, queryOf, serverOptions } from './server-options.ts';

export interface TimeToFixOptions extends QueryOptions {
  readonly days?: string;
}

export function registerTimeToFix(root: Command, context: Context): void {
  const command = queryArgument(
    root
      .command('time-to-fix')
      .description('how long fixes wait on a server’s machines until they are installed, by severity'),
    'tag:web',
  ).option('--days <number>', 'only what began to wait so many days ago at most: 1 to 400 (default: 180)');
  listOptions(serverOptions(command))
    .addHelpText(
      'after',
      '\nWhat still waits counts until today (Kaplan–Meier). As JSON each curve has all its points.\n\nExamples:\n  suture time-to-fix\n  suture time-to-fix tag:web --days 90 --format csv',
    )
    .action(async (words: readonly string[], options: TimeToFixOptions) => {
      const { timeToFix } = await import('./time-to-fix-run.ts');
      await timeToFix(queryOf(words, options), options, context);
    });
}
