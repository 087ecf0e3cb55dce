// The advisory database in use: opened read-only, looked up by package, CVE, advisory and product.
import { DatabaseSync } from 'node:sqlite';
import { statSync } from 'node:fs';
import type { CandidateList } from '@suture/core/advisories/candidate.ts';
import type { ExploitedProduct } from '@suture/core/catalog/exploited.ts';
import type { Identity, Listing } from '@suture/core/catalog/product.ts';
import type { Judgement } from '@suture/core/matching/judge.ts';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';
import type { RatedSignals, RatedVector } from '@suture/core/risk/deadline.ts';
import type { LifecycleRow } from '../feed.ts';
import { type Generation, generationOf, statementDigests } from './digests.ts';
import { ecosystemsNaming } from './ecosystems-naming.ts';
import { unpackRow } from './encoding.ts';
import { exploitedProducts } from './exploited-products.ts';
import { listingOf, listingsOf, type SourcedListing } from './listings.ts';
import { SCHEMA_VERSION, cveKey, cveName } from './schema.ts';
import { readJudgements } from './judgement-rows.ts';
import { type StandingGroup, readStanding } from './standing-rows.ts';

export type Opened =
  | { readonly kind: 'open'; readonly database: AdvisoryDatabase }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unusable'; readonly reason: string };

export interface FeedState {
  readonly name: string;
  readonly records: number;
  readonly malformed: number;
  readonly examples: readonly string[];
  readonly upstreamDate: string | null;
  /** When the data in use was fetched; RFC 3339. */
  readonly fetchedAt: string;
  /** When the feed was last asked, with or without success. */
  readonly checkedAt: string;
  /** What went wrong then; the data in use is older. */
  readonly error: string | null;
}

export interface AdvisoryText {
  readonly id: string;
  readonly summary: string;
  /** Where a person reads it, by the feed that says so. */
  readonly urls: Readonly<Record<string, string>>;
  /** `base`: the score of a CVSS vector. */
  readonly severity: readonly { readonly type: string; readonly score: string; readonly base?: number }[];
}

/** `isBefore`: whether the version asked about is below another. Undefined where only judging `candidates` can say. */
export type Concluded<Found> = (name: string, isBefore: (version: string) => boolean) => readonly Found[] | undefined;

export interface AdvisoryDatabase {
  feeds(): readonly FeedState[];
  /** One list for each feed that names the package. */
  candidates(ecosystem: string, name: string): readonly CandidateList[];
  /** `candidates` of one ecosystem, these names read ahead in one query: a third of the time. Any name may be asked for. */
  candidatesAmong(ecosystem: string, names: readonly string[]): (name: string) => readonly CandidateList[];
  /**
   * What stands against versions of packages, these names read in one query. Only of ecosystems of the families in
   * `STANDING_FAMILIES`.
   */
  standingAmong(ecosystem: string, names: readonly string[]): Concluded<StandingGroup>;
  /** The same with all evidence: what the judge says of versions, those of one call sharing what they share. */
  judgementsAmong(ecosystem: string, names: readonly string[]): Concluded<Judgement>;
  generation(): Generation;
  /** SHA-256 of what is said on each of the packages: tells whether `candidates` of another file are the same. */
  statementDigests(ecosystem: string, names: readonly string[]): ReadonlyMap<string, Uint8Array>;
  /** One entry for each id that is a CVE; others have no signals of their own. */
  signals(ids: readonly string[]): ReadonlyMap<string, RatedSignals>;
  advisories(ids: readonly string[]): ReadonlyMap<string, AdvisoryText>;
  /** The releases of an endoflife.date or distro-info product. */
  lifecycle(product: string): readonly ProductRelease[];
  /** The releases of every product that a package URL (without version) identifies. */
  lifecycleByIdentifier(purl: string): readonly ProductRelease[];
  /** A Windows product by MSRC's id or by its name, whatever the case. */
  product(ecosystem: string, idOrName: string): { readonly id: string; readonly name: string } | undefined;
  /** What channels of software have; empty where no feed of theirs was read yet. */
  listings(): readonly Listing[];
  /** What the index of a channel has under an id. */
  listing(identity: Pick<Identity, 'channel' | 'id'>): SourcedListing | undefined;
  /** Of whose products vulnerabilities are known to be exploited, the newest first; undefined where no feed said so yet. */
  exploitedProducts(): readonly ExploitedProduct[] | undefined;
  /** Ecosystems with advisories on packages of that name. */
  ecosystemsNaming(name: string): readonly string[];
  /** Whether any feed names the ecosystem at all. */
  covers(ecosystem: string): boolean;
  /** Whether any feed has heard of the vulnerability. */
  knows(id: string): boolean;
  /** Feeds with a record of that id, or with their own record on that CVE; scores are none. */
  namedBy(id: string): readonly string[];
  close(): void;
}

