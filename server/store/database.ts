// The way to the database: a pool, and transactions that see one organisation and nothing else.
import pg from 'pg';

export type OrganisationId = string & { readonly __brand: 'OrganisationId' };

/** A transaction bound to one organisation; row-level security hides every other. */
export interface Transaction {
  readonly organisation: OrganisationId;
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface Store {
  /** Commits what `work` did, or nothing of it when it throws. */
  inOrganisation<T>(organisation: OrganisationId, work: (transaction: Transaction) => Promise<T>): Promise<T>;
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
  return {
    async inOrganisation(organisation, work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        await client.query("select set_config('suture.organisation', $1, true)", [organisation]);
        const result = await work({
          organisation,
          query: async (text, values = []) => (await client.query(text, [...values])).rows,
        });
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((cause: Error) => {
          broken = cause;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}
