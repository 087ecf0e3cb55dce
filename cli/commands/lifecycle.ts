// `suture lifecycle`: until when the systems that machines run are supported.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type QueryOptions, listOptions, queryArgument, queryOf, serverOptions } from './server-options.ts';

export function registerLifecycle(root: Command, context: Context): void {
  const command = queryArgument(
    root
      .command('lifecycle')
      .description('until when the systems of a server’s machines are supported; the worst first'),
    'tag:web',
  );
  listOptions(serverOptions(command))
    .addHelpText('after', '\nExamples:\n  suture lifecycle\n  suture lifecycle lifecycle:unsupported,ending --json')
    .action(async (words: readonly string[], options: QueryOptions) => {
      const { lifecycle } = await import('./lifecycle-run.ts');
      await lifecycle(queryOf(words, options), options, context);
    });
}
