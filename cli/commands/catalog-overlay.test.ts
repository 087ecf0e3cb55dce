// `suture catalog overlay`: checked before anything is sent, put over the version that was looked at, written out as it stands there.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FakeServer, startFakeServer } from '../server/fake-server.fixture.ts';

let server: FakeServer;
const folder = mkdtempSync(join(tmpdir(), 'suture-overlay-'));
beforeAll(async () => {
  server = await startFakeServer();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});
beforeEach(() => {
  server.replies.clear();
  server.received.length = 0;
});

const LINE = '/api/v1/catalog-overlay';
const text = 'products:\n  - { id: planner, name: Planner, vendor: Examplix, winget: Examplix.Planner }\n';
const has = { version: 3, text, products: 1, changedAt: '2026-11-20T00:00:00.000Z', changedBy: 'user:ada' };
const none = { version: 0, text: null, products: 0, changedAt: null, changedBy: null };
const file = (content: string): string => {
  const path = join(folder, 'our-products.yaml');
  writeFileSync(path, content);
  return path;
};
const sent = (): unknown => {
  const found = server.received.find(({ line }) => line === `PUT ${LINE}`);
  return found === undefined ? undefined : JSON.parse(found.body);
};

it('a list with a fault is not sent, and the fault has its place', async () => {
  const { code, err } = await server.run(['catalog', 'overlay', file('products: [{ id: x }]'), '--yes']);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('products[0].name: is needed') });
  expect(server.received).toEqual([]);
});

it('a list is put over the version that was looked at, after saying what it replaces', async () => {
  server.replies.set(`GET ${LINE}`, { body: has });
  server.replies.set(`PUT ${LINE}`, { body: { ...has, version: 4 } });
  const path = file(text);
  const asked = await server.run(['catalog', 'overlay', path]);
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('in place of 1 product on') });
  expect(sent()).toBeUndefined();
  const { code, out } = await server.run(['catalog', 'overlay', path, '--yes']);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Version 4: 1 product of your own') });
  expect(sent()).toEqual({ text, version: 3 });
});

it('the list of the server is written out to the letter, and who wrote it beside it', async () => {
  server.replies.set(`GET ${LINE}`, { body: has });
  const { code, out, err } = await server.run(['catalog', 'overlay']);
  expect({ code, out }).toEqual({ code: 0, out: text });
  expect(err).toContain('Version 3 by user:ada, 2026-11-20: 1 product.');
  server.replies.set(`GET ${LINE}`, { body: { ...has, text: '# \u001B[2J' } });
  expect((await server.run(['catalog', 'overlay'])).out).not.toContain('\u001B');
});

it('where there is none it is said, and one is taken back', async () => {
  server.replies.set(`GET ${LINE}`, { body: none });
  expect((await server.run(['catalog', 'overlay'])).out).toContain('There is no list of your own.');
  server.replies.set(`GET ${LINE}`, { body: has });
  server.replies.set(`PUT ${LINE}`, { body: { ...none, version: 4 } });
  expect(await server.run(['catalog', 'overlay', '--remove', '--yes'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('There is no list of your own any more.'),
  });
  expect(sent()).toEqual({ text: null, version: 3 });
  expect(await server.run(['catalog', 'overlay', file(text), '--remove', '--yes'])).toMatchObject({ code: 2 });
});
