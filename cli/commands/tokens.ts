// `suture tokens`: API tokens, by which programs get in.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type ListOptions, type ServerOptions, answerOptions, listOptions, serverOptions } from './server-options.ts';

export interface TokenListOptions extends ListOptions {
  readonly all?: boolean;
}

export interface NewTokenOptions extends ServerOptions {
  readonly scope: readonly string[];
  readonly expires: string;
  readonly email?: string;
  readonly passwordStdin?: boolean;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function registerTokens(root: Command, context: Context): void {
  const tokens = root.command('tokens').description('API tokens, by which programs get in');

  listOptions(
    serverOptions(tokens.command('ls').description('your API tokens, the newest first').option('--all', 'everybody’s')),
  )
    .addHelpText('after', '\nExamples:\n  suture tokens ls\n  suture tokens ls --all --format csv')
    .action(async (options: TokenListOptions) => {
      const { tokensLs } = await import('./tokens-run.ts');
      await tokensLs(options, context);
    });

  answerOptions(
    serverOptions(
      tokens
        .command('new')
        .description('print a new API token for a program; a person has to sign in for it')
        .argument('<label>', 'what it is for')
        .option('--scope <permission>', 'what it may; may be repeated (default: inventory.read)', collect, [])
        .option('--expires <time>', 'when it ends: 12h, 90d, 365d', '90d')
        .option('--email <address>', 'who signs in; otherwise you are asked')
        .option('--password-stdin', 'read the password from standard input, and a code from its second line')
        .option('--no-input', 'never ask'),
    ),
  )
    .addHelpText(
      'after',
      "\nExamples:\n  suture tokens new 'nightly report'\n  suture tokens new prometheus --expires 365d > token",
    )
    .action(async (label: string, options: NewTokenOptions) => {
      const { tokensNew } = await import('./tokens-run.ts');
      await tokensNew(label, options, context);
    });

  answerOptions(
    serverOptions(
      tokens
        .command('revoke')
        .description('end an API token at once')
        .argument('<token>', 'its id, or the last characters of its text, as suture tokens ls shows them'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture tokens revoke k7Qx')
    .action(async (token: string, options: ServerOptions) => {
      const { tokensRevoke } = await import('./tokens-run.ts');
      await tokensRevoke(token, options, context);
    });
}
