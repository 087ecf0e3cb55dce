// Many endpoints at once: what was selected stays what it was, each change is recorded, and nothing is passed over in silence.
import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { type Json, useApi } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let as: Readonly<Record<string, string>>;

beforeEach(async () => {
  organisation = await api().organisation();
  as = await person('approver');
});

async function person(role: 'viewer' | 'operator' | 'approver', tagScope?: readonly string[]) {
  const name = `ann-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, role, tagScope);
  return api().signedIn(name);
}

const ask = (path: string, body: unknown, who = as) => api().call('post', path, { as: who, body });
const select = async (body: unknown, who = as): Promise<Json> => (await ask('/endpoint-selections', body, who)).body;
const tagsOf = async (id: string): Promise<Json> => (await api().call('get', `/endpoints/${id}`, { as })).body.tags;

test('a selection is what the query found when it was asked, but for what is left out', async () => {
  const one = await api().endpoint(organisation, 'web-1', { tags: ['web'] });
  const two = await api().endpoint(organisation, 'web-2', { tags: ['web'] });
  const out = await api().endpoint(organisation, 'web-3', { tags: ['web'] });
  await api().endpoint(organisation, 'db-1');
  const selection = await select({ q: 'tag:web', except: [out] });
  const lines = [one, two].toSorted().map((id) => `${id}\n`);
  expect(selection).toMatchObject({ count: 2, digest: createHash('sha256').update(lines.join('')).digest('hex') });

  const late = await api().endpoint(organisation, 'web-4', { tags: ['web'] });
  const answer = await ask(`/endpoint-selections/${selection.id}/tags`, { add: ['new'] });
  expect(answer.body).toEqual({
    total: 2,
    changed: 2,
    unchanged: 0,
    excluded: [],
    undo: [{ add: [], remove: ['new'], endpoints: [one, two].toSorted() }],
    next: null,
  });
  expect([await tagsOf(one), await tagsOf(two)]).toEqual([
    ['new', 'web'],
    ['new', 'web'],
  ]);
  expect([await tagsOf(out), await tagsOf(late)]).toEqual([['web'], ['web']]);
  const { body } = await api().call('get', `/audit?subject=endpoint:${one}`, { as });
  expect(body.items).toMatchObject([
    { action: 'endpoint.tag', before: { name: 'web-1', tags: ['web'] }, after: { tags: ['new', 'web'] } },
  ]);
});

test('what cannot be changed is counted with its reason, and what is so already apart', async () => {
  const ids = [
    await api().endpoint(organisation, 'waits', { state: 'pending' }),
    await api().endpoint(organisation, 'works', { state: 'active' }),
    await api().endpoint(organisation, 'shut-out', { state: 'revoked' }),
    await api().endpoint(organisation, 'gone'),
  ];
  const selection = await select({ endpoints: [...ids, randomUUID()] });
  expect(selection.count).toBe(4);
  await api().call('delete', `/endpoints/${ids[3]}`, { as });
  const { body } = await ask(`/endpoint-selections/${selection.id}/approval`, {});
  expect(body).toMatchObject({ total: 4, changed: 1, unchanged: 1, next: null });
  expect(body.excluded).toHaveLength(2);
  expect(body.excluded).toEqual(
    expect.arrayContaining([
      { why: 'the endpoint is revoked; only a pending one is approved', count: 1, names: ['shut-out'] },
      { why: 'it is gone, or beyond your tags', count: 1, names: [ids[3]] },
    ]),
  );
});

test('more than one piece is changed piece by piece, and again from the start it changes nothing', async () => {
  for (let index = 0; index < 203; index++) await api().endpoint(organisation, `host-${index}`);
  const { id, count } = await select({ q: '' });
  expect(count).toBe(203);
  const path = `/endpoint-selections/${id}/description`;
  const first = await ask(path, { criticality: 'high' });
  expect(first.body).toMatchObject({ total: 203, changed: 200, next: 200 });
  expect((await ask(path, { criticality: 'high', from: 200 })).body).toMatchObject({ changed: 3, next: null });
  expect((await ask(path, { criticality: 'high' })).body).toMatchObject({ changed: 0, unchanged: 200 });
});

test('a selection is of who made it, for an hour, and holds no more than they reach', async () => {
  const inside = await api().endpoint(organisation, 'web-1', { tags: ['web'] });
  await api().endpoint(organisation, 'db-1', { tags: ['db'] });
  const limited = await person('operator', ['web']);
  const theirs = await select({ q: '' }, limited);
  expect(theirs.count).toBe(1);
  const path = `/endpoint-selections/${theirs.id}/tags`;
  expect((await ask(path, { add: ['x'] })).status).toBe(404);
  expect((await ask(path, { remove: ['web'] }, limited)).body).toMatchObject({
    changed: 0,
    excluded: [{ why: 'without one of your tags you would not reach it any more', count: 1, names: ['web-1'] }],
  });
  await api().call('post', `/endpoints/${inside}/tags`, { as, body: { add: ['db'], remove: ['web'] } });
  expect((await ask(path, { add: ['x'] }, limited)).body).toMatchObject({ changed: 0, excluded: [{ count: 1 }] });
  api().clock.now = new Date(api().clock.now.getTime() + 61 * 60_000);
  expect((await ask(path, { add: ['x'] }, await person('operator', ['web']))).status).toBe(404);
});

test('who may only look selects and changes nothing; what is no query is refused at its place', async () => {
  await api().endpoint(organisation, 'web-1');
  const viewer = await person('viewer');
  expect((await ask('/endpoint-selections', { q: '' }, viewer)).status).toBe(403);
  const { id } = await select({ q: '' });
  expect((await ask(`/endpoint-selections/${id}/approval`, {}, await person('operator'))).status).toBe(403);
  expect(await ask('/endpoint-selections', { q: 'osx:debian' })).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'query', from: 0, to: 3 }] },
  });
});

test('a list can be looked at from any place on', async () => {
  for (let index = 0; index < 5; index++) await api().endpoint(organisation, `host-${index}`);
  const { body } = await api().call('get', '/endpoints?skip=3&limit=1', { as });
  expect(body).toMatchObject({ total: 5, items: [{ name: 'host-3' }] });
  expect((await api().call('get', '/endpoints?skip=9', { as })).body).toEqual({ items: [], total: 5, next: null });
});

test('what takes a change back makes each endpoint what it was, and touches none that was so before', async () => {
  const one = await api().endpoint(organisation, 'web-1', { tags: ['web', 'old'], exposure: 'internal' });
  const two = await api().endpoint(organisation, 'web-2', { tags: ['web', 'new'] });
  const same = await api().endpoint(organisation, 'web-3', { tags: ['web', 'new'], exposure: 'internet' });
  const selection = await select({ q: 'tag:web' });
  const tagged = await ask(`/endpoint-selections/${selection.id}/tags`, { add: ['new'], remove: ['old'] });
  expect(tagged.body.undo).toEqual([{ add: ['old'], remove: ['new'], endpoints: [one] }]);
  const described = await ask(`/endpoint-selections/${selection.id}/description`, { exposure: 'internet' });
  expect(described.body.undo.flatMap(({ endpoints }: Json) => endpoints)).not.toContain(same);
  for (const { endpoints, add, remove, ...description } of [...tagged.body.undo, ...described.body.undo]) {
    const again = await select({ endpoints });
    if (add.length + remove.length > 0) await ask(`/endpoint-selections/${again.id}/tags`, { add, remove });
    if (Object.keys(description).length > 0) await ask(`/endpoint-selections/${again.id}/description`, description);
  }
  expect((await tagsOf(one)).toSorted()).toEqual(['old', 'web']);
  expect((await tagsOf(two)).toSorted()).toEqual(['new', 'web']);
  const exposures = await Promise.all(
    [one, two, same].map(async (id) => (await api().call('get', `/endpoints/${id}`, { as })).body.exposure),
  );
  expect(exposures).toEqual(['internal', 'unknown', 'internet']);
});
