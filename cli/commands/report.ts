// `suture report`: what a deployment was to do, who said yes, what came of it, and what proves it.
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { type ServerOptions, serverOptions } from './server-options.ts';

export interface ReportOptions extends ServerOptions {
  readonly format: 'md' | 'json' | 'pdf';
  readonly output?: string;
}

export function registerReport(root: Command, context: Context): void {
  serverOptions(
    root
      .command('report')
      .description(
        'the report of a deployment: scope, approvals, rings, outcomes, failures, and evidence for each finding',
      )
      .argument('<deployment>', 'its name, its id or the beginning of it'),
  )
    .optionsGroup('What to print:')
    .addOption(new Option('--format <name>', 'how to print').choices(['md', 'json', 'pdf']).default('md'))
    .option('--json', 'the same as --format json')
    .option('-o, --output <file>', 'into a file; a PDF goes nowhere else')
    .option('-q, --quiet', 'nothing on standard error but errors')
    .addHelpText(
      'after',
      '\nExamples:\n  suture report openssl > report.md\n  suture report openssl --format json\n  suture report openssl --format pdf -o report.pdf',
    )
    .action(async (deployment: string, options: ReportOptions) => {
      const { report } = await import('./report-run.ts');
      await report(deployment, options, context);
    });
}
