// The softwareupdate adapter on recordings, where Apple's server does not answer, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { softwareupdate } from './index.ts';
import { parseHistory, parseUpdates, parseVersion } from './parse.ts';

const system = { id: 'macos', version: '14.5' } as const;
const recording = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));

test('macOS is a package of its release, and what Apple installed is listed once, with the last version', async () => {
  const section = await softwareupdate.inventory?.(recording('from-docs'), system);
  expect(section?.items.map(({ name, version, ecosystem }) => [name, version, ecosystem])).toEqual([
    ['macOS', '14.5', 'macOS:14'],
    ['Command Line Tools for Xcode', '15.1', undefined],
    ['Safari', '17.5', undefined],
    ['XProtectPlistConfigData', '2194', undefined],
  ]);
  expect(section).toMatchObject({ status: 'partial', problems: ['1 entries of what was installed cannot be read'] });
});

test('offers say what holds them: deferral, another release of macOS', async () => {
  const section = await softwareupdate.available?.(recording('from-docs'), system);
  expect(
    section?.items.map((item) => [
      item.package,
      item.installed,
      item.candidate,
      item.security.is,
      item.heldBack?.cause,
    ]),
  ).toEqual([
    ['macOS', '14.5', '14.6.1', 'unknown', undefined],
    ['macOS', '14.5', '15.0', 'unknown', 'hold'],
    ['Command Line Tools for Xcode', '15.1', '15.3', 'unknown', 'hold'],
    ['macOS Security Response 14.5 (a)', '14.5', '14.5 (a)', true, undefined],
  ]);
  expect(section?.items[0]?.bytes).toBe(1_658_707_968);
  expect(section).toMatchObject({
    status: 'partial',
    problems: ['softwareupdate names 1 updates that cannot be read'],
  });
});

test('a Rapid Security Response is part of what runs', async () => {
  const host = recording('up-to-date-from-docs');
  expect(await softwareupdate.detect(host)).toEqual({ present: true, version: 'macOS 14.5 (a)' });
  const section = await softwareupdate.inventory?.(host, system);
  expect(section?.items[0]?.purl).toBe('pkg:generic/apple/macOS@14.5?build=23F79&response=%28a%29');
});

test('nothing new is what softwareupdate says in so many words, and silence is not', async () => {
  const host = recording('up-to-date-from-docs');
  expect(await softwareupdate.available?.(host, system)).toEqual({ status: 'complete', items: [], problems: [] });
  const silent: Host = {
    ...host,
    run: async (): Promise<CommandResult> => ({
      kind: 'exited',
      code: 0,
      stdout: 'Software Update Tool\n\nFinding available software\n',
      stderr: "Can't connect to the Apple Software Update server\n",
      truncated: false,
    }),
  };
  expect(await softwareupdate.available?.(silent, system)).toMatchObject({ status: 'failed' });
});

test('the list of macOS before 10.15 is read as well', () => {
  const text = '   * Safari13.1HighSierraAuto-13.1\n\tSafari (13.1), 67518K [recommended] [restart]\n';
  expect(parseUpdates(text)).toEqual({
    kind: 'some',
    unread: 0,
    updates: [
      {
        label: 'Safari13.1HighSierraAuto-13.1',
        title: 'Safari',
        version: '13.1',
        bytes: 69_138_432,
        isRecommended: true,
        isDeferred: false,
        restarts: true,
      },
    ],
  });
});

test('no text makes a reader throw, or takes long', () => {
  const part = fc.constantFrom(
    '<dict>',
    '</dict>',
    '<key>',
    'displayName',
    '</key>',
    '<string>',
    'Title: ',
    ', Version: ',
    '\n',
    '* Label: ',
    ' ',
    '(',
    ')',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.oneof(part, fc.string())), (text, parts) => {
      for (const each of [text, parts.join('')]) {
        parseVersion(each);
        for (const { name } of parseHistory(each).items) expect(name).not.toMatch(/^-|\p{Cc}/u);
        const read = parseUpdates(each);
        for (const { title } of read.kind === 'some' ? read.updates : []) expect(title).not.toMatch(/\p{Cc}/u);
      }
    }),
  );
});
