// What pending updates close, by their own changelogs: the CVEs named between the installed version and the offered one.
import type { ChangelogCache, ChangelogRequest, Update } from '../adapter.ts';
import type { Host } from '../host.ts';
import { type ChangelogEntry, entriesSince, isAbove, parseChangelog, restoreEntries } from './changelog.ts';
import { isPackageName, quoted } from './policy-names.ts';
import { download, fromPackage, fromService, isUsable, type Binary } from './changelog-text.ts';

export interface ChangelogOptions extends Omit<ChangelogRequest, 'updates'> {
  /** `security` (the default): only updates known to be for security. */
  readonly scope?: 'security' | 'all';
}

export interface SourceFixes {
  readonly source: Update['source'];
  readonly vulnerabilities: readonly string[];
  /** Source version installed now. */
  readonly installed: string;
  /** Binary packages the update brings. */
  readonly packages: readonly string[];
  /** For each of `vulnerabilities`: the first source version that fixes it, and when its entry was written (RFC 3339). */
  readonly fixes: readonly { readonly id: string; readonly version: string; readonly published: string | undefined }[];
  /** False when the changelog ends above the installed version: older fixes may be missing. */
  readonly whole: boolean;
}

export interface ChangelogAnswer {
  readonly sources: readonly SourceFixes[];
  /** What could not be learnt, and why. */
  readonly problems: readonly string[];
}

interface Task {
  readonly source: Update['source'];
  readonly installed: string;
  readonly packages: readonly string[];
  /** Smallest first. */
  readonly binaries: readonly Binary[];
}

type Read =
  | { readonly ok: true; readonly entries: readonly ChangelogEntry[] }
  | { readonly ok: false; readonly why: string };

const chunkSize = 6;

/** Reads the changelogs of pending updates, grouped by source package. Never throws for what a machine or a mirror does. */
export async function changelogFixes(
  host: Host,
  updates: readonly Update[],
  options: ChangelogOptions,
): Promise<ChangelogAnswer> {
  const all = tasksOf(updates, options);
  const tasks = all.slice(0, options.limit ?? 100);
  const reads = new Map<string, Read>();
  const done = (task: Task, read: Read): void => {
    reads.set(cacheKey(task), read);
    options.onProgress?.(reads.size, tasks.length);
  };
  const finish = async (task: Task, text: string): Promise<void> => {
    const entries = parseChangelog(text);
    if (entries.length === 0) return done(task, { ok: false, why: 'its changelog has no readable entry' });
    await options.cache?.set(cacheKey(task), JSON.stringify(entries));
    done(task, { ok: true, entries });
  };
  const waiting = await withoutCached(tasks, options.cache, done);
  const left = await readFromService(host, waiting, options, finish);
  await readFromPackages(host, left, options, finish, done);

  const unread = tasks.filter((task) => reads.get(cacheKey(task))?.ok !== true);
  const problems = reasons(unread, reads);
  if (all.length > tasks.length)
    problems.push(
      `the changelogs of ${all.length - tasks.length} more source packages were not read: limit of ${tasks.length}`,
    );
  const sources = tasks.flatMap((task) => {
    const read = reads.get(cacheKey(task));
    return read?.ok === true ? [fixesOf(task, read.entries)] : [];
  });
  return { sources, problems };
}

