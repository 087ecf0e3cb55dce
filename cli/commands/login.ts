// `suture login`, `logout` and `whoami`: this machine's access to a server.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type ConfirmOptions, type ServerOptions, answerOptions, serverOptions } from './server-options.ts';

export interface LoginOptions extends ConfirmOptions {
  readonly email?: string;
  readonly passwordStdin?: boolean;
  readonly expires: string;
  readonly scope: readonly string[];
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function registerLogin(root: Command, context: Context): void {
  const command = root
    .command('login')
    .description('sign in to a server: keeps a token of your own on this machine')
    .argument('<url>', 'the server’s address: https://suture.example.org:7420')
    .option('--fingerprint <sha256>', 'of the server’s key, as suture whoami says it there')
    .option('--email <address>', 'who signs in; otherwise you are asked')
    .option('--password-stdin', 'read the password from standard input, and a code from its second line')
    .option('--expires <time>', 'when the token ends: 12h, 30d, 365d', '30d')
    .option('--scope <permission>', 'only this permission; may be repeated (default: all you have)', collect, [])
    .option('--no-input', 'never ask');
  answerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  suture login https://suture.example.org:7420
  suture login https://10.0.0.5:7420 --scope inventory.read --expires 365d`,
    )
    .action(async (url: string, options: LoginOptions) => {
      const { login } = await import('./login-run.ts');
      await login(url, options, context);
    });
}

export function registerLogout(root: Command, context: Context): void {
  answerOptions(
    root
      .command('logout')
      .description('revoke the token that this machine keeps of a server, and forget it')
      .option('--server <url>', 'which; otherwise the one signed in to last'),
  )
    .addHelpText('after', '\nExample:\n  suture logout')
    .action(async (options: ServerOptions) => {
      const { logout } = await import('./logout-run.ts');
      await logout(options, context);
    });
}

export function registerWhoami(root: Command, context: Context): void {
  answerOptions(
    serverOptions(root.command('whoami').description('which server is asked, as whom, and what that person may')),
  )
    .addHelpText('after', '\nExample:\n  suture whoami')
    .action(async (options: ServerOptions) => {
      const { whoami } = await import('./whoami-run.ts');
      await whoami(options, context);
    });
}
