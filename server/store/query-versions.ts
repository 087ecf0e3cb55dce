// Which stored versions a query's comparison means: SQL cannot order them, so each distinct one is compared here.
import { schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Comparison } from '@suture/core/query/field.ts';
import { compares } from '@suture/core/query/field.ts';
import type { Query } from '@suture/core/query/query.ts';
import type { Scheme } from '@suture/core/versions/scheme.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import type { Transaction } from './database.ts';
import { COLUMNS, type VersionOf } from './query-columns.ts';
import type { TestContext } from './query-tests.ts';

/** Releases are compared as Debian's versions, which order numbers with dots as all systems mean them. */
const SCHEMES = { release: schemes.debian, agent: schemes.semver } as const;

const DISTINCT: Readonly<Record<VersionOf, string>> = {
  release:
    "select distinct '' as ecosystem, os_version as version from endpoint where organisation = $1 and os_version is not null",
  agent: `select distinct '' as ecosystem, facts ->> 'agentVersion' as version from endpoint
    where organisation = $1 and facts ->> 'agentVersion' is not null`,
  package: 'select distinct ecosystem, version from package where organisation = $1 and ecosystem is not null',
  candidate: `select distinct p.ecosystem, o.candidate as version from offer o
    join package p on p.organisation = $1 and p.name = o.package and p.version = o.installed
    where o.organisation = $1 and p.ecosystem is not null`,
};

interface StoredVersion {
  readonly ecosystem: string;
  readonly version: string;
}

/** Reads what the query needs to compare; costs nothing for queries that compare no versions. */
export async function versionsFor(transaction: Transaction, query: Query): Promise<TestContext['versions']> {
  const known = new Map<VersionOf, readonly StoredVersion[]>();
  for (const of of comparedBy(query)) {
    known.set(
      of,
      await transaction.query<{ readonly ecosystem: string; readonly version: string }>(DISTINCT[of], [
        transaction.organisation,
      ]),
    );
  }
  return (of, comparison, asked) => {
    const found = standing(known.get(of) ?? [], of, comparison, asked);
    return {
      versions: found.map(({ version }) => version),
      ecosystems: of === 'package' || of === 'candidate' ? found.map(({ ecosystem }) => ecosystem) : [],
    };
  };
}

function standing(
  stored: readonly StoredVersion[],
  of: VersionOf,
  comparison: Comparison,
  asked: string,
): readonly StoredVersion[] {
  // What was asked for is read once a scheme, not once a version.
  const wanted = new Map<Scheme, ReturnType<Scheme['parse']>>();
  return stored.filter(({ ecosystem, version }) => {
    if (version === asked) return compares(0, comparison);
    const scheme = schemeFor(of, ecosystem);
    if (scheme === undefined) return false;
    const right = wanted.get(scheme) ?? scheme.parse(asked);
    wanted.set(scheme, right);
    const left = right.ok ? scheme.parse(version) : right;
    return left.ok && right.ok && compares(scheme.compare(left.version, right.version), comparison);
  });
}

/** Undefined where nobody knows how such versions compare, which finds nothing. */
function schemeFor(of: VersionOf, ecosystem: string): Scheme | undefined {
  if (of === 'release' || of === 'agent') return SCHEMES[of];
  const name = schemeOf(ecosystem);
  return name === undefined ? undefined : schemes[name];
}

function comparedBy(query: Query): ReadonlySet<VersionOf> {
  switch (query.kind) {
    case 'all':
      return new Set();
    case 'not':
      return comparedBy(query.term);
    case 'and':
    case 'or':
      return new Set(query.terms.flatMap((term) => [...comparedBy(term)]));
    case 'condition': {
      const column = COLUMNS[query.field];
      const isCompared = column.kind === 'version' && query.tests.some(({ kind }) => kind === 'version');
      return new Set(isCompared ? [column.of] : []);
    }
  }
}
