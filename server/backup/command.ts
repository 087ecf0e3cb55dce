// `suture-server backup FILE` and `suture-server restore FILE`: which database and which keys, and what is said of it.
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '@suture/core/app-error.ts';
import { keyFiles } from '../access/certificates/keys-kept.ts';
import { startEmbedded } from '../postgres/embedded.ts';
import { defaultDirectory } from '../postgres/layout.ts';
import { pickDatabase } from '../postgres/pick-database.ts';
import { holdState } from '../single-instance.ts';
import { openStore, type OrganisationId } from '../store/database.ts';
import { heldKeys, keysInDatabase, replaceKeys, type KeyTexts } from '../store/installation.ts';
import { backUp } from './back-up.ts';
import { restore } from './restore.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Connection = Parameters<typeof backUp>[0];

interface Asked {
  readonly file: string;
  readonly state: string;
  readonly withKeys: boolean;
  readonly replace: boolean;
}

/** The exit code: 0 done, 2 usage. Throws AppError for what a person must change. */
export async function backupCommand(
  command: 'backup' | 'restore',
  args: readonly string[],
  env: Environment,
  say: (text: string) => void,
): Promise<number> {
  const asked = readArguments(command, args, env);
  if (asked === undefined) {
    say(`give one file: suture-server ${command} FILE [--state DIR]`);
    return 2;
  }
  if (command === 'backup') await withDatabase(asked, env, (connection) => makeBackup(asked, connection, env, say));
  else await restoreHere(asked, env, say);
  return 0;
}

function readArguments(command: string, args: readonly string[], env: Environment): Asked | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      state: { type: 'string' },
      ...(command === 'backup' ? { 'with-keys': { type: 'boolean' } } : { replace: { type: 'boolean' } }),
    },
  });
  const given: Readonly<Record<string, unknown>> = values;
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) return undefined;
  const state = values.state ?? (env['SUTURE_STATE'] || dirname(defaultDirectory(env)));
  return {
    file: resolve(file),
    state: resolve(state),
    withKeys: given['with-keys'] === true,
    replace: given['replace'] === true,
  };
}

async function withDatabase<T>(
  { state }: Asked,
  env: Environment,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  if (env['DATABASE_URL'] !== undefined) {
    const picked = await pickDatabase({ DATABASE_URL: env['DATABASE_URL'] });
    if (picked.kind === 'refused') throw new AppError('database', picked.reason, picked.remedy);
    return work(picked.connection);
  }
  const started = await startEmbedded({ directory: join(state, 'postgres') });
  if (started.kind === 'refused') throw new AppError('database', started.reason, started.remedy);
  try {
    return await work(started.connection);
  } finally {
    await started.stop();
  }
}

const filesIn = (state: string, env: Environment) =>
  keyFiles(state, env['SUTURE_AUTHORITIES'] || undefined, env['DATABASE_URL'] !== undefined);

const areInDatabase = (env: Environment): boolean => env['DATABASE_URL'] !== undefined && !env['SUTURE_AUTHORITIES'];

async function makeBackup(
  { file, state, withKeys }: Asked,
  connection: Connection,
  env: Environment,
  say: (text: string) => void,
): Promise<void> {
  const keys = async (organisation: string): Promise<KeyTexts> => {
    if (!areInDatabase(env)) {
      const { authorities, signing } = filesIn(state, env);
      return { authorities: await readFile(authorities, 'utf8'), signing: await readFile(signing, 'utf8') };
    }
    const store = openStore({ connection, size: 1 });
    try {
      return await keysInDatabase(store, organisation as OrganisationId, () => {
        throw new AppError('environment', 'there are no keys to back up yet', 'Start a server first.');
      });
    } finally {
      await store.close();
    }
  };
  const made = await backUp(connection, file, new Date(), withKeys ? keys : undefined);
  say(`backed up ${made.tables} tables to ${file}, ${Math.ceil(made.bytes / 1_000)} kB`);
  if (withKeys) say('it holds the keys that the fleet trusts: keep it as you would keep them');
  else say('the keys that the fleet trusts are not in it (--with-keys); keep them apart');
}

async function restoreHere(asked: Asked, env: Environment, say: (text: string) => void): Promise<void> {
  const held = await holdState(asked.state);
  if (held === undefined)
    throw new AppError('environment', `a server runs on ${asked.state}`, 'Stop it first: npm stop');
  try {
    await withDatabase(asked, env, async (connection) => {
      const { header, epoch } = await restore(connection, asked.file, new Date(), asked);
      if (header.keys !== null) await putKeys(asked, env, connection, header.organisation, header.keys);
      say(`restored what was backed up at ${header.createdAt}; epoch ${epoch}`);
      if (!(await hasKeys(asked, env, connection, header.organisation))) {
        say(
          'there are no keys here and none in the backup: bring them before a server starts, or every endpoint enrols anew',
        );
        say('and the codes of authenticators are wrong');
      }
    });
  } finally {
    await held.release();
  }
}

async function hasKeys(
  { state }: Asked,
  env: Environment,
  connection: Connection,
  organisation: string,
): Promise<boolean> {
  if (!areInDatabase(env)) return existsSync(filesIn(state, env).authorities);
  const store = openStore({ connection, size: 1 });
  try {
    return (await heldKeys(store, organisation as OrganisationId)) !== undefined;
  } finally {
    await store.close();
  }
}

async function putKeys(
  { state }: Asked,
  env: Environment,
  connection: Connection,
  organisation: string,
  keys: KeyTexts,
): Promise<void> {
  if (areInDatabase(env)) {
    const store = openStore({ connection, size: 1 });
    try {
      return await replaceKeys(store, organisation as OrganisationId, keys);
    } finally {
      await store.close();
    }
  }
  const files = filesIn(state, env);
  for (const name of ['authorities', 'signing'] as const) {
    const before = await readFile(files[name], 'utf8').catch(() => undefined);
    if (before === keys[name]) continue;
    // The keys of an installation that is replaced may still be wanted by somebody.
    if (before !== undefined) await rename(files[name], `${files[name]}.before-restore`);
    await writeFile(files[name], keys[name], { mode: 0o600 });
  }
}
