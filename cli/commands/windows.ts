// `suture windows`: when installs may begin, and when not.
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

export interface NewWindowOptions extends ServerOptions {
  readonly blackout?: boolean;
  readonly zone: string;
  readonly recurrence?: string;
  readonly plusDays?: string;
  readonly starts?: string;
  readonly duration?: string;
  readonly ends?: string;
  readonly startMargin?: string;
  readonly from?: string;
  readonly until?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
}

export function registerWindows(root: Command, context: Context): void {
  const windows = root
    .command('windows')
    .description('maintenance windows, in which installs may begin, and blackouts');

  listOptions(serverOptions(windows.command('ls').description('windows and blackouts, with when each is next')))
    .addHelpText('after', '\nExample:\n  suture windows ls')
    .action(async (options: ListOptions) => {
      const { windowsLs } = await import('./windows-run.ts');
      await windowsLs(options, context);
    });

  const made = windows
    .command('new')
    .description('add a window or a blackout, after saying in words when it would be')
    .argument('<name>', 'by which plans and policies call it')
    .option('--blackout', 'nothing may begin in it, rather than only in it')
    .requiredOption('--zone <zone>', 'time zone: Europe/Berlin')
    .option('--recurrence <rule>', 'as in calendars: FREQ=MONTHLY;BYDAY=2TU')
    .option('--plus-days <days>', 'so many days later: 3, of the second Tuesday')
    .option('--starts <time>', 'local time: 22:00')
    .option('--duration <time>', 'how long, whatever clocks do: 6h')
    .option('--ends <time>', 'local time, in place of how long: 04:00')
    .option('--start-margin <time>', 'nothing begins in the last: 15m')
    .option(
      '--from <day>',
      'its first day, from which intervals count; without it today. Of a blackout once: 2026-12-24T00:00',
    )
    .option('--until <day>', 'its last day: 2027-12-31')
    .option('--to <moment>', 'the end of a blackout that is once: 2027-01-04T06:00')
    .option('--dry-run', 'only say when it would be');
  answerOptions(serverOptions(made))
    .addHelpText(
      'after',
      "\nExamples:\n  suture windows new nights --zone Europe/Berlin --recurrence 'FREQ=WEEKLY;BYDAY=TU,TH' --starts 22:00 --duration 6h\n  suture windows new holidays --blackout --zone Europe/Berlin --from 2026-12-24T00:00 --to 2027-01-04T06:00",
    )
    .action(async (name: string, options: NewWindowOptions) => {
      const { windowsNew } = await import('./windows-run.ts');
      await windowsNew(name, options, context);
    });

  const removed = windows
    .command('remove')
    .description('remove a window or a blackout; what waits for it is looked at anew')
    .argument('<name>', 'its name');
  answerOptions(confirmOptions(serverOptions(removed)))
    .addHelpText('after', '\nExample:\n  suture windows remove nights')
    .action(async (name: string, options: ConfirmOptions) => {
      const { windowsRemove } = await import('./windows-run.ts');
      await windowsRemove(name, options, context);
    });
}
