// What every answer of the HTTP API has: headers that browsers heed, limits that say so, no body that is too large; and the page of docs.
import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { useApi } from './api.fixture.ts';

const api = useApi({ caller: 10, stranger: 5, address: 40 });
let organisation: OrganisationId;
let addresses = 0;
const somewhere = (): string => `198.51.100.${(addresses += 1)}`;

beforeAll(async () => {
  organisation = await api().organisation();
});

async function somebody(): Promise<Readonly<Record<string, string>>> {
  const name = `ada-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, 'operator');
  return api().signedIn(name, somewhere());
}

describe('limits', () => {
  test('are said with each answer, and past them comes when to come back', async () => {
    const as = await somebody();
    const from = somewhere();
    const first = await api().call('get', '/me', { as, from });
    expect(first.headers).toMatchObject({
      'ratelimit-limit': '10',
      'ratelimit-remaining': '9',
      'ratelimit-reset': expect.stringMatching(/^\d+$/),
    });
    for (let index = 0; index < 9; index++) await api().call('get', '/me', { as, from: somewhere() });
    const refused = await api().call('get', '/me', { as, from: somewhere() });
    expect(refused).toMatchObject({
      status: 429,
      body: { type: 'urn:suture:problem:too-many-requests', retryAfterSeconds: expect.any(Number) },
    });
    expect(refused.headers['retry-after']).toBe(String(refused.body.retryAfterSeconds));
    expect(refused.headers['ratelimit-remaining']).toBe('0');
    // Somebody else has their own.
    expect((await api().call('get', '/me', { as: await somebody(), from })).status).toBe(200);
  });

  test('hold for strangers by where they come from, an IPv6 network being one place', async () => {
    const body = { email: 'a@example.org', password: 'x' };
    const statuses: number[] = [];
    for (let index = 0; index < 7; index++) {
      statuses.push((await api().call('post', '/sessions', { body, from: `2001:db8:1:1::${index}` })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await api().call('get', '/me', { from: '2001:db8:1:1::9' })).status).toBe(429);
    expect((await api().call('post', '/sessions', { body, from: '2001:db8:1:2::1' })).status).toBe(401);
  });

  test('hold for an address whoever asks, also for what is not there', async () => {
    const from = somewhere();
    for (let index = 0; index < 40; index++) await api().call('get', '/openapi.json', { from });
    expect((await api().call('get', '/openapi.json', { from })).status).toBe(429);
    expect((await api().call('get', '/nowhere', { from })).status).toBe(429);
  });
});

test('every answer forbids frames, scripts, guessing of types and plain connections', async () => {
  const as = await somebody();
  const answers = [
    await api().call('get', '/me', { as, from: somewhere() }),
    await api().call('get', '/nowhere', { from: somewhere() }),
    await api().call('get', '/docs', { from: somewhere() }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 200]);
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age=31536000'),
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('what is private is kept by nobody unasked: reads are asked about again, the rest is not kept', async () => {
  const as = await somebody();
  const from = somewhere();
  expect((await api().call('get', '/me', { as, from })).headers['cache-control']).toBe('private, no-cache');
  expect((await api().call('get', '/me', { from })).headers['cache-control']).toBe('no-store');
  const expiresAt = new Date(api().clock.now.getTime() + 1_000).toISOString();
  const body = { label: 'x', scopes: ['inventory.read'], expiresAt };
  const made = await api().call('post', '/api-tokens', { as, body, from });
  expect([made.status, made.headers['cache-control'], made.headers['etag']]).toEqual([201, 'no-store', undefined]);
});

describe('a body', () => {
  test.each<[string, string, string, number]>([
    ['that is too large', 'application/json', JSON.stringify({ label: 'x'.repeat(70_000) }), 413],
    ['that is no JSON', 'application/json', '{"label":', 400],
    ['that says it is a form', 'application/x-www-form-urlencoded', 'label=x', 415],
    ['that reaches for prototypes', 'application/json', '{"__proto__": {"isAdmin": true}}', 400],
    ['that has more than is asked for', 'application/json', '{"criticality": "low", "state": "active"}', 400],
  ])('%s is refused as such', async (_what, type, text, status) => {
    const as = await somebody();
    const answer = await api().app.inject({
      method: 'PATCH',
      url: `/api/v1/endpoints/${randomUUID()}`,
      remoteAddress: somewhere(),
      headers: { host: 'suture.example', ...as, 'content-type': type },
      payload: text,
    });
    expect(answer.json()).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:suture:problem:/),
      detail: expect.stringMatching(/./),
    });
  });
});

test('the docs are one page with every route, and nothing on it runs or comes from elsewhere', async () => {
  const { text, headers } = await api().call('get', '/docs', { from: somewhere() });
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  const document = (await api().call('get', '/openapi.json', { from: somewhere() })).body;
  for (const [path, methods] of Object.entries<object>(document.paths)) {
    for (const method of Object.keys(methods)) expect(text).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
  }
  expect(text).not.toMatch(/<script|<img|<link|\son\w+=|https?:\/\/(?!www\.w3|suture|[a-z.]*example\.org)/i);
  expect(text).toContain('Needs the permission <code>endpoint.edit</code>.');
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(text) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
});
