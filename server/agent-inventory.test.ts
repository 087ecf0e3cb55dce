// Check-ins and uploads over real TLS and a real database: what is told is kept, what is false or too much is refused.
import { createHash, randomBytes } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deltaBetween, encodeDelta } from '@suture/core/packages/package-set-delta.ts';
import { installedSet } from '@suture/core/packages/package-set-installed.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { DELTA_TYPE } from '@suture/protocol/agent/set-upload.ts';
import {
  addOrganisation,
  callIn,
  facts,
  installed,
  knock,
  message,
  newEndpoint,
  openDoor,
  pkg,
  setOf,
  upload,
  type DoorForTests,
  type SetForTests,
} from './agent-door.fixture.ts';
import type { OrganisationId } from './store/database.ts';
import { useDatabase } from './test-database.ts';

const database = useDatabase();
let door: DoorForTests;
let organisation: OrganisationId;

beforeAll(async () => {
  door = await openDoor(database().connection);
  organisation = await addOrganisation(door);
});
afterAll(() => door.close());

const problemOf = (reply: { readonly body: { readonly type?: string } }): string | undefined =>
  reply.body.type?.replace('urn:suture:problem:', '');

const rows = (query: string, ...values: readonly unknown[]): Promise<readonly Record<string, unknown>[]> =>
  door.store.inOrganisation(organisation, (transaction) => transaction.query(query, values));

const filed = (endpoint: string): Promise<readonly Record<string, unknown>[]> =>
  rows(
    `select s.adapter, s.kind, s.status, 'sha256:' || encode(p.digest, 'hex') as digest, p.items
     from section s left join package_set p on p.organisation = s.organisation and p.id = s.package_set
     where s.endpoint = $1 order by s.kind`,
    endpoint,
  );

/** How often any row of an endpoint was written: what a check-in that says nothing new must leave alone. */
const written = (endpoint: string): Promise<readonly Record<string, unknown>[]> =>
  rows('select xmin::text, facts from endpoint where id = $1', endpoint);

let made = 0;
const newSet = (...more: readonly Package[]): SetForTests => setOf(pkg(`unique-${(made += 1)}`, '1.0-1'), ...more);

const textOfDelta = (base: SetForTests, target: SetForTests): string => {
  const lines = ({ text }: SetForTests) => text.split('\n').slice(1, -1);
  return encodeDelta(installedSet.header, deltaBetween(lines(base), lines(target)));
};

async function active() {
  return newEndpoint(door, organisation);
}

/** An endpoint whose first inventory is acknowledged. */
async function reported(set = newSet()) {
  const endpoint = await active();
  await callIn(door, endpoint.as, [installed(set)]);
  expect((await upload(door, endpoint.as, set)).status).toBe(200);
  expect((await callIn(door, endpoint.as, [installed(set)])).body.wants).toEqual([]);
  return { ...endpoint, set };
}

