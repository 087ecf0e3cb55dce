// One package of Alpine's security database as advisories, one for each id it fixed. Pure; never throws.
import type { Advisory, Range } from '@suture/core/advisories/advisory.ts';
import { apk } from '@suture/core/versions/apk.ts';
import { field, fields, identifier, list, text } from '../json/read.ts';

export interface AlpinePackage {
  readonly advisories: readonly Advisory[];
  /** What could not be read as it should: version keys, ids, the package itself. */
  readonly problems: readonly { readonly record: string; readonly reason: string }[];
}

/** Alpine's database says which version fixed what; "0" says that the package was never affected. */
const NEVER_AFFECTED = '0';

/**
 * `record` is `{pkg: {name, secfixes: {"1.2.3-r0": ["CVE-2020-1 XSA-2", …]}}}`. An id under several fixed versions gets a
 * range for each (it came back, or was fixed in two lines; matching decides). The advisory's id is the CVE, so it comes
 * back for each package and release.
 */
export function normalizePackage(record: unknown, release: string): AlpinePackage {
  const pkg = field(record, 'pkg');
  const name = identifier(field(pkg, 'name'));
  const fixes = fields(field(pkg, 'secfixes'));
  if (name === undefined)
    return { advisories: [], problems: [{ record: release, reason: 'a package has no usable name' }] };
  if (fixes === undefined)
    return { advisories: [], problems: [{ record: `${name} in ${release}`, reason: 'no secfixes' }] };
  const problems: { record: string; reason: string }[] = [];
  const problem = (reason: string): void => void problems.push({ record: `${name} in ${release}`, reason });
  const found = new Map<string, Named>();
  const named = (id: string): Named => {
    const known = found.get(id) ?? { ranges: [], cves: new Set() };
    found.set(id, known);
    return known;
  };
  for (const [fixed, ids] of Object.entries(fixes)) {
    if (fixed === NEVER_AFFECTED) continue;
    if (fixed === '' || fixed.length > 200) {
      problem('a fixed version that is none');
      continue;
    }
    if (!apk.parse(fixed).ok) problem(`malformed version ${fixed.slice(0, 60)}`);
    for (const words of Array.isArray(ids) ? list(ids) : [ids]) {
      const { cves, others } = identify(words, problem);
      for (const id of [...cves, ...others]) {
        const entry = named(id);
        entry.ranges.push({ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] });
        if (!isCve(id)) for (const cve of cves) entry.cves.add(cve);
      }
    }
  }
  return { advisories: advisoriesOf(found, name, `Alpine:${release}`), problems };
}

interface Named {
  readonly ranges: Range[];
  /** The CVEs that stand beside an id that is none. */
  readonly cves: Set<string>;
}

/**
 * `CVE-2017-2615 XSA-208` gives one advisory with an alias. `XSA-218`, which stands beside several CVEs of the package, is
 * another name of none of them: it gets an advisory of its own, with those CVEs upstream.
 */
function advisoriesOf(found: ReadonlyMap<string, Named>, name: string, ecosystem: string): readonly Advisory[] {
  const aliases = new Map<string, string[]>();
  for (const [id, { cves }] of found) {
    const [cve, another] = cves;
    if (cve !== undefined && another === undefined) aliases.set(cve, [...(aliases.get(cve) ?? []), id]);
  }
  return [...found].flatMap(([id, { ranges, cves }]): readonly Advisory[] => {
    if (cves.size === 1) return [];
    const affected = [{ ecosystem, name, ranges, versions: [], vendor: {} }];
    return [{ ...UNSAID, id, aliases: aliases.get(id) ?? [], upstream: [...cves], affected, url: addressOf(id) }];
  });
}

const UNSAID = {
  summary: '',
  published: undefined,
  modified: undefined,
  withdrawn: undefined,
  related: [],
  severity: [],
} satisfies Partial<Advisory>;

const addressOf = (id: string): string | undefined =>
  id.startsWith('CVE-') ? `https://security.alpinelinux.org/vuln/${encodeURIComponent(id)}` : undefined;

interface Identified {
  readonly cves: readonly string[];
  readonly others: readonly string[];
}

const isCve = (id: string): boolean => /^CVE-\d{4}-\d{4,}$/.test(id);

/** Reads `CVE-2017-2615 XSA-208`, `CVE-2018-19518 (SMB)`, `XSA-207`; ids with gaps (`CVE-2019-XXXX`) are kept and reported. */
function identify(words: unknown, problem: (reason: string) => void): Identified {
  const ids = (text(words)?.slice(0, 500) ?? '')
    .replace(/\([^()]*\)/g, ' ')
    .split(/[\s,;]+/)
    .filter((word) => /^(?:GHSA-|[A-Za-z]+[\w?.-]*[\dX?])/.test(word) && identifier(word) !== undefined)
    .map((word) => word.replace(/^CVE[-_](\d{4}-\d{4,})(?:\.patch)?$/, 'CVE-$1'));
  const unique = [...new Set(ids)];
  if (unique.length === 0) problem(`no id in ${JSON.stringify(words)?.slice(0, 60)}`);
  for (const id of unique) if (id.startsWith('CVE') && !isCve(id)) problem(`malformed id ${id.slice(0, 60)}`);
  return { cves: unique.filter(isCve), others: unique.filter((id) => !isCve(id)) };
}
