// The way to the database: a pool, and transactions that see one organisation and nothing else.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export type OrganisationId = string & { readonly __brand: 'OrganisationId' };

/** A transaction bound to one organisation; row-level security hides every other. */
export interface Transaction {
  readonly organisation: OrganisationId;
  /** Stands for the database, the same in all transactions of one store: what is kept of it in memory is kept by this. */
  readonly database: object;
  /** Whether all that it reads is of one moment; else each statement sees what was committed before it. */
  readonly isOfOneMoment: boolean;
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface Store {
  /**
   * Commits what `work` did, or nothing of it when it throws. Where PostgreSQL takes a transaction back for the sake of
   * another (a deadlock, a serialization failure) `work` is run again from its beginning, four times in all: what it does
   * besides the transaction must bear being done again. `reads`: of one moment, and can change nothing.
   */
  inOrganisation<T>(
    organisation: OrganisationId,
    work: (transaction: Transaction) => Promise<T>,
    how?: 'reads',
  ): Promise<T>;
  close(): Promise<void>;
}

/** How many connections there are, how many are free, and how many requests wait for one. */
export interface PoolState {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface OpenStore extends Store {
  readonly pool: () => PoolState;
}

export interface StoreOptions {
  readonly connection: pg.PoolConfig;
  /** Connections at most. */
  readonly size?: number;
}

/** Long statements belong to workers with their own limit; a request must not hold a connection for ever. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** `deadlock_detected` and `serialization_failure`: nothing was done, and done again it can go well. */
const TAKEN_BACK = new Set(['40P01', '40001']);
const MOST_TRIES = 4;
/** Longest wait before the second try; twice as long before each further one. */
const PAUSE_MS = 20;

const isTakenBack = (error: unknown): boolean => TAKEN_BACK.has(String(Reflect.get(Object(error), 'code')));

export function openStore({ connection, size = 10 }: StoreOptions): OpenStore {
  const pool = new pg.Pool({
    ...connection,
    max: size,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'suture',
  });
  // A connection that breaks is replaced, and a query on it fails; without listeners it would end the process: the pool's
  // own are for idle connections only.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  async function once<T>(
    organisation: OrganisationId,
    work: (transaction: Transaction) => Promise<T>,
    how?: 'reads',
  ): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      // Both at once: a short transaction is mostly the way there and back.
      const begin = how === 'reads' ? 'begin isolation level repeatable read read only' : 'begin';
      await client.query(`${begin}; set local suture.organisation = ${pg.escapeLiteral(organisation)}`);
      const result = await work({
        organisation,
        database: pool,
        isOfOneMoment: how === 'reads',
        query: async (text, values = []) => (await client.query(text, [...values])).rows,
      });
      // After a failure that `work` did not pass on, PostgreSQL answers a commit by rolling back, and calls that no error.
      if ((await client.query('commit')).command !== 'COMMIT')
        throw new Error('a failed transaction was to be committed');
      return result;
    } catch (error) {
      await client.query('rollback').catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
  return {
    async inOrganisation(organisation, work, how) {
      for (let tries = 1; ; tries++) {
        try {
          return await once(organisation, work, how);
        } catch (error) {
          if (tries === MOST_TRIES || !isTakenBack(error)) throw error;
          // By chance, so that the two do not meet again.
          await delay(Math.random() * PAUSE_MS * 2 ** (tries - 1));
        }
      }
    },
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}
