// `suture exceptions`: findings deliberately not acted on, who answers for it, why and until when.
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

export interface NewExceptionOptions extends ServerOptions {
  readonly owner: string;
  readonly reason: string;
  readonly until: string;
  readonly from?: string;
}

const WHICH = 'its id, or four or more first characters of that';

export function registerExceptions(root: Command, context: Context): void {
  const exceptions = root.command('exceptions').description('findings that are deliberately not acted on');

  listOptions(
    serverOptions(
      exceptions
        .command('ls')
        .description('exceptions, those that wait or end first; how many findings each covers now'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture exceptions ls')
    .action(async (options: ListOptions) => {
      const { exceptionsLs } = await import('./exceptions-run.ts');
      await exceptionsLs(options, context);
    });

  const made = takingMinusWords(exceptions.command('new'))
    .description('leave findings alone for a while: in force once somebody who may has approved it')
    .argument('<query...>', "which findings, in the query language: finding:CVE-2026-1234 'endpoint:web-*'")
    .requiredOption('--owner <person>', 'who answers for it')
    .requiredOption('--reason <sentence>', 'why, so that an auditor understands it in a year')
    .requiredOption('--until <day>', 'its last day: 2026-12-31; a year away at most')
    .option('--from <day>', 'its first day; without it today');
  answerOptions(serverOptions(made))
    .addHelpText(
      'after',
      "\nExample:\n  suture exceptions new finding:CVE-2026-1234 tag:shop --owner Ada --reason 'The shop breaks; the vendor fixes it in May.' --until 2026-05-31",
    )
    .action(async (words: readonly string[], options: NewExceptionOptions) => {
      const { exceptionsNew } = await import('./exceptions-run.ts');
      await exceptionsNew(words.join(' '), options, context);
    });

  for (const [name, description] of [
    ['approve', 'let an exception be in force'],
    ['end', 'end an exception before its day: its findings count again'],
  ] as const) {
    const command = exceptions.command(name).description(description).argument('<exception>', WHICH);
    answerOptions(confirmOptions(serverOptions(command)))
      .addHelpText('after', `\nExample:\n  suture exceptions ${name} 0a1b2c3d`)
      .action(async (exception: string, options: ConfirmOptions) => {
        const { exceptionsDecide } = await import('./exceptions-run.ts');
        await exceptionsDecide(name, exception, options, context);
      });
  }
}
