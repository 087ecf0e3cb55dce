// Says why dnf does not offer a newer build that a repository has: a lock, an exclude, or something it does not tell.
import type { HeldBack } from '../adapter.ts';
import { quoted } from '../ask.ts';
import { matchesPattern } from '../pattern.ts';
import type { Exclude, Lock } from './locks.ts';
import type { Available } from './parse.ts';

export function whyHeldBack(build: Available, locks: readonly Lock[], excludes: readonly Exclude[]): HeldBack {
  const lock = lockOf(build.name, locks);
  if (lock !== undefined) {
    return {
      cause: 'hold',
      why: `versionlock keeps it: ${quoted(lock.text)} in ${lock.file} (dnf versionlock delete ${build.name})`,
    };
  }
  const spellings = spellingsOf(build);
  const exclude = excludes.find(
    ({ pattern, repository }) =>
      (repository === undefined || repository === build.repository) &&
      spellings.some((spelling) => matchesPattern(pattern, spelling)),
  );
  if (exclude !== undefined) {
    const where = exclude.repository === undefined ? '' : ` for the repository ${quoted(exclude.repository)}`;
    return { cause: 'pin', why: `excluded by ${quoted(exclude.pattern)} in ${exclude.file}${where}` };
  }
  return { cause: 'unknown', why: 'dnf leaves it out, and neither a lock nor an exclude says why' };
}

export const lockOf = (name: string, locks: readonly Lock[]): Lock | undefined =>
  locks.find((lock) => matchesPattern(lock.name, name));

/** The ways of naming a build that dnf's patterns are matched against. */
function spellingsOf({ name, version, arch }: Available): readonly string[] {
  const colon = version.indexOf(':');
  const [epoch, bare] = colon === -1 ? ['0', version] : [version.slice(0, colon), version.slice(colon + 1)];
  const upstream = bare.slice(0, bare.lastIndexOf('-'));
  return [
    name,
    `${name}.${arch}`,
    `${name}-${upstream}`,
    `${name}-${bare}`,
    `${name}-${bare}.${arch}`,
    `${name}-${epoch}:${bare}`,
    `${name}-${epoch}:${bare}.${arch}`,
  ];
}
