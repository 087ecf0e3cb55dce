// What `suture users` prints of a server's people, and of an account that is none.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeServer, page, startFakeServer } from '../server/fake-server.fixture.ts';

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
  const person = { id: '00000000-0000-4000-8000-00000000000a', email: 'ada@example.org', name: 'Ada', role: 'admin' };
  const more = { tagScope: null, since: '2025-06-30T12:00:00.000Z' };
  const own = {
    ...person,
    ...more,
    email: 'local-administrator@localhost',
    name: 'Local administrator',
    builtIn: true,
  };
  server.replies.set('GET /api/v1/users', page([{ ...person, ...more, builtIn: false }, own]));
  server.replies.set('GET /api/v1/invitations', { body: { items: [] } });
});
afterAll(() => server.close());

it('users ls counts people, and marks the account that the server made for itself', async () => {
  const { out, code } = await server.run(['users', 'ls']);
  expect(code).toBe(0);
  expect(out).toContain('1 person.');
  expect(out).toMatch(/ada@example\.org +Ada +admin +[^,\n]+\n/);
  expect(out).toMatch(/local-administrator@localhost .*, built in\n/);
});

it('users ls tells programs the same', async () => {
  const { out } = await server.run(['users', 'ls', '--format', 'csv']);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd().split(',').at(-1)),
  ).toEqual(['state', 'user', 'built-in']);
});

it('what each role may is a row for each permission', async () => {
  const items = [
    { name: 'viewer', permissions: ['endpoint.read'] },
    { name: 'admin', permissions: ['endpoint.read', 'user.edit'] },
  ];
  server.replies.set('GET /api/v1/roles', { body: { items } });
  const { out, code } = await server.run(['users', 'roles', '--format', 'csv']);
  expect({ code, out }).toEqual({
    code: 0,
    out: 'permission,viewer,admin\r\nendpoint.read,true,true\r\nuser.edit,false,true\r\n',
  });
  expect((await server.run(['users', 'roles'])).out).toContain(
    '2 roles, each of which may all that the one before it may.',
  );
});
