// Brings a database's schema to what this code expects, once, however many servers start at the same moment.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '@suture/core/app-error.ts';

/** One step of the schema. Once released it is never edited: what it should have done goes into the next one. */
export interface Migration {
  /** Four digits, a dash, and what it is about: `0001-storage`. The name of its file. */
  readonly id: string;
  /** SQL statements, separated by semicolons, run in one transaction. No BEGIN, COMMIT, CONCURRENTLY or psql commands. */
  readonly up: string;
}

export type MigrationOutcome =
  /** The schema is what this code expects; `applied` names what was done now, often nothing. */
  | { readonly kind: 'ready'; readonly applied: readonly string[] }
  /** Nothing was changed. `edited`: an applied migration reads differently now; `newer`: a later Suture was here. */
  | {
      readonly kind: 'refused';
      readonly cause: 'edited' | 'newer' | 'busy';
      readonly reason: string;
      readonly remedy: string;
    };

export interface MigrateOptions {
  /** How long to wait in all for other servers and for locks that running queries hold. Default: ten minutes. */
  readonly waitMs?: number;
}

/** Any constant will do, as long as nothing else in the database takes it: `suture` in ASCII. */
export const migrationLock = '126943972912741';
/** A waiting ALTER TABLE stops every query behind it, so it gives up soon and tries again. */
const lockTimeoutMs = 5_000;
const lockNotAvailable = '55P03';
/** Or servers of the version before hold a table it needs, and want one it has. */
const deadlockDetected = '40P01';

/**
 * Applies what is missing of `migrations`, in order, each in its own transaction together with its record.
 *
 * Safe to call from any number of processes at once, also through a pooler that pools transactions: the lock belongs to
 * the transaction. Throws AppError `database` when a migration's SQL fails (that one is rolled back, earlier ones stay)
 * and whatever `pg` throws when the database cannot be reached.
 */
export async function migrate(
  connection: pg.ClientConfig,
  migrations: readonly Migration[],
  { waitMs = 600_000 }: MigrateOptions = {},
): Promise<MigrationOutcome> {
  checkNumbers(migrations);
  const client = new pg.Client(connection);
  // A connection that breaks between two queries would otherwise end the process; the next query reports it.
  client.on('error', () => undefined);
  await client.connect();
  const giveUpAt = performance.now() + waitMs;
  const applied: string[] = [];
  try {
    for (;;) {
      const step = await applyNext(client, migrations);
      if (step.kind === 'applied') applied.push(step.id);
      else if (step.kind === 'none left') return { kind: 'ready', applied };
      else if (step.kind === 'refused') return step;
      else if (performance.now() >= giveUpAt) return busy(waitMs);
      else await delay(100);
    }
  } finally {
    await client.end();
  }
}

/** What is recorded of a migration's text. Line endings do not count: git may change them. */
export function checksum({ up }: Migration): string {
  return createHash('sha256').update(up.replaceAll('\r\n', '\n')).digest('hex');
}

type Step =
  | { readonly kind: 'applied'; readonly id: string }
  | { readonly kind: 'none left' }
  | { readonly kind: 'locked' }
  | Extract<MigrationOutcome, { kind: 'refused' }>;

async function applyNext(client: pg.Client, migrations: readonly Migration[]): Promise<Step> {
  await client.query('begin');
  try {
    await client.query(
      `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
       set local lock_timeout = ${lockTimeoutMs}; select pg_advisory_xact_lock(${migrationLock})`,
    );
    const step = await next(client, migrations);
    await client.query(step.kind === 'applied' ? 'commit' : 'rollback');
    return step;
  } catch (error) {
    // The first error is the one to report, and a dead connection has no transaction to end.
    await client.query('rollback').catch(() => undefined);
    if (isLocked(error)) return { kind: 'locked' };
    throw error;
  }
}

/** Runs inside the transaction that holds the lock; only `applied` is committed. */
async function next(client: pg.Client, migrations: readonly Migration[]): Promise<Step> {
  const records = await recorded(client);
  const refusal = compare(records, migrations);
  if (refusal !== undefined) return refusal;

  const migration = migrations[records.length];
  if (migration === undefined) return { kind: 'none left' };
  if (records.length === 0) {
    await client.query(`create table if not exists schema_migrations (
      id text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
  }
  const before = await transaction(client);
  await client.query(migration.up).catch((error: unknown) => {
    if (isLocked(error)) throw error;
    throw failed(migration, error);
  });
  assert.equal(await transaction(client), before, `migration ${migration.id} ends the transaction that it is run in`);
  await client.query('insert into schema_migrations (id, checksum) values ($1, $2)', [
    migration.id,
    checksum(migration),
  ]);
  return { kind: 'applied', id: migration.id };
}

interface Recorded {
  readonly id: string;
  readonly checksum: string;
}

async function recorded(client: pg.Client): Promise<readonly Recorded[]> {
  const found = await client.query<{ there: boolean }>(`select to_regclass('schema_migrations') is not null as there`);
  if (found.rows[0]?.there !== true) return [];
  const { rows } = await client.query<Recorded>('select id, checksum from schema_migrations order by id collate "C"');
  return rows;
}

function compare(records: readonly Recorded[], migrations: readonly Migration[]): Step | undefined {
  for (const [index, record] of records.entries()) {
    const migration = migrations[index];
    if (migration === undefined) {
      return {
        kind: 'refused',
        cause: 'newer',
        reason: `the database was last used by a later Suture: it has ${record.id}, which this one does not know`,
        remedy: 'Start that later version again, or restore a backup made before it.',
      };
    }
    if (migration.id !== record.id || checksum(migration) !== record.checksum) {
      return {
        kind: 'refused',
        cause: 'edited',
        reason:
          migration.id === record.id
            ? `migration ${record.id} was applied to this database with other content than it has now`
            : `migration ${record.id} was applied to this database where this Suture has ${migration.id}`,
        remedy: 'Run a released, unmodified Suture on it, or restore a backup. A change belongs in a new migration.',
      };
    }
  }
  return undefined;
}

function busy(waitMs: number): MigrationOutcome {
  return {
    kind: 'refused',
    cause: 'busy',
    reason: `the schema could not be locked within ${waitMs} ms: another server is migrating, or a query holds a table`,
    remedy: 'Wait for the other server, or look for long transactions in pg_stat_activity, then start again.',
  };
}

function failed(migration: Migration, error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error);
  return new AppError(
    'database',
    `migration ${migration.id} failed and was rolled back: ${message}`,
    'The database is as it was before it. If this is a released Suture, please report it.',
    error,
  );
}

async function transaction(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id');
  return rows[0]?.id;
}

const isLocked = (error: unknown): boolean => codeOf(error) === lockNotAvailable || codeOf(error) === deadlockDetected;

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function checkNumbers(migrations: readonly Migration[]): void {
  for (const [index, { id }] of migrations.entries()) {
    const number = String(index + 1).padStart(4, '0');
    assert.match(id, /^\d{4}-[a-z0-9]+(-[a-z0-9]+)*$/, `"${id}" is no name for a migration`);
    assert.equal(id.slice(0, 4), number, `migration ${id} is number ${number} in the list`);
  }
}
