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
import { grouped } from '../output/columns.ts';
import { progressBar } from '../output/progress.ts';
import type { DatabaseOptions } from './db.ts';
import { inertJson } from '../output/inert-json.ts';

export async function update(
  options: DatabaseOptions,
  path: string,
  command: Command,
  context: Context,
): Promise<void> {
  const outcomes = await runUpdate(options, path, context);
  if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.db-update/1', feeds: outcomes }));
  else context.stdout.write(describe(outcomes, path));
  if (outcomes.some(({ result }) => result === 'failed')) endWith(command, EXIT.error);
}

/** Updates and returns what became of every feed. Throws an AppError for what a person must change. */
export async function runUpdate(
  options: DatabaseOptions,
  path: string,
  context: Context,
): Promise<readonly FeedOutcome[]> {
  const bar = progressBar(context, options.quiet !== true && options.json !== true);
  try {
    const report = await updateDatabase({
      path,
      feeds: chosen(options.only),
      source: sourceOf(options),
      now: context.now,
      onProgress: ({ feed, phase, done, total }) => bar.show(done / total, `${phase} ${feed}`),
    });
    if (report.kind === 'busy') {
      throw new AppError(
        'database',
        `another update is running (process ${report.heldBy})`,
        'Wait for it to end, or end it.',
      );
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
    if (options.mirror !== undefined && !URL.canParse(options.mirror)) {
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

function describe(outcomes: readonly FeedOutcome[], path: string): string {
  const by = (result: FeedOutcome['result']): readonly FeedOutcome[] =>
    outcomes.filter((outcome) => outcome.result === result);
  const lines: string[] = [];
  const failed = by('failed');
  for (const reason of new Set(failed.map((outcome) => outcome.reason))) {
    const names = failed.filter((outcome) => outcome.reason === reason).map(({ feed }) => feed);
    lines.push(`failed: ${names.join(', ')}\n        ${reason}`);
  }
  for (const { feed, records, malformed, examples } of by('updated')) {
    lines.push(
      `updated ${feed}: ${grouped(records)} records${malformed > 0 ? `, ${malformed} malformed (${examples[0]})` : ''}`,
    );
  }
  const absent = by('absent');
  if (absent.length > 0) lines.push(`not in the directory: ${absent.map(({ feed }) => feed).join(', ')}`);
  const unchanged = by('unchanged').length;
  if (unchanged > 0) lines.push(`${unchanged} unchanged`);
  if (by('updated').length + unchanged > 0) lines.push(`Database: ${path}`, 'Next: suture scan');
  return `${lines.join('\n')}\n`;
}
