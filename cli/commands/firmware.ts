// `suture firmware`: the devices of this machine or of a server's, what they run, and what their vendors have newer.
import type { Command } from 'commander';
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { type QueryOptions, fleetOptions, isOfFleet, listOptions, queryArgument, queryOf } from './server-options.ts';

export function registerFirmware(root: Command, context: Context): void {
  const command = queryArgument(
    root
      .command('firmware')
      .description('devices of this machine or a fleet with their firmware: what is newer, what it fixes and asks for'),
    'with --fleet tag:laptops',
  );
  listOptions(fleetOptions(command))
    .addHelpText(
      'after',
      '\nExamples:\n  suture firmware\n  suture firmware --json\n  suture firmware --fleet tag:laptops',
    )
    .action(async (words: readonly string[], options: QueryOptions) => {
      const query = queryOf(words, options);
      if (isOfFleet(command, ['tokenFile', 'fingerprint'])) {
        const { firmwareFleet } = await import('./firmware-fleet.ts');
        return firmwareFleet(query, options, context);
      }
      if (query !== '')
        throw new AppError('usage', 'a query is about the machines of a server', 'Add --fleet to ask it.');
      const { firmware } = await import('./firmware-run.ts');
      return firmware(options, context);
    });
}
