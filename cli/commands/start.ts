// `suture start`: what `npm start` runs: update the feeds that can be reached, scan this machine, say what to do next.
import type { Command } from 'commander';
import type { Context } from '../context.ts';

export function registerStart(root: Command, context: Context): void {
  root
    .command('start')
    .description('update the feeds that can be reached, then scan this machine')
    .option('--from <dir>', 'read the feeds from a directory')
    .option('-q, --quiet', 'no progress')
    .option('--no-color', 'no colour')
    .addHelpText('after', '\nExample:\n  suture start --from /media/feeds')
    .action(async (options: { readonly from?: string; readonly quiet?: boolean; readonly color?: boolean }) => {
      const { startCommand } = await import('./start-run.ts');
      await startCommand(options, context);
    });
}
