// The whole database at once, for backups: its tables in the order they refer to each other, out and in as PostgreSQL copies them.
import type { Readable, Writable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { checksum, migrationLock, type Migration } from '../migrations/runner.ts';
import type { OrganisationId, Transaction } from './database.ts';
import type { KeyTexts } from './installation.ts';

export interface TableShape {
  readonly name: string;
  /** Without those that follow from others. */
  readonly columns: readonly string[];
}

export interface WholeDatabase {
  /** The migrations it has, in order, with the digest of each. */
  migrations(): Promise<readonly { readonly id: string; readonly checksum: string }[]>;
  /** All that hold data, each after those it refers to. */
  tables(): Promise<readonly TableShape[]>;
  /** Whose it is; undefined where it holds nothing. */
  installation(): Promise<{ readonly organisation: OrganisationId; readonly epoch: number } | undefined>;
  /** In PostgreSQL's text format. */
  copyOut(table: TableShape): Readable;
  copyIn(table: TableShape): Writable;
  /** Connections of servers to this database, this one not counted. */
  users(): Promise<number>;
  /** Removes every table and function of ours; only within a transaction that rebuilds them. */
  clear(): Promise<void>;
  /** Makes the schema as these migrations do, and lets rows in whatever their organisation. */
  rebuild(migrations: readonly Migration[]): Promise<void>;
  /** What `rebuild` opened is closed again; numbers go on after the highest. */
  closeAgain(): Promise<void>;
  /** The keys that it holds, apart from the tables. */
  keys(): Promise<KeyTexts | undefined>;
  putKeys(organisation: OrganisationId, keys: KeyTexts): Promise<void>;
  /** For what is done in it as one organisation. */
  within(organisation: OrganisationId): Promise<Transaction>;
}

const ours = `c.relkind = 'r' and c.relrowsecurity and c.relnamespace = current_schema()::regnamespace
  and c.relname <> 'installation_keys'`;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const columnsOf = ({ columns }: TableShape): string => columns.map(quoted).join(', ');

/** One snapshot that changes nothing, or one change that is made as a whole or, where `work` throws, not at all. */
export async function withWholeDatabase<T>(
  connection: pg.ClientConfig,
  kind: 'snapshot' | 'change',
  work: (whole: WholeDatabase) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, application_name: 'suture backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(kind === 'snapshot' ? 'begin isolation level repeatable read read only' : 'begin');
    if (kind === 'change') await client.query(`select pg_advisory_xact_lock(${migrationLock})`);
    await client.query("select set_config('suture.about', 'backup', true)");
    const result = await work(wholeOf(client));
    await client.query('commit');
    return result;
  } finally {
    // Where there was no commit, this is the end of the transaction as well.
    await client.end().catch(() => undefined);
  }
}

