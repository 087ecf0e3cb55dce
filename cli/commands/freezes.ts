// `suture freezes`: nothing new begins, everywhere or where a query says, until somebody lifts it.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import {
  type ConfirmOptions,
  type ListOptions,
  type ServerOptions,
  answerOptions,
  confirmOptions,
  listOptions,
  serverOptions,
  takingMinusWords,
} from './server-options.ts';

export interface NewFreezeOptions extends ServerOptions {
  readonly reason: string;
  readonly until?: string;
}

export function registerFreezes(root: Command, context: Context): void {
  const freezes = root.command('freezes').description('times in which nothing new begins, whatever was approved');

  listOptions(serverOptions(freezes.command('ls').description('freezes, those that hold first')))
    .addHelpText('after', '\nExample:\n  suture freezes ls')
    .action(async (options: ListOptions) => {
      const { freezesLs } = await import('./freezes-run.ts');
      await freezesLs(options, context);
    });

  const made = takingMinusWords(freezes.command('new'))
    .description('let nothing new begin from now on; what installs already ends by itself')
    .argument('[query...]', 'which endpoints, in the query language: tag:shop; without it all')
    .requiredOption('--reason <sentence>', 'why, for whoever waits for it')
    .option('--until <moment>', 'when it is over: 2027-01-04T06:00Z; without it when somebody lifts it');
  answerOptions(serverOptions(made))
    .addHelpText(
      'after',
      "\nExample:\n  suture freezes new tag:shop --reason 'The sale: nothing changes in the shop.' --until 2026-12-01T06:00Z",
    )
    .action(async (words: readonly string[], options: NewFreezeOptions) => {
      const { freezesNew } = await import('./freezes-run.ts');
      await freezesNew(words.join(' '), options, context);
    });

  const lift = freezes
    .command('lift')
    .description('lift a freeze: what waits for it alone goes on at once')
    .argument('<freeze>', 'its id, or four or more first characters of that');
  answerOptions(confirmOptions(serverOptions(lift)))
    .addHelpText('after', '\nExample:\n  suture freezes lift 0a1b2c3d')
    .action(async (freeze: string, options: ConfirmOptions) => {
      const { freezesLift } = await import('./freezes-run.ts');
      await freezesLift(freeze, options, context);
    });
}
