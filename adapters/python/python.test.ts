// The python adapter on recordings of pipx and pip, in homes that are closed, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording, recordedHost } from '../recorded-host.ts';
import { parsePackages } from '../python-packages.ts';
import { python } from './index.ts';
import { parseEnvironment, parseNewest } from './parse.ts';
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

describe('what pipx and pip installed', () => {
  test('is reported with its user, and what came with an application with that as owner', async () => {
    const section = await python.inventory?.(recording('own-home'), system);
    expect(section?.status).toBe('complete');
    const own = section?.items
      .filter(({ owner }) => owner === undefined)
      .map(({ name, version }) => `${name} ${version}`);
    expect(own?.toSorted()).toEqual(['black 23.1.0', 'httpie 3.2.0', 'requests 2.31.0', 'urllib3 1.26.5']);
    expect(section?.items.find(({ name }) => name === 'mypy-extensions')).toMatchObject({
      ecosystem: 'PyPI',
      owner: 'pkg:pypi/black@23.1.0',
      origin: 'user1’s own',
    });
  });

  test('has newer versions where the index says so', async () => {
    const section = await python.available?.(recording('own-home'), system);
    expect(section?.status).toBe('complete');
    expect(section?.items.find((update) => update.package === 'requests')).toMatchObject({
      installed: '2.31.0',
      candidate: '2.34.2',
      origin: 'PyPI (user1’s own)',
      security: { is: 'unknown' },
      heldBack: {
        cause: 'unknown',
        why: 'it is user1’s own: reported only, as Suture changes nothing in homes (user1 can)',
      },
    });
  });

  test('is of unknown age without the index, not up to date', async () => {
    expect(await python.available?.(recording('registry-unreachable'), system)).toEqual({
      status: 'failed',
      items: [],
      problems: [
        'PyPI gave no answer for "black", "httpie", "requests", "urllib3": whether there is something newer is unknown',
      ],
    });
  });

  test.each([
    ['no python', { kind: 'missing' } as const, 'pip is not installed for python3, so nobody can ask what is newer'],
    [
      'no pip',
      exited(1, '', '/usr/bin/python3: No module named pip\n'),
      'pip is not installed for python3, so nobody can ask what is newer',
    ],
  ])('is of unknown age with %s', async (_, result, why) => {
    expect(await python.available?.(answering(recording('own-home'), result), system)).toMatchObject({
      status: 'failed',
      problems: [why],
    });
  });

  test('another package than the one asked for is no answer', async () => {
    const host = answering(recording('own-home'), exited(0, 'requests (99.0)\n'));
    const section = await python.available?.(host, system);
    expect(section?.items.map((update) => [update.package, update.candidate])).toEqual([['requests', '99.0']]);
    expect(section?.status).toBe('partial');
  });

  test('in homes that nobody may look into is a problem, and no reason to be there', async () => {
    const library = '/usr/local/lib/python3.11/dist-packages';
    const closed = recordedHost({ commands: [], files: {}, directories: { '/home': ['alice'] } });
    expect(await python.detect(closed)).toEqual({
      present: false,
      reason: '1 home folders cannot be looked into: Python packages of their users are unknown',
    });
    const both = recordedHost({
      commands: [],
      files: {},
      directories: { '/home': ['alice'], [library]: ['six-1.16.0.dist-info'] },
    });
    expect(await python.inventory?.(both, system)).toMatchObject({
      status: 'partial',
      items: [{ name: 'six', version: '1.16.0' }],
    });
  });

  test('of the distribution is left to it', async () => {
    const host = recordedHost({
      commands: [],
      files: {},
      directories: { '/usr/lib/python3/dist-packages': ['six-1.16.0.dist-info'] },
    });
    expect((await python.detect(host)).present).toBe(false);
  });

  test('and pinned is held back; an environment without notes is a problem', async () => {
    const venvs = '/opt/pipx/venvs';
    const packages = 'lib/python3.12/site-packages';
    const host = recordedHost({
      commands: [],
      files: { [`${venvs}/ruff/pipx_metadata.json`]: '{"main_package":{"package":"ruff","pinned":true}}' },
      directories: {
        [`${venvs}/ruff/${packages}`]: ['ruff-0.1.0.dist-info'],
        [`${venvs}/odd/${packages}`]: ['odd-1.dist-info'],
      },
    });
    const section = await python.inventory?.(host, system);
    expect(section?.items.map(({ name, hold }) => [name, hold])).toEqual([
      ['odd', undefined],
      ['ruff', true],
    ]);
    expect(section?.problems).toEqual(['the pipx environment "odd" cannot be read']);
    const newer = await python.available?.(answering(host, exited(0, 'ruff (0.2.0)\n')), system);
    expect(newer?.items.map(({ heldBack }) => heldBack?.why)).toEqual(['pinned in pipx (pipx unpin ruff)']);
  });
});

test('names of metadata give name and version, and nothing else does', () => {
  const names = [
    'PyYAML-6.0-py3.11-linux-x86_64.egg-info',
    'zope.interface-5.4.0.dist-info',
    '~ip-23.0.dist-info',
    'a-b.dist-info',
    '-x-1.dist-info',
    'six.py',
  ];
  expect(parsePackages(names).map(({ name, version }) => `${name} ${version}`)).toEqual([
    'pyyaml 6.0',
    'zope-interface 5.4.0',
  ]);
});

test('no text makes a reader throw, or an option pass for a name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.anything(), (text, value) => {
      for (const { name } of parsePackages([text, `${text}-1.0.dist-info`])) expect(name).toMatch(/^[a-z0-9]/);
      for (const each of [
        text,
        JSON.stringify({ main_package: value, injected_packages: value }),
        JSON.stringify({ main_package: { package: text } }),
      ]) {
        const read = parseEnvironment(each ?? '');
        for (const name of read === undefined ? [] : [read.main, ...read.injected]) expect(name).toMatch(/^[a-z0-9]/);
      }
      parseNewest(text, 'x');
    }),
  );
});
