// The go adapter on a recording of a real program, on broken ones, and on hostile bytes.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording, recordedHost } from '../recorded-host.ts';
import { parseGoSection, parseModules, readGoProgram } from '../go-build-info.ts';
import { go } from './index.ts';
import { parseLatest } from './parse.ts';
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

describe('a program that go installed', () => {
  test('is reported with the modules inside it and the standard library it was built with', async () => {
    const section = await go.inventory?.(recording('own-home'), system);
    expect(section?.status).toBe('complete');
    const owner = 'pkg:golang/golang.org/x/tools@v0.35.0';
    expect(section?.items.map((each) => [each.purl, each.owner])).toEqual([
      [owner, undefined],
      ['pkg:golang/golang.org/x/mod@v0.26.0', owner],
      ['pkg:golang/golang.org/x/sync@v0.16.0', owner],
      ['pkg:golang/stdlib@1.26.8', owner],
    ]);
    expect(section?.items[0]).toMatchObject({ ecosystem: 'Go', origin: 'user1’s own' });
  });

  test('has a newer version where the proxy says so; the modules inside are not asked about', async () => {
    const section = await go.available?.(recording('own-home'), system);
    expect(section?.items.map((update) => [update.package, update.installed, update.candidate])).toEqual([
      ['golang.org/x/tools', 'v0.35.0', 'v0.52.0'],
    ]);
  });

  test.each([
    [
      'the proxy is out of reach',
      recording('registry-unreachable'),
      'the module proxy gave no answer for "golang.org/x/tools": whether there is something newer is unknown',
    ],
    [
      'there is no go',
      answering(recording('own-home'), { kind: 'missing' }),
      'go is not installed, so nobody can ask what is newer',
    ],
    [
      'go fails',
      answering(recording('own-home'), exited(1, '', 'go: GOPATH entry is relative\n')),
      'go list -m failed (exit 1): go: GOPATH entry is relative',
    ],
  ])('is of unknown age where %s', async (_, host, why) => {
    expect(await go.available?.(host, system)).toEqual({ status: 'failed', items: [], problems: [why] });
  });
});

test('a machine with scripts alone has no programs of Go', async () => {
  const host = recordedHost({
    commands: [],
    files: {},
    bytes: { '/usr/local/bin/x': [{ from: 0, base64: btoa('#!/bin/sh\n') }] },
  });
  expect(await go.detect(host)).toEqual({ present: false, reason: 'there are no Go modules here' });
});

test('what stands in for a module counts, and what is no module does not', () => {
  const lines = [
    'path\tx/cmd',
    'mod\tx.example/y\t(devel)\t',
    'dep\ta.example/b\tv1.0.0\th1:',
    '=>\ta.example/fork\tv1.0.1\th1:',
    'dep\tc.example/d\tv2.0.0\th1:',
    '=>\t../d\t',
    'dep\t-e\tv1.0.0',
    'build\tCGO_ENABLED=1',
  ];
  expect(parseModules(lines.join('\n'))).toEqual({
    main: undefined,
    modules: [{ path: 'a.example/fork', version: 'v1.0.1' }],
  });
});

test('no bytes make a reader throw, or an option pass for a name', async () => {
  const elf = [0x7f, 0x45, 0x4c, 0x46, 2, 1];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary' }), async (bytes, text) => {
      const program = Uint8Array.from([...elf, ...bytes]);
      const host: Host = {
        ...recordedHost({ commands: [], files: {} }),
        readBytes: async (_, from, length) => ({ kind: 'bytes', bytes: program.subarray(from, from + length) }),
      };
      await readGoProgram(host, '/usr/local/bin/x');
      const section = Buffer.concat([
        Buffer.from('\u00FF Go buildinf:\u0008\u0002', 'latin1'),
        Buffer.alloc(16),
        Buffer.from(bytes),
      ]);
      parseGoSection(section);
      for (const { path } of parseModules(`dep\t${text}\tv1.0.0`).modules) expect(path).not.toMatch(/^-/);
      for (const name of parseLatest(`${text}\tv1.0.0`).keys()) expect(name).not.toMatch(/^-/);
    }),
  );
});
