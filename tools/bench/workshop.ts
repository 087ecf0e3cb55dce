// Where a benchmark run finds its data and keeps its files: a temporary directory with databases and inventories.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../checks/outcome.ts';
import { type StanzaLength, makeInventory } from './inventory.ts';
import { type Contestant, runOnce } from './measure.ts';
import { type Tracker, makeTracker, readTracker } from './tracker.ts';

const trackerFile = join('debian', 'tracker-data.json.gz');
const syntheticSources = 3_000;

export class Workshop {
  readonly directory = mkdtempSync(join(tmpdir(), 'suture-bench-'));
  /** Feeds laid out as `suture db update --from` reads them. */
  readonly feeds: string;
  /** Whether the feeds are real; figures on made-up ones are held to no target. */
  readonly real: boolean;
  readonly tracker: Tracker;
  readonly #inventories = new Map<string, string>();
  #database: string | undefined;

  constructor(data: string) {
    this.real = existsSync(join(data, trackerFile));
    this.feeds = this.real ? data : join(this.directory, 'feeds');
    this.tracker = this.real ? readTracker(join(data, trackerFile)) : makeTracker(syntheticSources);
    if (!this.real) this.writeTracker(this.feeds, this.tracker);
  }

  writeTracker(feeds: string, tracker: Tracker): void {
    mkdirSync(join(feeds, 'debian'), { recursive: true });
    writeFileSync(join(feeds, trackerFile), gzipSync(JSON.stringify(tracker), { level: 1 }));
  }

  /** A dpkg status file of that many packages. */
  inventory(packages: number, length: StanzaLength = 'short'): string {
    const name = `${packages}-${length}.status`;
    const known = this.#inventories.get(name);
    if (known !== undefined) return known;
    const file = join(this.directory, name);
    writeFileSync(file, makeInventory(this.tracker, packages, length));
    this.#inventories.set(name, file);
    return file;
  }

  /** The database of all feeds, built on first use. */
  database(): string {
    if (this.#database !== undefined) return this.#database;
    const file = join(this.directory, 'all.db');
    process.stderr.write('Building the database of all feeds …\n');
    runOnce(this.update('database', file, this.feeds), this.directory);
    this.#database = file;
    return file;
  }

  /** The directory of feeds again, by symbolic links, with one feed's folder as a copy of its own. */
  feedsWithOwn(folder: string): string {
    const feeds = join(this.directory, `feeds-own-${folder}`);
    mkdirSync(feeds);
    for (const name of readdirSync(this.feeds)) {
      if (name === folder) cpSync(join(this.feeds, name), join(feeds, name), { recursive: true, mode: 0 });
      else symlinkSync(resolve(this.feeds, name), join(feeds, name));
    }
    return feeds;
  }

  copyOf(database: string, name: string): string {
    const copy = join(this.directory, name);
    copyFileSync(database, copy);
    return copy;
  }

  /** Our command as `npx suture` runs it. */
  suture(name: string, args: readonly string[], env: NodeJS.ProcessEnv = this.pinned): Contestant {
    return { name, command: join(root, 'node_modules', '.bin', 'suture'), args, env };
  }

  scan(name: string, packages: number, database: string, ...more: readonly string[]): Contestant {
    return this.scanOf(name, this.inventory(packages), database, ...more);
  }

  scanOf(name: string, inventory: string, database: string, ...more: readonly string[]): Contestant {
    return this.suture(name, ['scan', '--dpkg-status', inventory, '--os', 'debian:12', '--db', database, ...more]);
  }

  update(name: string, database: string, feeds: string, ...only: readonly string[]): Contestant {
    return this.suture(name, ['db', 'update', '--quiet', '--from', feeds, '--db', database, ...only]);
  }

  /** With the pinned Node first, as npx and npm put it. */
  get pinned(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...this.#own,
      PATH: [join(root, 'node_modules', '.bin'), ...this.#outside].join(delimiter),
    };
  }

  /** With the Node of the system, as where `suture` is started by its path. */
  get system(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.#own, PATH: this.#outside.join(delimiter) };
  }

  get #outside(): readonly string[] {
    const own = `node_modules${sep}.bin`;
    return (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.endsWith(own));
  }

  /** Caches of its own: a run neither finds nor leaves anything in the user's. */
  get #own(): NodeJS.ProcessEnv {
    return { XDG_CACHE_HOME: join(this.directory, 'cache'), NO_COLOR: '1' };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
