// rpm modularity: a module's build is fixed by builds of the same module stream only.
import type { Candidate } from '../advisories/candidate.ts';
import type { Package } from '../packages/package.ts';

/** `.module+el8.9.0+…`, `.module_el8.9.0+…`: how every rebuild of RHEL marks a module's release. */
const MODULE_BUILD = /\.module[+_]/;

export const isModuleBuild = (version: string): boolean => MODULE_BUILD.test(version);

export function sameModule(pkg: Package, candidates: readonly Candidate[]): readonly Candidate[] {
  const modular = pkg.module !== undefined || isModuleBuild(pkg.version);
  return candidates.filter((candidate) => {
    const fixes = fixedVersions(candidate);
    if (fixes.length === 0) return true;
    if (fixes.some(isModuleBuild) !== modular) return false;
    return !modular || sameStream(pkg, candidate, fixes);
  });
}

/**
 * The label (`nodejs:18:8060…`) settles it. An inventory without labels leaves the version: streams of one module
 * differ in their first number, except where the stream's name is no number (`rhel8`), which then never differs.
 */
function sameStream(pkg: Package, candidate: Candidate, fixes: readonly string[]): boolean {
  const [name, stream] = (candidate.vendor.module ?? '').split(':');
  const [ownName, ownStream] = (pkg.module ?? '').split(':');
  if (ownStream && stream) return ownName === name && ownStream === stream;
  return fixes.some((fixed) => leadingNumber(fixed) === leadingNumber(pkg.version));
}

const leadingNumber = (version: string): string | undefined => /^(?:\d+:)?(\d+)/.exec(version)?.[1];

const fixedVersions = (candidate: Candidate): string[] =>
  candidate.ranges.flatMap((range) => range.events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])));
