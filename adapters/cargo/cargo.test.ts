// The cargo adapter on recordings, on lists of other ages, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording, recordedHost } from '../recorded-host.ts';
import { cargo } from './index.ts';
import { parseInfo, parseInstalls, parseToml } from './parse.ts';
const system = { id: 'debian', version: '12' } as const;
const recording = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const exited = (code: number, stdout: string, stderr = ''): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr,
  truncated: false,
});
const answering = (host: Host, result: CommandResult): Host => ({ ...host, run: async () => result });

describe('what cargo installed', () => {
  test('is reported with what the registry has newer', async () => {
    const host = recording('own-home');
    expect((await cargo.inventory?.(host, system))?.items).toMatchObject([
      { purl: 'pkg:cargo/ripgrep@13.0.0', ecosystem: 'crates.io', origin: 'user1’s own' },
    ]);
    const section = await cargo.available?.(host, system);
    expect([section?.status, section?.items.map((update) => update.candidate)]).toEqual(['complete', ['15.2.0']]);
  });

  test.each([
    [
      'without a network',
      recording('registry-unreachable'),
      'crates.io gave no answer for "ripgrep": whether there is something newer is unknown',
    ],
    [
      'without cargo',
      answering(recording('own-home'), { kind: 'missing' }),
      'cargo is not on the path of the system, so nobody can ask what is newer',
    ],
    [
      'with an old cargo',
      answering(recording('own-home'), exited(101, '', 'error: no such subcommand: `info`\n')),
      'this cargo cannot say which versions there are; 1.82 can',
    ],
  ])('is of unknown age %s', async (_, host, why) => {
    expect(await cargo.available?.(host, system)).toEqual({ status: 'failed', items: [], problems: [why] });
  });

  test('from a folder of its own is no crate of the registry, and nobody is asked about it', async () => {
    const files = {
      '/root/.cargo/.crates2.json': '{"installs":{"serde 9.0.0 (path+file:///srv/serde)":{},"nonsense":{}}}',
    };
    const host = recordedHost({ commands: [], files });
    const section = await cargo.inventory?.(host, system);
    expect(section?.items).toMatchObject([{ name: 'serde', ecosystem: undefined, origin: 'root’s own' }]);
    expect(section?.problems).toEqual(['"/root/.cargo/.crates2.json" names 1 crates that cannot be read']);
    expect((await cargo.available?.(host, system))?.items).toEqual([]);
  });

  test('is read from the older list where there is no other', async () => {
    const files = {
      '/root/.cargo/.crates.toml':
        '[v1]\n"fd-find 8.7.0 (registry+https://github.com/rust-lang/crates.io-index)" = ["fd"]\n',
    };
    expect((await cargo.inventory?.(recordedHost({ commands: [], files }), system))?.items).toMatchObject([
      { name: 'fd-find', version: '8.7.0' },
    ]);
  });

  test('is unknown where the list is half written', async () => {
    const host = recordedHost({ commands: [], files: { '/root/.cargo/.crates2.json': '{"installs":{"a 1' } });
    expect(await cargo.inventory?.(host, system)).toMatchObject({ status: 'failed' });
  });
});

test('the latest version is the one in brackets where there is one', () => {
  expect(parseInfo('ripgrep #grep\nversion: 13.0.0 (latest 15.2.0)\n')).toBe('15.2.0');
  expect(parseInfo('a description\nlicense: MIT\n')).toBeUndefined();
});

test('no text makes a reader throw, or an option pass for a name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, name) => {
      const keys = { [`${name} 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)`]: {}, [text]: {} };
      for (const each of [text, JSON.stringify({ installs: keys })])
        for (const crate of parseInstalls(each)?.items ?? []) expect(crate.name).not.toMatch(/^-/);
      for (const crate of parseToml(`[v1]\n"${name} 1.0.0 (x)" = []\n${text}`)?.items ?? [])
        expect(crate.name).not.toMatch(/^-/);
      parseInfo(text);
    }),
  );
});
