// `suture why`: every input that led to a deadline, with its source and date, and what would change it.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type SubjectOptions, outputOptions, subjectOptions } from './scan.ts';

export interface WhyOptions extends SubjectOptions {
  readonly json?: boolean;
}

export function registerWhy(root: Command, context: Context): void {
  const command = subjectOptions(root.command('why'))
    .description('explain the deadline of a vulnerability, or of the most urgent one of a package')
    .argument('<subject>', 'a vulnerability (CVE-2024-6387) or a package (openssl)')
    .optionsGroup('What to print:')
    .option('--json', 'as JSON');
  outputOptions(command)
    .addHelpText('after', '\nExamples:\n  suture why CVE-2024-6387\n  suture why openssl --exposure internal')
    .action(async (subject: string, options: WhyOptions) => {
      const { whyCommand } = await import('./why-run.ts');
      await whyCommand(subject, options, context);
    });
}
