// The canonical lines of an `installed` section: one installed package each.
import type { Package } from './package.ts';
import type { SetFormat } from './package-set.ts';

/**
 * Fields in order: purl, name, version, architecture, ecosystem, source name, source version, `hold`, module, origin,
 * owner. Name first after the purl keeps the versions of one package side by side.
 */
export const installedSet: SetFormat<Package> = {
  kind: 'installed',
  header: 'suture.set/1 installed',
  fields: [11],
  write: (pkg) => [
    pkg.purl,
    pkg.name,
    pkg.version,
    pkg.arch,
    pkg.ecosystem,
    pkg.source.name,
    pkg.source.version,
    pkg.hold === true ? 'hold' : undefined,
    pkg.module,
    pkg.origin,
    pkg.owner,
  ],
  read: ([purl, name, version, arch, ecosystem, sourceName, sourceVersion, hold, module, origin, owner]) => {
    if (purl === undefined || name === undefined || version === undefined)
      return 'a package needs purl, name and version';
    if (sourceName === undefined || sourceVersion === undefined) return 'a package needs its source';
    return {
      purl,
      ecosystem,
      name,
      version,
      arch,
      source: { name: sourceName, version: sourceVersion },
      ...(hold === 'hold' ? { hold: true } : {}),
      ...(module === undefined ? {} : { module }),
      ...(origin === undefined ? {} : { origin }),
      ...(owner === undefined ? {} : { owner }),
    };
  },
};
