// Signing in over the HTTP API: the cookie, what other sites cannot do with it, and what ends it.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { offerFirstUser } from '../actions/create-first-user.ts';
import { emailOf, PASSWORD, useApi } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let ada: string;

beforeEach(async () => {
  organisation = await api().organisation();
  ada = `ada-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, ada, 'operator');
});

const signIn = (name: string, password = PASSWORD) =>
  api().call('post', '/sessions', { body: { email: emailOf(name), password } });

describe('the session', () => {
  test('is in a cookie that scripts, other sites, other hosts and plain connections do not get', async () => {
    const { status, body, headers } = await signIn(ada);
    expect(status).toBe(201);
    expect(headers['set-cookie']).toMatch(
      /^__Host-suture-session=sut_session_\w+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.stringify(body)).not.toContain('sut_session_');
  });

  test('says who one is and what one may', async () => {
    const { body } = await api().call('get', '/me', { as: await api().signedIn(ada) });
    expect(body).toMatchObject({
      kind: 'session',
      email: emailOf(ada),
      organisation: { id: organisation },
      role: 'operator',
      permissions: expect.arrayContaining(['endpoint.edit']),
      tagScope: null,
    });
  });

  test('is over after signing out, and the browser is told to forget it', async () => {
    const as = await api().signedIn(ada);
    const out = await api().call('delete', '/sessions', { as });
    expect(out.status).toBe(200);
    expect(out.headers['set-cookie']).toMatch(/^__Host-suture-session=; .*Expires=Thu, 01 Jan 1970/);
    const after = await api().call('get', '/me', { as });
    expect(after).toMatchObject({ status: 401, body: { type: 'urn:suture:problem:not-authenticated' } });
    expect(after.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  test('is listed with the others that are open, and each can be ended from another', async () => {
    const here = await api().signedIn(ada);
    const there = await api().signedIn(ada);
    const { body } = await api().call('get', '/sessions', { as: here });
    expect(body.items).toHaveLength(2);
    const other = body.items.find((each: { isCurrent: boolean }) => !each.isCurrent);
    expect((await api().call('delete', `/sessions/${other.id}`, { as: here })).status).toBe(200);
    expect((await api().call('get', '/me', { as: there })).status).toBe(401);
    expect((await api().call('get', '/me', { as: here })).status).toBe(200);
    const eve = `eve-${randomUUID().slice(0, 8)}`;
    await api().person(organisation, eve, 'admin');
    const own = body.items.find((each: { isCurrent: boolean }) => each.isCurrent);
    expect((await api().call('delete', `/sessions/${own.id}`, { as: await api().signedIn(eve) })).status).toBe(404);
  });

  test('is not opened by a wrong password, and guessing has to wait', async () => {
    for (let attempt = 0; attempt < 6; attempt++) {
      expect(await signIn(ada, 'not the password')).toMatchObject({
        status: 401,
        body: { type: 'urn:suture:problem:sign-in-refused' },
      });
    }
    const waiting = await signIn(ada);
    expect(waiting).toMatchObject({ status: 429, body: { retryAfterSeconds: expect.any(Number) } });
    expect(Number(waiting.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a page of another site', () => {
  const change = (as: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
    api().call('put', '/me/password', { as, headers, body: { current: PASSWORD, new: 'another long password' } });

  test.each<[string, Record<string, string>]>([
    ['names its own origin', { origin: 'https://evil.example' }],
    ['has no origin', { origin: 'null' }],
    ['has our name without TLS', { origin: 'http://suture.example' }],
    ['is told by the browser to be another site', { 'sec-fetch-site': 'cross-site' }],
    ['is told by the browser to be a neighbour', { 'sec-fetch-site': 'same-site' }],
  ])('that %s changes nothing with the cookie', async (_what, headers) => {
    const as = await api().signedIn(ada);
    const before = await api().everything();
    expect(await change(as, headers)).toMatchObject({ status: 403, body: { type: 'urn:suture:problem:cross-site' } });
    expect(await api().everything()).toEqual(before);
  });

  test('cannot send the header that writes with a cookie need', async () => {
    const { 'suture-client': _client, ...as } = await api().signedIn(ada);
    expect((await change(as)).status).toBe(403);
    expect((await api().call('get', '/me', { as })).status).toBe(200);
    expect((await change({ ...as, 'suture-client': 'x' })).status).toBe(200);
  });

  test('cannot sign somebody in as somebody else', async () => {
    const headers = { origin: 'https://evil.example' };
    const body = { email: emailOf(ada), password: PASSWORD };
    expect((await api().call('post', '/sessions', { body, headers })).status).toBe(403);
    const form = { 'content-type': 'text/plain' };
    const text = await api().app.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      headers: form,
      payload: JSON.stringify(body),
    });
    expect(text.json()).toMatchObject({ status: 415, type: 'urn:suture:problem:not-json' });
  });
});

describe('a bearer', () => {
  test('does not put its person out, whatever its scopes', async () => {
    const as = await api().signedIn(ada);
    const bearer = await api().bearer(as, ['inventory.read']);
    const [open] = (await api().call('get', '/sessions', { as })).body.items;
    expect((await api().call('get', '/sessions', { as: bearer })).status).toBe(409);
    expect((await api().call('delete', `/sessions/${open.id}`, { as: bearer })).status).toBe(409);
    expect((await api().call('delete', '/sessions', { as: bearer })).status).toBe(409);
    expect((await api().call('get', '/me', { as })).status).toBe(200);
  });

  test('is an API token, and no session; a session is no bearer', async () => {
    const as = await api().signedIn(ada);
    const bearer = await api().bearer(as, ['inventory.read']);
    expect((await api().call('get', '/me', { as: bearer })).body).toMatchObject({
      kind: 'api-token',
      permissions: ['inventory.read'],
    });
    const session = String(as['cookie']).split('=')[1];
    expect((await api().call('get', '/me', { as: { authorization: `Bearer ${session}` } })).status).toBe(401);
    const token = String(bearer['authorization']).split(' ')[1];
    const swapped = { cookie: `__Host-suture-session=${token}` };
    expect((await api().call('get', '/me', { as: swapped })).status).toBe(401);
    // A bearer that is wrong is not made good by a cookie.
    expect((await api().call('get', '/me', { as: { ...as, authorization: 'Bearer x' } })).status).toBe(401);
  });

  test('makes no tokens, and gets none with more than its maker', async () => {
    const as = await api().signedIn(ada);
    const bearer = await api().bearer(as, ['api-token.create', 'inventory.read']);
    const ask = (who: Readonly<Record<string, string>>, scopes: readonly string[]) =>
      api().call('post', '/api-tokens', {
        as: who,
        body: { label: 'x', scopes, expiresAt: new Date(api().clock.now.getTime() + 1_000).toISOString() },
      });
    expect((await ask(bearer, ['inventory.read'])).status).toBe(403);
    expect((await ask(as, ['user.edit'])).status).toBe(403);
    expect((await ask(as, ['everything'])).status).toBe(422);
  });
});

test('the first user is made with the link and signs in; the link works once', async () => {
  const empty = await api().organisation();
  const offer = await offerFirstUser(api().door, empty);
  const name = `first-${randomUUID().slice(0, 8)}`;
  const body = { token: offer!.token, email: emailOf(name), name: 'First', password: PASSWORD };
  const short = await api().call('post', '/first-user', { body: { ...body, password: 'short' } });
  expect(short).toMatchObject({ status: 422, body: { detail: expect.stringContaining('12 characters') } });
  expect((await api().call('post', '/first-user', { body })).status).toBe(201);
  expect(await api().call('post', '/first-user', { body })).toMatchObject({
    status: 403,
    body: { type: 'urn:suture:problem:link-refused' },
  });
  expect((await api().call('get', '/me', { as: await api().signedIn(name) })).body.role).toBe('admin');
});

test('a changed password ends what was signed in elsewhere, and is not changed without the present one', async () => {
  const here = await api().signedIn(ada);
  const there = await api().signedIn(ada);
  const change = (current: string, next: string) =>
    api().call('put', '/me/password', { as: here, body: { current, new: next } });
  expect((await change('wrong password', 'another long password')).status).toBe(401);
  expect((await change(PASSWORD, 'short')).status).toBe(422);
  expect((await change(PASSWORD, 'another long password')).status).toBe(200);
  expect((await api().call('get', '/me', { as: there })).status).toBe(401);
  expect((await api().call('get', '/me', { as: here })).status).toBe(200);
  expect((await signIn(ada)).status).toBe(401);
  expect((await signIn(ada, 'another long password')).status).toBe(201);
});
