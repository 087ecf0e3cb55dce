// Go module versions, ordered as golang.org/x/mod/semver does; the `v` may be missing, as it is in OSV's Go records.
import { accept, reject } from './scheme.ts';
import type { Parsed, Scheme } from './scheme.ts';
import { comparePrecedence, numberProblem, parseSemVer, withoutV } from './semver.ts';
import type { SemVer } from './semver.ts';

/** `v1` and `v1.2` stand for `v1.0.0` and `v1.2.0`; they take no prerelease and no metadata. */
function parse(text: string): Parsed<SemVer> {
  const bare = withoutV(text);
  if (!/^[0-9.]+$/.test(bare)) return parseSemVer(bare);
  const numbers = bare.split('.');
  if (numbers.length >= 3) return parseSemVer(bare);
  const problem = numberProblem(numbers);
  if (problem !== undefined) return reject(problem);
  return accept({ numbers, prerelease: [] });
}

export const go: Scheme<SemVer> = { name: 'go', parse, compare: comparePrecedence };