function tasksOf(updates: readonly Update[], { packages, scope = 'security' }: ChangelogOptions): readonly Task[] {
  const sources = new Map(packages.map((found) => [`${found.name}:${found.arch}`, found.source.version]));
  const groups = Map.groupBy(
    updates.filter((update) => update.adapter === 'apt' && (scope === 'all' || update.security.is === true)),
    ({ source }) => `${source.name}@${source.version}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const binaries = group
      .map((update) => ({ name: update.package, arch: update.arch, version: update.candidate, bytes: update.bytes }))
      .filter((binary) => isUsable(binary) && isPackageName(first.source.name))
      .toSorted((a, b) => (a.bytes ?? Infinity) - (b.bytes ?? Infinity));
    const installed = group.map(
      (update) => sources.get(`${update.package}:${update.arch}`) ?? update.installed.replace(/\+b\d{1,4}$/, ''),
    );
    // The oldest binary installed decides: what is fixed since then is still open in it.
    return [
      {
        source: first.source,
        installed: installed.reduce(older),
        packages: group.map((update) => update.package),
        binaries,
      },
    ];
  });
}

const older = (a: string, b: string): string => (isAbove(a, b) ? b : a);

const cacheKey = ({ source }: Task): string => `deb-changelog:1:${source.name}@${source.version}`;

async function withoutCached(
  tasks: readonly Task[],
  cache: ChangelogCache | undefined,
  done: (task: Task, read: Read) => void,
): Promise<readonly Task[]> {
  const waiting: Task[] = [];
  for (const task of tasks) {
    const entries = restoreEntries(await cache?.get(cacheKey(task)));
    if (entries === undefined) waiting.push(task);
    else done(task, { ok: true, entries });
  }
  return waiting;
}

/** Asks the archive's changelog service until it proves out of reach; returns what is still to be read. */
async function readFromService(
  host: Host,
  tasks: readonly Task[],
  { directory, timeoutMs = 30_000, concurrency = 3, signal }: ChangelogOptions,
  finish: (task: Task, text: string) => Promise<void>,
): Promise<readonly Task[]> {
  const left: Task[] = [];
  let reachable = true;
  let failures = 0;
  const one = async (task: Task): Promise<void> => {
    const [binary] = task.binaries;
    if (!reachable || binary === undefined || signal?.aborted) return void left.push(task);
    const fetched = await fromService(host, task.source.name, binary, directory, timeoutMs);
    if (fetched.kind === 'text') return finish(task, fetched.text);
    // One package without a changelog is that package's matter; several in a row are the service's.
    failures++;
    if (fetched.kind === 'unreachable' || failures >= 3) reachable = false;
    left.push(task);
  };
  const [first, ...rest] = tasks;
  if (first === undefined) return [];
  await one(first);
  await inParallel(rest, concurrency, one);
  return left;
}

/** Downloads the smallest package of each source, and the next smallest where that has no changelog of its own. */
async function readFromPackages(
  host: Host,
  tasks: readonly Task[],
  { directory, timeoutMs = 30_000, concurrency = 3, maxDownloadBytes = 128 * 1024 * 1024, signal }: ChangelogOptions,
  finish: (task: Task, text: string) => Promise<void>,
  done: (task: Task, read: Read) => void,
): Promise<void> {
  let budget = maxDownloadBytes;
  let waiting = tasks;
  for (let round = 0; round < 3 && waiting.length > 0; round++) {
    const next: Task[] = [];
    const chosen: { readonly task: Task; readonly binary: Binary }[] = [];
    for (const task of waiting) {
      const [binary] = task.binaries;
      if (binary === undefined) done(task, { ok: false, why: 'none of its packages has a changelog of its own' });
      else if (binary.bytes === undefined || binary.bytes > budget) {
        done(task, { ok: false, why: 'its packages are larger than the download limit leaves room for' });
      } else {
        budget -= binary.bytes;
        chosen.push({ task, binary });
      }
    }
    await inParallel(chunks(chosen, chunkSize), concurrency, async (chunk) => {
      if (signal?.aborted) return chunk.forEach(({ task }) => done(task, { ok: false, why: 'time was up' }));
      const files = await download(
        host,
        chunk.map(({ binary }) => binary),
        directory,
        timeoutMs,
      );
      for (const { task, binary } of chunk) {
        const file = files.get(binary);
        const fetched = file === undefined ? undefined : await fromPackage(host, binary, file);
        if (fetched?.kind === 'text') await finish(task, fetched.text);
        else if (fetched === undefined)
          done(task, { ok: false, why: 'neither its changelog nor its package could be downloaded' });
        else
          next.push({
            ...task,
            binaries: afterTrying(task, binary, fetched.kind === 'unavailable' ? fetched.owner : undefined),
          });
      }
    });
    waiting = next;
  }
  for (const task of waiting) done(task, { ok: false, why: 'its smallest packages have no changelog of their own' });
}

/** What is left to try: first the package whose changelog the tried one links to. */
function afterTrying(task: Task, tried: Binary, owner: string | undefined): readonly Binary[] {
  const rest = task.binaries.filter((binary) => binary !== tried);
  return [...rest.filter(({ name }) => name === owner), ...rest.filter(({ name }) => name !== owner)];
}

function fixesOf(task: Task, entries: readonly ChangelogEntry[]): SourceFixes {
  const pending = entriesSince(task.installed, entries);
  // Newest first: a later assignment is an older entry, the one that first fixed it.
  const first = new Map<string, ChangelogEntry>();
  for (const entry of pending) for (const id of entry.vulnerabilities) first.set(id, entry);
  const vulnerabilities = [...first.keys()].sort();
  return {
    source: task.source,
    installed: task.installed,
    packages: task.packages,
    vulnerabilities,
    fixes: vulnerabilities.map((id) => ({
      id,
      version: first.get(id)?.version ?? task.source.version,
      published: first.get(id)?.date,
    })),
    whole: pending.length < entries.length,
  };
}

function reasons(unread: readonly Task[], reads: ReadonlyMap<string, Read>): string[] {
  const byReason = Map.groupBy(unread, (task) => {
    const read = reads.get(cacheKey(task));
    return read?.ok === false ? read.why : 'it was not read';
  });
  return [...byReason].map(([why, tasks]) => {
    const names = tasks.map(({ source }) => (isPackageName(source.name) ? source.name : quoted(source.name)));
    const shown = names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
    return `no changelog of ${shown}: ${why}`;
  });
}

const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

async function inParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
}
