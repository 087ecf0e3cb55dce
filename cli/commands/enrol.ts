// `suture enrol new`: the one line that brings the next machine to the server.
import type { Command } from 'commander';
import type { Context } from '../context.ts';

export interface EnrolOptions {
  readonly tag: readonly string[];
  readonly uses: string;
  readonly expires: string;
  readonly autoApprove?: boolean;
  readonly json?: boolean;
}

export function registerEnrol(root: Command, context: Context): void {
  root
    .command('enrol')
    .description('let machines join the server on this machine')
    .command('new')
    .description('print the line to copy to the machine that is to join')
    .option('--tag <tag>', 'a tag for the machines that join with it; may be repeated', collect, [])
    .option('--uses <number>', 'how many machines may join with it', '1')
    .option('--expires <time>', 'how long it holds: 30m, 1h, 7d', '1h')
    .option('--auto-approve', 'the machines need nobody’s approval')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  suture enrol new --tag web --uses 5 --expires 2h --auto-approve')
    .action(async (options: EnrolOptions) => {
      const { enrolNew } = await import('./enrol-new.ts');
      await enrolNew(options, context);
    });
}

const collect = (tag: string, tags: readonly string[]): readonly string[] => [...tags, tag];
