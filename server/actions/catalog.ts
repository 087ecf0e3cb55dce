// The catalog as it is in use: products that endpoints have or rules speak of, who has them, and what is in no channel that is known.
import { createHash } from 'node:crypto';
import { buildCatalog, type Catalog, channelOf, identify } from '@suture/core/catalog/catalog.ts';
import type { CuratedProduct } from '@suture/core/catalog/overlay.ts';
import type { Channel } from '@suture/core/catalog/product.ts';
import { isInForce } from '@suture/core/catalog/rule.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import type { catalogList, catalogProduct } from '@suture/protocol/api/catalog.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import { catalogRules, type CatalogRuleRow } from '../store/catalog-rules.ts';
import type { Store, Transaction } from '../store/database.ts';
import {
  countKinds,
  type InstalledSoftware,
  installedSoftware,
  kindsOfEndpoints,
  mostSoftware,
  presenceOf,
  setKey,
} from '../store/installed-software.ts';
import { compileQuery } from '../store/query-sql.ts';
import { remembered } from '../store/remembered-answers.ts';
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

/** Package sets by `setKey`; endpoints are counted at the end, by the sets that each kind of them has. */
interface Use {
  readonly sets: Set<string>;
  readonly versions: Map<string, Set<string>>;
  readonly channels: Set<string>;
}

type Described = z.infer<typeof catalogList>;

/** Kept until something changes, but where software is required or forbidden: that names endpoints. */
export async function describeCatalog(store: Store, transaction: Transaction, now: Date): Promise<Described> {
  const rules = await catalogRules(transaction);
  const products = withRuled(await productsOf(transaction), rules);
  const look = (): Promise<Described> => describe(transaction, { rules, products, now });
  if (rules.some(({ said }) => said.presence !== 'any')) return look();
  const said = createHash('sha256').update(JSON.stringify([rules, products, now.toISOString().slice(0, 10)]));
  return remembered(
    store,
    transaction,
    { list: `catalog ${said.digest('hex')}`, page: { limit: 1 }, queries: [] },
    look,
  );
}

interface Catalogued {
  readonly rules: readonly CatalogRuleRow[];
  readonly products: readonly CuratedProduct[];
  readonly now: Date;
}

async function describe(transaction: Transaction, { rules, products, now }: Catalogued): Promise<Described> {
  const catalog = buildCatalog(products, []);
  const names = products.flatMap(({ identities }) =>
    identities.flatMap(({ channel, id }) => (distributionChannels.has(channel) ? [id] : [])),
  );
  const software = await installedSoftware(transaction, applications, [...new Set(names)]);
  const { used, unmanaged } = sort(catalog, software.slice(0, mostSoftware));
  const byProduct = new Map(rules.map((rule) => [rule.product, rule]));
  const ids = [...new Set([...used.keys(), ...byProduct.keys()])].toSorted();
  const uses = ids.map((id) => used.get(id) ?? NOT_USED);
  const asked = uses.flatMap(({ sets, versions }) => [sets, ...versions.values()]);
  const counts = countKinds(await kindsOfEndpoints(transaction, software), [
    ...asked,
    ...unmanaged.map(({ sets }) => sets),
  ]);
  const items: Shown[] = [];
  let place = 0;
  for (const [index, id] of ids.entries()) {
    const product = catalog.products.get(id);
    const rule = byProduct.get(id);
    const use = uses[index] ?? NOT_USED;
    const endpoints = counts[place++] ?? 0;
    const versions = [...use.versions.keys()].map((version) => ({ version, endpoints: counts[place++] ?? 0 }));
    items.push({
      product: id,
      name: product?.name ?? id.slice(id.indexOf(':') + 1),
      vendor: product?.vendor ?? null,
      rule: rule === undefined ? null : ruleShown(rule, now),
      endpoints,
      versions: versions.toSorted((a, b) => b.endpoints - a.endpoints).slice(0, mostVersions),
      channels: [...use.channels].toSorted(),
      compliance: rule === undefined ? null : await complianceOf(transaction, rule, use.sets, now),
    });
  }
  return {
    items,
    unmanaged: unmanaged
      .map(({ sets: _sets, ...row }, index) => ({ ...row, endpoints: counts[asked.length + index] ?? 0 }))
      .toSorted((a, b) => b.endpoints - a.endpoints || (a.name < b.name ? -1 : 1))
      .slice(0, mostUnmanaged),
    unmanagedTotal: unmanaged.length,
    isWhole: software.length <= mostSoftware,
  };
}

const NOT_USED: Use = { sets: new Set(), versions: new Map(), channels: new Set() };

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
  sets: ReadonlySet<string>,
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
  const found = await presenceOf(transaction, compiled, sets, mostExamples);
  const isForbidden = said.presence === 'forbidden';
  const wrong = isForbidden ? found.having : found.without;
  return {
    state: wrong > 0 ? (isForbidden ? 'forbidden' : 'missing') : found.notKnown > 0 ? 'not-known' : 'compliant',
    asked: found.asked,
    wrong,
    notKnown: found.notKnown,
    examples: [...(isForbidden ? found.firstHaving : found.firstWithout)],
  };
}
