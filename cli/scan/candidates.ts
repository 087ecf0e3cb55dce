// What matching will ask the database for, read at once: 5 ms for 1,400 names, 16 ms one by one.
import { subjectOf } from '@suture/core/matching/families.ts';
import type { MatchInput } from '@suture/core/matching/match.ts';
import { lookupName } from '@suture/core/packages/ecosystems.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';

/** The database's statements by ecosystem and name; those on the packages given are read already. */
export function candidatesFor(packages: readonly Package[], database: AdvisoryDatabase): MatchInput['candidatesFor'] {
  const names = new Map<string, Set<string>>();
  for (const pkg of packages) {
    if (pkg.ecosystem === undefined) continue;
    const known = names.get(pkg.ecosystem);
    const name = lookupName(pkg.ecosystem, subjectOf(pkg).name);
    if (known === undefined) names.set(pkg.ecosystem, new Set([name]));
    else known.add(name);
  }
  const lists = new Map(
    [...names].map(([ecosystem, set]) => [ecosystem, database.candidatesAmong(ecosystem, [...set])]),
  );
  return (ecosystem, name) => lists.get(ecosystem)?.(name) ?? database.candidates(ecosystem, name);
}
