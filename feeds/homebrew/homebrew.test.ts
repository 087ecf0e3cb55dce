// Homebrew's casks on a small recording, written after its documentation, and on hostile records.
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { collect } from '../collected.ts';
import { homebrew } from './index.ts';
import { listingOf } from './normalize.ts';

const recording = fileURLToPath(new URL('recordings/small.json', import.meta.url));

it('each cask is a listing with the bundle ids of its applications', async () => {
  const { listings, malformed } = await collect(homebrew, recording);
  expect(listings).toEqual([
    {
      channel: 'cask',
      id: 'example-browser',
      name: 'Example Browser',
      version: '131.0',
      changed: undefined,
      installsAs: [{ channel: 'bundle', id: 'org.examplix.browser' }],
      updatesItself: true,
      isDeprecated: false,
    },
    expect.objectContaining({ id: 'example-font', name: 'example-font', version: undefined, isDeprecated: true }),
  ]);
  expect(malformed).toEqual(['[2] ../x: no token', '[3]: no token']);
});

it('no record makes it throw, or an option pass for an id', () => {
  const artifact = fc.record({ uninstall: fc.array(fc.record({ quit: fc.oneof(fc.string(), fc.anything()) })) });
  const entry = fc.record({
    token: fc.oneof(fc.string(), fc.constant('x')),
    name: fc.anything(),
    artifacts: fc.array(artifact),
  });
  fc.assert(
    fc.property(fc.oneof(entry, fc.anything()), (value) => {
      const read = listingOf(value);
      if (read.ok) for (const { id } of [read.listing, ...read.listing.installsAs]) expect(id).toMatch(/^[A-Za-z0-9]/);
    }),
  );
});
