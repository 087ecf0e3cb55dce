// `suture sign`: an operator's signature under a plan, offline where it is a file.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { passphraseOptions } from './keys.ts';
import { type ConfirmOptions, answerOptions, confirmOptions, serverOptions } from './server-options.ts';

export interface SignOptions extends ConfirmOptions {
  readonly key?: string;
  readonly passphraseFile?: string;
}

export function registerSign(root: Command, context: Context): void {
  const sign = root
    .command('sign')
    .description('sign a plan with your key after looking at it; a file is signed without asking any server')
    .argument('<plan>', 'a file that suture plan -o wrote, or the hash of a plan that the server has');
  passphraseOptions(sign).option('--key <key>', 'which: a key of this machine by name, or a file');
  answerOptions(confirmOptions(serverOptions(sign)))
    .addHelpText(
      'after',
      '\nExamples:\n  suture sign plan.json\n  suture sign plan.json --key ada --passphrase-file secret --yes',
    )
    .action(async (plan: string, options: SignOptions) => {
      const { signCommand } = await import('./sign-run.ts');
      await signCommand(plan, options, context);
    });
}
