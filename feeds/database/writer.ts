// Takes what one feed says and writes it as that feed's rows, replacing what it said before.
import type { DatabaseSync } from 'node:sqlite';
import type { Advisory, Severity } from '@suture/core/advisories/advisory.ts';
import { identityOf } from '@suture/core/advisories/identity.ts';
import { scoreCvss } from '@suture/core/risk/cvss.ts';
import type { FeedSink } from '../feed.ts';
import { candidateRows, gather } from './candidate-rows.ts';
import type { Gathered } from './gathered.ts';
import { OWNED_BY_COLUMN, OWNED_BY_FEED, cveKey } from './schema.ts';

export interface Written {
  /** Statements of the publisher that were read, as it counts them: advisories, scores, releases. */
  readonly records: number;
  /** What could not be read, or only in part. */
  readonly malformed: number;
  /** The first few of those, each with its reason. */
  readonly examples: readonly string[];
  /** Whether it says, or said before, anything of packages. */
  readonly isOnPackages: boolean;
}

export interface FeedWriter {
  readonly sink: FeedSink;
  /** Writes what was gathered. */
  finish(): Written;
}

const EXAMPLES = 20;
const SUMMARY_CHARACTERS = 140;

/** To be used within one transaction. `gathered` is where statements on packages wait for `finish`. */
export function feedWriter(database: DatabaseSync, feed: string, gathered: Gathered): FeedWriter {
  let isOnPackages = removeFeed(database, feed);
  gathered.clear();
  const insert = statements(database);
  const examples: string[] = [];
  let records = 0;
  let malformed = 0;

  const complain = (record: string, reason: string): void => {
    malformed += 1;
    if (examples.length < EXAMPLES) examples.push(`${record}: ${reason}`.slice(0, SUMMARY_CHARACTERS));
  };

  /** `store` writes a row under the key of a CVE. */
  const keyed = (cve: string, store: (key: number) => void): void => {
    const key = cveKey(cve);
    if (key === undefined) return complain(cve, 'not a CVE id');
    records += 1;
    store(key);
  };

  const insertAdvisory = (advisory: Advisory): void => {
    const { id, summary, published, modified, url, severity } = advisory;
    const identity = identityOf(advisory);
    for (const name of gather(gathered, advisory, identity))
      complain(id, `no package can be named ${JSON.stringify(name)}`);
    const scale = severity.length > 0 ? JSON.stringify(severity.map(rated)) : null;
    const text = summary.slice(0, SUMMARY_CHARACTERS);
    insert.advisory.run(id, feed, text, day(published), day(modified), url ?? null, scale);
    const [only = '', ...more] = identity.vulnerabilities;
    const key = cveKey(only);
    // A bulletin's vector is the worst of its many vulnerabilities, true of none in particular.
    if (key === undefined || more.length > 0) return;
    for (const { type, score } of severity) {
      if (type.startsWith('CVSS')) insert.cvss.run(key, feed, id, score, scoreCvss(score) ?? null);
    }
  };

  const sink: FeedSink = {
    advisory(advisory) {
      records += 1;
      if (advisory.withdrawn === undefined) insertAdvisory(advisory);
    },
    exploited: ({ cve, added, due, ransomware, name, of }) =>
      keyed(cve, (key) => {
        insert.exploited.run(key, added, due ?? null, ransomware ? 1 : 0);
        if (of !== undefined) insert.exploitedProduct.run(key, of.vendor, of.product, name, added);
      }),
    epss: ({ cve, score, percentile }) => keyed(cve, (key) => insert.epss.run(key, score, percentile)),
    ssvc: ({ cve, exploitation, automatable, technicalImpact, date }) =>
      keyed(cve, (key) => insert.ssvc.run(key, exploitation, automatable, technicalImpact, date)),
    cvss({ cve, vector, source }) {
      const key = cveKey(cve);
      if (key !== undefined) insert.cvss.run(key, feed, source, vector, scoreCvss(vector) ?? null);
    },
    lifecycle(row) {
      records += 1;
      insert.lifecycle.run(feed, row.product, row.release, JSON.stringify(row));
      for (const identifier of row.identifiers) insert.identifier.run(identifier, row.product, feed);
    },
    product: ({ ecosystem, id, name }) => void insert.product.run(ecosystem, id, name, feed),
    listing(listing) {
      records += 1;
      insert.listing.run(listing.channel, listing.id, feed, JSON.stringify(listing));
    },
    malformed: complain,
  };

  return {
    sink,
    finish() {
      for (const { ecosystem, name, data } of candidateRows(gathered)) {
        insert.candidate.run(ecosystem, name, feed, data);
        isOnPackages = true;
      }
      return { records, malformed, examples, isOnPackages };
    },
  };
}

const day = (time: string | undefined): string | null => time?.slice(0, 10) ?? null;

const rated = ({ type, score }: Severity) => ({
  type,
  score,
  base: type.startsWith('CVSS') ? scoreCvss(score) : undefined,
});

/** Whether it said anything of packages. */
function removeFeed(database: DatabaseSync, feed: string): boolean {
  const { changes } = database.prepare('delete from feed where name = ?').run(feed);
  // One that was never read has no rows, and looking for them in every table takes its time.
  if (Number(changes) === 0) return false;
  const removed = OWNED_BY_COLUMN.map((table) => ({
    table,
    rows: Number(database.prepare(`delete from ${table} where feed = ?`).run(feed).changes),
  }));
  for (const [table, owner] of Object.entries(OWNED_BY_FEED)) if (owner === feed) database.exec(`delete from ${table}`);
  return removed.some(({ table, rows }) => table === 'candidate' && rows > 0);
}

function statements(database: DatabaseSync) {
  return {
    // A tracker tells of one id once for each package, with a severity for each and the same words, or none.
    advisory: database.prepare(`
      insert into advisory values (?, ?, ?, ?, ?, ?, ?)
      on conflict do update set
        summary = iif(summary = '', excluded.summary, summary),
        published = coalesce(min(published, excluded.published), published, excluded.published),
        modified = coalesce(max(modified, excluded.modified), modified, excluded.modified),
        url = coalesce(url, excluded.url),
        severity = iif(severity is null or excluded.severity is null or severity = excluded.severity,
          coalesce(severity, excluded.severity),
          (select json_group_array(json(value)) from (
            select value from json_each(severity) union select value from json_each(excluded.severity))))`),
    candidate: database.prepare('insert into candidate values (?, ?, ?, ?)'),
    exploited: database.prepare('insert or replace into exploited values (?, ?, ?, ?)'),
    exploitedProduct: database.prepare('insert or replace into exploited_product values (?, ?, ?, ?, ?)'),
    epss: database.prepare('insert or replace into epss values (?, ?, ?)'),
    ssvc: database.prepare('insert or replace into ssvc values (?, ?, ?, ?, ?)'),
    cvss: database.prepare('insert or replace into cvss values (?, ?, ?, ?, ?)'),
    lifecycle: database.prepare('insert into lifecycle values (?, ?, ?, ?)'),
    identifier: database.prepare('insert or replace into lifecycle_identifier values (?, ?, ?)'),
    listing: database.prepare('insert or replace into listing values (?, ?, ?, ?)'),
    product: database.prepare('insert or replace into product values (?, ?, ?, ?)'),
  };
}
