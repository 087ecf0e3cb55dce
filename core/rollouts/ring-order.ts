// Puts endpoints into the order in which rings take them: as good as random, and the same whoever works it out.

/** A 53-bit hash of a text: spreads names evenly, keeps no secrets. Source: cyrb53, public domain. */
function mix(text: string, seed: number): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** 0 up to 1, as good as by chance, and the same for a name and seed each time. */
export const evenly = (name: string, seed: string): number => mix(`${seed}\n${name}`, 0) / 2 ** 53;

/** What is to be put in order: who, and which packages on which release it brings into a ring. */
export interface Placed {
  readonly endpoint: string;
  /** `openssl@debian-12`. */
  readonly coverage: readonly string[];
}

/**
 * The endpoints in the order of a hash of their name and the seed (the plan's own), and then, within each ring but the last,
 * those first that bring a package and release that no endpoint before them has: so that later rings are covered as far as the
 * ring's size allows.
 *
 * @param rings sizes, which come to the number of endpoints
 */
export function orderForRings<T extends Placed>(
  endpoints: readonly T[],
  rings: readonly number[],
  seed: string,
): readonly T[] {
  const hashed = endpoints
    .map((item) => ({ item, key: mix(`${seed}\n${item.endpoint}`, 0) }))
    .sort((a, b) => a.key - b.key || (a.item.endpoint < b.item.endpoint ? -1 : 1))
    .map(({ item }) => item);
  const early = rings.slice(0, -1).reduce((sum, size) => sum + size, 0);
  const covered = new Set<string>();
  const first: T[] = [];
  const rest: T[] = [];
  for (const item of hashed) {
    const brings = first.length < early && item.coverage.some((key) => !covered.has(key));
    (brings ? first : rest).push(item);
    if (brings) for (const key of item.coverage) covered.add(key);
  }
  return [...first, ...rest];
}

/** Of each ring but the first, the keys that no ring before has; they wait for a person. */
export function uncovered(ordered: readonly Placed[], rings: readonly number[]): readonly (readonly string[])[] {
  const before = new Set<string>();
  let at = 0;
  return rings.map((size, index) => {
    const keys = new Set(ordered.slice(at, (at += size)).flatMap(({ coverage }) => coverage));
    const missing = index === 0 ? [] : [...keys].filter((key) => !before.has(key)).sort();
    for (const key of keys) before.add(key);
    return missing;
  });
}
