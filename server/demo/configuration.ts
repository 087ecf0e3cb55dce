// How a demo's server is to run: apart from any real one, on this machine alone, and from nothing each time.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { readConfiguration, type Configuration, type ReadConfiguration } from '../configuration.ts';
import { openDatabaseInUse } from '../database-in-use.ts';
import type { Log } from '../observability/log.ts';
import { defaultDirectory } from '../postgres/layout.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Tells a demo's folder from any other: nothing is removed where it is not. */
const MARK = 'MADE-UP';

/** What a real server is told by its environment is not for a demo: it must never come near its database. */
export function readDemoConfiguration(args: readonly string[], env: Environment): ReadConfiguration {
  const { XDG_STATE_HOME, HOME } = env;
  const state = `${dirname(defaultDirectory(env))}-demo`;
  const read = readConfiguration(args, {
    ...(XDG_STATE_HOME !== undefined && { XDG_STATE_HOME }),
    ...(HOME !== undefined && { HOME }),
    SUTURE_STATE: state,
    SUTURE_API_PORT: '7430',
    // Any that is free: no machine is ever told of it.
    SUTURE_AGENTS_PORT: '0',
    SUTURE_AGENTS_HOST: '127.0.0.1',
    SUTURE_PUBLIC_NAME: 'localhost',
  });
  if (read.kind !== 'configuration') return read;
  const { configuration } = read;
  const log = configuration.log ?? join(configuration.state, 'server', 'server.log');
  return { kind: 'configuration', configuration: { ...configuration, databaseUrl: undefined, log, demo: true } };
}

/** To be called before the state is held: throws AppError where the folder is somebody else's. */
export function claimDemoFolder({ state }: Pick<Configuration, 'state'>): void {
  const mark = join(state, MARK);
  const isOther = existsSync(state) && readdirSync(state).length > 0 && !existsSync(mark);
  if (isOther) {
    throw new AppError('input', `${state} holds something else than a demo`, 'Give another folder with --state.');
  }
  mkdirSync(state, { recursive: true, mode: 0o711 });
  writeFileSync(mark, 'Everything here is made up, and is removed when the demo starts again.\n');
}

/** Nobody waits for a fleet to be told and hears then that the port is taken. */
async function tryToListen({ host, port }: Configuration['api']): Promise<void> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new AppError(
      'environment',
      `nothing can listen on port ${port} of ${host}: ${error instanceof Error ? error.message : String(error)}`,
      'Give another: suture demo --port 7440.',
      error,
    );
  }
  server.close();
  await once(server, 'close');
}

/**
 * Removes the database of the demo before, ended first where it still runs. Its keys stay, so that browsers know it again.
 * Throws AppError, before anything is removed, where the console could not be listened for.
 */
export async function makeRoomForDemo({ state, advisories, api }: Configuration, log: Log): Promise<void> {
  await tryToListen(api);
  const database = join(state, 'postgres');
  rmSync(advisories, { force: true });
  if (!existsSync(database)) return;
  const left = await openDatabaseInUse({ state, databaseUrl: undefined }, log).catch(() => undefined);
  await left?.stop(true);
  rmSync(database, { recursive: true, force: true });
}
