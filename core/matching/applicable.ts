// Which of the candidates found by name speak of this very package: the distributions' own rules, one file for each cause.
import type { Candidate } from '../advisories/candidate.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';
import { familyOf, hasModules, subjectOf } from './families.ts';
import { redHatStream, rockyStream } from './minor-release-streams.ts';
import { sameModule } from './modularity.ts';
import { isFromPro } from './ubuntu-pockets.ts';
import { inBuildLine, isWindowsItself } from './windows-build-line.ts';

/**
 * Whether on this machine one record can overrule another, so that records already passed must be read too: Ubuntu Pro's
 * pockets, Rocky's archived minor releases, RHEL's extended ones, the build lines of Microsoft's products.
 */
export function weighsRecords(pkg: Package, system: OperatingSystem | undefined): boolean {
  switch (familyOf(pkg.ecosystem)) {
    case 'Rocky Linux':
      return true;
    case 'Ubuntu':
      return (system?.subscriptions?.length ?? 0) > 0 || isFromPro(pkg.source.version);
    case 'Red Hat':
      return (system?.subscriptions?.length ?? 0) > 0;
    case 'Windows':
      return !isWindowsItself(pkg.version);
    default:
      return false;
  }
}

/** Whether the ecosystem has no rule of its own, so that every record found by name speaks of the package. */
export const appliesAlways = ({ ecosystem }: Package): boolean =>
  !hasModules(ecosystem) && familyOf(ecosystem) !== 'Windows';

export function applicable(
  pkg: Package,
  candidates: readonly Candidate[],
  system: OperatingSystem | undefined,
): readonly Candidate[] {
  if (candidates.length === 0) return candidates;
  const { version } = subjectOf(pkg);
  const ofModule = hasModules(pkg.ecosystem) ? sameModule(version, pkg.module, candidates) : candidates;
  switch (familyOf(pkg.ecosystem)) {
    case 'Rocky Linux':
      return rockyStream(pkg, version, ofModule);
    case 'Red Hat':
      return redHatStream(ofModule, system);
    case 'Windows':
      return inBuildLine(pkg, ofModule);
    default:
      return ofModule;
  }
}
