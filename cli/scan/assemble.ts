// From an inventory and an advisory database to the scan document: findings, deadlines, patches, and what could not be known.
import type { Update } from '@suture/adapters/adapter.ts';
import { productsOfSystem } from '@suture/core/lifecycle/operating-system.ts';
import { changelogFindings } from '@suture/core/matching/changelog-findings.ts';
import { type Unjudged, matchPackages } from '@suture/core/matching/match.ts';
import type { RiskData } from '@suture/core/risk/context.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import { ageHours, isStale } from '../output/age.ts';
import type { ScanDocument, ScannedFeed, ScannedUpdate } from '../scan-document.ts';
import { version } from '../version.ts';
import { candidatesFor } from './candidates.ts';
import { type Dated, type Dating, dateFindings, inOrder } from './dated.ts';
import { dateStandings } from './dated-standings.ts';
import { judgedOf } from './gaps.ts';
import { lifecycles } from './lifecycles.ts';
import { patchesOf } from './patches.ts';
import type { Scanned } from './scanned.ts';
import { standingAgainst } from './standing-findings.ts';

export interface ScanOptions extends Pick<Dating, 'policy' | 'exposure' | 'detail'> {
  /** Whether all findings come most urgent first, or only what is exploited before all else. Patches always do. */
  readonly ordered: boolean;
}

export function assemble(
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  options: ScanOptions,
  now: Date,
): ScanDocument {
  const today = now.toISOString().slice(0, 10);
  const feeds = feedsOf(database, now);
  const { policy, exposure, detail } = options;
  const dating = { policy, exposure, detail, released: releaseDate(scanned, database), today, data: riskData(feeds) };
  const { dated, unjudged } = assess(scanned, database, dating, options.ordered);
  const judged = judgedOf(scanned, unjudged, database, feeds, today);
  return {
    schema: 'suture.scan/1',
    tool: { name: 'suture', version },
    scannedAt: now.toISOString(),
    policy: options.policy,
    exposure: options.exposure,
    endpoint: scanned.endpoint,
    judged: judged.count,
    feeds,
    findings: dated.map(({ finding }) => finding),
    patches: patchesOf(dated, scanned.updates, today),
    updates: (scanned.updates ?? []).map(scannedUpdate),
    lifecycle: lifecycles(scanned, database, today),
    incomplete: [...scanned.incomplete, ...judged.gaps],
  };
}

interface Assessed {
  readonly dated: readonly Dated[];
  readonly unjudged: readonly Unjudged[];
}

/** A list of fixes is made from what the database has concluded; whatever it has not, and every detail, from judging. */
function assess(scanned: Scanned, database: AdvisoryDatabase | undefined, dating: Dating, ordered: boolean): Assessed {
  const { packages, system } = scanned;
  // A changelog adds only what advisories do not say, so those are to be judged.
  const short = database !== undefined && !dating.detail && scanned.changelogs.length === 0;
  const { against, rest } = short ? standingAgainst(packages, database) : { against: [], rest: packages };
  const { findings, unjudged } = matchPackages({
    packages: rest,
    neighbours: packages,
    system,
    candidatesFor: database === undefined ? () => [] : candidatesFor(rest, database),
  });
  const judged = dateFindings(
    [...findings, ...changelogFindings(packages, scanned.changelogs, findings)],
    database,
    dating,
  );
  if (!short) return { dated: inOrder(judged), unjudged };
  const standing = dateStandings(against, database, dating);
  if (ordered) return { dated: inOrder([...standing, ...judged]), unjudged };
  const first: Dated[] = [...judged];
  const others: Dated[] = [];
  for (const each of standing) (each.urgency.exploited ? first : others).push(each);
  return { dated: [...inOrder(first), ...others], unjudged };
}

/** When the system's release came out; undefined for systems without releases, or unknown to the feeds. */
export function releaseDate(scanned: Scanned, database: AdvisoryDatabase | undefined): string | undefined {
  const { system } = scanned;
  if (system === undefined || database === undefined) return undefined;
  const rows = productsOfSystem(system).flatMap((product) => database.lifecycle(product));
  return rows.find(({ release }) => release === system.version)?.released;
}

/** The dates of the data that the signals come from; null where the database has no such data. */
export function riskData(feeds: readonly ScannedFeed[]): RiskData {
  const dateOf = (name: string): string | null => {
    const feed = feeds.find((one) => one.name === name);
    return feed === undefined ? null : (feed.upstreamDate ?? feed.fetchedAt).slice(0, 10);
  };
  return { kev: dateOf('kev'), epss: dateOf('epss'), ssvc: dateOf('vulnrichment') };
}

function feedsOf(database: AdvisoryDatabase | undefined, now: Date): readonly ScannedFeed[] {
  return (database?.feeds() ?? []).map((state) => ({
    name: state.name,
    records: state.records,
    upstreamDate: state.upstreamDate,
    fetchedAt: state.fetchedAt,
    ageHours: ageHours(state.checkedAt, now),
    stale: isStale(state, now),
    error: state.error,
  }));
}

const scannedUpdate = ({ arch, heldBack, bytes, ...update }: Update): ScannedUpdate => ({
  ...update,
  arch: arch ?? null,
  heldBack: heldBack ?? null,
  bytes: bytes ?? null,
});
