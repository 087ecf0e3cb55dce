// `suture keys`: keys that operators sign plans with; the private halves never leave the machine they were made on.
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
} from './server-options.ts';

export interface NewKeyOptions {
  readonly passphraseFile?: string;
  readonly input?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface KeyListOptions extends ListOptions {
  readonly here?: boolean;
}

export type RotateOptions = ServerOptions & NewKeyOptions;

/** Of a command that opens a key. */
export const passphraseOptions = (command: Command): Command =>
  command
    .optionsGroup('The key:')
    .option('--passphrase-file <file>', 'its passphrase, in the first line of a file; else it is asked for');

export function registerKeys(root: Command, context: Context): void {
  const keys = root.command('keys').description('keys that operators sign plans with');

  answerOptions(
    passphraseOptions(
      keys
        .command('new')
        .description('make a key on this machine, sealed under a passphrase; no server is asked')
        .argument('<name>', 'of the key: ada, release-2026'),
    ).option('--no-input', 'never ask; without --passphrase-file, refuse'),
  )
    .addHelpText('after', '\nExample:\n  suture keys new ada')
    .action(async (name: string, options: NewKeyOptions) => {
      const { keysNew } = await import('./keys-run.ts');
      await keysNew(name, options, context);
    });

  answerOptions(
    serverOptions(
      keys
        .command('add')
        .description('make the public half of a key known to a server, so that what it signs counts')
        .argument('<key>', 'a key of this machine by name, or a file'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture keys add ada')
    .action(async (key: string, options: ServerOptions) => {
      const { keysAdd } = await import('./keys-run.ts');
      await keysAdd(key, options, context);
    });

  listOptions(
    serverOptions(
      keys
        .command('ls')
        .description('keys that a server knows, and which of them this machine has')
        .option('--here', 'those of this machine; no server is asked'),
    ),
  )
    .addHelpText('after', '\nExamples:\n  suture keys ls\n  suture keys ls --here')
    .action(async (options: KeyListOptions) => {
      const { keysLs } = await import('./keys-ls.ts');
      await keysLs(options, context);
    });

  answerOptions(
    passphraseOptions(
      serverOptions(
        keys
          .command('rotate')
          .description(
            'make a key that follows another, and make it known beside it; the other counts until it is revoked',
          )
          .argument('<key>', 'the key of this machine that it follows, by name')
          .argument('<name>', 'of the new key: ada-2027'),
      ),
    ).option('--no-input', 'never ask; without --passphrase-file, refuse'),
  )
    .addHelpText('after', '\nExample:\n  suture keys rotate ada ada-2027')
    .action(async (key: string, name: string, options: RotateOptions) => {
      const { keysRotate } = await import('./keys-run.ts');
      await keysRotate(key, name, options, context);
    });

  answerOptions(
    confirmOptions(
      serverOptions(
        keys
          .command('revoke')
          .description('let a key sign no more; what it signed does not count any more either')
          .argument('<key>', 'its label, or the beginning of its fingerprint'),
      ),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture keys revoke ada')
    .action(async (key: string, options: ConfirmOptions) => {
      const { keysRevoke } = await import('./keys-run.ts');
      await keysRevoke(key, options, context);
    });
}
