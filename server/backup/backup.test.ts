// Backups of real databases: everything comes back, from older schemas too, and what was tampered with is refused untouched.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { migrations } from '../migrations/list.ts';
import { migrate } from '../migrations/runner.ts';
import { openStore, type OrganisationId } from '../store/database.ts';
import { openInstallation } from '../store/installation.ts';
import { appendAudit, verifyAudit } from '../store/audit.ts';
import { addOwnFilePart, beginOwnFile, completeOwnFile } from '../store/own-packages.ts';
import { useDatabase, withDatabase, type TestDatabase } from '../test-database.ts';
import { backUp } from './back-up.ts';
import { readBackup, writeBackup } from './format.ts';
import { restore } from './restore.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-backup-'));
const file = join(folder, 'all.backup');
const now = new Date('2026-11-23T10:00:00.000Z');
const source = useDatabase();
let organisation: OrganisationId;

/** Every row of every table, as PostgreSQL prints it; what only a restore writes is left out. */
async function content(database: TestDatabase): Promise<Readonly<Record<string, readonly string[]>>> {
  const client = new pg.Client(database.superuser);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    const apart = ['schema_migrations', 'installation', 'session', 'audit_head', 'audit_entry', 'worker_lease'];
    const found: Record<string, readonly string[]> = {};
    for (const { name } of rows.filter((row) => !apart.includes(row.name))) {
      const all = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
      found[name] = all.rows.map(({ row }) => row);
    }
    return found;
  } finally {
    await client.end();
  }
}

async function asSuperuser<T>(database: TestDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(database.superuser);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  const store = openStore({ connection: source().connection });
  ({ organisation } = await openInstallation(store));
  await store.inOrganisation(organisation, async (transaction) => {
    await transaction.query(
      `insert into endpoint (organisation, id, name, state, tags) values ($1, gen_random_uuid(), E'tab\\there \\\\ and \\n line', 'active', '{a,"b c"}')`,
      [organisation],
    );
    await transaction.query(
      `insert into package (organisation, digest, purl, name, version, source_name, source_version, subject, context)
       select $1, sha256(n::text::bytea), 'pkg:deb/x' || n, 'x' || n, '1', 'x', '1', 'x', '{"owner": {"ecosystem": "E", "subject": "s"}}'
       from generate_series(1, 5000) n`,
      [organisation],
    );
    await transaction.query(
      `insert into sign_in_count (key, failures, tried_at, open_at) values (sha256('k'), 3, now(), now())`,
    );
    await transaction.query("select set_config('suture.presented_email', 'ada@example.net', true)");
    await transaction.query(`insert into account (email, name, created_at) values ('ada@example.net', 'Ada', now())`);
    await transaction.query(
      `insert into membership (organisation, account, role, since)
       select $1, id, 'admin', now() from account where email = 'ada@example.net'`,
      [organisation],
    );
    await transaction.query(
      `insert into session (organisation, digest, account, created_at, expires_at, idle_until)
       select $1, sha256('s'), id, now(), now() + interval '1 day', now() + interval '1 day' from account where email = 'ada@example.net'`,
      [organisation],
    );
    const entry = {
      at: now,
      actor: 'a test',
      address: null,
      action: 'test',
      subject: null,
      before: null,
      after: { a: 1 },
    };
    await appendAudit(transaction, entry);
  });
  await store.close();
  await backUp(source().connection, file, now, undefined);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('nobody else can read the file, and it holds every table with its rows', async () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  const tables = new Map<string, number>();
  await readBackup(Readable.from([zstdDecompressSync(readFileSync(file))]), {
    onTable: async (name, pieces) => {
      let bytes = 0;
      for await (const piece of pieces) bytes += piece.length;
      tables.set(name, bytes);
    },
  });
  const forced = await asSuperuser(source(), async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relrowsecurity and relname <> 'installation_keys'`,
    );
    return rows.map(({ name }) => name);
  });
  expect([...tables.keys()].toSorted()).toEqual(forced.toSorted());
  for (const [name, rows] of Object.entries(await content(source()))) {
    if (tables.has(name)) expect([name, (tables.get(name) ?? 0) > 0]).toEqual([name, rows.length > 0]);
  }
});

test('every table lets a backup read it', async () => {
  const without = await asSuperuser(source(), async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relkind = 'r' and c.relrowsecurity and c.relname <> 'installation_keys'
         and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'in_backup')`,
    );
    return rows.map(({ name }) => name);
  });
  expect(without, 'a migration that makes a table gives it the policy in_backup (0008-backup.ts)').toEqual([]);
});

