// `suture catalog overlay`: the organisation's own list of products, as its server has it.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type ConfirmOptions, answerOptions, confirmOptions, serverOptions } from './server-options.ts';

export interface OverlayOptions extends ConfirmOptions {
  readonly remove?: boolean;
}

export function registerCatalogOverlay(catalog: Command, context: Context): void {
  answerOptions(
    confirmOptions(
      serverOptions(
        catalog
          .command('overlay')
          .description("show a server's list of your own products, or put another in its place")
          .argument('[file]', 'the whole list as YAML; without it the one that the server has is written out')
          .option('--remove', 'take the list back: what comes with Suture holds'),
      ),
    ),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  suture catalog overlay our-products.yaml\n  suture catalog overlay > our-products.yaml',
    )
    .action(async (file: string | undefined, options: OverlayOptions) => {
      const { catalogOverlay } = await import('./catalog-overlay-run.ts');
      await catalogOverlay(file, options, context);
    });
}
