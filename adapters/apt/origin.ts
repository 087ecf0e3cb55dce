// Judges where an index comes from: whose it is, whether it is a security archive, which advisories cover its packages.
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import { systemEcosystem } from './dpkg-status.ts';
import type { IndexTarget } from './parse.ts';

export type OriginKind = 'security' | 'distribution' | 'third-party';

export interface Origin {
  readonly kind: OriginKind;
  /** As apt writes it: `Debian-Security:12/oldstable-security`. */
  readonly text: string;
  /** Whether updates outside a security archive are known not to be announced as security updates. */
  readonly hasSecurityArchive: boolean;
  /** Key of the advisories covering its packages; undefined for others' packages. */
  readonly ecosystem: string | undefined;
  /** Release file's Origin, or the host's name. */
  readonly name: string;
}

/** Distributions with a security archive of their own, by the Origin (without case) of their Release files. */
const distributions: ReadonlySet<string> = new Set([
  'debian',
  'debian backports',
  'ubuntu',
  'ubuntuesm',
  'ubuntuesmapps',
  'ubuntuesminfra',
  'devuan',
  'freexian',
]);

export function judgeOrigin(target: IndexTarget, system: OperatingSystem): Origin {
  const owner = target.origin.toLowerCase();
  const own = distributions.has(owner) || owner.startsWith('ubuntuesm');
  const security = [target.suite, target.codename, target.label].some((name) => /(?:^|[-/])security$/i.test(name));
  const release = target.suite || target.codename || target.release;
  const head = target.label || target.origin || target.site;
  return {
    kind: security ? 'security' : own ? 'distribution' : 'third-party',
    text: `${head}${target.version ? `:${target.version}` : ''}${release ? `/${release}` : ''}`,
    hasSecurityArchive: own,
    ecosystem: ecosystemFor(owner, target.version, system),
    name: target.origin || target.label || target.site,
  };
}

function ecosystemFor(owner: string, version: string, system: OperatingSystem): string | undefined {
  const vendor =
    owner === 'debian' || owner === 'debian backports'
      ? 'debian'
      : /^ubuntu(?:esm\w*)?$/.test(owner)
        ? 'ubuntu'
        : undefined;
  if (vendor === undefined) return undefined;
  // A derivative built on it: the index says which release, not os-release.
  return systemEcosystem(system.id === vendor ? system : { id: vendor, version });
}
