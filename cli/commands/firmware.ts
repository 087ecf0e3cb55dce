// `suture firmware`: the devices of this machine, what they run, and what their vendors have newer.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { listOptions, type ListOptions } from './server-options.ts';

export function registerFirmware(root: Command, context: Context): void {
  const command = root
    .command('firmware')
    .description('devices of this machine with their firmware: what is newer, what it fixes and what it asks for');
  listOptions(command)
    .addHelpText('after', '\nExamples:\n  suture firmware\n  suture firmware --json')
    .action(async (options: ListOptions) => {
      const { firmware } = await import('./firmware-run.ts');
      await firmware(options, context);
    });
}
