// `suture enrol`: let machines join a server.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import {
  type ConfirmOptions,
  type ListOptions,
  type ServerOptions,
  answerOptions,
  listOptions,
  serverOptions,
} from './server-options.ts';

export interface EnrolOptions extends ServerOptions {
  readonly tag: readonly string[];
  readonly uses: string;
  readonly expires: string;
  readonly autoApprove?: boolean;
}

const collect = (tag: string, tags: readonly string[]): readonly string[] => [...tags, tag];

export function registerEnrol(root: Command, context: Context): void {
  const enrol = root.command('enrol').description('let machines join a server');

  answerOptions(
    serverOptions(
      enrol
        .command('new')
        .description('print the line to copy to the machine that is to join')
        .option('--tag <tag>', 'a tag for the machines that join with it; may be repeated', collect, [])
        .option('--uses <number>', 'how many machines may join with it', '1')
        .option('--expires <time>', 'how long it holds: 30m, 1h, 7d', '1h')
        .option('--auto-approve', 'the machines need nobody’s approval'),
    ),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  suture enrol new\n  suture enrol new --tag web --uses 5 --expires 2h --auto-approve',
    )
    .action(async (options: EnrolOptions) => {
      const { enrolNew } = await import('./enrol-run.ts');
      await enrolNew(options, context);
    });

  listOptions(serverOptions(enrol.command('ls').description('tokens with which machines can join, the newest first')))
    .addHelpText('after', '\nExample:\n  suture enrol ls')
    .action(async (options: ListOptions) => {
      const { enrolLs } = await import('./enrol-run.ts');
      await enrolLs(options, context);
    });

  answerOptions(
    serverOptions(
      enrol
        .command('revoke')
        .description('let nobody else join with a token')
        .argument('<token>', 'its id, or the last characters of its text, as suture enrol ls shows them'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture enrol revoke UtKG')
    .action(async (token: string, options: ConfirmOptions) => {
      const { enrolRevoke } = await import('./enrol-run.ts');
      await enrolRevoke(token, options, context);
    });
}
