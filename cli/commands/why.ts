// `suture why`: every input that led to a deadline, with its source and date, and what would change it; or why a job is where it is.
import type { Command } from 'commander';
import type { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { type SubjectOptions, outputOptions, subjectOptions } from './scan.ts';
import { type ServerOptions, fleetOptions, isOfFile, isOfFleet } from './server-options.ts';

export interface FleetWhyOptions extends ServerOptions {
  readonly endpoint?: string;
  readonly deployment?: string | true;
}

export interface WhyOptions extends SubjectOptions {
  readonly json?: boolean;
}

export function registerWhy(root: Command, context: Context): void {
  const command = subjectOptions(root.command('why'))
    .description('explain the deadline of a vulnerability or package, or what becomes of an endpoint in a deployment')
    .argument('<subject>', 'a vulnerability (CVE-2024-6387), a package (openssl), or an endpoint of a server (web-1)');
  fleetOptions(command)
    .option('--endpoint <name>', 'only as this machine has it, by name or id')
    .option(
      '--deployment [name]',
      'why the job of an endpoint is where it is in this one; without a name in the last one it was in, as is usual',
    )
    .optionsGroup('What to print:')
    .option('--json', 'as JSON');
  outputOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  suture why CVE-2024-6387\n  suture why openssl --exposure internal\n  suture why openssl --fleet --endpoint web-1\n  suture why web-1',
    )
    .action(async (subject: string, options: WhyOptions & FleetWhyOptions) => {
      if (options.deployment !== undefined) {
        const { whyJob } = await import('./why-job.ts');
        return whyJob(subject, options, context);
      }
      const orItsJob = async (absent: AppError): Promise<void> => {
        const isAboutOthers = options.endpoint !== undefined || isOfFile(command);
        if (isAboutOthers) throw absent;
        const { whyJobOf } = await import('./why-job.ts');
        return whyJobOf(subject, options, context, absent);
      };
      if (isOfFleet(command)) {
        const { whyFleet } = await import('./why-fleet.ts');
        return whyFleet(subject, options, context, orItsJob);
      }
      const { whyCommand } = await import('./why-run.ts');
      return whyCommand(subject, options, context, orItsJob);
    });
}
