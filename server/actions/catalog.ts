// The catalog as it is in use: products that endpoints have or rules speak of, who has them, and what is in no channel that is known.
import { buildCatalog, type Catalog, channelOf, identify } from '@suture/core/catalog/catalog.ts';
import type { CuratedProduct } from '@suture/core/catalog/overlay.ts';
import type { Channel } from '@suture/core/catalog/product.ts';
import { isInForce } from '@suture/core/catalog/rule.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import type { catalogList, catalogProduct } from '@suture/protocol/api/catalog.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import {
  catalogRules,
  type CatalogRuleRow,
  countsOfSets,
  endpointsInScope,
  endpointsOfSets,
  type InstalledSoftware,
  installedSoftware,
  mostSoftware,
  setKey,
} from '../store/catalog-rules.ts';
import type { Transaction } from '../store/database.ts';
import { compileQuery } from '../store/query-sql.ts';
import { versionsFor } from '../store/query-versions.ts';
import { productsOf } from './catalog-overlay.ts';
import { identitiesOf } from './product-names.ts';

type Shown = z.infer<typeof catalogProduct>;

/** All of what these install is software of its own; of a distribution only what is a product is counted. */
const applications = ['winget', 'chocolatey', 'windows-programs', 'homebrew', 'flatpak', 'snap'];
const distributionChannels: ReadonlySet<Channel> = new Set(['deb', 'rpm', 'apk', 'pacman']);
const mostUnmanaged = 500;
const mostVersions = 20;
const mostExamples = 10;

/** Package sets by `setKey`; endpoints are counted at the end, where each set is known to have how many. */
interface Use {
  readonly sets: Set<string>;
  readonly versions: Map<string, Set<string>>;
  readonly channels: Set<string>;
}

export async function describeCatalog(transaction: Transaction, now: Date): Promise<z.infer<typeof catalogList>> {
  const rules = await catalogRules(transaction);
  const products = withRuled(await productsOf(transaction), rules);
  const catalog = buildCatalog(products, []);
  const names = products.flatMap(({ identities }) =>
    identities.flatMap(({ channel, id }) => (distributionChannels.has(channel) ? [id] : [])),
  );
  const software = await installedSoftware(transaction, applications, [...new Set(names)]);
  const { used, unmanaged } = sort(catalog, software.slice(0, mostSoftware));
  const byProduct = new Map(rules.map((rule) => [rule.product, rule]));
  const counts = await countsOfSets(transaction, [...new Set(software.flatMap(({ sets }) => sets))]);
  const asked = [...used].filter(
    ([id, { sets }]) => adaptersOf(sets).size > 1 || (byProduct.get(id)?.said.presence ?? 'any') !== 'any',
  );
  const having = await endpointsOfSets(transaction, [
    ...new Set(asked.flatMap(([, { sets }]) => [...sets].map((set) => set.slice(set.indexOf(' ') + 1)))),
  ]);
  const count = (sets: Iterable<string>): number => countEndpoints([...sets], { counts, having });
  const items: Shown[] = [];
  for (const id of [...new Set([...used.keys(), ...byProduct.keys()])].toSorted()) {
    const product = catalog.products.get(id);
    const rule = byProduct.get(id);
    const use = used.get(id);
    items.push({
      product: id,
      name: product?.name ?? id.slice(id.indexOf(':') + 1),
      vendor: product?.vendor ?? null,
      rule: rule === undefined ? null : ruleShown(rule, now),
      endpoints: count(use?.sets ?? []),
      versions: [...(use?.versions ?? [])]
        .map(([version, sets]) => ({ version, endpoints: count(sets) }))
        .toSorted((a, b) => b.endpoints - a.endpoints)
        .slice(0, mostVersions),
      channels: [...(use?.channels ?? [])].toSorted(),
      compliance:
        rule === undefined ? null : await complianceOf(transaction, rule, endpointsOf(use?.sets ?? [], having), now),
    });
  }
  return {
    items,
    unmanaged: unmanaged
      .map(({ sets, ...row }) => ({ ...row, endpoints: count(sets) }))
      .toSorted((a, b) => b.endpoints - a.endpoints || (a.name < b.name ? -1 : 1))
      .slice(0, mostUnmanaged),
    unmanagedTotal: unmanaged.length,
    isWhole: software.length <= mostSoftware,
  };
}

/** A rule may be about a product that nobody curated: its channel and id are all that is known of it. */
function withRuled(curated: readonly CuratedProduct[], rules: readonly CatalogRuleRow[]): readonly CuratedProduct[] {
  const known = new Set(curated.map(({ id }) => id));
  const more = rules.flatMap(({ product }): readonly CuratedProduct[] => {
    const identities = known.has(product) ? undefined : identitiesOf(curated, product);
    const name = product.slice(product.indexOf(':') + 1);
    return identities === undefined
      ? []
      : [{ id: product, name, vendor: undefined, identities, lifecycle: undefined, advisories: [], exploited: [] }];
  });
  return [...curated, ...more];
}

