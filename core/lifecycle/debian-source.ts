// Debian source packages that Debian itself no longer supports, or only in part, within a supported release.
import type { Package } from '../packages/package.ts';
import { lifecycleOf, type ProductRelease, type Support } from './support.ts';

/** The product under which the feed files these rows. */
export const DEBIAN_SOURCE = 'debian-source';

/**
 * One answer for each installed source package that the rows name, in order of first appearance.
 *
 * A row's label is a source package, or the beginning of several (`php-horde.*`); its release a Debian release, or `*`.
 * Limited support counts as supported; the note says what the limit is.
 */
export function lifecyclesOfDebianSources(
  packages: readonly Package[],
  rows: readonly ProductRelease[],
  today: string,
): readonly Support[] {
  const names = new Names(rows.filter(({ product }) => product === DEBIAN_SOURCE));
  const found: Support[] = [];
  const looked = new Map<string | undefined, Looked>();
  for (const { ecosystem, source } of packages) {
    if (!names.has(source.name)) continue;
    let here = looked.get(ecosystem);
    if (here === undefined) {
      here = { release: /^Debian:(\d{1,3})$/.exec(ecosystem ?? '')?.[1], sources: new Set() };
      looked.set(ecosystem, here);
    }
    const { release, sources } = here;
    if (release === undefined || sources.has(source.name)) continue;
    sources.add(source.name);
    const matching = names.rowsOf(source.name);
    const row =
      matching.find((candidate) => candidate.release === release) ??
      matching.find((candidate) => candidate.release === '*');
    if (row !== undefined) found.push(supportOf(row, source.name, release, today));
  }
  return found;
}

/** What was looked up already of one ecosystem's packages. */
interface Looked {
  /** Undefined: no release of Debian. */
  readonly release: string | undefined;
  readonly sources: Set<string>;
}

function supportOf(row: ProductRelease, name: string, release: string, today: string): Support {
  const label = `${name} in Debian ${release}`;
  return lifecycleOf([{ ...row, label, release, endOfLife: row.endOfLife ?? false }], today);
}

const NONE: readonly ProductRelease[] = [];

/** The rows by exact name, and those whose name is the beginning of others. */
class Names {
  readonly #exact = new Map<string, ProductRelease[]>();
  readonly #beginnings: (readonly [string, ProductRelease])[] = [];
  readonly #begun: RegExp | undefined;

  constructor(rows: readonly ProductRelease[]) {
    for (const row of rows) {
      if (row.label.endsWith('.*')) this.#beginnings.push([row.label.slice(0, -2), row]);
      else this.#exact.set(row.label, [...(this.#exact.get(row.label) ?? []), row]);
    }
    const any = this.#beginnings.map(([beginning]) => RegExp.escape(beginning));
    if (any.length > 0) this.#begun = new RegExp(`^(?:${any.join('|')})`);
  }

  has(name: string): boolean {
    return this.#exact.has(name) || this.#begun?.test(name) === true;
  }

  rowsOf(name: string): readonly ProductRelease[] {
    const exact = this.#exact.get(name) ?? NONE;
    const begun = this.#beginnings.filter(([beginning]) => name.startsWith(beginning));
    return begun.length === 0 ? exact : [...exact, ...begun.map(([, row]) => row)];
  }
}
