// Writes with an Idempotency-Key: done once, however often and however many at a time ask for it.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { once } from '../access/once.ts';
import { useApi, type Answer } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let as: Readonly<Record<string, string>>;

beforeEach(async () => {
  organisation = await api().organisation();
  const name = `ada-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, 'admin');
  as = await api().signedIn(name);
});

const create = (key: string | undefined, uses = 1, who = as): Promise<Answer> =>
  api().call('post', '/enrolment-tokens', {
    as: who,
    body: { uses },
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
const made = async (): Promise<number> => {
  const { rows } = await api().superuser.query('select from enrolment_token where organisation = $1', [organisation]);
  return rows.length;
};
const recorded = async (): Promise<number> => {
  const { rows } = await api().superuser.query(
    "select from audit_entry where organisation = $1 and action = 'enrolment-token.create'",
    [organisation],
  );
  return rows.length;
};

test('asking again gives the same answer, the secret included, and does nothing', async () => {
  const key = randomUUID();
  const first = await create(key);
  const again = await create(key);
  expect(first.status).toBe(201);
  expect(first.body.token).toMatch(/^sut_enrol_/);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect([await made(), await recorded()]).toEqual([1, 1]);
});

test('without a key each is another', async () => {
  await create(undefined);
  await create(undefined);
  expect(await made()).toBe(2);
});

test('many at the same moment are one act, and all get its answer', async () => {
  const key = randomUUID();
  const all = await Promise.all(Array.from({ length: 8 }, () => create(key)));
  expect(new Set(all.map(({ body }) => body.token)).size).toBe(1);
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  expect([await made(), await recorded()]).toEqual([1, 1]);
});

test('a key for something else is refused, and of somebody else is another key', async () => {
  const key = randomUUID();
  await create(key);
  expect(await create(key, 2)).toMatchObject({
    status: 422,
    body: { type: 'urn:suture:problem:idempotency-key-reused' },
  });
  const other = await api().call('post', '/invitations', {
    as,
    body: { email: 'a@example.org', name: 'A', role: 'viewer' },
    headers: { 'idempotency-key': key },
  });
  expect(other.status).toBe(422);
  const name = `bob-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, 'operator');
  expect((await create(key, 2, await api().signedIn(name))).status).toBe(201);
  expect(await made()).toBe(2);
});

test('what was refused may be asked again with the same key', async () => {
  const key = randomUUID();
  const id = await api().endpoint(organisation, 'web-1', { state: 'revoked' });
  const approve = () => api().call('post', `/endpoints/${id}/approval`, { as, headers: { 'idempotency-key': key } });
  expect((await approve()).status).toBe(409);
  await api().superuser.query("update endpoint set state = 'pending' where id = $1", [id]);
  expect((await approve()).body.state).toBe('active');
  // And what was done is not done again, whatever happened since.
  await api().superuser.query("update endpoint set state = 'pending' where id = $1", [id]);
  expect((await approve()).body.state).toBe('active');
  const { rows } = await api().superuser.query('select state from endpoint where id = $1', [id]);
  expect(rows).toEqual([{ state: 'pending' }]);
});

test.each(['short', 'x'.repeat(201), 'with a blank in it'])('"%s" is no key', async (key) => {
  expect(await create(key)).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'header', name: 'Idempotency-Key' }] },
  });
  expect(await made()).toBe(0);
});

test('a key is good for a day', async () => {
  const key = randomUUID();
  await create(key);
  api().clock.now = new Date(api().clock.now.getTime() + 86_400_001);
  const name = `eve-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, 'admin');
  const { rows } = await api().superuser.query('select digest from idempotency_key where organisation = $1', [
    organisation,
  ]);
  expect(rows).toHaveLength(1);
  expect((await create(randomUUID(), 1, await api().signedIn(name))).status).toBe(201);
  const after = await api().superuser.query('select digest from idempotency_key where organisation = $1', [
    organisation,
  ]);
  expect(after.rows).not.toContainEqual(rows[0]);
});

describe('what is kept of an answer', () => {
  test('tells who reads the database nothing', async () => {
    const key = randomUUID();
    const { body } = await create(key);
    const { rows } = await api().superuser.query<{ row: string; answer: Buffer }>(
      'select k::text as row, answer from idempotency_key k where organisation = $1',
      [organisation],
    );
    expect(rows).toHaveLength(1);
    for (const secret of [key, body.token, body.hint]) {
      expect(rows[0]?.answer.includes(secret)).toBe(false);
      expect(rows[0]?.row).not.toContain(secret);
    }
  });
});

test('a crash between the act and its answer is no second act', async () => {
  const key = randomUUID();
  const { store, door, clock } = api();
  const act = (crash: 'before' | 'after' | 'never') => {
    const bound = once(
      {
        ...store,
        inOrganisation: async (id, work) => {
          const result = await store.inOrganisation(id, async (transaction) => {
            const value = await work(transaction);
            if (crash === 'before') throw new Error('killed before the commit');
            return value;
          });
          if (crash === 'after') throw new Error('killed after the commit');
          return result;
        },
      },
      {
        actor: 'user:x',
        key,
        request: Buffer.alloc(32),
        now: clock.now,
        random: door.random,
        onReplay: () => undefined,
      },
    );
    return bound.inOrganisation(organisation, async (transaction) => {
      await transaction.query("update organisation set name = name || '!' where organisation = $1", [organisation]);
      return { ok: true, at: clock.now };
    });
  };
  await expect(act('before')).rejects.toThrow('before');
  await expect(act('after')).rejects.toThrow('after');
  expect(await act('never')).toEqual({ ok: true, at: clock.now });
  expect(await act('never')).toEqual({ ok: true, at: clock.now });
  const { rows } = await api().superuser.query('select name from organisation where organisation = $1', [organisation]);
  expect(rows).toEqual([{ name: `acme ${organisation}!` }]);
});
