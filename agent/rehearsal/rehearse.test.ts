// What must never be rehearsed is not, whoever asks: an overlay holds files back, and no device.
import { expect, test } from 'vitest';
import { loadAdapter } from '@suture/adapters/registry.ts';
import { rehearse } from './rehearse.ts';

test.each([
  ['fwupd', 'the device itself would be written'],
  ['flatpak', 'a rehearsal has no network'],
] as const)('a step of %s is not rehearsed, and nothing is fetched for it', async (name, why) => {
  const adapter = await loadAdapter(name);
  const execution = await adapter.execution?.();
  let asked = 0;
  const counted = {
    ...adapter,
    execution: async () => ({
      ...(execution ?? expect.unreachable()),
      prefetch: async () => (asked++, { ok: false as const, cause: 'download-failed' as const, why: 'it was asked' }),
    }),
  };
  const change = { package: 'a device', architecture: null, from: '1', to: '2' };
  const answer = await rehearse({
    adapter: counted,
    step: { changes: [change], removals: 'none' },
    staging: '/nonexistent',
    main: '/nonexistent',
    mostBytes: 1,
    timeoutMs: 1,
  });
  expect(answer).toEqual({ kind: 'not-rehearsed', why: expect.stringContaining(why) });
  expect(asked).toBe(0);
});

test('an adapter that says nothing about rehearsals is not rehearsed', async () => {
  const adapter = await loadAdapter('apt');
  const { rehearsalChecks: _, ...execution } = (await adapter.execution?.()) ?? expect.unreachable();
  const change = { package: 'a', architecture: null, from: '1', to: '2' };
  const answer = await rehearse({
    adapter: { ...adapter, execution: async () => execution },
    step: { changes: [change], removals: 'none' },
    staging: '/nonexistent',
    main: '/nonexistent',
    mostBytes: 1,
    timeoutMs: 1,
  });
  expect(answer).toEqual({ kind: 'not-rehearsed', why: 'steps of apt are not rehearsed' });
});
