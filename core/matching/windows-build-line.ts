// Windows: a build is fixed within its own line (`10.0.17763.*`); the fix of another line says nothing of it.
import type { Candidate } from '../advisories/candidate.ts';
import type { Package } from '../packages/package.ts';

const lineOf = (build: string): string => build.split('.').slice(0, 3).join('.');

/** Keeps the candidates whose fixed build shares the three leading parts, and those that name no fix. */
export function inBuildLine(pkg: Package, candidates: readonly Candidate[]): readonly Candidate[] {
  const line = lineOf(pkg.version);
  return candidates.filter((candidate) =>
    candidate.ranges.some((range) => range.events.some((event) => 'fixed' in event && lineOf(event.fixed) === line)),
  );
}
