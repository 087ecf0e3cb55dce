// Which of the candidates found by name speak of this very package: the distributions' own rules, one file for each cause.
import type { Candidate } from '../advisories/candidate.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';
import { isFromPro } from './ubuntu-pockets.ts';
import { inBuildLine } from './windows-build-line.ts';
import { minorReleaseStream } from './minor-release-streams.ts';
import { sameModule } from './modularity.ts';

/** What the ecosystem calls the thing it publishes advisories for: the source on Debian, the binary on rpm. */
export function subjectOf(pkg: Package): { readonly name: string; readonly version: string } {
  switch (familyOf(pkg.ecosystem)) {
    case 'Debian':
    case 'Ubuntu':
    case 'Alpine':
    case 'Wolfi':
    case 'Chainguard':
      return pkg.source;
    default:
      return pkg;
  }
}

/** `Debian` of `Debian:12`. */
export const familyOf = (ecosystem: string | undefined): string | undefined => ecosystem?.split(':', 1)[0];

const RPM = new Set(['AlmaLinux', 'Rocky Linux', 'Red Hat', 'Oracle Linux', 'openSUSE', 'SUSE', 'Amazon Linux', 'Fedora']);

export const isRpm = (ecosystem: string | undefined): boolean => RPM.has(familyOf(ecosystem) ?? '');

/**
 * Whether on this machine one record can overrule another, so that records already passed must be read too: Ubuntu Pro's
 * pockets, Rocky's archived minor releases, RHEL's extended ones.
 */
export function weighsRecords(pkg: Package, system: OperatingSystem | undefined): boolean {
  switch (familyOf(pkg.ecosystem)) {
    case 'Rocky Linux':
      return true;
    case 'Ubuntu':
      return (system?.subscriptions?.length ?? 0) > 0 || isFromPro(pkg.source.version);
    case 'Red Hat':
      return (system?.subscriptions?.length ?? 0) > 0;
    default:
      return false;
  }
}

export function applicable(pkg: Package, candidates: readonly Candidate[], system: OperatingSystem | undefined): readonly Candidate[] {
  if (candidates.length === 0) return candidates;
  if (isRpm(pkg.ecosystem)) return minorReleaseStream(pkg, sameModule(pkg, candidates), system);
  if (pkg.ecosystem === 'Windows') return inBuildLine(pkg, candidates);
  return candidates;
}
