// In which order packages of one's own go and come: what goes first of all, what others need before those.
import type { VersionChange } from '../rollouts/plan-document.ts';
import type { Release } from './release.ts';

/** Needs that go in a circle are left as they are. */
export function inOrder<T extends Pick<VersionChange, 'package' | 'from' | 'to'>>(
  changes: readonly T[],
  releases: readonly Release[],
): readonly T[] {
  const needsOf = ({ package: name, from, to }: T): ReadonlySet<string> => {
    const release = releases.find((each) => each.package === name && each.version === (to ?? from));
    return new Set(release?.requires.map((each) => each.package));
  };
  const sorted = (those: readonly T[]): readonly T[] => {
    const done = new Set<T>();
    const visit = (change: T, above: ReadonlySet<T>): void => {
      if (done.has(change) || above.has(change)) return;
      const needs = needsOf(change);
      for (const each of those) if (needs.has(each.package)) visit(each, new Set([...above, change]));
      done.add(change);
    };
    for (const change of those) visit(change, new Set());
    return [...done];
  };
  const going = changes.filter(({ to }) => to === null);
  return [...sorted(going).toReversed(), ...sorted(changes.filter(({ to }) => to !== null))];
}
