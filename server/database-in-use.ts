// The database of this server, from the choice to the last query: started or checked, migrated, looked after, stopped.
import { join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import type { Configuration } from './configuration.ts';
import { migrations } from './migrations/list.ts';
import { migrate } from './migrations/runner.ts';
import type { Log } from './observability/log.ts';
import { keepRunning } from './postgres/keep-running.ts';
import { pickDatabase } from './postgres/pick-database.ts';
import type { StoreOptions } from './store/database.ts';

export interface DatabaseInUse {
  readonly kind: 'embedded' | 'given';
  readonly connection: StoreOptions['connection'];
  /** Stops the embedded one, unless another server uses it. `hurry`: waits no longer than it must. */
  stop(hurry: boolean): Promise<void>;
}

type Wanted = Pick<Configuration, 'databaseUrl' | 'state'>;

/** Throws AppError with what to do where there is no database to be had. */
export async function openDatabaseInUse({ databaseUrl, state }: Wanted, log: Log): Promise<DatabaseInUse> {
  const used = databaseUrl === undefined ? await embedded(state, log) : await given(databaseUrl, log);
  try {
    const outcome = await migrate(used.connection, migrations);
    if (outcome.kind === 'refused') throw new AppError('database', outcome.reason, outcome.remedy);
    if (outcome.applied.length > 0) log.info({ applied: outcome.applied }, 'schema brought up to date');
    return used;
  } catch (error) {
    await used.stop(false);
    throw error;
  }
}

async function embedded(state: string, log: Log): Promise<DatabaseInUse> {
  const started = await keepRunning({ directory: join(state, 'postgres') }, (interruption) => {
    if (interruption.kind === 'back') log.warn(interruption, 'the database was gone and is back');
    else log.error({ reason: interruption.refusal.reason, nextTryMs: interruption.nextTryMs }, 'the database is down');
  });
  if (started.kind === 'refused') throw new AppError('database', started.reason, started.remedy);
  log.info({ adopted: started.adopted, databasePid: started.pid }, 'embedded database in use');
  return {
    kind: 'embedded',
    connection: started.connection,
    async stop(hurry) {
      const outcome = await started.stop(hurry ? { timeoutMs: 3_000, ifSlow: 'kill' } : {});
      log.info({ outcome }, 'embedded database left');
    },
  };
}

async function given(url: string, log: Log): Promise<DatabaseInUse> {
  const picked = await pickDatabase({ DATABASE_URL: url });
  if (picked.kind === 'refused') throw new AppError('database', picked.reason, picked.remedy);
  if (picked.kind !== 'given') throw new TypeError('a DATABASE_URL picks no embedded database');
  for (const warning of picked.warnings) log.warn(warning);
  log.info({ version: picked.version }, 'given database in use');
  return { kind: 'given', connection: picked.connection, stop: async () => undefined };
}
