// Findings that lists show as one row: the rows of a page, the most urgent first, and what each is made of.
import { firstRows } from './first-rows.ts';
import type { FoundFindings, FoundPlace } from './found-findings.ts';
import { ON_EXPOSED, ON_INTERNAL } from './finding-kinds.ts';
import type { PageRequest } from './page.ts';
import { type UrgencyParts, urgencyOf, urgencyText } from './urgency.ts';

export interface GatheredRow {
  readonly id: string;
  /** `urgency` of urgency.ts. */
  readonly urgency: string;
  /** As `Placement.endpointsOn` takes them. */
  readonly places: readonly number[];
  /** Those where any of it has a fix. */
  readonly fixable: readonly number[];
  readonly packages: readonly string[];
  readonly vulnerabilities: readonly string[];
  /** Groups of what internal endpoints have, and of what others have. */
  readonly internal: readonly string[];
  readonly exposed: readonly string[];
}

/** What a row is: a vulnerability; or a patch, of which only what has a fix is. */
type GatheredBy = 'vulnerability' | 'patch';

/** One row more than the limit where there are more. */
export function gatherFindings(
  found: FoundFindings,
  by: GatheredBy,
  { after, limit, skip = 0 }: PageRequest<{ readonly urgency: string; readonly id: string }>,
): { readonly rows: readonly GatheredRow[]; readonly total: number } {
  const { ids, parts, kinds } = partsOfRows(found, by);
  const urgencies = Float64Array.from(parts, urgencyOf);
  const names =
    by === 'vulnerability' ? Float64Array.from(kinds, (kind) => found.kinds.placeByName(kind)) : inOrder(ids);
  const isAfter = (row: number, last: { readonly urgency: string; readonly id: string }): boolean => {
    const urgency = urgencyText(urgencies[row] ?? 0);
    return urgency > last.urgency || (urgency === last.urgency && (ids[row] ?? '') > last.id);
  };
  const all = Uint32Array.from(ids.keys());
  const rest = after === undefined ? all : all.filter((row) => isAfter(row, after));
  const page = firstRows(rest, [urgencies, names], skip + limit + 1).slice(skip);
  const rows = new Map(page.map((row) => [row, new Row(ids[row] ?? '', urgencyText(urgencies[row] ?? 0))]));
  eachFinding(found, by, new Map(ids.map((id, row) => [id, row])), (row, place, kind) =>
    rows.get(row)?.add(place, found.kinds.at(kind)),
  );
  return { rows: [...rows.values()].map((row) => row.gathered()), total: ids.length };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function partsOfRows(found: FoundFindings, by: GatheredBy) {
  const parts: Mutable<UrgencyParts>[] = [];
  /** One of each row. */
  const kinds: number[] = [];
  const rows = new Map<string, number>();
  eachFinding(found, by, rows, (row, { exposures }, kind) => {
    const own = found.kinds.parts(kind, exposures);
    const known = parts[row];
    if (known !== undefined) return lowerTo(known, own);
    parts[row] = { ...own };
    kinds[row] = kind;
  });
  return { ids: [...rows.keys()], parts, kinds };
}

/** `rows`: numbers of rows by their ids; those that are not there yet are added. */
function eachFinding(
  { places, kinds }: FoundFindings,
  by: GatheredBy,
  rows: Map<string, number>,
  visit: (row: number, place: FoundPlace, kind: number) => void,
): void {
  const rowOf = (id: string): number => {
    const row = rows.get(id) ?? rows.size;
    rows.set(id, row);
    return row;
  };
  const rowOfKind = new Int32Array(kinds.size).fill(-1);
  for (const place of places) {
    if (by === 'vulnerability') {
      for (const kind of place.kinds) {
        const row = rowOfKind[kind] ?? -1;
        if (row === -1) rowOfKind[kind] = rowOf(kinds.at(kind).vulnerability);
        visit(rowOfKind[kind] ?? -1, place, kind);
      }
    } else if (place.patch !== null) {
      const fixed = place.kinds.filter((kind) => kinds.at(kind).isFixed);
      const row = fixed.length > 0 ? rowOf(place.patch) : -1;
      for (const kind of fixed) visit(row, place, kind);
    }
  }
}

/** The place of each id in their order. */
function inOrder(ids: readonly string[]): Float64Array {
  const places = new Map(ids.toSorted().map((id, place) => [id, place]));
  return Float64Array.from(ids, (id) => places.get(id) ?? 0);
}

function lowerTo(known: Mutable<UrgencyParts>, own: UrgencyParts): void {
  if (own.day < known.day) known.day = own.day;
  if (own.kind < known.kind) known.kind = own.kind;
  if (own.epss < known.epss) known.epss = own.epss;
  if (own.cvss < known.cvss) known.cvss = own.cvss;
}

class Row {
  readonly #places = new Set<number>();
  readonly #fixable = new Set<number>();
  readonly #packages = new Set<string>();
  readonly #vulnerabilities = new Set<string>();
  readonly #internal = new Set<string>();
  readonly #exposed = new Set<string>();
  readonly id: string;
  readonly urgency: string;

  constructor(id: string, urgency: string) {
    this.id = id;
    this.urgency = urgency;
  }

  add(
    { place, package: pkg, exposures }: FoundPlace,
    kind: { readonly group: string | null; readonly vulnerability: string; readonly isFixed: boolean },
  ): void {
    this.#places.add(place);
    if (kind.isFixed) this.#fixable.add(place);
    this.#packages.add(pkg);
    this.#vulnerabilities.add(kind.vulnerability);
    if (kind.group === null) return;
    if (exposures & ON_INTERNAL) this.#internal.add(kind.group);
    if (exposures & ON_EXPOSED) this.#exposed.add(kind.group);
  }

  gathered(): GatheredRow {
    return {
      id: this.id,
      urgency: this.urgency,
      places: [...this.#places],
      fixable: [...this.#fixable],
      packages: [...this.#packages],
      vulnerabilities: [...this.#vulnerabilities].toSorted(),
      internal: [...this.#internal],
      exposed: [...this.#exposed],
    };
  }
}
