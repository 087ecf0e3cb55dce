// One scan from options to document: find what to look at, open the database, judge.
import type { Update } from '@suture/adapters/adapter.ts';
import { AppError } from '@suture/core/app-error.ts';
import { type AdvisoryDatabase, openDatabase } from '@suture/feeds/database/database.ts';
import type { InventoryOptions, SubjectOptions } from '../commands/scan.ts';
import { type Context, databasePath, environmentPath } from '../context.ts';
import { growYoungObjectsSlowly, optimiseAgain, optimiseNothing } from '../engine.ts';
import { shellWords } from '../output/shell-words.ts';
import type { Patch, ScanDocument } from '../scan-document.ts';
import { type ScanOptions, assemble, listFixes } from './assemble.ts';
import type { FixList } from './fix-list.ts';
import type { Scanned } from './scanned.ts';

/** From so many on the work is long enough for optimised code to pay. */
const manyPackages = 4_000;

/** The whole answer. Throws an AppError for unreadable inputs; a missing database is no error but a gap in the answer. */
export async function scan(request: SubjectOptions, context: Context): Promise<ScanDocument> {
  growYoungObjectsSlowly();
  return scanWith(request, context, judge);
}

/** What a table shows of it; throws alike. */
export const scanForFixes = (
  request: SubjectOptions & { readonly all?: boolean },
  context: Context,
): Promise<FixList> =>
  scanWith(request, context, (scanned, database, options, now) => {
    const { all = false } = request;
    return withExplanations(scanned, (what) => listFixes(what, database, { ...options, all }, now));
  });

async function scanWith<Answer>(
  request: SubjectOptions,
  context: Context,
  answer: (
    scanned: Scanned,
    database: AdvisoryDatabase | undefined,
    options: ScanOptions,
    now: Date,
  ) => Promise<Answer>,
): Promise<Answer> {
  optimiseNothing();
  const database = useDatabase(request.db, context);
  try {
    const scanned = await look(request, database, context);
    if (scanned.packages.length > manyPackages) optimiseAgain();
    return await answer(scanned, database, request, context.now());
  } finally {
    database?.close();
  }
}

/** The document; where advisories leave pending security updates unexplained, their changelogs are read and asked. */
export const judge = (
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  options: ScanOptions,
  now: Date,
): Promise<ScanDocument> => withExplanations(scanned, (what) => assemble(what, database, options, now));

async function withExplanations<Answer extends Patched>(
  scanned: Scanned,
  answer: (what: Scanned) => Answer,
): Promise<Answer> {
  const first = answer(scanned);
  const more = await withChangelogs(scanned, first);
  return more === scanned ? first : answer(more);
}

interface Patched {
  readonly patches: readonly Pick<Patch, 'source' | 'to' | 'closes'>[];
}

/** What was looked at, with the changelogs that this answer needs; the same where it needs none. */
export async function withChangelogs(scanned: Scanned, answer: Patched): Promise<Scanned> {
  if (scanned.readChangelogs === undefined) return scanned;
  const updates = unexplained(answer, scanned.updates ?? []);
  if (updates.length === 0) return scanned;
  const { fixes, incomplete } = await scanned.readChangelogs(updates);
  return { ...scanned, changelogs: fixes, incomplete: [...scanned.incomplete, ...incomplete] };
}

/** Security updates to a version that no finding names as its fix: newer than the advisories, or without any. */
function unexplained({ patches }: Patched, updates: readonly Update[]): readonly Update[] {
  const explained = new Set(
    patches.filter(({ closes }) => closes.length > 0).map(({ source, to }) => `${source} ${to}`),
  );
  return updates.filter(
    ({ security, source }) => security.is === true && !explained.has(`${source.name} ${source.version}`),
  );
}

export async function look(
  request: InventoryOptions,
  database: AdvisoryDatabase | undefined,
  context: Context,
): Promise<Scanned> {
  if (namesFile(request)) {
    const { fromFiles } = await import('./from-files.ts');
    return fromFiles(request, database, context);
  }
  if (request.os !== undefined) {
    const remedy = 'Give one: --dpkg-status, --rpm-qa, --apk-installed, --sbom or --purls';
    throw new AppError('usage', '--os goes with an inventory file; this machine says itself what it runs', remedy);
  }
  const { fromThisMachine } = await import('./from-this-machine.ts');
  return fromThisMachine(request, context);
}

const namesFile = (request: InventoryOptions): boolean =>
  [request.dpkgStatus, request.rpmQa, request.apkInstalled, request.sbom, request.purls, request.windowsBuild].some(
    (option) => option !== undefined,
  );

/** The database to scan with. One that was named must be there; the default one may be missing. */
export function useDatabase(option: string | undefined, context: Context): AdvisoryDatabase | undefined {
  const path = databasePath(context, option);
  const opened = openDatabase(path);
  const remedy = option === undefined ? 'Run: suture db update' : `Run: suture db update --db ${shellWords([option])}`;
  switch (opened.kind) {
    case 'open':
      return opened.database;
    case 'unusable':
      throw new AppError('database', `the advisory database ${path} cannot be used: ${opened.reason}`, remedy);
    case 'missing':
      if (option === undefined && environmentPath(context) === undefined) return undefined;
      throw new AppError('database', `there is no advisory database at ${path}`, remedy);
  }
}
