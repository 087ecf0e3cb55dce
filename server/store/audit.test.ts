// The audit chain on a real PostgreSQL: two servers at once, and whoever changes its rows behind our back.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Checkpoint } from '@suture/core/audit/verify-chain.ts';
import { openCheckpoint } from '@suture/protocol/trust/audit-checkpoint.ts';
import { useDatabase } from '../test-database.ts';
import { appendAudit, auditPage, readAudit, takeCheckpoint, verifyAudit, type Happening } from './audit.ts';
import { openStore, type OrganisationId, type Store } from './database.ts';
import { holdOrganisation } from './users.ts';

const database = useDatabase();
const at = new Date('2026-11-22T12:00:00.123Z');
const happening = (n: number): Happening => ({
  at,
  actor: `user:${n % 3}`,
  address: n % 2 === 0 ? '192.0.2.7' : null,
  action: n % 2 === 0 ? 'endpoint.tag' : 'endpoint.approve',
  subject: `endpoint:${n}`,
  before: { tags: ['lab'], share: 0.1 + 0.2, tiny: 1e-27, big: 1e30 },
  after: { tags: ['lab', `n${n}`], text: '\u0000 "é😀\\', none: null },
});

let stores: Store[] = [];
let store: Store;
let organisation: OrganisationId;

function open(): Store {
  const opened = openStore({ connection: database().connection, size: 5 });
  stores.push(opened);
  return opened;
}

async function organisationNamed(name: string): Promise<OrganisationId> {
  const id = randomUUID() as OrganisationId;
  await store.inOrganisation(id, (transaction) =>
    transaction.query('insert into organisation (organisation, name) values ($1, $2)', [id, `${name} ${id}`]),
  );
  return id;
}

beforeEach(async () => {
  store = open();
  organisation = await organisationNamed('acme');
});

afterEach(async () => {
  await Promise.all(stores.map((each) => each.close()));
  stores = [];
});

async function append(count: number, to: Store = store, within = organisation): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    await to.inOrganisation(within, (transaction) => appendAudit(transaction, happening(n)));
  }
}

/** As somebody who owns the database server: no policy holds, no trigger fires. */
async function behindOurBack(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(database().superuser);
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`set local session_replication_role = replica; set local suture.test = '${organisation}'`);
    for (const statement of statements) {
      await client.query(statement.replaceAll('$own', `organisation = current_setting('suture.test')::uuid`));
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}

