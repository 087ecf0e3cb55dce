// Kinds of findings, kept in memory by number: findings of one group are of one kind, whichever packages have them.
import type { Transaction } from './database.ts';
import { NO_DAY, type UrgencyParts, urgencyOf, urgencyParts } from './urgency.ts';

/** On endpoints of which exposures something is: the sum of these. */
export const ON_INTERNAL = 1;
export const ON_EXPOSED = 2;
const EXPOSURES = 4;

/** Some 150 MB. Beyond it all are numbered anew. */
const MOST_KINDS = 500_000;

interface Kind {
  /** Null for a finding that was never put in a group. */
  readonly group: string | null;
  readonly vulnerability: string;
  readonly isFixed: boolean;
  /** For endpoints that are internal, and for others. */
  readonly internal: UrgencyParts;
  readonly exposed: UrgencyParts;
}

/** What is said of a kind never changes: a group that is weighed anew is another kind. */
export class FindingKinds {
  /** Another one for each. */
  readonly edition: number;
  readonly #numbers = new Map<string, number>();
  readonly #kinds: Kind[] = [];
  readonly #parts: UrgencyParts[] = [];
  readonly #urgencies: number[] = [];
  /** By kind: the place of its vulnerability by name. */
  #names = new Float64Array();

  constructor(edition: number) {
    this.edition = edition;
  }

  get size(): number {
    return this.#kinds.length;
  }

  numberOf(kind: Kind): number {
    const { group, vulnerability, isFixed, internal, exposed } = kind;
    const said = JSON.stringify([group, vulnerability, isFixed, ...Object.values(internal), ...Object.values(exposed)]);
    const known = this.#numbers.get(said);
    if (known !== undefined) return known;
    const number = this.#kinds.push(kind) - 1;
    this.#numbers.set(said, number);
    for (const parts of [NOWHERE, internal, exposed, lower(internal, exposed)]) {
      this.#parts.push(parts);
      this.#urgencies.push(urgencyOf(parts));
    }
    return number;
  }

  at(number: number): Kind {
    const kind = this.#kinds[number];
    if (kind === undefined) throw new Error(`there is no kind ${number}`);
    return kind;
  }

  parts(number: number, exposures: number): UrgencyParts {
    return this.#parts[number * EXPOSURES + exposures] ?? NOWHERE;
  }

  urgency(number: number, exposures: number): number {
    return this.#urgencies[number * EXPOSURES + exposures] ?? 0;
  }

  /** Of its vulnerability, in the order of their names. */
  placeByName(number: number): number {
    if (this.#names.length !== this.size) {
      const names = [...new Set(this.#kinds.map(({ vulnerability }) => vulnerability))].toSorted();
      const places = new Map(names.map((name, place) => [name, place]));
      this.#names = Float64Array.from(this.#kinds, ({ vulnerability }) => places.get(vulnerability) ?? 0);
    }
    return this.#names[number] ?? 0;
  }
}

/** Of what nobody knows anything of. */
const NOWHERE: UrgencyParts = { day: NO_DAY, kind: 2, epss: 2_000_000, cvss: 110 };

/** Of findings that are looked at together. */
const lower = (a: UrgencyParts, b: UrgencyParts): UrgencyParts => ({
  day: Math.min(a.day, b.day),
  kind: Math.min(a.kind, b.kind),
  epss: Math.min(a.epss, b.epss),
  cvss: Math.min(a.cvss, b.cvss),
});

const kindsOf = new WeakMap<object, Map<string, FindingKinds>>();
let editions = 0;

/** Of the organisation. Another one is begun where there are too many. */
export function findingKinds({ database, organisation }: Transaction): FindingKinds {
  const all = kindsOf.get(database) ?? new Map<string, FindingKinds>();
  kindsOf.set(database, all);
  const known = all.get(organisation);
  if (known !== undefined && known.size <= MOST_KINDS) return known;
  editions += 1;
  const kinds = new FindingKinds(editions);
  all.set(organisation, kinds);
  return kinds;
}

/** What kinds there are of findings of these groups: with a fix, and without. */
export async function kindsOfGroups(
  transaction: Transaction,
  kinds: FindingKinds,
  groups: readonly string[],
): Promise<(group: string, isFixed: boolean) => number> {
  const rows = await transaction.query<Readonly<Record<'id' | 'vulnerability' | 'internal' | 'exposed', string>>>(
    `select g.id, g.vulnerability, ${partsOf('internal')} as internal, ${partsOf('exposed')} as exposed
     from finding_group g left join vulnerability v on v.organisation = $1 and v.id = g.vulnerability
     where g.organisation = $1 and g.id = any($2::bigint[])`,
    [transaction.organisation, `{${groups.join()}}`],
  );
  const known = new Map(
    rows.map(({ id: group, vulnerability, internal, exposed }) => {
      const weighed = { group, vulnerability, internal: readParts(internal), exposed: readParts(exposed) };
      return [group, weighed];
    }),
  );
  return (group, isFixed) => {
    const weighed = known.get(group);
    if (weighed === undefined) throw new Error(`group ${group} went away while it was looked at`);
    return kinds.numberOf({ ...weighed, isFixed });
  };
}

/** Of a finding that is in no group: nobody knows how urgent it is. */
export const kindWithoutGroup = (kinds: FindingKinds, vulnerability: string, isFixed: boolean): number =>
  kinds.numberOf({ group: null, vulnerability, isFixed, internal: NOWHERE, exposed: NOWHERE });

function partsOf(exposure: 'internal' | 'exposed'): string {
  const { day, kind, epss, cvss } = urgencyParts({
    due: `g.due_${exposure}`,
    rule: `g.rule_${exposure}`,
    exploited: 'v.exploited',
    epss: 'v.epss',
    cvss: 'g.cvss',
  });
  return `concat_ws(' ', ${day}, ${kind}, ${epss}, ${cvss})`;
}

function readParts(text: string): UrgencyParts {
  const [day = NO_DAY, kind = 2, epss = 0, cvss = 0] = text.split(' ').map(Number);
  return { day, kind, epss, cvss };
}
