// The work of `suture catalog overlay`.
import { AppError } from '@suture/core/app-error.ts';
import { faultText, readOverlayText } from '@suture/feeds/catalog/overlay.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import type { OverlayOptions } from './catalog-overlay.ts';
import { overlayText } from './catalog-load.ts';

const SCHEMA = 'suture.catalog-overlay/1';
const products = (count: number): string => plural(count, 'product', 'products');

export async function catalogOverlay(
  file: string | undefined,
  options: OverlayOptions,
  context: Context,
): Promise<void> {
  if (file !== undefined && options.remove === true)
    throw new AppError('usage', 'a list cannot be given and taken back at once', 'Leave out the file, or --remove.');
  const text = file === undefined ? null : overlayText(file);
  const checked = text === null ? undefined : readOverlayText(text);
  if (checked?.ok === false)
    throw new AppError(
      'input',
      `${file}: ${faultText(checked.faults.slice(0, 5))}`,
      shellWords(['suture', 'catalog', 'check', '--overlay', file ?? '']),
    );
  const { api, ask, origin } = await connect(options, context);
  const before = await ask(api.GET('/api/v1/catalog-overlay'));
  const { stdout, stderr } = context;
  if (text === null && options.remove !== true) {
    if (options.json === true) return void stdout.write(inertJson({ schema: SCHEMA, ...before }));
    if (before.text === null)
      return void stdout.write('There is no list of your own.\nNext: suture catalog overlay our-products.yaml\n');
    stderr.write(
      `${printable(`Version ${before.version} by ${before.changedBy}, ${before.changedAt?.slice(0, 10)}: ${products(before.products)}.`)}\n`,
    );
    // To the letter, save what a terminal would take for a command.
    return void stdout.write(`${before.text.replace(/\n$/, '').split('\n').map(printable).join('\n')}\n`);
  }
  const question =
    checked === undefined
      ? `Take the list of ${products(before.products)} on ${origin} back?`
      : `Put ${products(checked.products.length)} of ${file} in place of ${before.text === null ? 'none' : products(before.products)} on ${origin}?`;
  await confirm([question], options, context);
  const saved = await ask(api.PUT('/api/v1/catalog-overlay', { body: { text, version: before.version } }));
  if (options.json === true) return void stdout.write(inertJson({ schema: SCHEMA, ...saved }));
  stdout.write(
    saved.text === null
      ? 'There is no list of your own any more.\nNext: suture catalog status\n'
      : `Version ${saved.version}: ${products(saved.products)} of your own go before those that come with Suture.\nNext: suture catalog status\n`,
  );
}