/** Opens the file; never throws for what a user can cause (missing, damaged, another version). */
export function openDatabase(path: string): Opened {
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined) return { kind: 'missing' };
    // Opening a pipe would wait for whoever writes to it.
    if (!file.isFile()) return { kind: 'unusable', reason: 'it is not a file' };
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const version = Number(database.prepare('pragma user_version').get()?.['user_version']);
      if (version !== SCHEMA_VERSION) {
        database.close();
        return { kind: 'unusable', reason: `it has format ${version}, this Suture reads format ${SCHEMA_VERSION}` };
      }
      // Without mmap: mapping the file made no scan faster and counted 45 MB of it as this process's memory.
      database.exec('pragma query_only = 1; pragma cache_size = -4096');
      database.prepare('select count(*) from feed').get();
    } catch (error) {
      database.close();
      throw error;
    }
    return { kind: 'open', database: readerOf(database) };
  } catch (error) {
    return { kind: 'unusable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Of a database that has this version's tables. */
export function readerOf(database: DatabaseSync): AdvisoryDatabase {
  const candidates = database.prepare('select feed, data from candidate where ecosystem = ? and name = ?');
  const releases = database.prepare('select feed, data from lifecycle where product = ?');
  let identified: ReturnType<DatabaseSync['prepare']> | undefined;
  const products = new Map<string, readonly ProductRelease[]>();
  const lifecycle = (product: string): readonly ProductRelease[] => {
    const known = products.get(product);
    if (known !== undefined) return known;
    const rows = releases
      .all(product)
      .map((row) => ({ ...(JSON.parse(String(row['data'])) as LifecycleRow), feed: String(row['feed']) }));
    products.set(product, rows);
    return rows;
  };
  const candidatesOf = (ecosystem: string, name: string): readonly CandidateList[] =>
    candidates.all(ecosystem, name).map((row) => unpackRow(row['data'], String(row['feed'])));
  return {
    feeds: () => database.prepare('select * from feed order by name').all().map(feedState),
    candidates: candidatesOf,
    candidatesAmong: (ecosystem, names) => {
      const ahead = readAhead(database, ecosystem, names);
      return (name) => ahead(name) ?? candidatesOf(ecosystem, name);
    },
    standingAmong: (ecosystem, names) => concludedAmong(database, 'standing', readStanding, ecosystem, names),
    judgementsAmong: (ecosystem, names) => concludedAmong(database, 'judgement', readJudgements, ecosystem, names),
    generation: () => generationOf(database),
    statementDigests: (ecosystem, names) => statementDigests(database, ecosystem, names),
    signals: (ids) => signalsOf(database, ids),
    advisories: (ids) => advisoriesOf(database, ids),
    lifecycle,
    lifecycleByIdentifier: (purl) => {
      identified ??= database.prepare('select distinct product from lifecycle_identifier where identifier = ?');
      return identified.all(purl).flatMap((row) => lifecycle(String(row['product'])));
    },
    product: (ecosystem, idOrName) => {
      const row = database
        .prepare('select id, name from product where ecosystem = ?1 and (id = ?2 or lower(name) = lower(?2)) limit 1')
        .get(ecosystem, idOrName);
      return row === undefined ? undefined : { id: String(row['id']), name: String(row['name']) };
    },
    listings: () => listingsOf(database),
    listing: (identity) => listingOf(database, identity),
    exploitedProducts: () => exploitedProducts(database),
    ecosystemsNaming: (name) => ecosystemsNaming(database, name),
    covers: (ecosystem) =>
      database.prepare('select 1 from candidate where ecosystem = ? limit 1').get(ecosystem) !== undefined,
    knows: (id) => knows(database, id),
    namedBy: (id) => namedBy(database, id),
    close: () => database.close(),
  };
}

const namedBy = (database: DatabaseSync, id: string): readonly string[] =>
  database
    .prepare('select distinct feed from advisory where id in (?1, ?2, ?3) order by feed')
    .all(id, `DEBIAN-${id}`, `UBUNTU-${id}`)
    .map((row) => String(row['feed']));

function knows(database: DatabaseSync, id: string): boolean {
  const named = database
    .prepare('select 1 from advisory where id in (?1, ?2, ?3) limit 1')
    .get(id, `DEBIAN-${id}`, `UBUNTU-${id}`);
  const key = cveKey(id);
  if (named !== undefined || key === undefined) return named !== undefined;
  return ['exploited', 'epss', 'ssvc', 'cvss'].some(
    (table) => database.prepare(`select 1 from ${table} where cve = ? limit 1`).get(key) !== undefined,
  );
}

function feedState(row: Record<string, unknown>): FeedState {
  return {
    name: String(row['name']),
    records: Number(row['records']),
    malformed: Number(row['malformed']),
    examples: JSON.parse(String(row['examples'])) as string[],
    upstreamDate: text(row['upstream_date']),
    fetchedAt: String(row['fetched_at']),
    checkedAt: String(row['checked_at']),
    error: text(row['error']),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Undefined for a name that was not read ahead. Unpacked when asked for: unpacked, all take twenty times the memory. */
function readAhead(
  database: DatabaseSync,
  ecosystem: string,
  names: readonly string[],
): (name: string) => readonly CandidateList[] | undefined {
  const found = new Map<string, [feed: unknown, data: unknown][]>(names.toSorted().map((name) => [name, []]));
  const query = 'select name, feed, data from json_each(?) cross join candidate on ecosystem = ? and name = value';
  for (const [name, feed, data] of rowsOf(database, query, [...found.keys()], ecosystem)) {
    found.get(String(name))?.push([feed, data]);
  }
  return (name) => found.get(name)?.map(([feed, data]) => unpackRow(data, String(feed)));
}

/** What one of the tables that follow from all feeds holds on these names. */
function concludedAmong<Found>(
  database: DatabaseSync,
  table: 'standing' | 'judgement',
  read: (data: string, isBefore: (version: string) => boolean) => readonly Found[],
  ecosystem: string,
  names: readonly string[],
): Concluded<Found> {
  const query = `select name, data from json_each(?) cross join ${table} on ecosystem = ? and name = value`;
  const found = new Map(
    rowsOf(database, query, names.toSorted(), ecosystem) as readonly (readonly [string, unknown])[],
  );
  return (name, isBefore) => {
    const data = found.get(name);
    if (data === undefined) return [];
    return typeof data === 'string' ? read(data, isBefore) : undefined;
  };
}

/**
 * Rows as arrays: 3,700 CVEs in 15 ms, as objects and in the order of the findings 33 ms. Queries begin with the keys by
 * `cross join`: SQLite, which cannot know how few they are, might begin with the table.
 */
function rowsOf(
  database: DatabaseSync,
  query: string,
  keys: readonly (string | number)[],
  ...more: readonly string[]
): readonly (readonly unknown[])[] {
  const statement = database.prepare(query);
  statement.setReturnArrays(true);
  // In the order of the table, neighbours are on the page just read.
  return statement.all(JSON.stringify(keys), ...more) as unknown as readonly (readonly unknown[])[];
}

function signalsOf(database: DatabaseSync, ids: readonly string[]): ReadonlyMap<string, RatedSignals> {
  const keys = ids.flatMap((id) => cveKey(id) ?? []).sort((a, b) => a - b);
  const vectors = new Map<unknown, RatedVector[]>();
  // A look-up by the first column of the primary key gives its rows in the key's order: feed, source, vector.
  const cvss = rowsOf(
    database,
    'select cve, source, vector, score from json_each(?) cross join cvss on cve = value',
    keys,
  );
  for (const [key, source, vector, score] of cvss) {
    const entry = {
      vector: String(vector),
      source: String(source),
      score: typeof score === 'number' ? score : undefined,
    };
    const known = vectors.get(key);
    if (known === undefined) vectors.set(key, [entry]);
    else known.push(entry);
  }
  const rows = rowsOf(
    database,
    `select value, x.added, x.due, x.ransomware, e.score, e.percentile, s.exploitation, s.automatable, s.impact, s.date
    from json_each(?) left join exploited x on x.cve = value left join epss e on e.cve = value left join ssvc s on s.cve = value`,
    keys,
  );
  const signals = new Map<string, RatedSignals>();
  for (const [key, added, due, ransomware, score, percentile, exploitation, automatable, impact, date] of rows) {
    signals.set(cveName(Number(key)), {
      exploited:
        typeof added === 'string' ? { added, due: text(due) ?? undefined, ransomware: ransomware === 1 } : undefined,
      epss: typeof score === 'number' ? { score, percentile: Number(percentile) } : undefined,
      ssvc:
        typeof exploitation === 'string'
          ? { exploitation, automatable: String(automatable), technicalImpact: String(impact), date: String(date) }
          : undefined,
      cvss: vectors.get(key) ?? [],
    });
  }
  return signals;
}

function advisoriesOf(database: DatabaseSync, ids: readonly string[]): ReadonlyMap<string, AdvisoryText> {
  const rows = database.prepare(
    'select advisory.id, feed, summary, url, severity from json_each(?) j cross join advisory on advisory.id = j.value',
  );
  const found = new Map<string, AdvisoryText>();
  for (const row of rows.iterate(JSON.stringify(ids))) {
    const id = String(row['id']);
    const summary = String(row['summary']);
    const known = found.get(id);
    const url = text(row['url']);
    const severity = text(row['severity']);
    // The same id in several feeds (a CVE in two trackers): each may say what the others leave out.
    found.set(id, {
      id,
      summary: (known?.summary ?? '') === '' ? summary : (known?.summary ?? ''),
      urls: { ...known?.urls, ...(url !== null && { [String(row['feed'])]: url }) },
      severity: [
        ...(known?.severity ?? []),
        ...(severity === null ? [] : (JSON.parse(severity) as AdvisoryText['severity'])),
      ],
    });
  }
  return found;
}
