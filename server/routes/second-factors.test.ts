// Codes of an authenticator and passkeys, over the HTTP API: what they open, and what opens nothing a second time.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, test } from 'vitest';
import { secretSeal } from '../access/second-factors/secret-seal.ts';
import type { OrganisationId } from '../store/database.ts';
import { browserOf, emailOf, PASSWORD, useApi, type Json } from './api.fixture.ts';
import { SoftwareAuthenticator, type Quirks } from './authenticator.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let ada: string;
let as: Readonly<Record<string, string>>;

beforeEach(async () => {
  organisation = await api().organisation();
  ada = `ada-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, ada, 'operator');
  as = await api().signedIn(ada);
});

const pass = (ms: number): void => {
  api().clock.now = new Date(api().clock.now.getTime() + ms);
};
const signIn = (code?: string, password = PASSWORD) =>
  api().call('post', '/sessions', { body: { email: emailOf(ada), password, ...(code !== undefined && { code }) } });
const own = (method: string, path: string, body?: unknown) => api().call(method, path, { as, body });

/** What the app on the phone shows now. */
const shownBy = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: api().clock.now.getTime() });

async function enrolled(): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
  const offer = await own('post', '/me/totp');
  expect(offer.body.uri).toBe(
    `otpauth://totp/Suture:${encodeURIComponent(emailOf(ada))}?issuer=Suture&secret=${offer.body.secret}&algorithm=SHA1&digits=6&period=30`,
  );
  const confirmed = await own('post', '/me/totp/confirmation', { code: shownBy(offer.body.secret) });
  expect(confirmed.status).toBe(201);
  pass(30_000);
  return { secret: offer.body.secret, recoveryCodes: confirmed.body.recoveryCodes };
}

