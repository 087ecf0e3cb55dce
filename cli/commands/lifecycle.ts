// `suture lifecycle`: until when the systems that machines run are supported, and the software on them.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type QueryOptions, listOptions, queryArgument, queryOf, serverOptions } from './server-options.ts';

interface LifecycleOptions extends QueryOptions {
  readonly software?: boolean;
}

export function registerLifecycle(root: Command, context: Context): void {
  const command = queryArgument(
    root
      .command('lifecycle')
      .description('until when the systems of a server’s machines are supported, or software on them; the worst first')
      .option('--software', 'software that comes straight from its makers, instead of systems'),
    'tag:web',
  );
  listOptions(serverOptions(command))
    .addHelpText(
      'after',
      '\nExamples:\n  suture lifecycle\n  suture lifecycle lifecycle:unsupported,ending --json\n  suture lifecycle --software tag:web',
    )
    .action(async (words: readonly string[], options: LifecycleOptions) => {
      const { lifecycle, softwareLifecycle } = await import('./lifecycle-run.ts');
      await (options.software === true ? softwareLifecycle : lifecycle)(queryOf(words, options), options, context);
    });
}
