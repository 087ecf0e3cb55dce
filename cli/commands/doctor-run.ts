// The work of `suture doctor`.
import { accessSync, constants, existsSync, statSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { detect, loadAdapters } from '@suture/adapters/registry.ts';
import { openDatabase } from '@suture/feeds/database/database.ts';
import { type Context, cacheDirectory, databasePath } from '../context.ts';
import { EXIT, endWith } from '../exit-codes.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import { readLocalSystem } from '@suture/adapters/local-system.ts';
import { ageText, isStale } from '../output/age.ts';
import { printable } from '../output/columns.ts';
import type { DoctorOptions } from './doctor.ts';
import { inertJson } from '../output/inert-json.ts';

interface Check {
  readonly name: string;
  readonly result: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly remedy: string | undefined;
}

const MIN_FREE_MB = 500;

export async function doctorCommand(options: DoctorOptions, command: Command, context: Context): Promise<void> {
  const checks = [
    runtime(),
    await system(),
    ...(await adapters()),
    database(databasePath(context, options.db), context),
    writable('data directory', path.dirname(databasePath(context, options.db))),
    writable('cache directory', cacheDirectory(context)),
    permissions(),
  ];
  if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.doctor/1', checks }));
  else context.stdout.write(`${checks.map(line).join('\n')}\n`);
  if (checks.some(({ result }) => result === 'failed')) endWith(command, EXIT.error);
}

const WORDS: Readonly<Record<Check['result'], string>> = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' };

const line = ({ name, result, detail, remedy }: Check): string =>
  printable(`${WORDS[result]}  ${name}: ${detail}${remedy === undefined ? '' : `. ${remedy}`}`);

const ok = (name: string, detail: string): Check => ({ name, result: 'ok', detail, remedy: undefined });
const warning = (name: string, detail: string, remedy?: string): Check => ({ name, result: 'warning', detail, remedy });

const runtime = (): Check => ok('runtime', `Node ${process.versions.node} on ${process.platform}-${process.arch}`);

async function system(): Promise<Check> {
  const found = await readLocalSystem(localHost);
  if (found.system === undefined)
    return warning('operating system', found.problems.join('; '), 'Its packages cannot be judged');
  return ok('operating system', `${found.system.name ?? found.system.id} (${found.system.id} ${found.system.version})`);
}

async function adapters(): Promise<readonly Check[]> {
  return Promise.all(
    (await loadAdapters()).map(async (adapter) => {
      const detection = await detect(adapter, localHost);
      const name = `adapter ${adapter.name}`;
      return detection.present ? ok(name, detection.version) : warning(name, `not used: ${detection.reason}`);
    }),
  );
}

function database(file: string, context: Context): Check {
  const opened = openDatabase(file);
  if (opened.kind === 'missing') return warning('advisory database', `none at ${file}`, 'Run: suture db update');
  if (opened.kind === 'unusable')
    return { name: 'advisory database', result: 'failed', detail: opened.reason, remedy: 'Run: suture db update' };
  const states = opened.database.feeds();
  opened.database.close();
  const now = context.now();
  const stale = states.filter((state) => isStale(state, now));
  const [oldest] = states.toSorted((a, b) => (a.checkedAt < b.checkedAt ? -1 : 1));
  const detail = `${states.length} feeds, the oldest checked ${oldest === undefined ? 'never' : ageText(oldest.checkedAt, now)}`;
  if (stale.length === 0) return ok('advisory database', detail);
  return warning(
    'advisory database',
    `${detail}; stale: ${stale.map(({ name }) => name).join(', ')}`,
    'Run: suture db update',
  );
}

/** Looks without making anything: a directory that is not there yet is judged by the one it would be made in. */
function writable(name: string, directory: string): Check {
  let existing = path.resolve(directory);
  while (!existsSync(existing) && path.dirname(existing) !== existing) existing = path.dirname(existing);
  try {
    if (!statSync(existing).isDirectory()) return unwritable(name, directory, `${existing} is no directory`);
    accessSync(existing, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(existing);
    const megabytes = Math.round((bavail * bsize) / 1e6);
    if (megabytes >= MIN_FREE_MB) return ok(name, directory);
    return warning(name, `${directory} has only ${megabytes} MB free`, 'An update needs about 500 MB');
  } catch (error) {
    return unwritable(name, directory, (error as NodeJS.ErrnoException).code ?? 'error');
  }
}

const unwritable = (name: string, directory: string, why: string): Check => ({
  name,
  result: 'failed',
  detail: `${directory} cannot be written (${why})`,
  remedy: name === 'data directory' ? 'Give the database another place: --db FILE or SUTURE_DB' : undefined,
});

function permissions(): Check {
  if (process.getuid === undefined || process.getuid() === 0)
    return ok('permissions', 'root: every process can be looked at');
  return warning(
    'permissions',
    'not root: other users’ processes on replaced libraries stay unseen',
    'Run with sudo to see them',
  );
}