describe('an authenticator', () => {
  test('is asked for once a code was right, not before, and ends what was opened with less', async () => {
    await own('post', '/me/totp');
    expect((await signIn()).status).toBe(201);
    const elsewhere = await api().signedIn(ada);
    expect((await own('post', '/me/totp/confirmation', { code: '000000' })).status).toBe(422);
    const { secret } = await enrolled();
    expect((await api().call('get', '/me', { as: elsewhere })).status).toBe(401);
    expect((await own('get', '/me/totp')).body).toEqual({ isOn: true, recoveryCodesLeft: 10 });
    expect(await signIn()).toMatchObject({ status: 401, body: { type: 'urn:suture:problem:second-factor-required' } });
    expect((await signIn('123456')).body.type).toBe('urn:suture:problem:sign-in-refused');
    expect((await signIn(shownBy(secret), 'wrong password')).status).toBe(401);
    expect((await signIn(shownBy(secret))).status).toBe(201);
  });

  test('signs in once with each code, however many try it at the same moment', async () => {
    const { secret } = await enrolled();
    const code = shownBy(secret);
    const all = await Promise.all([signIn(code), signIn(code), signIn(code)]);
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
    pass(30_000);
    expect((await signIn(code)).status).toBe(401);
    expect((await signIn(shownBy(secret))).status).toBe(201);
  });

  test('shows nobody a code of minutes ago, and forgives a clock half a minute off', async () => {
    const { secret } = await enrolled();
    const old = shownBy(secret);
    pass(30_000);
    expect((await signIn(old)).status).toBe(201);
    const older = shownBy(secret);
    pass(90_000);
    expect((await signIn(older)).status).toBe(401);
  });

  test('is not guessed: whoever has the password and tries codes has to wait', async () => {
    const { secret } = await enrolled();
    const statuses: number[] = [];
    for (let guess = 0; guess < 8; guess++) statuses.push((await signIn(String(100_000 + guess))).status);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
    // Asking without a code, over and over, does not clear the count.
    expect((await signIn()).status).toBe(429);
    pass(20 * 60_000);
    expect((await signIn(shownBy(secret))).status).toBe(201);
  });

  test('may be lost: each recovery code signs in once, and none is in the database', async () => {
    const { recoveryCodes, secret } = await enrolled();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = '', second = ''] = recoveryCodes;
    expect((await signIn(first.toUpperCase().replaceAll('-', ' '))).status).toBe(201);
    expect((await signIn(first)).status).toBe(401);
    expect((await signIn(second)).status).toBe(201);
    as = browserOf(await signIn(recoveryCodes[2]));
    expect((await own('get', '/me/totp')).body.recoveryCodesLeft).toBe(7);
    const rows = JSON.stringify((await api().superuser.query('select r::text from recovery_code r')).rows);
    for (const code of recoveryCodes) expect(rows).not.toContain(code.replaceAll('-', ''));
    const audit = JSON.stringify((await api().superuser.query('select e::text from audit_entry e')).rows);
    for (const word of [secret, ...recoveryCodes]) expect(audit).not.toContain(word);
  });

  test('has its secret sealed in the database, and one from before is sealed when it is next used', async () => {
    const { secret } = await enrolled();
    const { account } = (await own('get', '/me')).body;
    const plain = Buffer.from(Secret.fromBase32(secret).bytes);
    const kept = async (): Promise<Buffer> =>
      (await api().superuser.query('select secret from totp where account = $1', [account])).rows[0].secret;
    const sealed = await kept();
    expect(sealed).toHaveLength(49);
    expect(sealed.includes(plain)).toBe(false);
    await api().superuser.query('update totp set secret = $2 where account = $1', [account, plain]);
    expect((await signIn('000000')).status).toBe(401);
    expect(await kept()).toEqual(plain);
    expect((await signIn(shownBy(secret))).status).toBe(201);
    expect(await kept()).toHaveLength(49);
    expect(await kept()).not.toEqual(sealed);
    pass(30_000);
    expect((await signIn(shownBy(secret))).status).toBe(201);
  });

  test('whose seal cannot be opened here opens nothing, and its recovery codes still do', async () => {
    const { secret, recoveryCodes } = await enrolled();
    const { account } = (await own('get', '/me')).body;
    const other = secretSeal(generateKeyPairSync('ed25519').privateKey, randomBytes);
    const sealed = other.seal(Secret.fromBase32(secret).bytes, account);
    await api().superuser.query('update totp set secret = $2 where account = $1', [account, sealed]);
    expect((await signIn(shownBy(secret))).status).toBe(401);
    expect((await signIn(recoveryCodes[0])).status).toBe(201);
  });

  test('of somebody else cannot be put in the place of one’s own', async () => {
    const { secret } = await enrolled();
    const { account } = (await own('get', '/me')).body;
    const sealed = api().door.seal?.seal(Secret.fromBase32(secret).bytes, randomUUID());
    await api().superuser.query('update totp set secret = $2 where account = $1', [account, sealed]);
    expect((await signIn(shownBy(secret))).status).toBe(401);
  });

  test('is put on and taken off only soon after signing in, and by no token', async () => {
    await enrolled();
    pass(15 * 60_000);
    for (const [method, path] of [
      ['delete', '/me/totp'],
      ['post', '/me/totp'],
      ['post', '/me/passkeys/offer'],
    ] as const) {
      expect(await own(method, path)).toMatchObject({
        status: 403,
        body: { type: 'urn:suture:problem:sign-in-again' },
      });
    }
    const bearer = await api().bearer(as, ['inventory.read']);
    expect((await api().call('delete', '/me/totp', { as: bearer })).status).toBe(409);
    expect((await api().call('get', '/me/totp', { as })).body.isOn).toBe(true);
  });

  test('is taken off by its person, and then a password suffices', async () => {
    const { secret } = await enrolled();
    expect((await own('post', '/me/totp')).status).toBe(409);
    expect((await own('delete', '/me/totp')).status).toBe(200);
    expect((await signIn()).status).toBe(201);
    expect((await own('delete', '/me/totp')).status).toBe(404);
    expect((await own('post', '/me/totp/confirmation', { code: shownBy(secret) })).status).toBe(409);
    const { rows } = await api().superuser.query<{ action: string }>(
      "select action from audit_entry where organisation = $1 and action like 'totp.%' order by sequence",
      [organisation],
    );
    expect(rows.map(({ action }) => action)).toEqual(['totp.create', 'totp.remove']);
  });
});

