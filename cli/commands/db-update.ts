// The work of `suture db update`.
import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError } from '@suture/core/app-error.ts';
import { type FeedOutcome, updateDatabase } from '@suture/feeds/database/update.ts';
import type { Feed } from '@suture/feeds/feed.ts';
import type { FeedSource } from '@suture/feeds/obtain.ts';
import { feeds } from '@suture/feeds/registry.ts';
import type { Context } from '../context.ts';
import { EXIT, endWith } from '../exit-codes.ts';
import { grouped, printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { progressBar } from '../output/progress.ts';
import { shellWords } from '../output/shell-words.ts';
import { growYoungObjectsSlowly } from '../engine.ts';
import type { DatabaseOptions } from './db.ts';

export async function update(
  options: DatabaseOptions,
  path: string,
  command: Command,
  context: Context,
): Promise<void> {
  const outcomes = await runUpdate(options, path, context);
  if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.db-update/1', feeds: outcomes }));
  else context.stdout.write(describe(outcomes, options, path));
  if (outcomes.some(({ result }) => result === 'failed')) endWith(command, EXIT.error);
}

/** Updates and returns what became of every feed. Throws an AppError for what a person must change. */
export async function runUpdate(
  options: DatabaseOptions,
  path: string,
  context: Context,
): Promise<readonly FeedOutcome[]> {
  growYoungObjectsSlowly();
  const chosenFeeds = chosen(options.only);
  const source = sourceOf(options);
  const bar = progressBar(context, options.quiet !== true && options.json !== true);
  try {
    const report = await updateDatabase({
      path,
      feeds: chosenFeeds,
      source,
      now: context.now,
      onProgress: ({ feed, phase, done, total }) => bar.show(done / total, `${phase} ${feed}`),
    });
    bar.clear();
    if (report.kind === 'busy') {
      const which = report.heldBy === undefined ? '' : ` (process ${report.heldBy})`;
      throw new AppError('database', `another update is running${which}`, 'Wait for it to end, or end it.');
    }
    if (report.startedAnew !== undefined) {
      const missing = options.only === undefined ? '' : '; it holds only the feeds asked for: run suture db update';
      const note = `the database that was there could not be used (${report.startedAnew}) and was built anew${missing}`;
      context.stderr.write(`suture: ${printable(note)}\n`);
    }
    return report.outcomes;
  } finally {
    bar.clear();
  }
}

function chosen(only: readonly string[] | undefined): readonly Feed[] {
  if (only === undefined) return feeds;
  const wanted = only.flatMap((name) => name.split(','));
  const unknown = wanted.filter((name) => !feeds.some((feed) => feed.name === name));
  if (unknown.length > 0) {
    throw new AppError(
      'usage',
      `no feed is called ${unknown.join(', ')}`,
      `Feeds: ${feeds.map(({ name }) => name).join(', ')}`,
    );
  }
  return feeds.filter((feed) => wanted.includes(feed.name));
}

function sourceOf(options: DatabaseOptions): FeedSource {
  if (options.from === undefined) {
    if (options.mirror !== undefined && !/^https?:$/.test(URL.parse(options.mirror)?.protocol ?? '')) {
      throw new AppError(
        'usage',
        `--mirror ${options.mirror} is no address`,
        'Give one like https://mirror.example/feeds',
      );
    }
    return { kind: 'network', mirror: options.mirror };
  }
  if (statSync(options.from, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new AppError(
      'usage',
      `--from ${options.from} is no directory`,
      'Give the directory that holds osv/, debian/, kev/ …',
    );
  }
  return { kind: 'directory', directory: options.from };
}

function describe(outcomes: readonly FeedOutcome[], options: DatabaseOptions, path: string): string {
  const by = (result: FeedOutcome['result']): readonly FeedOutcome[] =>
    outcomes.filter((outcome) => outcome.result === result);
  const lines: string[] = [];
  for (const [reason, failed] of Map.groupBy(by('failed'), (outcome) => outcome.reason)) {
    lines.push(`failed: ${failed.map(({ feed }) => feed).join(', ')}`, `        ${reason}`);
  }
  for (const { feed, records, malformed, examples } of by('updated')) {
    const also = malformed > 0 ? `, ${grouped(malformed)} malformed (${examples[0]})` : '';
    lines.push(`updated ${feed}: ${grouped(records)} records${also}`);
  }
  const absent = by('absent');
  if (absent.length > 0) lines.push(`not in the directory: ${absent.map(({ feed }) => feed).join(', ')}`);
  const unchanged = by('unchanged').length;
  if (unchanged > 0) lines.push(`${unchanged} unchanged`);
  if (by('updated').length + unchanged > 0) {
    const database = options.db === undefined ? [] : ['--db', options.db];
    lines.push(`Database: ${path}`, `Next: ${shellWords(['suture', 'scan', ...database])}`);
  }
  return lines.map((line) => `${printable(line)}\n`).join('');
}