function wholeOf(client: pg.Client): WholeDatabase {
  const rows = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await client.query<Row>(text, [...values])).rows;
  const about = async (what: string, organisation: string): Promise<void> => {
    await client.query("select set_config('suture.organisation', $1, true), set_config('suture.about', $2, true)", [
      organisation,
      what,
    ]);
  };
  const exists = async (table: string): Promise<boolean> =>
    (await rows<{ there: boolean }>('select to_regclass($1) is not null as there', [table]))[0]?.there === true;
  const tables = async (): Promise<readonly TableShape[]> => {
    const shapes = await rows<{ name: string; columns: string[]; needs: string[] }>(
      `select c.relname as name,
         (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
         coalesce((select array_agg(distinct f.confrelid::regclass::text) from pg_constraint f
          where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid), '{}') as needs
       from pg_class c where ${ours} order by c.relname`,
    );
    return inOrder(shapes);
  };
  return {
    tables,
    migrations: async () =>
      (await exists('schema_migrations'))
        ? rows('select id, checksum from schema_migrations order by id collate "C"')
        : [],
    installation: async () =>
      (await exists('installation'))
        ? (
            await rows<{ organisation: OrganisationId; epoch: number }>(
              'select organisation, epoch::int as epoch from installation',
            )
          )[0]
        : undefined,
    copyOut: (table) => client.query(copyTo(`copy (select ${columnsOf(table)} from ${quoted(table.name)}) to stdout`)),
    copyIn: (table) => client.query(copyFrom(`copy ${quoted(table.name)} (${columnsOf(table)}) from stdin`)),
    users: async () => {
      const [row] = await rows<{ count: string }>(
        `select count(*) from pg_stat_activity
         where datname = current_database() and application_name like 'suture%' and pid <> pg_backend_pid()`,
      );
      return Number(row?.count ?? 0);
    },
    async clear() {
      for (const { name } of await rows<{ name: string }>(
        `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
           and (c.relrowsecurity or c.relname = 'schema_migrations')`,
      )) {
        await client.query(`drop table ${quoted(name)} cascade`);
      }
      for (const { name } of await rows<{ name: string }>(
        `select p.oid::regprocedure::text as name from pg_proc p
         where p.pronamespace = current_schema()::regnamespace and p.proowner = current_user::regrole
           and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
      )) {
        await client.query(`drop function ${name} cascade`);
      }
    },
    async rebuild(migrations) {
      await client.query(
        'create table schema_migrations (id text primary key, checksum text not null, applied_at timestamptz not null default now())',
      );
      for (const migration of migrations) {
        await client.query(migration.up);
        await client.query('insert into schema_migrations (id, checksum) values ($1, $2)', [
          migration.id,
          checksum(migration),
        ]);
      }
      // PostgreSQL copies into no table whose policies hold whoever copies: the owner is held only where it is forced.
      for (const { name } of await tables()) {
        await client.query(`alter table ${quoted(name)} no force row level security, disable trigger user`);
      }
    },
    async closeAgain() {
      const open = await rows<{ name: string }>(
        `select c.relname as name from pg_class c
         where c.relkind = 'r' and c.relrowsecurity and not c.relforcerowsecurity
           and c.relnamespace = current_schema()::regnamespace`,
      );
      for (const { name, column } of await rows<{ name: string; column: string }>(
        `select c.relname as name, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
         where a.attidentity <> '' and c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace`,
      )) {
        await client.query(
          `select setval(pg_get_serial_sequence($1, $2), coalesce((select max(${quoted(column)}) from ${quoted(name)}), 0) + 1, false)`,
          [quoted(name), column],
        );
      }
      for (const { name } of open) {
        await client.query(`alter table ${quoted(name)} force row level security, enable trigger user`);
      }
    },
    keys: async () => {
      if (!(await exists('installation_keys'))) return undefined;
      const [held] = await rows<{ organisation: string }>('select organisation from installation');
      if (held === undefined) return undefined;
      await about('keys', held.organisation);
      const [keys] = await rows<KeyTexts>('select authorities, signing from installation_keys');
      await about('backup', '');
      return keys;
    },
    async putKeys(organisation, { authorities, signing }) {
      await about('keys', organisation);
      await client.query('insert into installation_keys (organisation, authorities, signing) values ($1, $2, $3)', [
        organisation,
        authorities,
        signing,
      ]);
      await about('backup', '');
    },
    async within(organisation) {
      await about('', organisation);
      return { organisation, database: client, isOfOneMoment: true, query: (text, values = []) => rows(text, values) };
    },
  };
}

function inOrder(shapes: readonly (TableShape & { readonly needs: readonly string[] })[]): readonly TableShape[] {
  const left = new Map(shapes.map((shape) => [shape.name, shape]));
  const ordered: TableShape[] = [];
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ needs }) => !needs.some((name) => left.has(name)));
    if (ready.length === 0)
      throw new TypeError(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const { name, columns } of ready) {
      left.delete(name);
      ordered.push({ name, columns });
    }
  }
  return ordered;
}
