// What the database told of places, kept in memory: asked again only about packages of which something changed since.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Transaction } from './database.ts';
import { SEES_ALL } from './endpoint-classes.ts';
import type { Placement } from './placed-packages.ts';
import type { CompiledQuery } from './query-sql.ts';
import { withoutUnused } from './used-parameters.ts';

/** Of one database: some 80 MB. Beyond it questions that were not asked of late are forgotten; one is kept, however many it has. */
const MOST_PLACES = 250_000;

interface Known {
  /** All that was seen at this moment, or more, is in it. */
  readonly moment: Moment;
  readonly keys: readonly string[];
  /** By the places of `keys`; null where nothing is told. */
  readonly told: readonly unknown[];
}

const knownOf = new WeakMap<object, Map<string, Known>>();

/** Asked with `placed` in it, and for each place for itself: rows (place, …), at most one for each. */
export interface Told<Row extends pg.QueryResultRow, Value> {
  readonly statement: (placed: string) => string;
  /** In the order of the rows. Holds for as long as nothing changes of the package, its findings and what they are about. */
  readonly read: (rows: readonly Row[]) => Promise<readonly Value[]> | readonly Value[];
  /** Where values are told apart by more than the statement: they are good for nobody with another one. */
  readonly edition?: number;
}

/**
 * What is told of each place, in their order; null where nothing is. Nothing is kept of who is limited to tags, nor where each
 * statement is of another moment.
 */
export async function toldOfPlaces<Row extends pg.QueryResultRow, Value>(
  transaction: Transaction,
  { values }: CompiledQuery,
  { places: { packages }, keys: keysOf, some }: Placement,
  { statement, read, edition = 0 }: Told<Row & { readonly place: string }, Value>,
): Promise<readonly (Value | null)[]> {
  const keys = keysOf();
  const all = knownOf.get(transaction.database) ?? new Map<string, Known>();
  knownOf.set(transaction.database, all);
  const question = withoutUnused(statement(''), values);
  const asked = JSON.stringify([transaction.organisation, question, edition]);
  const name = createHash('sha256').update(asked).digest('base64');
  const before = all.get(name);
  const now = canKeep(transaction, question.text) ? await changesSince(transaction, before?.moment) : undefined;
  const known = now?.any === false ? knownBy(keys, before) : undefined;
  const missing: number[] = [];
  const told = Array.from({ length: keys.length }, (_, place) => {
    const value = now?.packages.has(packages[place] ?? '') === false ? known?.(place) : undefined;
    if (value === undefined) missing.push(place);
    return (value ?? null) as Value | null;
  });
  if (missing.length > 0) {
    const { placed, ask } = some(missing);
    const rows = await ask<Row & { readonly place: string }>(statement(placed));
    for (const [index, value] of (await read(rows)).entries())
      told[missing[Number(rows[index]?.place) - 1] ?? -1] = value;
  }
  if (now === undefined) return told;
  all.delete(name);
  all.set(name, { moment: now.moment, keys, told });
  forgetOld(all);
  return told;
}

/** What is known of the place that has a key in `keys`; undefined for one that was not there. */
function knownBy(keys: readonly string[], before: Known | undefined): ((place: number) => unknown) | undefined {
  if (before === undefined) return undefined;
  const { keys: those, told } = before;
  // Most often nothing has moved.
  if (those === keys) return (place) => told[place];
  const byKey = new Map(those.map((key, place) => [key, told[place]]));
  return (place) => byKey.get(keys[place] ?? '');
}

/** What a change of tells of the packages that it is about: `knowledge_change.packages`. */
const TELLING = new Set([
  'package',
  'package_finding',
  'finding_group',
  'vulnerability',
  'placed',
  'lateral',
  'unnest',
]);

const canKeep = ({ isOfOneMoment }: Transaction, statement: string): boolean =>
  isOfOneMoment && statement.matchAll(/\b(?:from|join) (\w+)/g).every(([, name = '']) => TELLING.has(name));

function forgetOld(all: Map<string, Known>): void {
  let places = all.values().reduce((sum, { told }) => sum + told.length, 0);
  for (const [name, { told }] of all) {
    if (places <= MOST_PLACES || all.size === 1) return;
    all.delete(name);
    places -= told.length;
  }
}

interface Moment {
  /** As PostgreSQL writes it. */
  readonly snapshot: string;
  /** When that PostgreSQL was started: numbers of transactions mean nothing to another, as one that took its place. */
  readonly server: string;
}

interface Changes {
  readonly moment: Moment;
  /** Whether there may be others. */
  readonly any: boolean;
  readonly packages: ReadonlySet<string>;
}

/** Undefined for who does not see all endpoints. */
async function changesSince(transaction: Transaction, before: Moment | undefined): Promise<Changes | undefined> {
  const [row] = await transaction.query<{
    readonly snapshot: string;
    readonly server: string;
    readonly sees: boolean;
    readonly any: boolean;
    readonly packages: string | null;
  }>(CHANGES, [transaction.organisation, before?.snapshot ?? null]);
  if (row?.sees !== true) return undefined;
  const { snapshot, server, any, packages } = row;
  return {
    moment: { snapshot, server },
    any: any || before?.server !== server,
    packages: new Set(packages?.split(' ')),
  };
}

/**
 * Changes that were made one do not say which transactions made them: they were seen where all up to the last of these had ended.
 * Rows by transactions still to come are of a database that this one was restored from.
 */
const CHANGES = `with change as materialized (
    select packages from knowledge_change
    where organisation = $1 and by < pg_snapshot_xmax(pg_current_snapshot())
      and case when changes > 1 then by >= pg_snapshot_xmin($2::pg_snapshot) else not pg_visible_in_snapshot(by, $2::pg_snapshot) end
  )
  select pg_current_snapshot()::text as snapshot, pg_postmaster_start_time()::text as server, ${SEES_ALL} as sees,
    exists (select from change where packages is null) as any,
    (select string_agg(distinct package::text, ' ') from change cross join unnest(packages) as package) as packages`;