/** Each installed package is a product, unmanaged, or of a distribution and no product. */
function sort(catalog: Catalog, software: readonly InstalledSoftware[]) {
  const used = new Map<string, Use>();
  const unmanaged = new Map<
    string,
    { adapter: string; name: string; publisher: string | null; sets: Set<string>; why: string }
  >();
  for (const { adapter, name, source, version, purl, origin, sets } of software) {
    const keys = sets.map((set) => setKey(adapter, set));
    const pkg: Package = {
      purl,
      ecosystem: undefined,
      name,
      version,
      arch: undefined,
      source: { name: source, version },
      ...(origin === null ? {} : { origin }),
    };
    const channel = channelOf(adapter, pkg);
    if (channel === undefined) continue;
    const found = identify(catalog, adapter, pkg);
    if (found.kind === 'unmanaged' && distributionChannels.has(channel)) continue;
    if (found.kind === 'unmanaged' && channel === 'program') {
      const key = `${adapter} ${name} ${origin ?? ''}`;
      const row = unmanaged.get(key) ?? { adapter, name, publisher: origin, sets: new Set(), why: found.why };
      unmanaged.set(key, row);
      for (const set of keys) row.sets.add(set);
      continue;
    }
    const product = found.kind === 'product' ? found.product : `${channel}:${name}`;
    const use = used.get(product) ?? { sets: new Set(), versions: new Map(), channels: new Set() };
    used.set(product, use);
    use.channels.add(channel);
    const ofVersion = use.versions.get(version) ?? new Set();
    use.versions.set(version, ofVersion);
    for (const set of keys) {
      use.sets.add(set);
      ofVersion.add(set);
    }
  }
  return { used, unmanaged: [...unmanaged.values()] };
}

type Having = Awaited<ReturnType<typeof endpointsOfSets>>;

const endpointsOf = (sets: Iterable<string>, having: Having): ReadonlySet<string> =>
  new Set([...sets].flatMap((set) => having.get(set) ?? []));

/** An endpoint has one set of an adapter, so only sets of several adapters have endpoints in common. */
function countEndpoints(
  sets: readonly string[],
  { counts, having }: { readonly counts: ReadonlyMap<string, number>; readonly having: Having },
): number {
  return adaptersOf(sets).size > 1
    ? endpointsOf(sets, having).size
    : sets.reduce((sum, set) => sum + (counts.get(set) ?? 0), 0);
}

const adaptersOf = (sets: Iterable<string>): ReadonlySet<string> =>
  new Set([...sets].map((set) => set.slice(0, set.indexOf(' '))));

export const ruleShown = ({ version, said, at, by }: CatalogRuleRow, now: Date): NonNullable<Shown['rule']> => ({
  version,
  said: { ...said, versions: [...said.versions] },
  isInForce: isInForce(said, now.toISOString().slice(0, 10)),
  changedAt: at.toISOString(),
  changedBy: by,
});

/** Null where nothing is required or forbidden; a query that cannot be asked any more leaves it not known. */
async function complianceOf(
  transaction: Transaction,
  { said }: CatalogRuleRow,
  having: ReadonlySet<string>,
  now: Date,
): Promise<Shown['compliance']> {
  if (said.presence === 'any' || !isInForce(said, now.toISOString().slice(0, 10))) return null;
  const unknown = { state: 'not-known', asked: 0, wrong: 0, notKnown: 0, examples: [] } as const;
  const parsed = parseQuery(said.endpoints, 'endpoints');
  if (!parsed.ok) return unknown;
  const { organisation } = transaction;
  const versions = await versionsFor(transaction, parsed.query);
  const compiled = compileQuery(parsed.query, { organisation, resource: 'endpoints', now: now.getTime(), versions });
  if (compiled.kind === 'refused') return unknown;
  const scope = await endpointsInScope(transaction, compiled);
  const without = scope.filter(({ id }) => !having.has(id));
  const isForbidden = said.presence === 'forbidden';
  const wrong = isForbidden ? scope.filter(({ id }) => having.has(id)) : without.filter(({ isWhole }) => isWhole);
  const notKnown = without.filter(({ isWhole }) => !isWhole).length;
  return {
    state: wrong.length > 0 ? (isForbidden ? 'forbidden' : 'missing') : notKnown > 0 ? 'not-known' : 'compliant',
    asked: scope.length,
    wrong: wrong.length,
    notKnown,
    examples: wrong.slice(0, mostExamples).map(({ name }) => name),
  };
}