test('what somebody lost is taken off by an admin, who is not beyond them, and only where it protects nobody else', async () => {
  await enrolled();
  const { account } = (await own('get', '/me')).body;
  const name = `root-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, 'admin');
  const admin = await api().signedIn(name);
  const reset = (who: Readonly<Record<string, string>>) =>
    api().call('delete', `/users/${account}/second-factors`, { as: who });
  expect((await reset(await api().bearer(admin, ['user.edit']))).status).toBe(403);
  const elsewhere = await api().organisation();
  await api().superuser.query(
    "insert into membership (organisation, account, role, since) values ($1, $2, 'viewer', now())",
    [elsewhere, account],
  );
  expect((await reset(admin)).status).toBe(409);
  await api().superuser.query('delete from membership where organisation = $1', [elsewhere]);
  expect((await signIn()).status).toBe(401);
  expect((await reset(admin)).status).toBe(200);
  expect((await signIn()).status).toBe(201);
  expect((await own('get', '/me')).status).toBe(401);
});

describe('a passkey', () => {
  const origin = 'https://suture.example';

  async function register(key: SoftwareAuthenticator, quirks: Quirks = {}): Promise<Json> {
    const offer = await own('post', '/me/passkeys/offer');
    expect(offer.body).toMatchObject({ rp: { id: 'suture.example' }, attestation: 'none' });
    return own('post', '/me/passkeys', { label: 'laptop', credential: key.create(offer.body, quirks) });
  }
  async function enter(key: SoftwareAuthenticator, quirks: Quirks = {}, from?: string): Promise<Json> {
    const offer = await api().call('post', '/sessions/passkey/offer');
    const body = { credential: key.get(offer.body, quirks) };
    return api().call('post', '/sessions/passkey', { body, ...(from !== undefined && { from }) });
  }

  test('signs its person in without a password, also where codes are asked for', async () => {
    const key = new SoftwareAuthenticator(origin);
    expect((await register(key)).status).toBe(201);
    await enrolled();
    const entered = await enter(key);
    expect(entered.status).toBe(201);
    expect((await api().call('get', '/me', { as: browserOf(entered) })).body.email).toBe(emailOf(ada));
    const { rows } = await api().superuser.query(
      "select after ->> 'method' as method from audit_entry where organisation = $1 and action = 'session.create' order by sequence desc limit 1",
      [organisation],
    );
    expect(rows).toEqual([{ method: 'passkey' }]);
  });

  test('is listed, is registered once, and signs nobody in when it is removed', async () => {
    const key = new SoftwareAuthenticator(origin);
    const { body } = await register(key);
    expect((await register(key)).status).toBe(409);
    expect((await own('get', '/me/passkeys')).body.items).toMatchObject([
      { id: body.id, label: 'laptop', usedAt: null },
    ]);
    const eve = `eve-${randomUUID().slice(0, 8)}`;
    await api().person(organisation, eve, 'admin');
    const other = await api().signedIn(eve);
    expect((await api().call('delete', `/me/passkeys/${body.id}`, { as: other })).status).toBe(404);
    expect((await api().call('get', '/me/passkeys', { as: other })).body.items).toEqual([]);
    expect((await own('delete', `/me/passkeys/${body.id}`)).status).toBe(200);
    expect((await enter(key)).status).toBe(401);
  });

  test.each<[string, Quirks]>([
    ['on a page of another origin', { origin: 'https://suture.example.evil.example' }],
    ['on another port', { origin: 'https://suture.example:8443' }],
    ['for another host', { host: 'evil.example' }],
    ['without its person being verified', { unverified: true }],
    ['over a challenge that was never given', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ])('that signed %s is not taken', async (_what, quirks) => {
    const key = new SoftwareAuthenticator(origin);
    expect((await register(key, quirks)).status).toBe(422);
    expect((await register(key)).status).toBe(201);
    expect((await enter(key, quirks)).status).toBe(401);
    expect((await enter(key)).status).toBe(201);
  });

  test('of somebody else signs nobody in, nor does a copy that lags behind', async () => {
    const key = new SoftwareAuthenticator(origin);
    await register(key);
    expect((await enter(new SoftwareAuthenticator(origin))).status).toBe(401);
    expect((await enter(key, { counter: 10 })).status).toBe(201);
    expect((await enter(key, { counter: 9 })).status).toBe(401);
  });

  test('answers a challenge once, in five minutes, and none that was given to somebody else', async () => {
    const key = new SoftwareAuthenticator(origin);
    await register(key);
    const offer = await api().call('post', '/sessions/passkey/offer');
    const credential = key.get(offer.body);
    expect((await api().call('post', '/sessions/passkey', { body: { credential } })).status).toBe(201);
    expect((await api().call('post', '/sessions/passkey', { body: { credential } })).status).toBe(401);
    const late = await api().call('post', '/sessions/passkey/offer');
    pass(5 * 60_000);
    const body = { credential: key.get(late.body) };
    expect((await api().call('post', '/sessions/passkey', { body })).status).toBe(401);
    // One for signing in registers nothing.
    const forSignIn = (await api().call('post', '/sessions/passkey/offer')).body;
    const forged = new SoftwareAuthenticator(origin).create({ ...forSignIn, rp: { id: 'suture.example' } });
    expect((await own('post', '/me/passkeys', { label: 'x', credential: forged })).status).toBe(422);
  });

  test('is for a name: at an address the server says so', async () => {
    const headers = { host: '192.0.2.7:7420', origin: 'https://192.0.2.7:7420' };
    const offer = await api().call('post', '/sessions/passkey/offer', { headers });
    expect(offer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('name') } });
  });
});
