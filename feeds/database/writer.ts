// Takes what one feed says and writes it as that feed's rows, replacing what it said before, in one transaction.
import type { DatabaseSync } from 'node:sqlite';
import type { Advisory, Severity } from '@suture/core/advisories/advisory.ts';
import { ecosystemKey } from '@suture/core/advisories/candidate.ts';
import { identityOf } from '@suture/core/advisories/identity.ts';
import { scoreCvss } from '@suture/core/risk/cvss.ts';
import { lookupName, schemeOf } from '@suture/core/packages/ecosystems.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import type { FeedSink } from '../feed.ts';
import { encodeCandidate, packRow, simpleFix } from './encoding.ts';
import { OWNED_BY_COLUMN, OWNED_BY_FEED, cveKey } from './schema.ts';

export interface Written {
  readonly records: number;
  readonly malformed: number;
  /** The first few malformed records, each with its reason. */
  readonly examples: readonly string[];
}

export interface FeedWriter {
  readonly sink: FeedSink;
  /** Writes what was gathered. */
  finish(): Written;
}

const EXAMPLES = 20;
const SUMMARY_CHARACTERS = 140;

export function feedWriter(database: DatabaseSync, feed: string): FeedWriter {
  removeFeed(database, feed);
  const insert = statements(database);
  const candidates: Gathered = new Map();
  const examples: string[] = [];
  let records = 0;
  let malformed = 0;

  const sink: FeedSink = {
    advisory(advisory) {
      records++;
      if (advisory.withdrawn !== undefined) return;
      const identity = identityOf(advisory);
      gather(candidates, advisory, identity);
      const url = advisory.url ?? null;
      const day = advisory.published?.slice(0, 10) ?? null;
      insert.advisory.run(
        advisory.id,
        feed,
        advisory.summary.slice(0, SUMMARY_CHARACTERS),
        day,
        advisory.modified?.slice(0, 10) ?? null,
        url,
        advisory.severity.length > 0 ? JSON.stringify(advisory.severity.map(rated)) : null,
      );
      // A bulletin's vector is the worst of its many vulnerabilities, true of none in particular.
      const key = identity.vulnerabilities.length === 1 ? cveKey(identity.vulnerabilities[0]!) : undefined;
      if (key === undefined) return;
      for (const { type, score } of advisory.severity) {
        if (type.startsWith('CVSS')) insert.cvss.run(key, feed, advisory.id, score, scoreCvss(score) ?? null);
      }
    },
    exploited(row) {
      records++;
      const key = cveKey(row.cve);
      if (key === undefined) this.malformed(row.cve, 'not a CVE id');
      else insert.exploited.run(key, row.added, row.due ?? null, row.ransomware ? 1 : 0);
    },
    epss(row) {
      records++;
      const key = cveKey(row.cve);
      if (key === undefined) this.malformed(row.cve, 'not a CVE id');
      else insert.epss.run(key, row.score, row.percentile);
    },
    ssvc(row) {
      records++;
      const key = cveKey(row.cve);
      if (key === undefined) this.malformed(row.cve, 'not a CVE id');
      else insert.ssvc.run(key, row.exploitation, row.automatable, row.technicalImpact, row.date);
    },
    cvss(row) {
      const key = cveKey(row.cve);
      if (key !== undefined) insert.cvss.run(key, feed, row.source, row.vector, scoreCvss(row.vector) ?? null);
    },
    lifecycle(row) {
      records++;
      insert.lifecycle.run(feed, row.product, row.release, JSON.stringify(row));
      for (const identifier of row.identifiers) insert.identifier.run(identifier, row.product, feed);
    },
    product(row) {
      insert.product.run(row.ecosystem, row.id, row.name, feed);
    },
    malformed(record, reason) {
      malformed++;
      if (examples.length < EXAMPLES) examples.push(`${record}: ${reason}`.slice(0, SUMMARY_CHARACTERS));
    },
  };

  return {
    sink,
    finish() {
      for (const key of [...candidates.keys()].sort()) {
        const [ecosystem, name] = key.split('\n') as [string, string];
        insert.candidate.run(ecosystem, name, feed, arrange(candidates.get(key)!, ecosystem));
        candidates.delete(key);
      }
      return { records, malformed, examples };
    },
  };
}

const rated = ({ type, score }: Severity) => ({ type, score, base: type.startsWith('CVSS') ? scoreCvss(score) : undefined });

/** By ecosystem and name: each encoded statement with X where it says "everything before X". A map, as vendors repeat themselves. */
type Gathered = Map<string, Map<string, string | undefined>>;

/** One encoded entry for each (package, release) the advisory names. */
function gather(
  candidates: Gathered,
  advisory: Advisory,
  identity: { readonly vulnerabilities: readonly string[]; readonly aliases: readonly string[] },
): void {
  for (const affected of advisory.affected) {
    const { key: ecosystem, stream } = ecosystemKey(affected.ecosystem);
    const key = `${ecosystem}\n${lookupName(ecosystem, affected.name)}`;
    const encoded = JSON.stringify(
      encodeCandidate({
        advisory: advisory.id,
        vulnerabilities: identity.vulnerabilities,
        aliases: identity.aliases,
        published: advisory.published?.slice(0, 10),
        ranges: affected.ranges,
        versions: affected.versions,
        vendor: stream === undefined ? affected.vendor : { ...affected.vendor, stream },
      }),
    );
    const known = candidates.get(key);
    if (known === undefined) candidates.set(key, new Map([[encoded, simpleFix(affected)]]));
    else known.set(encoded, simpleFix(affected));
  }
}

/** Highest fix first, by the ecosystem's own order; what cannot be ordered is always looked at. */
function arrange(entries: ReadonlyMap<string, string | undefined>, ecosystem: string): string | Uint8Array {
  const name = schemeOf(ecosystem);
  const scheme = name === undefined ? undefined : schemes[name];
  const always: string[] = [];
  const byFix: { readonly encoded: string; readonly version: unknown }[] = [];
  for (const [encoded, fix] of entries) {
    const parsed = fix === undefined ? undefined : scheme?.parse(fix);
    if (parsed?.ok === true) byFix.push({ encoded, version: parsed.version });
    else always.push(encoded);
  }
  if (scheme !== undefined) byFix.sort((a, b) => scheme.compare(b.version, a.version));
  return packRow(
    always,
    byFix.map(({ encoded }) => encoded),
  );
}

export function removeFeed(database: DatabaseSync, feed: string): void {
  for (const table of OWNED_BY_COLUMN) database.prepare(`delete from ${table} where feed = ?`).run(feed);
  for (const [table, owner] of Object.entries(OWNED_BY_FEED)) if (owner === feed) database.exec(`delete from ${table}`);
}

function statements(database: DatabaseSync) {
  return {
    advisory: database.prepare('insert or replace into advisory values (?, ?, ?, ?, ?, ?, ?)'),
    candidate: database.prepare('insert or replace into candidate values (?, ?, ?, ?)'),
    exploited: database.prepare('insert or replace into exploited values (?, ?, ?, ?)'),
    epss: database.prepare('insert or replace into epss values (?, ?, ?)'),
    ssvc: database.prepare('insert or replace into ssvc values (?, ?, ?, ?, ?)'),
    cvss: database.prepare('insert or replace into cvss values (?, ?, ?, ?, ?)'),
    lifecycle: database.prepare('insert into lifecycle values (?, ?, ?, ?)'),
    identifier: database.prepare('insert or replace into lifecycle_identifier values (?, ?, ?)'),
    product: database.prepare('insert or replace into product values (?, ?, ?, ?)'),
  };
}
