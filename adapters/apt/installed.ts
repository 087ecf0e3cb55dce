// The `installed` section: dpkg's database, with the origin of each package from apt's indexes where it can be told.
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { Section } from '../adapter.ts';
import type { Host } from '../host.ts';
import { askPolicies, askTargets } from './ask.ts';
import { readDatabase } from './database.ts';
import { packageOf, systemEcosystem } from './dpkg-status.ts';
import { judgeOrigin, type Origin } from './origin.ts';
import { newerThanInstalled, type Policy, type PolicyVersion } from './policy.ts';

export async function readInstalled(host: Host, system: OperatingSystem): Promise<Section<Package>> {
  const database = await readDatabase(host);
  if (database.packages.length === 0) return { status: 'failed', items: [], problems: database.problems };
  const [targets, policies] = await Promise.all([askTargets(host), askPolicies(host, database.packages)]);
  const origins = new Map(
    targets.ok ? targets.value.map((target) => [target.description, judgeOrigin(target, system)]) : [],
  );
  const own = systemEcosystem(system);
  const items = database.packages.map((found) => {
    const policy = policies.ok
      ? (policies.value.get(`${found.name}:${found.arch}`) ?? policies.value.get(found.name))
      : undefined;
    const origin = policy && originOf(policy, origins);
    return packageOf(found, system, origin === undefined ? own : origin.ecosystem, origin?.name);
  });
  // Without apt (an image, a rescue system) nothing is wrong with the inventory; an apt that fails may hide whose packages they are.
  const asked = [policies, targets].map((answer) => (answer.ok ? answer.problems : [answer.why]));
  const indexed = policies.ok && [...policies.value.values()].some(({ versions }) => versions.some(isIndexed));
  const silent = targets.ok && targets.value.length === 0 && indexed ? ['apt-get indextargets names no index'] : [];
  const unasked = [...asked.flat(), ...silent]
    .filter((why) => !why.endsWith('is not installed'))
    .map((why) => `${why}; packages of third parties cannot be told from the system's own`);
  const problems = [...new Set([...database.problems, ...unasked])];
  return problems.length === 0 ? { status: 'complete', items, problems: [] } : { status: 'partial', items, problems };
}

const isIndexed = ({ indexes }: PolicyVersion): boolean => indexes.length > 0;

/**
 * Who the installed version comes from. Where no index has it any more, a newer version of a distribution tells that it was superseded there; where
 * only others have the package it is theirs. Otherwise unknown, and then counted as the system's own.
 */
function originOf(policy: Policy, origins: ReadonlyMap<string, Origin>): Origin | undefined {
  const of = (versions: readonly PolicyVersion[]): readonly Origin[] =>
    versions.flatMap((version) =>
      version.indexes.map(({ description }) => origins.get(description)).filter((origin) => origin !== undefined),
    );
  const here = of(policy.versions.filter((version) => version.installed));
  if (here.length > 0) return here.find((origin) => origin.hasSecurityArchive) ?? here[0];
  const superseding = of(newerThanInstalled(policy)).find((origin) => origin.hasSecurityArchive);
  if (superseding !== undefined) return superseding;
  const all = of(policy.versions);
  return all.some((origin) => origin.hasSecurityArchive) ? undefined : all[0];
}
