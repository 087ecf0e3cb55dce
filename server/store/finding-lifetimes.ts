// How long vulnerabilities with a fix stayed on endpoints, from intervals of what was reported; of a large fleet, from endpoints drawn of it.
import { setImmediate } from 'node:timers/promises';
import { type Fixable, lifetimesOf } from '@suture/core/patches/lifetimes.ts';
import type { Lifetime } from '@suture/core/patches/survival.ts';
import { readDay } from '@suture/core/risk/days.ts';
import type { Transaction } from './database.ts';
import { drawnHistories } from './drawn-histories.ts';
import type { CompiledQuery } from './query-sql.ts';
import { type SetMembers, membersOf } from './set-members.ts';

const DAY_MS = 86_400_000;
/** For this long at a time other requests wait. */
const AT_ONCE_MS = 8;

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'unknown';

export interface FleetLifetimes {
  /** Endpoints that were read, of those that the query finds in service. */
  readonly read: number;
  readonly of: number;
  readonly bySeverity: ReadonlyMap<Severity, readonly Lifetime[]>;
}

/** `query` is one of endpoints. Days are days in UTC; `since` and `now` are milliseconds since 1970, at the beginning of a day. */
export async function fleetLifetimes(
  transaction: Transaction,
  query: CompiledQuery,
  { since, now }: { readonly since: number; readonly now: number },
): Promise<FleetLifetimes> {
  const { read, of, histories } = await drawnHistories(transaction, query, since);
  const members = await membersOf(
    transaction,
    histories.flatMap(({ spans }) => spans.map(({ set }) => set)),
  );
  const sets = new Set(histories.flatMap(({ spans }) => spans.map(({ set }) => set)));
  const known = await fixables(transaction, members, sets);
  // By severity, days and whether it is closed.
  const lasts = (now - since) / DAY_MS + 1;
  const counts = new Float64Array(SEVERITIES.length * lasts * 2);
  const limits = { vulnerabilities: known.severities.length, since, now };
  let pause = performance.now() + AT_ONCE_MS;
  for (const { spans, endpoints } of histories) {
    lifetimesOf(spans, known.of, limits, (vulnerability, days, isClosed) => {
      const place = ((known.severities[vulnerability] ?? 0) * lasts + days) * 2 + (isClosed ? 1 : 0);
      counts[place] = (counts[place] ?? 0) + endpoints;
    });
    if (performance.now() > pause) {
      await setImmediate();
      pause = performance.now() + AT_ONCE_MS;
    }
  }
  const bySeverity = new Map<Severity, Lifetime[]>();
  for (const [place, count] of counts.entries()) {
    if (count === 0) continue;
    const days = Math.floor(place / 2) % lasts;
    const severity = SEVERITIES[Math.floor(place / 2 / lasts)] ?? 'unknown';
    const alike = bySeverity.get(severity) ?? [];
    bySeverity.set(severity, alike);
    alike.push({ days, isClosed: place % 2 === 1, count });
  }
  return { read, of, bySeverity };
}

interface FindingRow {
  readonly package: string;
  readonly vulnerability: string;
  readonly severity: Severity | null;
  /** When the fix was published, as somebody said; null where nobody did. */
  readonly announced: string | null;
  /** `YYYY-MM-DD`: when a fix first was known here. */
  readonly known: string;
  readonly until: Date | null;
}

const FINDINGS = `select f.package, f.vulnerability, g.severity, g.said -> 'fix' ->> 'date' as announced,
    to_char(g.since, 'YYYY-MM-DD') as known, f.until
  from package_finding f join finding_group g on g.organisation = $1 and g.id = f.finding_group
  where f.organisation = $1 and f.package = any($2::bigint[]) and f.fixed_version is not null
    and (f.until is null or f.since < f.until)`;

interface FixedFinding {
  readonly number: number;
  readonly released: number;
  readonly until: number;
}

const dayAt = (at: number): number => at - (at % DAY_MS);

/** The worst last. */
const SEVERITIES: readonly Severity[] = ['unknown', 'low', 'medium', 'high', 'critical'];

async function fixables(transaction: Transaction, members: SetMembers, sets: ReadonlySet<string>) {
  const packages = new Set<number>();
  for (const set of sets) for (const pkg of members.of(set)) packages.add(pkg);
  const ids = [...packages].map((place) => members.packages[place]);
  const rows = await transaction.query<FindingRow & Record<string, unknown>>(FINDINGS, [
    transaction.organisation,
    `{${ids.join()}}`,
  ]);
  const numbers = new Map<string, number>();
  /** By number, the worst that is said of it: places in `SEVERITIES`. */
  const severities: number[] = [];
  const byPackage = new Map<number, FixedFinding[]>();
  for (const row of rows) {
    const number = numbers.get(row.vulnerability) ?? numbers.size;
    numbers.set(row.vulnerability, number);
    severities[number] = Math.max(severities[number] ?? 0, SEVERITIES.indexOf(row.severity ?? 'unknown'));
    const place = members.placeOf(row.package);
    const released = Date.parse(readDay(row.announced ?? undefined) ?? row.known);
    const finding = { number, released, until: row.until === null ? Infinity : dayAt(row.until.getTime()) };
    const known = byPackage.get(place);
    if (known === undefined) byPackage.set(place, [finding]);
    else known.push(finding);
  }
  const made = new Map<string, Fixable>();
  const of = (set: string): Fixable => {
    const fixable = made.get(set) ?? fixableIn(members.of(set), byPackage, severities.length);
    made.set(set, fixable);
    return fixable;
  };
  return { severities, of };
}

/** Several packages may have the same one: it is there as long as any of them has it. */
function fixableIn(
  packages: Uint32Array,
  byPackage: ReadonlyMap<number, readonly FixedFinding[]>,
  vulnerabilities: number,
): Fixable {
  const places = new Int32Array(vulnerabilities).fill(-1);
  const [numbers, released, saidUntil]: [number[], number[], number[]] = [[], [], []];
  for (const pkg of packages) {
    for (const finding of byPackage.get(pkg) ?? []) {
      const place = places[finding.number] ?? -1;
      if (place === -1) {
        places[finding.number] = numbers.push(finding.number) - 1;
        released.push(finding.released);
        saidUntil.push(finding.until);
      } else {
        released[place] = Math.min(released[place] ?? Infinity, finding.released);
        saidUntil[place] = Math.max(saidUntil[place] ?? 0, finding.until);
      }
    }
  }
  return {
    vulnerabilities: Uint32Array.from(numbers),
    released: Float64Array.from(released),
    saidUntil: Float64Array.from(saidUntil),
  };
}
