// The homebrew adapter on a recording, as root, where brew fails, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { homebrew } from './index.ts';
import { isName, parseCask, parseOutdated, parseReceipt } from './parse.ts';

const system = { id: 'macos', version: '14.5' } as const;
const host = readRecording(join(import.meta.dirname, 'recordings', 'from-docs'));
const answering = (program: RegExp, stdout: string, code = 0): { readonly host: Host; readonly ran: string[] } => {
  const ran: string[] = [];
  const answer: CommandResult = { kind: 'exited', code, stdout, stderr: '', truncated: false };
  const run: Host['run'] = async (command) => {
    ran.push(command.argv[0]);
    return program.test(command.argv[0]) ? answer : host.run(command);
  };
  return { host: { ...host, run }, ran };
};

test('kegs and casks are read from their folders: the linked version, the tap, pins', async () => {
  const ran = answering(/./, '');
  const section = await homebrew.inventory?.(ran.host, system);
  expect(ran.ran).toEqual([]);
  expect(section?.items.map(({ name, version, origin, hold }) => [name, version, origin, hold])).toEqual([
    ['node', '22.9.0', 'homebrew/core', true],
    ['openssl@3', '3.3.2', 'homebrew/core', undefined],
    ['tool', '1.0', 'some/tap', undefined],
    ['alfred', '5.1,2134', 'homebrew/cask', undefined],
    ['firefox', '131.0', 'homebrew/cask', undefined],
    ['fonts', '1.0', 'homebrew/cask', undefined],
  ]);
  expect(section?.items.filter(({ purl }) => purl.includes('updates=itself')).map(({ name }) => name)).toEqual([
    'alfred',
    'firefox',
  ]);
  expect(section).toMatchObject({ problems: ["1 folders of Homebrew's hold no version that can be read"] });
});

test('an application that updates itself is held back, and so is a pin', async () => {
  const section = await homebrew.available?.(host, system);
  expect(section?.items.map((item) => [item.package, item.installed, item.candidate, item.heldBack?.cause])).toEqual([
    ['openssl@3', '3.3.2', '3.4.0', undefined],
    ['node', '22.9.0', '23.1.0', 'pin'],
    ['tool', '1.0', '1.1', undefined],
    ['firefox', '131.0', '132.0', 'hold'],
    ['alfred', '5.1,2134', '5.5.1,2273', 'hold'],
  ]);
});

test('root never runs brew, which is a program that an ordinary user may change', async () => {
  const root = answering(/^id$/, '0\n');
  expect(await homebrew.available?.(root.host, system)).toMatchObject({ status: 'failed' });
  expect(root.ran).toEqual(['id']);
});

test('a brew that fails, or does not answer in JSON, makes updates unknown', async () => {
  for (const broken of [answering(/brew$/, '', 1), answering(/brew$/, 'Warning: something\n{}')])
    expect(await homebrew.available?.(broken.host, system)).toMatchObject({ status: 'failed' });
});

test('no text makes a reader throw, or an option pass for a name', () => {
  const one = fc.record({ name: fc.string(), installed_versions: fc.anything(), current_version: fc.string() });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.oneof(one, fc.anything())), (text, values) => {
      for (const each of [text, JSON.stringify({ formulae: values, casks: values })]) {
        parseCask(each);
        expect(parseReceipt(each) ?? 'a/b').toMatch(/^[\w.-]+\/[\w.-]+$/);
        for (const { name } of parseOutdated(each)?.items ?? []) expect(isName(name)).toBe(true);
      }
    }),
  );
});
