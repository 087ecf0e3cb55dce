// From an inventory and an advisory database to the scan document: findings, deadlines, patches, and what could not be known.
import type { Update } from '@suture/adapters/adapter.ts';
import { productsOfSystem } from '@suture/core/lifecycle/operating-system.ts';
import { changelogFindings } from '@suture/core/matching/changelog-findings.ts';
import { type MatchResult, type Unjudged, matchPackages } from '@suture/core/matching/match.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { riskDataOf } from '@suture/core/risk/risk-data.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import { ageHours, isStale } from '../output/age.ts';
import type { ScanDocument, ScannedFeed, ScannedUpdate } from '../scan-document.ts';
import { version } from '../version.ts';
import { candidatesFor } from './candidates.ts';
import { type Dating, dateFindings, inOrder } from './dated.ts';
import { addStandings } from './dated-standings.ts';
import { Finds, type FixList } from './fix-list.ts';
import { judgedOf } from './gaps.ts';
import { lifecycles } from './lifecycles.ts';
import { listedPatches, patchesOf } from './patches.ts';
import type { Scanned } from './scanned.ts';
import { judgedAlready, standingAgainst } from './standing-findings.ts';

export type ScanOptions = Pick<Dating, 'policy' | 'exposure'>;

/** The whole answer: every finding with its evidence, most urgent first. */
export function assemble(
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  options: ScanOptions,
  now: Date,
): ScanDocument {
  const { feeds, dating } = circumstances(scanned, database, options, now);
  const { findings, unjudged } = judged(scanned, database);
  const dated = inOrder(dateFindings(findings, database, { ...dating, detail: true }));
  return {
    ...surroundings(scanned, database, options, now, unjudged, feeds),
    findings: dated.map(({ finding }) => finding),
    patches: patchesOf(dated, scanned.updates, dating.today),
  };
}

/**
 * A table of fixes: made from what the database has concluded, and where it has not from judging. `all`: also what has
 * no fix.
 */
export function listFixes(
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  options: ScanOptions & { readonly all: boolean },
  now: Date,
): FixList {
  const { feeds, dating } = circumstances(scanned, database, options, now);
  const { packages, changelogs } = scanned;
  const finds = new Finds(options.all);
  // A changelog adds only what advisories do not say, so those are to be judged.
  const stood = database === undefined || changelogs.length > 0 ? undefined : standingAgainst(packages, database);
  if (stood !== undefined) addStandings(stood.against, dating, options.all, finds);
  const { findings, unjudged } = judged(scanned, database, stood?.rest);
  for (const dated of dateFindings(findings, database, dating)) finds.addFinding(dated);
  return {
    ...surroundings(scanned, database, options, now, unjudged, feeds),
    ...finds.found,
    patches: listedPatches(finds, scanned.updates, dating.today),
  };
}

function circumstances(
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  { policy, exposure }: ScanOptions,
  now: Date,
): { readonly feeds: readonly ScannedFeed[]; readonly dating: Dating } {
  const feeds = feedsOf(database, now);
  const released = releaseDate(scanned, database);
  const today = now.toISOString().slice(0, 10);
  return { feeds, dating: { policy, exposure, detail: false, released, today, data: riskDataOf(feeds) } };
}

/** Findings on its packages, or on those of them that are still to be judged. */
function judged(
  { packages, system, changelogs }: Scanned,
  database: AdvisoryDatabase | undefined,
  unsettled?: readonly Package[],
): MatchResult {
  const already =
    unsettled === undefined && database !== undefined
      ? judgedAlready(packages, database)
      : { findings: [], rest: unsettled ?? packages };
  const { findings, unjudged } = matchPackages({
    packages: already.rest,
    neighbours: packages,
    system,
    candidatesFor: database === undefined ? () => [] : candidatesFor(already.rest, database),
  });
  const all = [...already.findings, ...findings];
  return { findings: [...all, ...changelogFindings(packages, changelogs, all)], unjudged };
}

/** All of the answer but what was found. */
function surroundings(
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  { policy, exposure }: ScanOptions,
  now: Date,
  unjudged: readonly Unjudged[],
  feeds: readonly ScannedFeed[],
): Omit<ScanDocument, 'findings' | 'patches'> {
  const today = now.toISOString().slice(0, 10);
  const { count, gaps } = judgedOf(scanned, unjudged, database, feeds, today);
  return {
    schema: 'suture.scan/1',
    tool: { name: 'suture', version },
    scannedAt: now.toISOString(),
    policy,
    exposure,
    endpoint: scanned.endpoint,
    judged: count,
    feeds,
    updates: (scanned.updates ?? []).map(scannedUpdate),
    lifecycle: lifecycles(scanned, database, today),
    incomplete: [...scanned.incomplete, ...gaps],
  };
}

/** When the system's release came out; undefined for systems without releases, or unknown to the feeds. */
export function releaseDate(scanned: Scanned, database: AdvisoryDatabase | undefined): string | undefined {
  const { system } = scanned;
  if (system === undefined || database === undefined) return undefined;
  const rows = productsOfSystem(system).flatMap((product) => database.lifecycle(product));
  return rows.find(({ release }) => release === system.version)?.released;
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
