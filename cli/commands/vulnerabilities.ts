// `suture vulnerabilities`: what the machines of a server have, the most urgent first.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type QueryOptions, listOptions, queryArgument, queryOf, serverOptions } from './server-options.ts';

export function registerVulnerabilities(root: Command, context: Context): void {
  const ls = queryArgument(
    root
      .command('vulnerabilities')
      .description('what the machines of a server are vulnerable to')
      .command('ls')
      .description('vulnerabilities that a query finds, the most urgent first'),
    'exploited:yes fix:available',
  );
  listOptions(serverOptions(ls))
    .addHelpText(
      'after',
      '\nExamples:\n  suture vulnerabilities ls\n  suture vulnerabilities ls exploited:yes fix:available -tag:lab\n  suture vulnerabilities ls overdue:yes --format csv > overdue.csv',
    )
    .action(async (words: readonly string[], options: QueryOptions) => {
      const { vulnerabilitiesLs } = await import('./vulnerabilities-ls.ts');
      await vulnerabilitiesLs(queryOf(words, options), options, context);
    });
}
