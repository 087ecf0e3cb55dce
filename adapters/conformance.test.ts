// Every adapter folder has all its parts, and every adapter withstands the conformance suite.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Adapter } from './adapter.ts';
import type { Command } from './host.ts';
import {
  commandFaults,
  hostileMachines,
  monotonousHost,
  namesLikeOptions,
  undeclared,
  unwatched,
  violations,
  watchFaults,
} from './conformance.ts';
import { adapterNames, loadAdapter } from './registry.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map((entry) => entry.name);

test('the registry lists exactly the folders there are', () => {
  expect([...adapterNames].sort()).toEqual(folders.sort());
});

/** Parts that another adapter needs too stand beside the folders. */
const sharedParts: Readonly<Record<string, string>> = {
  'windows-programs/commands.ts': '../uninstall-keys-commands.ts',
  'windows-programs/parse.ts': '../uninstall-keys-parse.ts',
};

describe.each(folders)('the folder of %s', (name) => {
  const folder = join(import.meta.dirname, name);

  test.each(['index.ts', 'commands.ts', 'parse.ts', 'README.md', 'recordings', 'recordings/README.md'])(
    'has %s',
    (part) => {
      expect(existsSync(join(folder, sharedParts[`${name}/${part}`] ?? part))).toBe(true);
    },
  );

  test('has a recording', () => {
    expect(readdirSync(join(folder, 'recordings')).filter((entry) => entry !== 'README.md')).not.toEqual([]);
  });

  test.each(['exercised for real', 'replayed only'])('says in its README.md what is %s', (section) => {
    expect(readFileSync(join(folder, 'README.md'), 'utf8').toLowerCase()).toMatch(new RegExp(`^## ${section}$`, 'm'));
  });
});

describe.each(adapterNames)('the adapter %s', (name) => {
  test('carries the name of its folder, declares what it has and has what it declares', async () => {
    const adapter = await loadAdapter(name);
    expect(adapter.name).toBe(name);
    expect(undeclared(adapter)).toEqual([]);
  });

  test('watches what it reads', async () => {
    const adapter = await loadAdapter(name);
    expect(watchFaults(adapter)).toEqual([]);
    for (const { host } of [...hostileMachines, namesLikeOptions]) expect(await unwatched(adapter, host)).toEqual([]);
  });

  test.each(hostileMachines)('stays honest on a machine $name', async ({ host }) => {
    expect(await violations(await loadAdapter(name), host, 'none')).toEqual([]);
  });

  test(`keeps its commands clean on a machine ${namesLikeOptions.name}`, async () => {
    expect(await violations(await loadAdapter(name), namesLikeOptions.host, 'some')).toEqual([]);
  });

  test('withstands any bytes as output and as file content', async () => {
    const adapter = await loadAdapter(name);
    const anything = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('utf8'));
    await fc.assert(
      fc.asyncProperty(anything, anything, fc.integer({ min: 0, max: 255 }), async (output, content, code) => {
        const host = monotonousHost(
          { kind: 'exited', code, stdout: output, stderr: content, truncated: false },
          { kind: 'text', text: content, truncated: false },
          ['1', 'x'],
        );
        expect(await violations(adapter, host, 'some')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the suite itself notices', () => {
  const good: Command = { argv: ['tool', 'list'], timeoutMs: 1_000, maxOutputBytes: 1_000 };
  const allowed = [{ begins: ['tool', 'list'], options: ['-a', '--format='] }] as const;

  test.each<[string, Partial<Command>, string]>([
    ['a shell', { argv: ['/bin/sh', '-c', 'x'] }, 'goes through a shell or a wrapper'],
    ['an option as program', { argv: ['-x'] }, 'does not start with a program'],
    ['no timeout', { timeoutMs: 0 }, 'has a timeout of 0 ms'],
    ['an hour as timeout', { timeoutMs: 3_600_000 }, 'has a timeout of 3600000 ms'],
    ['no output cap', { maxOutputBytes: Number.POSITIVE_INFINITY }, 'has an output cap of Infinity bytes'],
    ['an undeclared command', { argv: ['tool', 'remove'] }, 'is not among the declared read-only commands'],
    ['an undeclared option', { argv: ['tool', 'list', '--exec=x'] }, 'has an option that is not declared'],
  ])('%s', (_, over, fault) => {
    expect(commandFaults({ ...good, ...over }, allowed)).toContain(fault);
  });

  test('nothing in a command that keeps the rules', () => {
    const argv = ['tool', 'list', '-a', '--format=json', 'name', '--', '-x'] as const;
    expect(commandFaults({ ...good, argv }, allowed)).toEqual([]);
  });

  test('an adapter that reads beside what it watches, or watches what shows nothing', async () => {
    const blind: Adapter = {
      name: 'blind',
      capabilities: ['inventory'],
      watches: [{ path: '/var/lib/blind', with: 'itself' }],
      readOnlyCommands: [],
      detect: async () => ({ present: true, version: '1' }),
      inventory: async (host) => {
        await host.readFile('/var/lib/blind/status', 10);
        await host.readFile('/var/lib/blinder', 10);
        await host.listDirectory('/etc/blind');
        return { status: 'failed', items: [], problems: ['it sees nothing'] };
      },
    };
    expect(await unwatched(blind, namesLikeOptions.host)).toEqual(['/var/lib/blinder', '/etc/blind']);
    expect(watchFaults(blind)).toEqual([]);
    const paths = ['/proc/1/maps', '/etc/../x', 'etc', '/etc', '/etc'];
    expect(watchFaults({ watches: paths.map((path) => ({ path, with: 'itself' })) })).toEqual([
      'a path is watched twice',
      '/etc/../x is no plain path',
      'etc is no plain path',
      '/proc/1/maps shows no change',
    ]);
    expect(watchFaults({ watches: [] })).toEqual(['nothing is watched']);
  });

  test('an adapter that lies, throws and says nothing', async () => {
    const liar: Adapter = {
      name: 'liar',
      capabilities: ['inventory', 'changelogs'],
      watches: [{ path: '/var/lib/liar', with: 'itself' }],
      readOnlyCommands: [],
      detect: async () => ({ present: false, reason: '' }),
      inventory: async () => ({ status: 'complete', items: [], problems: [] }),
      available: async () => {
        throw new Error('boom');
      },
      needsRestart: async () => ({ status: 'failed', items: [], problems: [] }),
    };
    const wrong = (await violations(liar, namesLikeOptions.host, 'none')).join('\n');
    expect(wrong).toMatch(/inventory is complete and empty/);
    expect(wrong).toMatch(/available threw: Error: boom/);
    expect(wrong).toMatch(/needsRestart is failed and does not say why/);
    expect(wrong).toMatch(/a problem of detect says too little/);
    expect(undeclared(liar)).toEqual([
      'available is declared or there, not both',
      'needs-restart is declared or there, not both',
      'changelogs is declared or there, not both',
    ]);
  });
});
