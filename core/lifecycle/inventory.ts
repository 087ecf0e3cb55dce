// What of a machine is past or near its end of support: the system, Debian's exceptions, and packages from their makers.
import type { OperatingSystem, Package } from '../packages/package.ts';
import { DEBIAN_SOURCE, lifecyclesOfDebianSources } from './debian-source.ts';
import { lifecycleOfSystem, productsOfSystem } from './operating-system.ts';
import { lifecycleIdentifierOf, lifecycleOfPackage } from './packages.ts';
import type { ProductRelease, Support } from './support.ts';

/** Where support dates come from: the advisory database. */
export interface LifecycleSource {
  product(name: string): readonly ProductRelease[];
  /** All releases of the product that carries this identifier, a package URL without version. */
  identifier(purl: string): readonly ProductRelease[];
}

/** The system first, then packages: what is unsupported before what is ending, and what is supported without a word left out. */
export function lifecyclesOfInventory(
  os: OperatingSystem | undefined,
  packages: readonly Package[],
  source: LifecycleSource,
  today: string,
): readonly Support[] {
  const system =
    os === undefined
      ? []
      : [
          lifecycleOfSystem(
            os,
            productsOfSystem(os).flatMap((name) => source.product(name)),
            today,
          ),
        ];
  const sources = os?.id === 'debian' ? lifecyclesOfDebianSources(packages, source.product(DEBIAN_SOURCE), today) : [];
  const products = new Map<string, Support>();
  for (const pkg of packages) {
    const identifier = lifecycleIdentifierOf(pkg);
    const support =
      identifier === undefined ? undefined : lifecycleOfPackage(pkg, source.identifier(identifier), today);
    if (support !== undefined) products.set(`${support.product} ${support.release}`, support);
  }
  const rest = [...sources, ...products.values()].filter(({ state, note }) => state !== 'supported' || note !== null);
  return [...system, ...rest.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))];
}

const ORDER: readonly Support['state'][] = ['unsupported', 'ending', 'extended', 'unknown', 'supported'];
