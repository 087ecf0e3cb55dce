// Homes that are closed are said to be, root's own too; what is open is found with whose it is.
import { expect, test } from 'vitest';
import { closedHomes, findPlaces } from './homes.ts';
import type { Host } from './host.ts';

/** `open`: folders with their entries; `closed`: there, and not to be looked into. */
const machine = (open: Readonly<Record<string, readonly string[]>>, closed: readonly string[] = []): Host => ({
  run: async () => ({ kind: 'missing' }),
  readFile: async () => ({ kind: 'missing' }),
  readLink: async () => undefined,
  listDirectory: async (path) => open[path],
  exists: async (path) => path in open || closed.includes(path),
});
const gems = { machine: ['/var/lib/gems'], home: ['.gem/ruby'] };

test('places of the machine, of root and of users are found, with whose they are', async () => {
  const host = machine({
    '/var/lib/gems': [],
    '/root': [],
    '/root/.gem/ruby': [],
    '/home': ['ada', '.hidden', 'no name'],
    '/home/ada': [],
    '/home/ada/.gem/ruby': [],
  });
  expect(await findPlaces(host, 'gems', gems)).toEqual({
    places: [
      { path: '/var/lib/gems', user: undefined },
      { path: '/root/.gem/ruby', user: 'root' },
      { path: '/home/ada/.gem/ruby', user: 'ada' },
    ],
    problems: [],
  });
  expect(await closedHomes(host)).toBeUndefined();
});

test('each home that is closed is counted, and root’s is named', async () => {
  const host = machine({ '/home': ['ada', 'ben'], '/home/ada': [] }, ['/root', '/home/ben']);
  expect((await findPlaces(host, 'gems', gems)).problems).toEqual([
    '1 home folders cannot be looked into: gems of their users are unknown',
    '/root cannot be looked into: gems of root are unknown',
  ]);
  expect(await closedHomes(host)).toContain('/root cannot be looked into: flatpaks, gems, crates');
});

test('where all of them are closed it is one sentence', async () => {
  const host = machine({}, ['/root', '/home']);
  expect((await findPlaces(host, 'gems', gems)).problems).toEqual([
    'home folders and /root cannot be looked into: gems of users and of root are unknown',
  ]);
});

test('a machine without homes has none that are closed', async () => {
  expect(await closedHomes(machine({}))).toBeUndefined();
});
