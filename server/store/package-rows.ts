// A stored package version, and the package that matching knows.
import type { MatchingContext } from '@suture/core/matching/context.ts';
import type { Package } from '@suture/core/packages/package.ts';

/** Of table `package`, as `p`. */
export const PACKAGE_COLUMNS =
  'p.id, p.purl, p.ecosystem, p.name, p.version, p.arch, p.source_name, p.source_version, p.detail, p.context';

export interface PackageRow {
  readonly id: string;
  readonly purl: string;
  readonly ecosystem: string | null;
  readonly name: string;
  readonly version: string;
  readonly arch: string | null;
  readonly source_name: string;
  readonly source_version: string;
  /** Written by `addMembers`. */
  readonly detail: Pick<Package, 'hold' | 'module' | 'origin' | 'owner'>;
  readonly context: MatchingContext | null;
}

export const packageOf = (row: PackageRow): Package => ({
  purl: row.purl,
  ecosystem: row.ecosystem ?? undefined,
  name: row.name,
  version: row.version,
  arch: row.arch ?? undefined,
  source: { name: row.source_name, version: row.source_version },
  ...row.detail,
});
