// `suture versions compare`: what a version scheme says of pairs of versions, for checking it against the real tool.
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';

export function registerVersions(root: Command, context: Context): void {
  const versions = root.command('versions').description('version schemes: compare');
  versions
    .command('compare')
    .description('read a<TAB>b lines on standard input; write -1, 0, 1, or ? where one cannot be read')
    .addOption(
      new Option(
        '--scheme <name>',
        'the scheme: dpkg, rpm, apk, pacman, npm, pypi, maven, nuget, rubygems, go, crates, packagist, windows',
      ).makeOptionMandatory(),
    )
    .addHelpText('after', "\nExample:\n  printf '1.0-1\\t1.0-2\\n' | suture versions compare --scheme dpkg")
    .action(async (options: { readonly scheme: string }) => {
      const { compareLines } = await import('./versions-compare.ts');
      await compareLines(options.scheme, context);
    });
}