test('an empty database becomes the one that was backed up, with a higher epoch and without its sessions', async () => {
  await withDatabase(
    async (target) => {
      const { epoch } = await restore(target.connection, file, now, { replace: false });
      expect(epoch).toBe(2);
      expect(await content(target)).toEqual(await content(source()));
      const store = openStore({ connection: target.connection });
      try {
        expect(await openInstallation(store)).toEqual({ organisation, epoch: 2 });
        expect(await verifyAudit(store, organisation)).toMatchObject({ ok: true, entries: 2 });
        const sessions = await store.inOrganisation(organisation, (transaction) =>
          transaction.query('select from session'),
        );
        expect(sessions).toHaveLength(0);
        // Its walls stand again, and numbers go on.
        const other = '00000000-0000-4000-8000-000000000001' as OrganisationId;
        expect(await store.inOrganisation(other, (transaction) => transaction.query('select from endpoint'))).toEqual(
          [],
        );
        await expect(
          store.inOrganisation(organisation, (transaction) =>
            transaction.query("update audit_entry set actor = 'another'"),
          ),
        ).rejects.toThrow('only ever added to');
        const [added] = await store.inOrganisation(organisation, (transaction) =>
          transaction.query<{ id: string }>(
            `insert into package_set (organisation, kind, digest, items, content) values ($1, 'installed', sha256('n'), 0, '') returning id`,
            [organisation],
          ),
        );
        expect(Number(added?.id)).toBeGreaterThan(0);
      } finally {
        await store.close();
      }
    },
    { migrated: false },
  );
});

test('a large file of a package of one’s own comes back byte for byte, and is only kept complete where it was', async () => {
  const [whole, begun] = ['a1'.repeat(32), 'b2'.repeat(32)];
  const kept = join(folder, 'large.backup');
  const parts = 64;
  const written = createHash('sha256');
  const held = (database: TestDatabase) =>
    asSuperuser(database, async (client) => {
      const { rows } = await client.query<{ of: string; bytes: string | null; parts: number; sha256: string }>(
        `select encode(digest, 'hex') as of, f.bytes, count(*)::int as parts,
           encode(sha256(string_agg(p.data, '' order by p.part)), 'hex') as sha256
         from own_file f join own_file_part p using (organisation, digest) group by 1, 2 order by 1`,
      );
      return rows;
    });
  await withDatabase(async (large) => {
    const store = openStore({ connection: large.connection });
    const installed = await openInstallation(store);
    await store.inOrganisation(installed.organisation, async (transaction) => {
      for (const digest of [whole, begun]) await beginOwnFile(transaction, digest, 'ada', now);
      for (let part = 0; part < parts; part += 1) {
        // As installers are: nothing of it can be packed.
        const data = randomBytes(part === parts - 1 ? 5 : OWN.part);
        written.update(data);
        await addOwnFilePart(transaction, whole, part, data);
      }
      await completeOwnFile(transaction, whole, (parts - 1) * OWN.part + 5);
      await addOwnFilePart(transaction, begun, 0, Buffer.from('half'));
    });
    await store.close();
    const before = await held(large);
    expect(before).toEqual([
      { of: whole, bytes: String((parts - 1) * OWN.part + 5), parts, sha256: written.digest('hex') },
      { of: begun, bytes: null, parts: 1, sha256: createHash('sha256').update('half').digest('hex') },
    ]);
    await backUp(large.connection, kept, now, undefined);
    await withDatabase(
      async (target) => {
        await restore(target.connection, kept, now, { replace: false });
        expect(await held(target)).toEqual(before);
      },
      { migrated: false },
    );
  });
}, 120_000);

test('a database that holds something is replaced only when that is asked for', async () => {
  await withDatabase(async (target) => {
    const store = openStore({ connection: target.connection });
    const before = await openInstallation(store);
    await store.close();
    await expect(restore(target.connection, file, now, { replace: false })).rejects.toThrow('already');
    expect((await asSuperuser(target, (client) => client.query('select organisation from installation'))).rows).toEqual(
      [{ organisation: before.organisation }],
    );
    await restore(target.connection, file, now, { replace: true });
    expect(await content(target)).toEqual(await content(source()));
  });
});

test('a database that a server uses is left alone', async () => {
  await withDatabase(async (target) => {
    const store = openStore({ connection: target.connection });
    await openInstallation(store);
    await expect(restore(target.connection, file, now, { replace: true })).rejects.toThrow('a server is using');
    await store.close();
  });
});

