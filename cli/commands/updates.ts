// `suture updates`: what to install on the machines of a server, by when, and what channels offer besides.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type QueryOptions, listOptions, queryArgument, queryOf, serverOptions } from './server-options.ts';

export interface UpdatesOptions extends QueryOptions {
  readonly offered?: boolean;
}

export function registerUpdates(root: Command, context: Context): void {
  const command = queryArgument(
    root
      .command('updates')
      .description('what closes which vulnerabilities on the machines of a server, by when, and what else is offered'),
    'tag:web overdue:yes',
  ).option('--offered', 'only what channels offer, whatever it closes');
  listOptions(serverOptions(command))
    .addHelpText(
      'after',
      '\nExamples:\n  suture updates\n  suture updates tag:web "due:<14d"\n  suture updates --offered update:held --format csv',
    )
    .action(async (words: readonly string[], options: UpdatesOptions) => {
      const { updates } = await import('./updates-run.ts');
      await updates(queryOf(words, options), options, context);
    });
}
