// Enrolment and renewal over real TLS and a real database: who gets in, who does not, and whose identity nobody inherits.
import { createHash, createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { keyFingerprint } from '@suture/protocol/trust/keys.ts';
import { createAuthority } from './access/certificates/authority.ts';
import { issueEndpointCertificate, readCertificateRequest } from './access/certificates/endpoint-certificate.ts';
import {
  addOrganisation,
  addToken,
  callIn,
  enrolWith,
  facts,
  knock,
  newEndpoint,
  openDoor,
  type DoorForTests,
} from './agent-door.fixture.ts';
import type { OrganisationId } from './store/database.ts';
import { claimKey, revokeCertificates } from './store/endpoint-certificates.ts';
import { setState } from './store/endpoints.ts';
import { useDatabase } from './test-database.ts';

const database = useDatabase();
let door: DoorForTests;
let organisation: OrganisationId;

beforeAll(async () => {
  door = await openDoor(database().connection);
  organisation = await addOrganisation(door);
});
afterAll(() => door.close());

const endpoints = (): Promise<readonly { readonly id: string; readonly state: string; readonly tags: string[] }[]> =>
  door.store.inOrganisation(organisation, (transaction) =>
    transaction.query('select id, state, tags from endpoint order by enrolled_at'),
  );

/** Until some transaction waits for another. */
const somebodyWaits = async (): Promise<void> => {
  const waiting = () =>
    database().pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
  await expect.poll(async () => (await waiting()).rowCount, { timeout: 20_000 }).toBeGreaterThan(0);
};

const problemOf = (reply: { readonly body: { readonly type?: string } }): string | undefined =>
  reply.body.type?.replace('urn:suture:problem:', '');

describe('enrolment', () => {
  test('a token lets one endpoint in, with its tags and an id of the server’s choice, and then no other', async () => {
    const token = await addToken(door, organisation, { tags: ['web', 'lab'] });
    const first = await enrolWith(door, token);
    expect(first).toMatchObject({ status: 200, body: { state: 'active', intervalSeconds: 300 } });
    expect((await endpoints()).find(({ id }) => id === first.body.endpoint)).toMatchObject({
      state: 'active',
      tags: ['web', 'lab'],
    });
    const before = await endpoints();
    const second = await enrolWith(door, token);
    expect([second.status, problemOf(second)]).toEqual([401, 'token-refused']);
    expect(second.type).toBe('application/problem+json');
    expect(await endpoints()).toEqual(before);
  });

  test('a token for two, used by six at once, lets two in', async () => {
    const token = await addToken(door, organisation, { uses: 2 });
    const replies = await Promise.all(Array.from({ length: 6 }, () => enrolWith(door, token)));
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 401, 401, 401, 401]);
  });

  test('without auto-approve the endpoint is pending, and asked for nothing', async () => {
    const enrolled = await enrolWith(door, await addToken(door, organisation, { autoApprove: false }));
    expect(enrolled.body.state).toBe('pending');
    const digest = `sha256:${'ab'.repeat(32)}`;
    const reply = await callIn(door, enrolled.as, [{ adapter: 'apt', kind: 'installed', status: 'complete', digest }]);
    expect(reply).toMatchObject({ status: 200, body: { state: 'pending', wants: [] } });
    await door.store.inOrganisation(organisation, (transaction) =>
      setState(transaction, enrolled.body.endpoint, 'active', null),
    );
    const approved = await callIn(door, enrolled.as, [
      { adapter: 'apt', kind: 'installed', status: 'complete', digest },
    ]);
    expect(approved.body).toMatchObject({ state: 'active', wants: [{ digest }] });
  });

  test.each([
    ['expired', { expiresAt: new Date(Date.now() - 1000) }],
    ['used up', { uses: 0 }],
  ])('a token that is %s is refused', async (_, over) => {
    const reply = await enrolWith(door, await addToken(door, organisation, over));
    expect([reply.status, problemOf(reply)]).toEqual([401, 'token-refused']);
  });

  test('a token that was revoked, mistyped, or made by nobody is refused in the same words', async () => {
    const revoked = await addToken(door, organisation);
    await door.store.inOrganisation(organisation, (transaction) =>
      transaction.query('update enrolment_token set revoked_at = now() where hint = $1', [revoked.slice(-4)]),
    );
    const good = await addToken(door, organisation);
    const mistyped = good.slice(0, -1) + (good.endsWith('a') ? 'b' : 'a');
    const replies = await Promise.all([revoked, mistyped, 'x'.repeat(40)].map((token) => enrolWith(door, token)));
    for (const reply of replies) expect(reply.body).toEqual(replies[0]?.body);
    expect(problemOf(replies[0] ?? { body: {} })).toBe('token-refused');
  });

  test('an answer that was lost is given again to the same key, without using the token up twice', async () => {
    const token = await addToken(door, organisation, { uses: 2 });
    const key = newEndpointKey();
    const first = await enrolWith(door, token, key);
    const again = await enrolWith(door, token, key);
    expect(again.body.endpoint).toBe(first.body.endpoint);
    expect((await callIn(door, again.as, [])).status).toBe(200);
    expect((await enrolWith(door, token)).status).toBe(200);
    expect((await enrolWith(door, token)).status).toBe(401);
  });

  test('the same request four times at once is one endpoint, which all four are told, and one use', async () => {
    const token = await addToken(door, organisation, { uses: 1 });
    const key = newEndpointKey();
    const replies = await Promise.all(Array.from({ length: 4 }, () => enrolWith(door, token, key)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(replies.map(({ body }) => body.endpoint)).size).toBe(1);
    expect((await enrolWith(door, token)).status).toBe(401);
  });

  test('an enrolment that has not come to its end holds up nobody else with the same token', async () => {
    const token = await addToken(door, organisation, { uses: 2 });
    const other = await newEndpoint(door, organisation);
    const key = newEndpointKey();
    const held = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const claiming = door.store.inOrganisation(organisation, async (transaction) => {
      await claimKey(transaction, other.id, keyFingerprint(createPublicKey(key)));
      held.resolve();
      await goOn.promise;
    });
    await held.promise;
    const waiting = enrolWith(door, token, key);
    await somebodyWaits();
    const joined = await enrolWith(door, token);
    goOn.resolve();
    await claiming;
    expect([joined.status, (await waiting).status]).toEqual([200, 400]);
    expect((await enrolWith(door, token)).status).toBe(200);
    expect((await enrolWith(door, token)).status).toBe(401);
  });

  test('a key that is an endpoint’s already does not get that endpoint by another token', async () => {
    const { key } = await newEndpoint(door, organisation);
    const before = await endpoints();
    const reply = await enrolWith(door, await addToken(door, organisation), key);
    expect([reply.status, problemOf(reply)]).toEqual([400, 'malformed-request']);
    expect(await endpoints()).toEqual(before);
  });

  test('a machine that enrols again is another endpoint', async () => {
    const first = await newEndpoint(door, organisation);
    expect((await newEndpoint(door, organisation)).id).not.toBe(first.id);
  });

  test('who shows a token sees that token’s row and nothing else, and cannot change it', async () => {
    const elsewhere = await addOrganisation(door);
    const token = await addToken(door, elsewhere);
    await addToken(door, elsewhere);
    const hash = createHash('sha256').update(token).digest();
    const client = await database().pool.connect();
    const count = async (query: string) => (await client.query(query)).rowCount;
    try {
      await client.query('begin');
      expect(await count('select from enrolment_token')).toBe(0);
      await client.query("select set_config('suture.presented_token', $1, true)", [hash.toString('hex')]);
      const { rows } = await client.query<{ digest: Buffer }>('select digest from enrolment_token');
      expect(rows).toEqual([{ digest: hash }]);
      expect(await count('update enrolment_token set uses_left = 99')).toBe(0);
      expect(await count('delete from enrolment_token')).toBe(0);
      expect(await count('select from organisation')).toBe(0);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  test('a request for a certificate that its key did not sign is refused', async () => {
    const token = await addToken(door, organisation);
    const csr = certificateRequest(newEndpointKey());
    const der = Buffer.from(csr.split('\n').slice(1, -2).join(''), 'base64');
    der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
    const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    const body = JSON.stringify({ protocol: 1, token, csr: forged, facts: facts() });
    expect((await knock(door, '/agent/v1/enrol', { body })).status).toBe(400);
    expect((await enrolWith(door, token)).status).toBe(200);
  });
});

describe('certificates', () => {
  test('every other path refuses who shows none, before it reads the body', async () => {
    for (const path of ['/agent/v1/check-in', '/agent/v1/certificate', '/agent/v1/nothing', '/']) {
      const reply = await knock(door, path, { body: '{}' });
      expect([path, reply.status, problemOf(reply)]).toEqual([path, 401, 'certificate-required']);
    }
  });

  test('a certificate of another authority is refused, whatever it says', async () => {
    const { id } = await newEndpoint(door, organisation);
    const other = await createAuthority({ purpose: 'endpoint' }, new Date(), randomBytes);
    const key = newEndpointKey();
    const request = await readCertificateRequest(certificateRequest(key));
    if (!request.ok) throw new Error(request.why);
    const identity = { organisation, endpoint: id };
    const issued = await issueEndpointCertificate(other, { identity, key: request.key }, new Date(), randomBytes);
    const as = { key: key.export({ type: 'pkcs8', format: 'pem' }), cert: issued.certificate };
    expect(problemOf(await callIn(door, as, []))).toBe('certificate-required');
  });

  test('a certificate of our authority that nobody recorded is refused', async () => {
    const key = newEndpointKey();
    const request = await readCertificateRequest(certificateRequest(key));
    if (!request.ok) throw new Error(request.why);
    const identity = { organisation, endpoint: randomUUID() };
    const ours = door.endpointAuthority;
    const issued = await issueEndpointCertificate(ours, { identity, key: request.key }, new Date(), randomBytes);
    const as = { key: key.export({ type: 'pkcs8', format: 'pem' }), cert: issued.certificate };
    expect(problemOf(await callIn(door, as, []))).toBe('endpoint-revoked');
  });

  test('a revoked endpoint is refused at its next request, also where it would have said nothing new', async () => {
    const { id, as } = await newEndpoint(door, organisation);
    expect((await callIn(door, as, [])).status).toBe(200);
    expect((await callIn(door, as, [])).status).toBe(200);
    await door.store.inOrganisation(organisation, (transaction) => setState(transaction, id, 'revoked', 'by a person'));
    expect(problemOf(await callIn(door, as, []))).toBe('endpoint-revoked');
  });

  test('a revoked certificate is refused at the next request', async () => {
    const { id, as } = await newEndpoint(door, organisation);
    expect((await callIn(door, as, [])).status).toBe(200);
    await door.store.inOrganisation(organisation, (transaction) =>
      revokeCertificates(transaction, id, 'by-person', new Date()),
    );
    expect(problemOf(await callIn(door, as, []))).toBe('endpoint-revoked');
  });

  test('a certificate renews itself, with a new key, for the same endpoint; the one before the last ends', async () => {
    const { id, as } = await newEndpoint(door, organisation);
    const renewed = async (by: typeof as) => {
      const key = newEndpointKey();
      const body = JSON.stringify({ protocol: 1, csr: certificateRequest(key) });
      const reply = await knock(door, '/agent/v1/certificate', { as: by, body });
      expect(reply.status).toBe(200);
      return { key: key.export({ type: 'pkcs8', format: 'pem' }), cert: String(reply.body.certificate) };
    };
    const second = await renewed(as);
    expect((await callIn(door, as, [])).status).toBe(200);
    const third = await renewed(second);
    expect((await callIn(door, third, [])).status).toBe(200);
    expect((await callIn(door, second, [])).status).toBe(200);
    expect(problemOf(await callIn(door, as, []))).toBe('endpoint-revoked');
    const other = (await endpoints()).filter((each) => each.id === id);
    expect(other).toHaveLength(1);
  });

  test('renewal with another endpoint’s key is refused', async () => {
    const [one, other] = [await newEndpoint(door, organisation), await newEndpoint(door, organisation)];
    const body = JSON.stringify({ protocol: 1, csr: certificateRequest(other.key) });
    expect((await knock(door, '/agent/v1/certificate', { as: one.as, body })).status).toBe(400);
  });

  test('a database that is away is no refusal: the endpoint is told to come back, and the failure is logged', async () => {
    const lost = await openDoor({ host: '/nowhere', user: 'nobody', database: 'none' });
    const token = await addToken(door, organisation);
    const reply = await enrolWith(lost, token);
    expect([reply.status, problemOf(reply), reply.body.retryAfterSeconds]).toEqual([503, 'unavailable', 5]);
    expect(lost.logged).toMatchObject([{ path: '/agent/v1/enrol', peer: undefined, error: { code: 'ENOENT' } }]);
    expect(JSON.stringify(lost.logged)).not.toContain(token);
    await lost.close();
  });

  test('TLS 1.2 is not spoken', async () => {
    const refused = await new Promise((resolve) => {
      const { port } = door.listener;
      const socket = connect({ host: '127.0.0.1', port, maxVersion: 'TLSv1.2', rejectUnauthorized: false });
      socket.on('secureConnect', () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(refused).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });
});
