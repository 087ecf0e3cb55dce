// Which versions of a product close what, for `suture catalog show`: read out of the advisory database, and told to people.
import type { Product } from '@suture/core/catalog/product.ts';
import { productFixes, type RatedFixes } from '@suture/feeds/database/product-fixes.ts';
import { openDatabase } from '@suture/feeds/database/database.ts';
import { listed, plural, vulnerabilities } from '../output/words.ts';

/** Of one release. */
const mostFixes = 100;

/** By ecosystem, the newest release first; undefined where there is no database. */
export function fixesOf(product: Product, path: string): readonly RatedFixes[] | undefined {
  const opened = openDatabase(path);
  if (opened.kind !== 'open') return undefined;
  try {
    return productFixes(product, opened.database, mostFixes);
  } finally {
    opened.database.close();
  }
}

/** Of each family of distributions so many releases are told of; all of them stand in the JSON. */
const mostReleases = 2;

export function fixLines(found: readonly RatedFixes[] | undefined): readonly string[] {
  if (found === undefined) return [];
  if (found.length === 0)
    return [
      '',
      '  No advisory in the database is on it by a name that the catalog has: that is no statement that it has no faults.',
    ];
  const families = Map.groupBy(found, ({ ecosystem, package: name }) => `${ecosystem.split(':')[0]} ${name}`);
  const told = [...families.values()].flatMap((releases) => releases.slice(0, mostReleases));
  const rest = found.length - told.length;
  return [
    '',
    '  Its last fix in each, by the advisories there:',
    ...told.flatMap(lines),
    ...(rest === 0 ? [] : [`    and ${plural(rest, 'older release', 'older releases')} (--json)`]),
  ];
}

function lines({ ecosystem, package: name, fixes: [last, ...before], open }: RatedFixes): readonly string[] {
  const unfixed = open.length === 0 ? '' : `; without a fix: ${listed(open, 3)}`;
  if (last === undefined) return open.length === 0 ? [] : [`    ${ecosystem}  ${name}  no fix for ${listed(open, 3)}`];
  const { version, vulnerabilities: closed, severity, published } = last;
  const about = [severity === 'unknown' ? '' : severity, published ?? ''].filter((text) => text !== '').join(', ');
  const earlier = before.length === 0 ? '' : `; ${before.length} before`;
  return [
    `    ${ecosystem}  ${name} ${version}  closes ${closed.length > 3 ? `${vulnerabilities(closed)}: ` : ''}${listed(closed, 3)}${about === '' ? '' : ` (${about})`}${earlier}${unfixed}`,
  ];
}