describe('the audit', () => {
  test('is added to while another holds the organisation, who then adds to it as well', async () => {
    const other = open();
    await store.inOrganisation(organisation, async (transaction) => {
      await holdOrganisation(transaction);
      await append(1, other);
      await appendAudit(transaction, happening(2));
    });
    expect(await verifyAudit(store, organisation)).toMatchObject({ ok: true });
  });

  test(
    'of two servers that add a thousand entries each at once is one chain without a gap',
    { timeout: 120_000 },
    async () => {
      const other = open();
      const lanes = [store, store, store, other, other, other].map((each, lane) =>
        append(lane % 3 === 0 ? 334 : 333, each),
      );
      await Promise.all(lanes);
      expect(await verifyAudit(store, organisation, { batch: 300 })).toMatchObject({
        ok: true,
        head: { sequence: 2_000 },
        entries: 2_000,
      });
      const sequences: number[] = [];
      await store.inOrganisation(organisation, (transaction) =>
        readAudit(transaction, (entries) => void sequences.push(...entries.map(({ sequence }) => sequence)), 77),
      );
      expect(sequences).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1));
    },
  );

  test('is verified while it is added to', async () => {
    await append(20);
    const adding = append(60);
    for (let round = 0; round < 10; round += 1)
      expect((await verifyAudit(store, organisation, { batch: 7 })).ok).toBe(true);
    await adding;
    expect(await verifyAudit(store, organisation)).toMatchObject({ ok: true, entries: 80 });
  });

  test('leaves no gap where a change was undone', async () => {
    await append(2);
    const undone = store.inOrganisation(organisation, async (transaction) => {
      await appendAudit(transaction, happening(3));
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    await append(1);
    expect(await verifyAudit(store, organisation)).toMatchObject({ ok: true, entries: 3 });
  });

  test('says what it was told, to the millisecond and the last digit', async () => {
    await append(1);
    const page = await store.inOrganisation(organisation, (transaction) =>
      auditPage(transaction, {}, { after: undefined, limit: 10 }),
    );
    const { at: when, ...event } = happening(1);
    expect(page.rows).toMatchObject([{ ...event, at: when.toISOString(), sequence: 1, organisation }]);
    expect(page).toMatchObject({ total: 1, next: undefined });
  });

  test('is shown in pages, the newest first, and by who, what and to what', async () => {
    await append(7);
    const page = (filter: Parameters<typeof auditPage>[1], after?: number) =>
      store.inOrganisation(organisation, (transaction) => auditPage(transaction, filter, { after, limit: 3 }));
    const shown = async (...args: Parameters<typeof page>) => {
      const { rows, total, next } = await page(...args);
      return { rows: rows.map(({ sequence }) => sequence), total, next };
    };
    expect(await shown({})).toEqual({ rows: [7, 6, 5], total: 7, next: 5 });
    expect(await shown({}, 5)).toEqual({ rows: [4, 3, 2], total: 7, next: 2 });
    expect(await shown({}, 2)).toEqual({ rows: [1], total: 7, next: undefined });
    expect(await shown({ actor: 'user:1' })).toEqual({ rows: [7, 4, 1], total: 3, next: undefined });
    expect(await shown({ action: 'endpoint.tag' })).toEqual({ rows: [6, 4, 2], total: 3, next: undefined });
    expect(await shown({ subject: 'endpoint:6' })).toEqual({ rows: [6], total: 1, next: undefined });
  });

  test('of one organisation is nothing to another', async () => {
    const other = await organisationNamed('other');
    await append(2);
    await append(1, store, other);
    expect(await verifyAudit(store, other)).toMatchObject({ ok: true, entries: 1 });
    const crossing = store.inOrganisation(other, (transaction) =>
      transaction.query(
        `insert into audit_entry (organisation, sequence, at, actor, action, before, after, previous, hash)
         values ($1, 3, now(), 'user:1', 'x', 'null', 'null', '', repeat('0', 64))`,
        [organisation],
      ),
    );
    await expect(crossing).rejects.toThrow('row-level security');
  });

  test('does not record what JSON cannot say', async () => {
    const broken = store.inOrganisation(organisation, (transaction) =>
      appendAudit(transaction, { ...happening(1), subject: 'endpoint:\ud800' }),
    );
    await expect(broken).rejects.toThrow('cannot record endpoint.approve');
  });

  test.each([
    ['update', "update audit_entry set actor = 'nobody'"],
    ['delete', 'delete from audit_entry'],
    ['truncate', 'truncate audit_entry'],
    ['update of a checkpoint', 'update audit_checkpoint set sequence = 9'],
    ['delete of a checkpoint', 'delete from audit_checkpoint'],
    ['removal with its organisation', 'delete from organisation'],
  ])('refuses the server itself an %s', async (_, statement) => {
    await append(2);
    const change = store.inOrganisation(organisation, (transaction) => transaction.query(statement));
    await expect(change).rejects.toThrow(/only ever added to|foreign key/);
    expect(await verifyAudit(store, organisation)).toMatchObject({ ok: true, entries: 2 });
  });
});

