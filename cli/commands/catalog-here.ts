// What is installed on this machine as products of the catalog, and what is in no channel that is known.
import { detect, inventory, loadAdapters } from '@suture/adapters/registry.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import { readLocalSystem } from '@suture/adapters/local-system.ts';
import { type Catalog, channelOf, identify } from '@suture/core/catalog/catalog.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { Context } from '../context.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { plural } from '../output/words.ts';
import type { CatalogOptions } from './catalog.ts';

interface Installed {
  /** Null: unmanaged. */
  readonly product: string | null;
  readonly name: string;
  readonly version: string;
  readonly adapter: string;
  readonly why: string;
}

/** What a distribution packages is its own to update, so of that only what is a product is listed. */
const distributions: ReadonlySet<string> = new Set(['apt', 'dnf', 'zypper', 'apk', 'pacman']);

export async function listHere(
  catalog: Catalog,
  words: readonly string[],
  options: CatalogOptions,
  context: Context,
): Promise<void> {
  const most = wantedRows(options);
  const { system = { id: 'unknown', version: '' } } = await readLocalSystem(localHost);
  const problems: string[] = [];
  const rows: Installed[] = [];
  for (const adapter of await loadAdapters()) {
    if (!adapter.capabilities.includes('inventory') || !(await detect(adapter, localHost)).present) continue;
    const section = await inventory(adapter, localHost, system);
    problems.push(...section.problems.map((problem) => `${adapter.name}: ${problem}`));
    rows.push(...section.items.flatMap((pkg) => installedAs(catalog, adapter.name, pkg)));
  }
  const asked = words.map((word) => word.toLowerCase());
  const found = rows
    .filter(({ product, name }) => asked.every((word) => `${product ?? ''} ${name}`.toLowerCase().includes(word)))
    .toSorted((a, b) => (`${a.product ?? '~'} ${a.name}` < `${b.product ?? '~'} ${b.name}` ? -1 : 1));
  const unmanaged = found.filter(({ product }) => product === null).length;
  writeRows(
    {
      schema: 'suture.catalog-here/1',
      about: { problems },
      rows: found.slice(0, most),
      total: found.length,
      columns: COLUMNS,
      said: [
        `${plural(found.length - unmanaged, 'package is', 'packages are')} of the catalog; ${unmanaged} in no channel that is known.`,
        ...problems.slice(0, 5),
      ],
      next: 'suture catalog ls',
    },
    options,
    context,
  );
}

function installedAs(catalog: Catalog, adapter: string, pkg: Package): readonly Installed[] {
  if (channelOf(adapter, pkg) === undefined) return [];
  const found = identify(catalog, adapter, pkg);
  const { name, version } = pkg;
  if (found.kind === 'product') return [{ product: found.product, name, version, adapter, why: found.how }];
  return distributions.has(adapter) ? [] : [{ product: null, name, version, adapter, why: found.why }];
}

const COLUMNS: readonly Column<Installed>[] = [
  { name: 'product', shown: ({ product }) => product ?? 'unmanaged', value: ({ product }) => product },
  { name: 'installed', shown: ({ name }) => name },
  { name: 'version', shown: ({ version }) => version },
  { name: 'by', shown: ({ adapter }) => adapter },
  { name: 'why', shown: ({ why }) => why },
];