describe('an inventory', () => {
  test('is asked for, uploaded, acknowledged and filed; an equal machine uploads nothing', async () => {
    const { id, as } = await active();
    const set = newSet(pkg('openssl', '3.0.9-1'));
    const first = await callIn(door, as, [installed(set)]);
    expect(first).toMatchObject({
      status: 200,
      body: { protocol: 1, state: 'active', wants: [{ digest: set.digest }], intervalSeconds: 300, jitterSeconds: 30 },
    });
    expect(Math.abs(Date.parse(first.body.serverTime) - Date.now())).toBeLessThan(5_000);
    expect(await filed(id)).toEqual([]);
    expect(await upload(door, as, set)).toMatchObject({ status: 200, body: { digest: set.digest, stored: 'new' } });
    expect((await upload(door, as, set)).body.stored).toBe('known');
    expect((await callIn(door, as, [installed(set)])).body.wants).toEqual([]);
    const whole = { adapter: 'apt', kind: 'installed', status: 'complete', digest: set.digest, items: 2 };
    expect(await filed(id)).toEqual([whole]);
    const equal = await active();
    expect((await callIn(door, equal.as, [installed(set)])).body.wants).toEqual([]);
    expect(await filed(equal.id)).toEqual([whole]);
  });

  test('that has not changed is noted and nothing else is written; uptime is no change, a new kernel is', async () => {
    const { id, as, set } = await reported();
    const before = await written(id);
    const seen = () =>
      rows('select sequence::int, seen_at, clock_offset_ms::int from endpoint_seen where endpoint = $1', id);
    const [earlier] = await seen();
    const later = {
      facts: { ...facts(), uptimeSeconds: 99_999 },
      clock: { now: '2026-11-22T10:05:00.000Z', offsetMs: 7 },
    };
    expect((await callIn(door, as, [installed(set)], later)).body).toMatchObject({ state: 'active', wants: [] });
    expect(await written(id)).toEqual(before);
    const [now] = await seen();
    expect(Number(now?.['sequence'])).toBeGreaterThan(Number(earlier?.['sequence']));
    expect(now?.['clock_offset_ms']).toBe(7);
    await callIn(door, as, [installed(set)], { facts: { ...facts(), kernel: '6.1.0-29-amd64' } });
    expect(await written(id)).not.toEqual(before);
  });

  test('twenty unchanged check-ins at once are all answered, from a few commits', async () => {
    const set = newSet();
    const all = [await reported(set)];
    for (let index = 1; index < 20; index += 1) all.push({ ...(await active()), set });
    for (const { as } of all) await callIn(door, as, [installed(set)]);
    const commits = async () => {
      const query = 'select count(distinct xmin::text)::int as n from endpoint_seen where endpoint = any($1)';
      return Number(
        (
          await rows(
            query,
            all.map(({ id }) => id),
          )
        )[0]?.['n'],
      );
    };
    expect(await commits()).toBe(20);
    const replies = await Promise.all(all.map(({ as }) => callIn(door, as, [installed(set)])));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
    expect(await commits()).toBeLessThan(15);
  });

  test('that changed a little comes as a delta against what the endpoint reported before', async () => {
    const packages = Array.from({ length: 200 }, (_, index) => pkg(`library-${made}-${index}`, '1.0-1'));
    const { id, as, set } = await reported(setOf(...packages));
    const next = setOf(...packages.slice(1), pkg('openssl', '3.0.15-1'));
    const asked = await callIn(door, as, [installed(next)]);
    expect(asked.body.wants).toEqual([{ digest: next.digest, base: set.digest }]);
    expect(await filed(id)).toMatchObject([{ digest: set.digest }]);
    const text = textOfDelta(set, next);
    const reply = await upload(door, as, { text, digest: next.digest }, { base: set.digest, type: DELTA_TYPE });
    expect(reply).toMatchObject({ status: 200, body: { stored: 'new' } });
    expect((await callIn(door, as, [installed(next)])).body.wants).toEqual([]);
    expect(await filed(id)).toMatchObject([{ digest: next.digest, items: 200 }]);
    const rebuilt = await rows(
      "select count(*)::int as n from package_set where encode(digest, 'hex') = $1",
      next.digest.slice(7),
    );
    expect(rebuilt).toEqual([{ n: 1 }]);
  });

  test('a failed section is filed as failed, never as empty; a partial one keeps its reasons', async () => {
    const { id, as, set } = await reported();
    const problems = ['dpkg: status is cut off'];
    await callIn(door, as, [{ adapter: 'apt', kind: 'installed', status: 'failed', problems }]);
    expect(await filed(id)).toMatchObject([{ status: 'failed', digest: null }]);
    await callIn(door, as, [{ ...installed(set), status: 'partial', problems }]);
    expect(await rows('select status, problems from section where endpoint = $1', id)).toEqual([
      { status: 'partial', problems },
    ]);
  });

  test('a server that stops in between loses nothing that it acknowledged', async () => {
    const { id, as } = await active();
    const set = newSet();
    await callIn(door, as, [installed(set)]);
    await door.restart();
    expect((await upload(door, as, set)).body.stored).toBe('new');
    await door.restart();
    expect((await callIn(door, as, [installed(set)])).body.wants).toEqual([]);
    await door.restart();
    expect((await callIn(door, as, [installed(set)])).body.wants).toEqual([]);
    expect(await filed(id)).toMatchObject([{ digest: set.digest }]);
  });
});

