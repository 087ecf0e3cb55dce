// Records of one flaw under several names (PYSEC and GHSA) become one vulnerability.
import { isCve } from '../advisories/identity.ts';
import type { Outcome } from './conclude.ts';

/** Joins the outcomes of vulnerabilities that a record calls by one another's names, or by a third; a CVE stands for all. */
export function joinByAlias(
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
): ReadonlyMap<string, readonly Outcome[]> {
  const above = new Map<string, string>();
  const top = (name: string): string => {
    let at = name;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    return at;
  };
  for (const [vulnerability, group] of outcomes) {
    for (const { candidate } of group) {
      for (const alias of candidate.aliases) {
        const [lower, upper] = [top(alias), top(vulnerability)];
        if (lower !== upper) above.set(lower, upper);
      }
    }
  }
  if (above.size === 0) return outcomes;
  const families = Map.groupBy(outcomes.keys(), top);
  if (families.size === outcomes.size) return outcomes;
  const joined = new Map<string, readonly Outcome[]>();
  for (const names of families.values()) {
    const id = names.reduce((best, name) => (cvesFirst(name, best) < 0 ? name : best));
    joined.set(id, [...new Set(names.flatMap((name) => outcomes.get(name) ?? []))]);
  }
  return joined;
}

const cvesFirst = (a: string, b: string): number => Number(isCve(b)) - Number(isCve(a)) || (a < b ? -1 : 1);