describe('what was tampered with, cut or is no backup is refused before anything is touched', () => {
  const text = (): Buffer => zstdDecompressSync(readFileSync(file));
  const cases: readonly (readonly [string, () => Uint8Array])[] = [
    [
      'a row changed',
      () => zstdCompressSync(Buffer.from(text().toString('latin1').replace('pkg:deb/x77', 'pkg:deb/y77'), 'latin1')),
    ],
    [
      'a header changed',
      () => zstdCompressSync(Buffer.from(text().toString('latin1').replace('"epoch":1', '"epoch":9'), 'latin1')),
    ],
    [
      'a table left out',
      () =>
        zstdCompressSync(
          Buffer.from(
            text()
              .toString('latin1')
              .replace(/table endpoint\n(piece.*?\n.*?\n)+?(?=table)/s, ''),
            'latin1',
          ),
        ),
    ],
    ['the end cut off', () => zstdCompressSync(text().subarray(0, -200))],
    ['bytes cut off', () => readFileSync(file).subarray(0, 2_000)],
    ['something behind its end', () => zstdCompressSync(Buffer.concat([text(), Buffer.from('more')]))],
    ['another file', () => Buffer.from('not a backup')],
    ['an empty file', () => Buffer.alloc(0)],
  ];
  test.each(cases)('%s', async (_name, bytes) => {
    const path = join(folder, 'tampered');
    writeFileSync(path, bytes());
    expect(readFileSync(path).equals(readFileSync(file))).toBe(false);
    await withDatabase(async (target) => {
      const store = openStore({ connection: target.connection });
      const before = await openInstallation(store);
      await store.close();
      await expect(restore(target.connection, path, now, { replace: true })).rejects.toThrow('cannot be restored');
      const { rows } = await asSuperuser(target, (client) => client.query('select organisation from installation'));
      expect(rows).toEqual([{ organisation: before.organisation }]);
    });
  });

  test('a backup of a later Suture', async () => {
    const path = join(folder, 'later');
    const head = await readBackup(Readable.from([text()]));
    const later = { ...head, tables: [], migrations: [...head.migrations, { id: '9999-later', checksum: 'x' }] };
    const pieces = await Array.fromAsync(writeBackup(later, async function* () {}));
    writeFileSync(path, zstdCompressSync(Buffer.concat(pieces)));
    await withDatabase(async (target) => {
      await expect(restore(target.connection, path, now, { replace: true })).rejects.toThrow('later Suture');
    });
  });
});

test('a backup of an earlier schema is brought up to date', async () => {
  const last = migrations.findIndex(({ id }) => id === '0008-backup') + 1;
  const path = join(folder, 'earlier');
  await withDatabase(
    async (target) => {
      await migrate(target.connection, migrations.slice(0, last));
      const store = openStore({ connection: target.connection });
      await openInstallation(store);
      await store.close();
      await backUp(target.connection, path, now, undefined);
    },
    { migrated: false },
  );
  await withDatabase(async (target) => {
    await restore(target.connection, path, now, { replace: false });
    const { rows } = await asSuperuser(target, (client) =>
      client.query('select id from schema_migrations order by id'),
    );
    expect(rows.map(({ id }) => id)).toEqual(migrations.map(({ id }) => id));
  });
});

test('what servers do meanwhile is in the backup wholly or not at all', async () => {
  const path = join(folder, 'meanwhile');
  const store = openStore({ connection: source().connection });
  const state = { isOver: false, written: 0 };
  const writing = (async () => {
    while (!state.isOver) {
      await store.inOrganisation(organisation, async (transaction) => {
        const [made] = await transaction.query<{ id: string }>(
          `insert into endpoint (organisation, id, name, state) values ($1, gen_random_uuid(), 'm', 'active') returning id`,
          [organisation],
        );
        await transaction.query('insert into endpoint_seen (organisation, endpoint, seen_at) values ($1, $2, now())', [
          organisation,
          made?.id,
        ]);
      });
      state.written += 1;
    }
  })();
  while (state.written < 3) await new Promise(setImmediate);
  await backUp(source().connection, path, now, undefined);
  state.isOver = true;
  await writing;
  await store.close();
  await withDatabase(
    async (target) => {
      await restore(target.connection, path, now, { replace: false });
      const { rows } = await asSuperuser(target, (client) =>
        client.query(
          `select count(*) filter (where s.endpoint is null)::int as torn, count(*)::int as all
           from endpoint e left join endpoint_seen s on s.endpoint = e.id where e.name = 'm'`,
        ),
      );
      expect(rows[0]).toMatchObject({ torn: 0 });
      expect(rows[0]?.all).toBeGreaterThanOrEqual(3);
    },
    { migrated: false },
  );
});