describe('an upload is refused, and nothing changes,', () => {
  let sets = 0;
  const stored = async () => Number((await rows('select count(*)::int as n from package_set'))[0]?.['n']);

  async function asked(set = newSet()) {
    const endpoint = await active();
    await callIn(door, endpoint.as, [installed(set)]);
    sets = await stored();
    return { ...endpoint, set };
  }

  test('when its content has another digest; and it is logged, with who and where from', async () => {
    const { id, as, set } = await asked();
    const reply = await upload(door, as, { text: newSet().text, digest: set.digest });
    expect([reply.status, problemOf(reply)]).toEqual([422, 'digest-mismatch']);
    expect(door.logged.at(-1)).toMatchObject({
      problem: { status: 422 },
      path: '/agent/v1/sets/:digest',
      address: '127.0.0.1',
      peer: { organisation, endpoint: id },
      error: undefined,
    });
    expect(await stored()).toBe(sets);
  });

  test('when a delta leads to another digest, or starts from a base that was not offered', async () => {
    const { as, set } = await reported();
    const next = newSet();
    await callIn(door, as, [installed(next)]);
    sets = await stored();
    const delta = { digest: next.digest, text: textOfDelta(set, newSet()) };
    const options = { base: set.digest, type: DELTA_TYPE };
    expect(problemOf(await upload(door, as, delta, options))).toBe('digest-mismatch');
    const other = await reported();
    expect(problemOf(await upload(door, as, delta, { ...options, base: other.set.digest }))).toBe('base-unknown');
    expect(await stored()).toBe(sets + 1);
  });

  test('when nobody asked this endpoint for it', async () => {
    const { as } = await asked();
    const reply = await upload(door, as, newSet());
    expect([reply.status, problemOf(reply)]).toEqual([403, 'not-wanted']);
    expect(await stored()).toBe(sets);
  });

  test('when it is what an endpoint of another organisation was asked for; and its own is stored apart', async () => {
    const { set } = await asked();
    const elsewhere = await addOrganisation(door);
    const stranger = await newEndpoint(door, elsewhere);
    expect(problemOf(await upload(door, stranger.as, set))).toBe('not-wanted');
    const { set: ours } = await reported();
    // What we have, they are asked for all the same: that we have it is not theirs to know.
    expect((await callIn(door, stranger.as, [installed(ours)])).body.wants).toEqual([{ digest: ours.digest }]);
    const base = { base: ours.digest, type: DELTA_TYPE };
    expect(
      problemOf(await upload(door, stranger.as, { text: textOfDelta(ours, ours), digest: ours.digest }, base)),
    ).toBe('base-unknown');
    expect((await upload(door, stranger.as, ours)).body.stored).toBe('new');
  });

  test('when it unfolds to more than it said: a bomb of a quarter of a gigabyte costs what was said', async () => {
    const { as, set } = await asked();
    const bomb = zstdCompressSync(Buffer.alloc(1 << 28));
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage().rss;
    const reply = await upload(door, as, set, { body: bomb });
    expect([reply.status, problemOf(reply)]).toEqual([413, 'too-large']);
    const most = await upload(door, as, set, { body: bomb, headers: { 'suture-length': String(32 * 1024 * 1024) } });
    expect(problemOf(most)).toBe('too-large');
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
    expect(await stored()).toBe(sets);
  });

  test('when it unfolds to less, is not zstd, or not canonical', async () => {
    const { as, set } = await asked();
    const longer = { 'suture-length': String(set.text.length + 1) };
    expect(problemOf(await upload(door, as, set, { headers: longer }))).toBe('malformed-request');
    expect(problemOf(await upload(door, as, set, { body: randomBytes(100) }))).toBe('malformed-request');
    expect(await stored()).toBe(sets);
    const text = `${installedSet.header}\nnot\ta\tpackage\n`;
    const wrong = { text, digest: `sha256:${createHash('sha256').update(text).digest('hex')}` };
    await callIn(door, as, [installed(wrong)]);
    const reply = await upload(door, as, wrong);
    expect([reply.status, problemOf(reply)]).toEqual([422, 'not-canonical']);
    expect(await stored()).toBe(sets);
  });

  test('when its body is larger than allowed, or said to unfold to more than a set may', async () => {
    const { as, set } = await asked();
    const big = await upload(door, as, set, { body: randomBytes(8 * 1024 * 1024 + 1) }).catch(() => undefined);
    // Refused by its length, before it is read; a client still writing may see the connection end instead.
    expect(big === undefined ? 'too-large' : problemOf(big)).toBe('too-large');
    const headers = { 'suture-length': String(32 * 1024 * 1024 + 1) };
    expect(problemOf(await upload(door, as, set, { headers }))).toBe('malformed-request');
    expect(await stored()).toBe(sets);
  });

  test('when it breaks off; the same upload then succeeds', async () => {
    const { as, set } = await asked();
    await expect(upload(door, as, set, { cutAfter: 10 })).rejects.toThrow('socket hang up');
    expect(await stored()).toBe(sets);
    expect((await upload(door, as, set)).body.stored).toBe('new');
  });

  test('when the endpoint was revoked after it was asked', async () => {
    const { id, as, set } = await asked();
    await rows("update endpoint set state = 'revoked' where id = $1", id);
    expect(problemOf(await upload(door, as, set))).toBe('endpoint-revoked');
    expect(await stored()).toBe(sets);
  });
});

