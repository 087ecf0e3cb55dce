// The dotnet adapter on a recording after the documentation, and on hostile names.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { dotnet } from './index.ts';
import { isToolName, isToolVersion, parseFound } from './parse.ts';

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

const system = { id: 'debian', version: '12' } as const;
const answering = (code: number, stdout: string): Host => ({
  ...host,
  run: async (): Promise<CommandResult> => ({ kind: 'exited', code, stdout, stderr: '', truncated: false }),
});

test('what NuGet has of that very tool is newer, not what is called alike; in homes it is left to whose it is', async () => {
  const section = await dotnet.available?.(host, system);
  expect(section).toMatchObject({ status: 'complete' });
  expect(section?.items.map((each) => [each.package, each.installed, each.candidate, each.heldBack?.why])).toEqual([
    ['dotnet-ef', '8.0.0-preview.7.23375.4', '8.0.1', expect.stringContaining('root’s own')],
    ['dotnet-ef', '8.0.0', '8.0.1', expect.stringContaining('user1’s own')],
  ]);
});

test.each([
  ['it was not allowed to ask, and ends well', 0, 'The NuGet source is not configured.\n'],
  ['it found others', 0, 'dotnet-ef.sample          99.0.0              Somebody\n'],
  ['it failed', 1, 'dotnet-ef                 99.0.0              Microsoft\n'],
])('what is newer is unknown where %s', async (_, code, stdout) => {
  expect(await dotnet.available?.(answering(code, stdout), system)).toMatchObject({ status: 'failed' });
});

test('no text makes the table’s reader throw, or say a version that is none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const each of [text, `larder  ${text}`, `larder  1.0.0  ${text}`])
        expect(parseFound(each, 'larder') ?? '1').toMatch(/^\d/);
    }),
  );
});

test('what looks like an option is no tool', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(isToolName(`-${text}`)).toBe(false);
      expect(isToolVersion(`-${text}`)).toBe(false);
    }),
  );
});
