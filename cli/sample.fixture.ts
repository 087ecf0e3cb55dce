// A database of the invented sample, built through the command line in a directory that goes when the test file ends.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeSample, sampleInventories } from '@suture/feeds/sample/make.ts';
import { afterAll, expect } from 'vitest';
import { type Ran, type RunOptions, runCli } from './run.fixture.ts';

export interface Sample {
  /** Where the database is. */
  readonly db: string;
  /** Path of a sample inventory. */
  readonly inventory: (name: string) => string;
  /** Writes a file beside the database and returns its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
  /** Runs a command with the sample's database; nothing else of this machine's is in reach. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
}

const place = mkdtempSync(path.join(tmpdir(), 'suture-sample-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** `only`: the names of the feeds to read; all of them without it. */
export async function sample(...only: readonly string[]): Promise<Sample> {
  const directory = mkdtempSync(path.join(place, 'world-'));
  const feeds = path.join(directory, 'feeds');
  const db = path.join(directory, 'sample.db');
  makeSample(feeds);
  const chosen = only.length === 0 ? [] : ['--only', ...only];
  const { code, err } = await runCli(['db', 'update', '--from', feeds, '--db', db, ...chosen]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const env = { SUTURE_DB: db, XDG_DATA_HOME: directory, XDG_CACHE_HOME: directory };
  return {
    db,
    inventory: (name) => path.join(sampleInventories, name),
    write: (name, content) => {
      const file = path.join(directory, name);
      writeFileSync(file, content);
      return file;
    },
    run: (args, options = {}) => runCli(args, { ...options, env: { ...env, ...options.env } }),
  };
}