describe('a check-in', () => {
  const raw = (as: Parameters<typeof callIn>[1], body: string) => knock(door, '/agent/v1/check-in', { as, body });

  test('with fields nobody knows is taken, one with wrong types is refused and points at them', async () => {
    const { as } = await active();
    expect((await callIn(door, as, [], { later: { nobody: 'knows' } })).status).toBe(200);
    const wrong = await callIn(door, as, [{ adapter: 'apt', kind: 'installed', status: 'complete', digest: 7 }]);
    expect([wrong.status, wrong.type, problemOf(wrong)]).toEqual([
      400,
      'application/problem+json',
      'malformed-request',
    ]);
    expect(wrong.body.errors).toMatchObject([{ pointer: '/sections/0/digest' }]);
    for (const body of ['', '{', 'null', '[]', '{"__proto__":{"protocol":1}}']) {
      expect([body, (await raw(as, body)).status]).toEqual([body, 400]);
    }
    const other = await callIn(door, as, [], { protocol: 2 });
    expect(problemOf(other)).toBe('unsupported-protocol');
  });

  test('of another type of body, or larger than allowed, is refused', async () => {
    const { as } = await active();
    const headers = { 'content-type': 'text/plain' };
    expect((await knock(door, '/agent/v1/check-in', { as, headers, body: '{}' })).status).toBe(400);
    const large = await raw(as, ' '.repeat(128 * 1024 + 1));
    expect([large.status, problemOf(large)]).toEqual([413, 'too-large']);
  });

  test('that is replayed is refused, also when it would say nothing new, and changes nothing', async () => {
    const { id, as, set } = await reported();
    const body = JSON.stringify(message([installed(set)]));
    expect((await raw(as, body)).status).toBe(200);
    const before = await rows('select sequence, seen_at from endpoint_seen where endpoint = $1', id);
    const again = await raw(as, body);
    expect([again.status, problemOf(again)]).toEqual([409, 'sequence-not-higher']);
    expect(await rows('select sequence, seen_at from endpoint_seen where endpoint = $1', id)).toEqual(before);
  });

  test('waits for a write of the same endpoint that is not committed yet, and is judged by what that leaves', async () => {
    const { id, as, set } = await reported();
    const other = await database().pool.connect();
    try {
      await other.query('begin');
      await other.query("select set_config('suture.organisation', $1, true)", [organisation]);
      await other.query('update endpoint_seen set sequence = 5000000 where endpoint = $1', [id]);
      const changed = { facts: { ...facts(), kernel: '6.1.0-30-amd64' }, sequence: 5_000_000 };
      const reply = callIn(door, as, [installed(set)], changed);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await other.query('commit');
      expect(problemOf(await reply)).toBe('sequence-not-higher');
    } finally {
      other.release();
    }
  });

  test('the same one sent six times at once is taken once', async () => {
    const { as, set } = await reported();
    const body = JSON.stringify(message([installed(set)]));
    const replies = await Promise.all(Array.from({ length: 6 }, () => raw(as, body)));
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409, 409, 409, 409]);
  });
});

describe('two machines with one key', () => {
  const [ONE, OTHER, THIRD] = [1, 2, 3].map((digit) => `0000000${digit}-6a55-4c0e-9a55-1f0e2d3c4b5a`);

  test('a restart is no clone, two boot ids in turns are: quarantined until a person looks', async () => {
    const { id, as, set } = await reported();
    const from = (bootId: string | undefined) => callIn(door, as, [installed(set)], { facts: facts(bootId) });
    for (const boot of [ONE, OTHER, OTHER, THIRD]) expect((await from(boot)).body.state).toBe('active');
    expect((await from(ONE)).body).toMatchObject({ state: 'quarantined', wants: [] });
    expect((await from(THIRD)).body.state).toBe('quarantined');
    expect(await rows('select state, state_reason from endpoint where id = $1', id)).toMatchObject([
      { state: 'quarantined', state_reason: expect.stringMatching(/^cloned/) },
    ]);
    expect(problemOf(await upload(door, as, newSet()))).toBe('endpoint-quarantined');
    const body = JSON.stringify({
      protocol: 1,
      csr: '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n',
    });
    expect((await knock(door, '/agent/v1/certificate', { as, body })).status).toBe(400);
  });

  test('a clone whose numbers are behind is a clone all the same', async () => {
    const { as, set } = await reported();
    const call = (bootId: string | undefined, sequence: number) =>
      callIn(door, as, [installed(set)], { facts: facts(bootId), sequence });
    await call(ONE, 900_000);
    await call(OTHER, 900_001);
    expect((await call(ONE, 2)).body.state).toBe('quarantined');
  });
});