describe('an audit that was tampered with', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  let exported: Checkpoint;

  const verify = (batch = 5) => verifyAudit(store, organisation, { checkpoints: [exported], keys: [publicKey], batch });

  async function twelveEntries(): Promise<void> {
    organisation = await organisationNamed('acme');
    await append(12);
    const envelope = await store.inOrganisation(organisation, (transaction) =>
      takeCheckpoint(transaction, privateKey, at),
    );
    const opened = openCheckpoint(envelope, [publicKey]);
    if (!opened.ok) throw new Error(opened.why);
    exported = opened.payload;
  }

  /** What an owner of the database takes away first. */
  const unlocked = `alter table audit_entry drop constraint if exists audit_entry_pkey,
    drop constraint if exists audit_entry_sequence_check, drop constraint if exists audit_entry_hash_check,
    alter before drop not null, alter after drop not null`;

  beforeEach(twelveEntries);

  test('is told from one that was not', async () => {
    expect(exported).toMatchObject({ organisation, sequence: 12 });
    expect(await verify()).toMatchObject({ ok: true, entries: 12 });
  });

  test.each([
    ['actor', "'user:other'"],
    ['address', "'198.51.100.1'"],
    ['at', "at + interval '1 ms'"],
    ['at', "'infinity'"],
    ['action', "'x'"],
    ['subject', 'null'],
    ['before', `'{"tags":[]}'`],
    ['after', 'null'],
    ['after', `'{"__proto__":{"x":1}}'`],
    ['previous', "repeat('1', 64)"],
    ['hash', "repeat('1', 64)"],
    ['sequence', 'sequence + 100'],
    ['sequence', '-5'],
  ])('is found where %s became %s, at the first row, the last one and where batches meet', async (column, value) => {
    for (const row of [1, 5, 6, 12]) {
      await twelveEntries();
      await behindOurBack(unlocked, `update audit_entry set ${column} = ${value} where $own and sequence = ${row}`);
      expect((await verify()).ok, `row ${row}`).toBe(false);
    }
  });

  test.each([1, 5, 6, 12])('is found where entry %i is gone', async (row) => {
    await behindOurBack(`delete from audit_entry where $own and sequence = ${row}`);
    const cause = row === 12 ? 'truncated' : 'removed';
    expect(await verify()).toMatchObject({ ok: false, sequence: row, cause });
    // Without any checkpoint as well.
    expect(await verifyAudit(store, organisation)).toMatchObject({ ok: false, sequence: row, cause });
  });

  test.each([1, 5, 6, 12])('is found where there are two entries %i', async (row) => {
    await behindOurBack(
      unlocked,
      `create temp table twin on commit drop as select * from audit_entry where $own and sequence = ${row}`,
      "update twin set actor = 'user:twin'",
      'insert into audit_entry select * from twin',
    );
    expect(await verify()).toMatchObject({ ok: false });
  });

  test.each([0, -1, 13])('is found where an entry %i was put in', async (place) => {
    await behindOurBack(
      unlocked,
      'create temp table forged on commit drop as select * from audit_entry where $own and sequence = 12',
      `update forged set sequence = ${place}, previous = hash`,
      'insert into audit_entry select * from forged',
    );
    expect(await verify()).toMatchObject({ ok: false });
  });

  test('is found where a well-made entry was put behind the last one', async () => {
    await behindOurBack('create table head_kept as select * from audit_head where $own');
    await append(1);
    await behindOurBack(
      'update audit_head h set sequence = k.sequence, hash = k.hash from head_kept k where h.organisation = k.organisation',
      'drop table head_kept',
    );
    expect(await verify()).toMatchObject({ ok: false, sequence: 13, cause: 'inserted' });
  });

  test('is found where two entries changed places', async () => {
    await behindOurBack(
      unlocked,
      'update audit_entry set sequence = case sequence when 4 then 9 else 4 end where $own and sequence in (4, 9)',
    );
    expect(await verify()).toMatchObject({ ok: false, sequence: 4 });
  });

  test('is found by a checkpoint where its end was cut off together with its head', async () => {
    await behindOurBack(
      'delete from audit_entry where $own and sequence > 10',
      'delete from audit_checkpoint where $own',
      `update audit_head h set sequence = e.sequence, hash = e.hash
       from audit_entry e where h.$own and e.organisation = h.organisation and e.sequence = 10`,
    );
    expect(await verifyAudit(store, organisation, { keys: [publicKey] })).toMatchObject({ ok: true, entries: 10 });
    expect(await verify()).toMatchObject({ ok: false, sequence: 11, cause: 'truncated' });
  });

  test('is found by a checkpoint where all of it was taken away', async () => {
    await behindOurBack(
      'delete from audit_entry where $own',
      'delete from audit_checkpoint where $own',
      'delete from audit_head where $own',
    );
    expect(await verify()).toMatchObject({ ok: false, sequence: 1, cause: 'truncated' });
  });

  test('is found by a checkpoint where it was written anew', async () => {
    await behindOurBack('delete from audit_entry where $own', 'delete from audit_head where $own');
    for (let n = 1; n <= 14; n += 1) {
      const told = { ...happening(n), actor: 'user:innocent' };
      await store.inOrganisation(organisation, (transaction) => appendAudit(transaction, told));
    }
    expect(await verifyAudit(store, organisation)).toMatchObject({ ok: true, entries: 14 });
    expect(await verify()).toMatchObject({ ok: false, sequence: 12, cause: 'rewritten' });
    expect(await verifyAudit(store, organisation, { keys: [publicKey] })).toMatchObject({ sequence: 12 });
  });

  test('is found where a checkpoint in the database is not signed by us', async () => {
    const stranger = generateKeyPairSync('ed25519');
    expect(await verifyAudit(store, organisation, { keys: [stranger.publicKey] })).toMatchObject({
      ok: false,
      sequence: 12,
      cause: 'forged-checkpoint',
    });
    await behindOurBack('update audit_checkpoint set sequence = 11 where $own');
    expect(await verify()).toMatchObject({ ok: false, sequence: 11, cause: 'forged-checkpoint' });
  });

  test('gives one checkpoint for one place, and none where there is no entry', async () => {
    const take = () => store.inOrganisation(organisation, (transaction) => takeCheckpoint(transaction, privateKey, at));
    expect(await take()).toEqual(await take());
    organisation = await organisationNamed('empty');
    expect(await take()).toBeUndefined();
    expect(await verifyAudit(store, organisation)).toMatchObject({ ok: true, entries: 0 });
  });
});
