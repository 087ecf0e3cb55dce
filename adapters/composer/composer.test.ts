// The composer adapter on a recording, for other users, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording, recordedHost } from '../recorded-host.ts';
import { composer } from './index.ts';
import { parseInstalled, parseOutdated, parseRequired } from './parse.ts';
const system = { id: 'debian', version: '12' } as const;
const recording = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const exited = (code: number, stdout: string, stderr = ''): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr,
  truncated: false,
});

const answers = (outdated: CommandResult): Host => {
  const host = recording('own-home');
  return { ...host, run: async (command) => (command.argv[0] === 'composer' ? outdated : host.run(command)) };
};

describe('global packages', () => {
  test('are reported, with what their repositories have newer for the one who asks', async () => {
    const host = recording('own-home');
    expect((await composer.inventory?.(host, system))?.items).toMatchObject([
      { purl: 'pkg:composer/sample/larder@1.0.0', ecosystem: 'Packagist', name: 'sample/larder' },
    ]);
    const asking: Host = {
      ...host,
      run: async (command) => (command.argv[0] === 'id' ? exited(0, 'user1\n') : host.run(command)),
    };
    const section = await composer.available?.(asking, system);
    expect([section?.status, section?.items.map((update) => update.candidate)]).toEqual(['complete', ['1.2.0']]);
    const other: Host = {
      ...host,
      run: async (command) => (command.argv[0] === 'id' ? exited(0, 'root\n') : host.run(command)),
    };
    expect(await composer.available?.(other, system)).toMatchObject({ status: 'failed' });
  });

  test.each([
    ['composer is missing', { kind: 'missing' } as const, 'composer is not installed'],
    ['it answers in words', exited(0, 'Rien à faire\n'), 'composer global outdated did not answer in JSON'],
    [
      'it fails',
      exited(1, '', 'Composer could not find a composer.json\n'),
      'composer global outdated failed (exit 1): Composer could not find a composer.json',
    ],
  ])('are of unknown age where %s', async (_, result, why) => {
    expect(await composer.available?.(answers(result), system)).toMatchObject({ status: 'failed', problems: [why] });
  });

  test('are partly known where a repository was out of reach and the cache answered', async () => {
    const stderr =
      'https://repository.example could not be fully loaded (timeout), package information was loaded from the local cache and may be out of date\n';
    const host = answers(exited(0, '[]', stderr));
    const asking: Host = {
      ...host,
      run: async (command) => (command.argv[0] === 'id' ? exited(0, 'user1\n') : host.run(command)),
    };
    const section = await composer.available?.(asking, system);
    expect([section?.status, section?.items, section?.problems.length]).toEqual(['partial', [], 1]);
  });

  test('that came along are not asked about, and branches are said to have no version', async () => {
    const installed = {
      packages: [
        { name: 'a/b', version: 'v1.0.0' },
        { name: 'c/d', version: '2.0' },
        { name: 'e/f', version: 'dev-main' },
      ],
    };
    const host = recordedHost({
      commands: [],
      files: {
        '/root/.composer/vendor/composer/installed.json': JSON.stringify(installed),
        '/root/.composer/composer.json': '{"require":{"A/B":"*"}}',
      },
    });
    const section = await composer.inventory?.(host, system);
    expect(section?.items.map(({ name }) => name)).toEqual(['a/b', 'c/d']);
    expect(section?.problems).toEqual([
      '"/root/.composer/vendor/composer/installed.json" names 1 packages without a version',
    ]);
  });
});

test('no text makes a reader throw, or an option pass for a name', () => {
  const entry = fc.record({ name: fc.string(), version: fc.string(), latest: fc.string() }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.oneof(entry, fc.anything())), (text, entries) => {
      for (const each of [text, JSON.stringify(entries), JSON.stringify({ packages: entries, installed: entries })]) {
        for (const { name } of [...(parseInstalled(each)?.items ?? []), ...(parseOutdated(each)?.items ?? [])])
          expect(name).toMatch(/^[a-z0-9]/);
        parseRequired(each);
      }
    }),
  );
});
