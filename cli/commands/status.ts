// `suture status`: what needs somebody now, over all machines of a server.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type ServerOptions, answerOptions, serverOptions } from './server-options.ts';

export function registerStatus(root: Command, context: Context): void {
  answerOptions(
    serverOptions(
      root.command('status').description('what to do now over all machines of a server, and how old its data are'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture status')
    .action(async (options: ServerOptions) => {
      const { status } = await import('./status-run.ts');
      await status(options, context);
    });
}
