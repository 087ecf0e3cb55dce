// The work of `suture db status`: what the database holds, how old it is, what went wrong last time.
import { statSync } from 'node:fs';
import { AppError } from '@suture/core/app-error.ts';
import { type AdvisoryDatabase, type FeedState, openDatabase } from '@suture/feeds/database/database.ts';
import { feeds } from '@suture/feeds/registry.ts';
import type { Context } from '../context.ts';
import { ageHours, ageText, isStale } from '../output/age.ts';
import { grouped, printable, table } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import type { DatabaseOptions } from './db.ts';

/** Opens the database or says what to do about it. */
export function requireDatabase(path: string): AdvisoryDatabase {
  const opened = openDatabase(path);
  switch (opened.kind) {
    case 'open':
      return opened.database;
    case 'missing':
      throw new AppError('database', `there is no advisory database at ${path}`, 'Run: suture db update');
    case 'unusable':
      throw new AppError(
        'database',
        `the advisory database ${path} cannot be used: ${opened.reason}`,
        'Run: suture db update',
      );
  }
}

export function status(options: DatabaseOptions, path: string, context: Context): void {
  const database = requireDatabase(path);
  const states = database.feeds();
  database.close();
  const now = context.now();
  const rows = states.map((state) => ({
    ...state,
    ageHours: ageHours(state.checkedAt, now),
    stale: isStale(state, now),
  }));
  const absent = feeds.map(({ name }) => name).filter((name) => !states.some((state) => state.name === name));
  if (options.json === true) {
    const bytes = statSync(path).size;
    context.stdout.write(inertJson({ schema: 'suture.db-status/1', path, bytes, feeds: rows, neverFetched: absent }));
    return;
  }
  context.stdout.write(
    table(
      ['feed', 'records', 'data of', 'fetched', 'state'],
      rows.map((row) => [
        row.name,
        grouped(row.records),
        row.upstreamDate?.slice(0, 10) ?? 'not stated',
        ageText(row.fetchedAt, now),
        [stateOf(row, now), row.malformed > 0 ? `${grouped(row.malformed)} malformed (${row.examples[0]})` : '']
          .filter((part) => part !== '')
          .join('; '),
      ]),
      { right: [1], width: context.stdout.columns },
    ),
  );
  if (absent.length > 0) context.stdout.write(`never fetched: ${absent.join(', ')}\n`);
  context.stdout.write(`${printable(path)}, ${(statSync(path).size / 1e6).toFixed(1)} MB\n`);
}

/** `ok`; `stale: last asked 3 days ago`; `stale: the server answered 500 (2 h ago)`. */
function stateOf(state: FeedState, now: Date): string {
  const asked = ageText(state.checkedAt, now);
  if (state.error !== null) return `stale: ${state.error} (${asked})`;
  return isStale(state, now) ? `stale: last asked ${asked}` : 'ok';
}
