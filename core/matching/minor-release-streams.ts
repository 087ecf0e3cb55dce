// Rebuilds and subscriptions that keep an old minor release alive: a fix for 8.6 closes it there, though 8.10 is higher.
import type { Candidate } from '../advisories/candidate.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';

/** `el8_6` in a release tag, as `{ major: '8', minor: '6' }`. */
function minorTag(version: string): { readonly major: string; readonly minor: string } | undefined {
  const tag = /\.el(\d+)_(\d+)/.exec(version);
  return tag === null ? undefined : { major: tag[1]!, minor: tag[2]! };
}

export function minorReleaseStream(
  pkg: Package,
  candidates: readonly Candidate[],
  system: OperatingSystem | undefined,
): readonly Candidate[] {
  if (pkg.ecosystem?.startsWith('Rocky Linux:')) return rocky(pkg, candidates);
  if (pkg.ecosystem?.startsWith('Red Hat:')) return redHat(candidates, system);
  return candidates;
}

/** Rocky lists the fix of an archived minor release (`rocky-linux-8-6-legacy`) beside the current one in one advisory. */
function rocky(pkg: Package, candidates: readonly Candidate[]): readonly Candidate[] {
  const tag = minorTag(pkg.version);
  const own = tag === undefined ? undefined : `rocky-linux-${tag.major}-${tag.minor}-legacy`;
  return perAdvisory(candidates, (group) => {
    const ofOwnMinor = group.filter((candidate) => candidate.vendor.stream === own);
    if (own !== undefined && ofOwnMinor.length > 0) return ofOwnMinor;
    const current = group.filter((candidate) => !candidate.vendor.stream?.endsWith('-legacy'));
    return current.length > 0 ? current : group;
  });
}

/**
 * RHEL: the main stream counts, and where the machine is on an extended minor release (`rhel:9.2+eus`) that stream's own
 * fix for a vulnerability stands in for the main stream's. Other products' streams say nothing of this machine.
 */
function redHat(candidates: readonly Candidate[], system: OperatingSystem | undefined): readonly Candidate[] {
  const streams = new Set(
    (system?.subscriptions ?? []).map((subscription) => `rhel_${subscription.replace(/^rhel_/, '')}:${system?.version}`),
  );
  const extended = candidates.filter((candidate) => streams.has(candidate.vendor.stream ?? ''));
  const covered = new Set(extended.flatMap((candidate) => candidate.vulnerabilities));
  const main = candidates.filter((candidate) => {
    const stream = candidate.vendor.stream ?? 'enterprise_linux';
    const isMain = stream.startsWith('enterprise_linux') || stream.startsWith('rhel_extras');
    return isMain && !candidate.vulnerabilities.some((id) => covered.has(id));
  });
  return [...extended, ...main];
}

function perAdvisory(candidates: readonly Candidate[], choose: (group: readonly Candidate[]) => readonly Candidate[]): readonly Candidate[] {
  return [...Map.groupBy(candidates, (candidate) => candidate.advisory).values()].flatMap((group) => choose(group));
}
