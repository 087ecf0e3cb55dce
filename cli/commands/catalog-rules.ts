// `suture catalog status`, `rule` and `unrule`: what the organisation of a server says of products, and whether it is so.
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import {
  type ConfirmOptions,
  type ListOptions,
  answerOptions,
  confirmOptions,
  listOptions,
  serverOptions,
} from './server-options.ts';

export interface StatusOptions extends ListOptions {
  readonly rules?: boolean;
  readonly unmanaged?: boolean;
}

export interface RuleOptions extends ConfirmOptions {
  readonly hold?: boolean;
  readonly block?: true | readonly string[];
  readonly pin?: readonly string[];
  readonly wait?: string;
  readonly require?: boolean;
  readonly forbid?: boolean;
  readonly on?: string;
  readonly reason: string;
  readonly until?: string;
}

const PRODUCT = 'a curated one, or CHANNEL:ID: firefox, deb:nginx, winget:Git.Git';

export function registerCatalogRules(catalog: Command, context: Context): void {
  listOptions(
    serverOptions(
      catalog
        .command('status')
        .description(
          'products that the machines of a server have: versions, rules, and whether what they ask for is so',
        )
        .argument('[words...]', 'all of them stand in the name, the vendor or the id: firefox')
        .option('--rules', 'only those with a rule')
        .addOption(
          new Option('--unmanaged', 'what is installed and in no channel that is known, with why').conflicts('rules'),
        ),
    ),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  suture catalog status --rules\n  suture catalog status --unmanaged --format csv',
    )
    .action(async (words: readonly string[], options: StatusOptions) => {
      const { catalogStatus } = await import('./catalog-rules-run.ts');
      await catalogStatus(words, options, context);
    });

  answerOptions(
    confirmOptions(
      serverOptions(
        catalog
          .command('rule')
          .description('say what is done with a product, in place of what was said before')
          .argument('<product>', PRODUCT)
          .addOption(new Option('--hold', 'take none of its updates').conflicts(['block', 'pin']))
          .addOption(
            new Option(
              '--block [versions...]',
              'never take these versions, * for what varies; without any, none',
            ).conflicts('pin'),
          )
          .option('--pin <versions...>', 'take these versions only: 131.*')
          .option('--wait <days>', 'take an update so long after it was first offered, security aside: 14d')
          .addOption(new Option('--require', 'it must be installed').conflicts('forbid'))
          .option('--forbid', 'it must not be installed')
          .option('--on <query>', 'on which endpoints it must, or must not; without it on all')
          .requiredOption('--reason <sentence>', 'why, so that somebody else understands it in a year')
          .option('--until <day>', 'the last day this holds: 2026-12-31'),
      ),
    ),
  )
    .addHelpText(
      'after',
      "\nExamples:\n  suture catalog rule firefox --pin '131.*' --reason 'The intranet breaks with 132.' --until 2026-12-31\n  suture catalog rule deb:telnetd --forbid --on tag:web --reason 'Passwords in the clear.'",
    )
    .action(async (product: string, options: RuleOptions) => {
      const { catalogRule } = await import('./catalog-rules-run.ts');
      await catalogRule(product, options, context);
    });

  answerOptions(
    confirmOptions(
      serverOptions(
        catalog
          .command('unrule')
          .description('take back what was said of a product; what was said stays in the audit log')
          .argument('<product>', PRODUCT),
      ),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture catalog unrule firefox')
    .action(async (product: string, options: ConfirmOptions) => {
      const { catalogUnrule } = await import('./catalog-rules-run.ts');
      await catalogUnrule(product, options, context);
    });
}
