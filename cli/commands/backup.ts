// `suture backup` and `suture restore`: done by the server's own program, which alone knows its database.
import type { Command } from 'commander';
import { handOver } from './hand-over.ts';

const SERVER = ['server', 'main.ts'];

export function registerBackup(root: Command): void {
  root
    .command('backup')
    .description('back up the server of this machine while it runs')
    .argument('<file>', 'where to; replaced once the new one is whole')
    .option('--with-keys', 'with the keys that the fleet trusts; keep the file as you would keep them')
    .option('--state <dir>', 'the folder of the server’s state')
    .addHelpText('after', '\nExample:\n  suture backup suture.backup')
    .action((file: string, options: { readonly withKeys?: boolean; readonly state?: string }) =>
      handOver(SERVER, ['backup', file, ...(options.withKeys === true ? ['--with-keys'] : []), ...stateOf(options)]),
    );
}

export function registerRestore(root: Command): void {
  root
    .command('restore')
    .description('restore a backup of the server, which must not be running')
    .argument('<file>', 'a file made by suture backup; verified before anything is touched')
    .option('--replace', 'lose what the database holds now')
    .option('--state <dir>', 'the folder of the server’s state')
    .addHelpText('after', '\nExample:\n  suture restore suture.backup')
    .action((file: string, options: { readonly replace?: boolean; readonly state?: string }) =>
      handOver(SERVER, ['restore', file, ...(options.replace === true ? ['--replace'] : []), ...stateOf(options)]),
    );
}

const stateOf = ({ state }: { readonly state?: string }): readonly string[] =>
  state === undefined ? [] : ['--state', state];
