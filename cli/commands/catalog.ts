// `suture catalog`: products across vendors and channels: which there are, what one is, whether a list of one's own can be read, and rules.
import type { Command } from 'commander';
import { type Context, databasePath } from '../context.ts';
import { registerCatalogOverlay } from './catalog-overlay.ts';
import { registerCatalogRules } from './catalog-rules.ts';
import { type ListOptions, answerOptions, fleetOptions, isOfFleet, listOptions } from './server-options.ts';

export interface CatalogOptions extends ListOptions {
  readonly db?: string;
  readonly overlay?: string;
  readonly here?: boolean;
}

/** What every command of it reads. */
const catalogOptions = (command: Command): Command =>
  command
    .option('--overlay <file>', 'products of your own as YAML; they go before the curated ones')
    .option('--db <file>', 'the advisory database (default: below XDG_DATA_HOME)');

export function registerCatalog(root: Command, context: Context): void {
  const catalog = root
    .command('catalog')
    .description('software across vendors and channels: one product, all its names');

  listOptions(
    catalogOptions(
      catalog
        .command('ls')
        .description('products: the curated ones, or those that words find')
        .argument('[words...]', 'all of them stand in the name, the vendor or an id: firefox, mozilla')
        .option('--here', 'what is installed on this machine, with what is in no channel that is known'),
    ),
  )
    .addHelpText('after', '\nExamples:\n  suture catalog ls firefox\n  suture catalog ls --here --json')
    .action(async (words: readonly string[], options: CatalogOptions) => {
      const { catalogLs } = await import('./catalog-run.ts');
      await catalogLs(words, options, databasePath(context, options.db), context);
    });

  const show = catalogOptions(
    catalog
      .command('show')
      .description(
        'one product: its names in each channel, versions, support dates, what is exploited of it, its fixes',
      )
      .argument('<product>', 'its id: firefox, winget:Git.Git; or an id of a channel'),
  );
  answerOptions(fleetOptions(show))
    .addHelpText('after', '\nExamples:\n  suture catalog show firefox\n  suture catalog show firefox --fleet')
    .action(async (product: string, options: CatalogOptions) => {
      if (isOfFleet(show, ['tokenFile', 'fingerprint'])) {
        const { catalogShowFleet } = await import('./catalog-show-fleet.ts');
        return catalogShowFleet(product, options, context);
      }
      const { catalogShow } = await import('./catalog-show.ts');
      catalogShow(product, options, databasePath(context, options.db), context);
    });

  answerOptions(
    catalog
      .command('check')
      .description('check a list of products of your own, and name every fault with its place')
      .option('--overlay <file>', 'the list; without it the curated one'),
  )
    .addHelpText('after', '\nExample:\n  suture catalog check --overlay our-products.yaml')
    .action(async (options: CatalogOptions) => {
      const { catalogCheck } = await import('./catalog-run.ts');
      catalogCheck(options, context);
    });

  registerCatalogOverlay(catalog, context);
  registerCatalogRules(catalog, context);
}
