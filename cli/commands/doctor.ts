// `suture doctor`: what on this machine keeps Suture from seeing everything, and what to do about it.
import type { Command } from 'commander';
import type { Context } from '../context.ts';

export interface DoctorOptions {
  readonly db?: string;
  readonly json?: boolean;
}

export function registerDoctor(root: Command, context: Context): void {
  root
    .command('doctor')
    .description('check what Suture needs on this machine: tools, permissions, data')
    .option('--db <file>', 'the advisory database (default: below XDG_DATA_HOME)')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  suture doctor')
    .action(async (options: DoctorOptions, command: Command) => {
      const { doctorCommand } = await import('./doctor-run.ts');
      await doctorCommand(options, command, context);
    });
}
