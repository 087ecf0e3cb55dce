// Which versions of a product's packages close which vulnerabilities, as the advisories on them say, by distribution release or ecosystem.
import type { Candidate, CandidateList } from '../advisories/candidate.ts';
import { lookupName, schemeOf } from '../packages/ecosystems.ts';
import { schemes } from '../versions/schemes.ts';
import type { Channel, Product } from './product.ts';

/** Where vulnerabilities of a product are filed. */
export interface Filed {
  /** A family of OSV ecosystems (`Debian` for `Debian:12` and all others), or one ecosystem. */
  readonly ecosystem: string;
  readonly name: string;
}

export interface ProductFix {
  readonly version: string;
  /** That it closes, sorted. */
  readonly vulnerabilities: readonly string[];
  /** `YYYY-MM-DD` of the newest advisory on it that has a date. */
  readonly published: string | undefined;
}

export interface ProductFixes {
  /** `Debian:12`, `npm`. */
  readonly ecosystem: string;
  readonly package: string;
  /** Highest version first. */
  readonly fixes: readonly ProductFix[];
  /** That nobody there has a fix for, sorted. */
  readonly open: readonly string[];
}

/** Distributions by what they install from; of each release they say themselves which version is fixed. */
const families: Partial<Record<Channel, readonly string[]>> = {
  deb: ['Debian', 'Ubuntu'],
  rpm: ['AlmaLinux', 'Rocky Linux', 'Red Hat', 'openSUSE', 'Mageia', 'Photon OS'],
  apk: ['Alpine', 'Wolfi', 'Chainguard'],
  pacman: ['Arch'],
};

/** By what its curated entry says, and by the names that distributions have for it. */
export function filedUnder({ identities, advisories }: Pick<Product, 'identities' | 'advisories'>): readonly Filed[] {
  const byChannel = identities.flatMap(({ channel, id }) =>
    (families[channel] ?? []).map((ecosystem) => ({ ecosystem, name: id })),
  );
  const all = [...advisories, ...byChannel].map(({ ecosystem, name }) => ({
    ecosystem,
    name: lookupName(ecosystem, name),
  }));
  return [...new Map(all.map((filed) => [`${filed.ecosystem}\0${filed.name}`, filed])).values()];
}

/** Whether an ecosystem of the database is meant: the one that is named, or a release of it. */
export const isFiledIn = ({ ecosystem }: Filed, found: string): boolean =>
  found === ecosystem || found.startsWith(`${ecosystem}:`);

/** What the vendor does not count as a vulnerability of it, or will never look at, is no gap. */
const notOpen: ReadonlySet<string> = new Set(['not-affected', 'unimportant', 'undetermined', 'needs-triage']);

/** `lists`: what each feed says of that package there. Sources that disagree are both in it. */
export function fixesIn(ecosystem: string, name: string, lists: readonly CandidateList[]): ProductFixes {
  const known = schemeOf(ecosystem);
  const scheme = known === undefined ? undefined : schemes[known];
  const fixes = new Map<string, { vulnerabilities: Set<string>; published: string | undefined }>();
  const open = new Set<string>();
  const fixed = new Set<string>();
  for (const candidate of lists.flatMap(({ always, byFix }) => [...always, ...byFix])) {
    const ids = candidate.vulnerabilities.length > 0 ? candidate.vulnerabilities : [candidate.advisory];
    const versions = fixedVersions(candidate);
    // `0` is how trackers write that the release never had it.
    if (versions.includes('0') || candidate.vendor.state === 'not-affected') {
      for (const id of ids) fixed.add(id);
      continue;
    }
    for (const version of versions) {
      const fix = fixes.get(version) ?? { vulnerabilities: new Set(), published: undefined };
      fixes.set(version, fix);
      for (const id of ids) {
        fix.vulnerabilities.add(id);
        fixed.add(id);
      }
      if ((candidate.published ?? '') > (fix.published ?? '')) fix.published = candidate.published;
    }
    if (versions.length === 0 && !notOpen.has(candidate.vendor.state ?? '')) for (const id of ids) open.add(id);
  }
  const ordered = [...fixes]
    .map(([version, { vulnerabilities, published }]) => ({
      fix: { version, vulnerabilities: [...vulnerabilities].toSorted(), published },
      parsed: scheme?.parse(version),
    }))
    .toSorted(({ fix: a, parsed: one }, { fix: b, parsed: other }) =>
      scheme !== undefined && one?.ok === true && other?.ok === true
        ? scheme.compare(other.version, one.version)
        : Number(other?.ok === true) - Number(one?.ok === true) || (a.version < b.version ? 1 : -1),
    );
  return {
    ecosystem,
    package: name,
    fixes: ordered.map(({ fix }) => fix),
    open: [...open].filter((id) => !fixed.has(id)).toSorted(),
  };
}

const fixedVersions = ({ ranges }: Candidate): readonly string[] =>
  ranges.flatMap(({ type, events }) =>
    type === 'GIT' ? [] : events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])),
  );

/** By family; of one family the newest release first. */
export const byEcosystem = (a: Pick<ProductFixes, 'ecosystem'>, b: typeof a): number => {
  const [[one = '', first = ''], [other = '', second = '']] = [a.ecosystem.split(':'), b.ecosystem.split(':')];
  if (one !== other) return one < other ? -1 : 1;
  return newestFirst(first, second);
};

/** `edge` and the like, which have no number, stand before those that have one. */
function newestFirst(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => /\d+(?:\.\d+)?/.exec(text)?.[0].split('.').map(Number));
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
  return (other[0] ?? 0) - (one[0] ?? 0) || (other[1] ?? 0) - (one[1] ?? 0);
}
