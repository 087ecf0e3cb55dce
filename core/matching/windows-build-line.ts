// Windows: a build is fixed within its own line (`10.0.17763.*`); the fix of another line says nothing of it.
import type { Candidate } from '../advisories/candidate.ts';
import type { Package } from '../packages/package.ts';

/** Builds of Windows itself, as against Office's, SQL Server's or .NET's, whose third number moves with each update. */
const WINDOWS = /^(?:6\.\d|10\.0)\.\d{4,5}(?:\.|$)/;

export const isWindowsItself = (build: string): boolean => WINDOWS.test(build);

/** `10.0.17763` names a line and not how far it is patched. */
export const lacksRevision = (build: string): boolean => isWindowsItself(build) && build.split('.').length < 4;

const lineOf = (build: string): string => build.split('.', 3).join('.');

/**
 * Keeps the candidates whose fixed build shares the three leading parts, and those that name no fix. For other products
 * that holds where a vulnerability has such a candidate; where it has none, every fixed build counts.
 */
export function inBuildLine(pkg: Package, candidates: readonly Candidate[]): readonly Candidate[] {
  const line = lineOf(pkg.version);
  const inLine = candidates.filter((candidate) => {
    const fixes = fixedBuilds(candidate);
    return fixes.length === 0 || fixes.some((fix) => lineOf(fix) === line);
  });
  if (isWindowsItself(pkg.version)) return inLine;
  const kept = new Set(inLine);
  const settled = new Set(inLine.flatMap(({ vulnerabilities }) => vulnerabilities));
  return candidates.filter(
    (candidate) => kept.has(candidate) || !candidate.vulnerabilities.some((id) => settled.has(id)),
  );
}

const fixedBuilds = ({ ranges }: Candidate): readonly string[] =>
  ranges.flatMap(({ events }) => events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])));
