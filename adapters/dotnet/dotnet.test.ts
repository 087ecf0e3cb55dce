// The dotnet adapter on a recording after the documentation, and on hostile names.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecording } from '../recorded-host.ts';
import { dotnet } from './index.ts';
import { isToolName, isToolVersion } from './parse.ts';

const host = readRecording(join(import.meta.dirname, 'recordings', 'from-docs'));

test('tools are reported with their user, and not what is being installed', async () => {
  const section = await dotnet.inventory?.(host, { id: 'debian', version: '12' });
  expect(section?.status).toBe('complete');
  expect(section?.items.map(({ purl, origin }) => [purl, origin])).toEqual([
    ['pkg:nuget/dotnet-ef@8.0.0-preview.7.23375.4', 'root’s own'],
    ['pkg:nuget/dotnet-ef@8.0.0', 'user1’s own'],
    ['pkg:nuget/dotnetsay@2.1.4', 'user1’s own'],
  ]);
});

test('what looks like an option is no tool', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(isToolName(`-${text}`)).toBe(false);
      expect(isToolVersion(`-${text}`)).toBe(false);
    }),
  );
});
