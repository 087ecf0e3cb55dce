// Needs and successions of packages of one's own that lead back to where they began: none of such could come first.
import { compareOwn } from './compare.ts';
import type { Release } from './release.ts';

type Next = ReadonlyMap<string, readonly string[]>;

/** The names from the one until before the other, where `next` leads there in one step or more; undefined where it does not. */
function wayFrom(one: string, other: string, next: Next): readonly string[] | undefined {
  const open: (readonly string[])[] = [[one]];
  const seen = new Set<string>();
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    for (const name of next.get(way.at(-1) ?? '') ?? []) {
      if (name === other) return way;
      if (!seen.has(name)) open.push([...way, name]);
      seen.add(name);
    }
  }
  return undefined;
}

/** Who of these waits for which others of them, as what is installed does not do. */
function needsAmong(coming: readonly Release[], installed: ReadonlyMap<string, string>): Next {
  const names = new Set(coming.map((each) => each.package));
  const waits = ({ package: other, least }: Release['requires'][number]): boolean => {
    const now = installed.get(other);
    const isEnough = now !== undefined && (least === undefined || compareOwn('archive', now, least) >= 0);
    return names.has(other) && !isEnough;
  };
  return new Map(
    coming.map(({ package: name, requires }) => [name, requires.filter(waits).map((each) => each.package)] as const),
  );
}

/** A circle of those that come, each of which waits for the next: they can never be begun. A sentence without its full stop. */
export function whyNoneFirst(coming: readonly Release[], installed: ReadonlyMap<string, string>): string | undefined {
  const next = needsAmong(coming, installed);
  for (const { package: name } of coming) {
    const found = wayFrom(name, name, next);
    if (found !== undefined) return `${name} needs itself (${circleText(found)}), so that none of these can come first`;
  }
  return undefined;
}

/** Whose place each of these takes among them, by name. */
function successions(releases: readonly Release[]): Next {
  const versions = new Map(releases.map((each) => [each.package, each.version] as const));
  const isOld = ({ package: other, below }: Release['supersedes'][number]): boolean => {
    const version = versions.get(other);
    return version !== undefined && (below === undefined || compareOwn('archive', version, below) < 0);
  };
  return new Map(
    releases.map(
      ({ package: name, supersedes }) => [name, supersedes.filter(isOld).map((each) => each.package)] as const,
    ),
  );
}

/** Those whose place others take, and who do not take the place of these in turn. */
export function succeeded(releases: readonly Release[]): readonly string[] {
  const next = successions(releases);
  return [...next].flatMap(([name, places]) => places.filter((each) => wayFrom(each, name, next) === undefined));
}

/**
 * Why this release, beside the newest of each package, leads in a circle; a sentence without its full stop. Undefined where it does not,
 * and where a newer one of its own stands before it.
 */
export function whyInCircle(release: Release, others: readonly Release[]): string | undefined {
  const { package: name, version } = release;
  if (others.some((each) => each.package === name && compareOwn('archive', each.version, version) > 0))
    return undefined;
  const all = [release, ...others.filter((each) => each.package !== name)];
  const needs = wayFrom(name, name, needsAmong(all, new Map()));
  if (needs !== undefined) return `it would need itself (${circleText(needs)}): none of these could come first`;
  const places = wayFrom(name, name, successions(all));
  return places === undefined
    ? undefined
    : `it would take its own place (${circleText(places)}): one of these must not supersede the next`;
}

const circleText = (names: readonly string[]): string => [...names, ...names.slice(0, 1)].join(', ');
