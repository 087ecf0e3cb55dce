// The gem adapter on a recording, where gem says nothing, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording, recordedHost } from '../recorded-host.ts';
import { gem } from './index.ts';
import { parseList, parseSpecification } from './parse.ts';
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

describe('gems', () => {
  test('of a user are reported, with what the server has newer', async () => {
    const host = recording('own-home');
    expect(await gem.inventory?.(host, system)).toEqual({
      status: 'complete',
      problems: [],
      items: [
        {
          purl: 'pkg:gem/larder-sample@1.0.0',
          ecosystem: 'RubyGems',
          name: 'larder-sample',
          version: '1.0.0',
          arch: undefined,
          source: { name: 'larder-sample', version: '1.0.0' },
          origin: 'user1’s own',
        },
      ],
    });
    const section = await gem.available?.(host, system);
    expect([section?.status, section?.items.map((update) => update.candidate)]).toEqual(['complete', ['1.2.0']]);
  });

  test('a server out of reach answers nothing and exits 0: unknown, not up to date', async () => {
    const section = await gem.available?.(answering(recording('own-home'), exited(0, '\n')), system);
    expect(section).toMatchObject({
      status: 'failed',
      problems: [expect.stringContaining('gave no answer for "larder-sample"')],
    });
  });

  test('of the machine and defaults of its Ruby are told apart, and broken specifications are said', async () => {
    const stub = (text: string) => `# -*- encoding: utf-8 -*-\n# stub: ${text} ruby lib\n`;
    const ruby = '/usr/local/lib/ruby/gems/3.3.0/specifications';
    const host = recordedHost({
      commands: [],
      files: {
        '/var/lib/gems/3.1.0/specifications/rack-3.0.0.gemspec': stub('rack 3.0.0'),
        [`${ruby}/default/json-2.7.1.gemspec`]: stub('json 2.7.1'),
        [`${ruby}/odd-1.gemspec`]: 'Gem::Specification.new',
      },
    });
    const section = await gem.inventory?.(host, system);
    expect(section?.items.map(({ name }) => name)).toEqual(['rack', 'json']);
    expect(section?.problems).toEqual(['1 gem specifications cannot be read: those gems are left out']);
    const asked: string[][] = [];
    const newer = await gem.available?.(
      { ...host, run: async ({ argv }) => (asked.push([...argv]), exited(0, 'rack (3.1.0)\n')) },
      system,
    );
    // In the machine's own place it is carried out.
    expect(newer?.items).toMatchObject([{ package: 'rack', candidate: '3.1.0', heldBack: undefined }]);
    expect(asked.map((argv) => argv.slice(argv.indexOf('--') + 1))).toEqual([['rack']]);
  });
});

test('a list names the first version of each gem, whatever its platforms', () => {
  expect([
    ...parseList('rack (3.1.7)\nnokogiri (1.16.0 ruby java, 1.15.0 x86-mingw32)\n*** REMOTE GEMS ***\n'),
  ]).toEqual([
    ['rack', '3.1.7'],
    ['nokogiri', '1.16.0'],
  ]);
});

test('no text makes a reader throw, or an option pass for a name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const each of [text, `# stub: ${text} 1.0 ruby lib`])
        expect(parseSpecification(each)?.name ?? 'x').not.toMatch(/^-/);
      for (const name of parseList(`${text}\n${text} (1.0)`).keys()) expect(name).not.toMatch(/^-/);
    }),
  );
});
