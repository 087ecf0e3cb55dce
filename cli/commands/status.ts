// `suture status`: what needs somebody now, over all machines of a server; or how far one deployment is, live where asked.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type ServerOptions, answerOptions, serverOptions } from './server-options.ts';

export interface WaitOptions extends ServerOptions {
  readonly wait?: boolean;
  readonly timeout?: string;
}

/** Of a command that can wait until a deployment has come to its end. */
export const waitOptions = (command: Command): Command =>
  command
    .optionsGroup('Waiting:')
    .option('--wait', 'until the deployment is over or needs a person; shown as it goes')
    .option('--timeout <time>', 'no longer than this: 30m, 4h');

export function registerStatus(root: Command, context: Context): void {
  const status = root
    .command('status')
    .description('what to do now over all machines of a server, and how old its data are; or how far a deployment is')
    .argument('[deployment]', 'its name, its id or the beginning of it');
  answerOptions(waitOptions(serverOptions(status)))
    .addHelpText(
      'after',
      '\nExit codes with --wait: 0 completed, 5 failed or halted, 7 the time was over.\n\nExamples:\n  suture status\n  suture status openssl --wait --timeout 4h',
    )
    .action(async (deployment: string | undefined, options: WaitOptions) => {
      if (deployment === undefined) {
        const { status: overview } = await import('./status-run.ts');
        return overview(options, context);
      }
      const { deploymentStatus } = await import('./deployment-wait.ts');
      return deploymentStatus(deployment, options, status, context);
    });
}
