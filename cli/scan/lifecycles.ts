// The support dates of what a scan found: the operating system, Debian's exceptions, and packages their makers support.
import { lifecyclesOfInventory } from '@suture/core/lifecycle/inventory.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { LifecycleState } from '../scan-document.ts';
import type { Scanned } from './scanned.ts';

export function lifecycles(
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  today: string,
): readonly LifecycleState[] {
  const source = {
    product: (name: string) => {
      const known = database?.lifecycle(name) ?? [];
      return known.length > 0 ? known : scanned.releases.filter(({ product }) => product === name);
    },
    identifier: (purl: string) => database?.lifecycleByIdentifier(purl) ?? [],
  };
  return lifecyclesOfInventory(scanned.system, scanned.packages, source, today);
}
