// Which versions of a product close what, read out of the advisory database with how severe it is.
import { severityOfScore, type SeverityWord } from '@suture/core/advisories/severity.ts';
import {
  byEcosystem,
  type Filed,
  filedUnder,
  fixesIn,
  isFiledIn,
  type ProductFix,
  type ProductFixes,
} from '@suture/core/catalog/fixes.ts';
import { MICROSOFT, type Product } from '@suture/core/catalog/product.ts';
import { worstCvss } from '@suture/core/risk/rating.ts';
import type { AdvisoryDatabase } from './database.ts';

export interface RatedFix extends ProductFix {
  /** Of the worst of what it closes. */
  readonly severity: SeverityWord;
}

export type RatedFixes = Omit<ProductFixes, 'fixes'> & {
  readonly fixes: readonly RatedFix[];
  /** Of all; `fixes` has the highest versions. */
  readonly total: number;
  /** The feeds that say so. */
  readonly sources: readonly string[];
};

export type FixSource = Pick<AdvisoryDatabase, 'candidates' | 'ecosystemsNaming' | 'product' | 'signals'>;

/** By ecosystem, the newest release first. `most`: of one release; a product of fifteen years has hundreds. */
export function productFixes(
  product: Pick<Product, 'identities' | 'advisories'>,
  database: FixSource,
  most: number,
): readonly RatedFixes[] {
  const found = filedUnder(product).flatMap((filed) =>
    placesOf(filed, database).map(({ ecosystem, name }) => {
      const lists = database.candidates(ecosystem, name);
      const { fixes, ...rest } = fixesIn(ecosystem, filed.name, lists);
      const sources = [...new Set(lists.flatMap(({ always, byFix }) => [...always, ...byFix]).map(({ feed }) => feed))];
      return { ...rest, fixes: fixes.slice(0, most), total: fixes.length, sources };
    }),
  );
  const ids = found.flatMap(({ fixes }) => fixes.flatMap((fix) => fix.vulnerabilities));
  const signals = database.signals([...new Set(ids)]);
  const severityOf = (closed: readonly string[]): SeverityWord => {
    const scores = closed.flatMap((id) => worstCvss(signals.get(id)?.cvss ?? [])?.score ?? []);
    return severityOfScore(scores.length === 0 ? undefined : Math.max(...scores));
  };
  return found
    .map(({ fixes, ...rest }) => ({
      ...rest,
      fixes: fixes.map((fix) => ({ ...fix, severity: severityOf(fix.vulnerabilities) })),
    }))
    .toSorted(byEcosystem);
}

/** Microsoft numbers what people know by name. */
function placesOf(filed: Filed, database: FixSource): readonly Filed[] {
  if (filed.ecosystem === MICROSOFT) {
    const known = database.product(MICROSOFT, filed.name);
    return known === undefined ? [] : [{ ecosystem: MICROSOFT, name: known.id }];
  }
  return database
    .ecosystemsNaming(filed.name)
    .filter((ecosystem) => isFiledIn(filed, ecosystem))
    .map((ecosystem) => ({ ecosystem, name: filed.name }));
}
