// The npm adapter against recordings of the real npm, and its parsers against hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecording, recordedHost } from '../recorded-host.ts';
import { npm } from './index.ts';
import { parseDpkgOwners, parseRpmOwner } from '../distribution-owners.ts';
import { parseManifest, parseOutdated, parsePrefix } from './parse.ts';

const debian = { id: 'debian', version: '12' };
const recording = (name: string) => readRecording(join(import.meta.dirname, 'recordings', name));

describe('installed packages', () => {
  test('of an own prefix are found, nested ones with the package they came in', async () => {
    const section = await npm.inventory?.(recording('own-prefix'), debian);
    const outside = section?.items.filter((item) => item.owner !== 'nodejs') ?? [];
    const byName = new Map(outside.map((item) => [item.name, item]));
    expect(byName.get('semver')).toEqual({
      purl: 'pkg:npm/semver@7.5.1',
      ecosystem: 'npm',
      name: 'semver',
      version: '7.5.1',
      arch: undefined,
      source: { name: 'semver', version: '7.5.1' },
    });
    expect(byName.get('@types/node')?.purl).toBe('pkg:npm/%40types/node@20.0.0');
    expect(byName.get('tough-cookie')).toMatchObject({ version: '2.5.0', owner: 'pkg:npm/request@2.88.2' });
    expect([...byName.keys()]).toEqual(
      expect.arrayContaining(['linked-suture-x', 'error', '@scope/private-none-suture-sample']),
    );
  });

  test('that cannot be read are named, and the rest is kept', async () => {
    const section = await npm.inventory?.(recording('own-prefix'), debian);
    expect(section?.status).toBe('partial');
    expect(section?.problems).toEqual([
      '/opt/tools/lib/node_modules/broken is left out: its package.json is no JSON object',
    ]);
  });

  test('of the distribution carry its package as owner, with all that is inside them', async () => {
    const section = await npm.inventory?.(recording('distribution'), debian);
    expect(section?.status).toBe('complete');
    expect(section?.items.find((item) => item.name === 'npm')).toMatchObject({ version: '11.19.1', owner: 'nodejs' });
    expect(section?.items.find((item) => item.name === 'tar')).toMatchObject({ owner: 'nodejs' });
  });

  test('are found without npm, and owners through rpm where there is no dpkg', async () => {
    const host = recordedHost({
      commands: [
        { argv: ['npm', 'prefix', '-g'], result: { kind: 'missing' } },
        { argv: ['dpkg-query', '-S', '/usr/lib/node_modules/npm/package.json'], result: { kind: 'missing' } },
        {
          argv: ['rpm', '-qf', '--qf', '%{NAME}\\n', '/usr/lib/node_modules/npm/package.json'],
          result: { kind: 'exited', code: 0, stdout: 'nodejs-npm\n' },
        },
      ],
      files: { '/usr/lib/node_modules/npm/package.json': '{"name":"npm","version":"10.8.2"}' },
    });
    const section = await npm.inventory?.(host, { id: 'almalinux', version: '9' });
    expect(section).toMatchObject({ status: 'complete', items: [{ name: 'npm', owner: 'nodejs-npm' }] });
  });

  test('without npm and without packages are unknown, not none', async () => {
    const host = recordedHost({
      commands: [{ argv: ['npm', 'prefix', '-g'], result: { kind: 'missing' } }],
      files: {},
    });
    expect(await npm.inventory?.(host, debian)).toEqual({
      status: 'failed',
      items: [],
      problems: ['npm is not installed'],
    });
  });

  test('are partial when their owner cannot be asked', async () => {
    const host = recordedHost({
      commands: [
        { argv: ['npm', 'prefix', '-g'], result: { kind: 'exited', code: 0, stdout: '/usr\n' } },
        {
          argv: ['dpkg-query', '-S', '/usr/lib/node_modules/npm/package.json'],
          result: { kind: 'exited', code: 2, stdout: '', stderr: 'dpkg-query: error: parsing file' },
        },
      ],
      files: { '/usr/lib/node_modules/npm/package.json': '{"name":"npm","version":"10.8.2"}' },
    });
    const section = await npm.inventory?.(host, debian);
    expect(section?.status).toBe('partial');
    expect(section?.items).toHaveLength(1);
  });
});

describe('newer versions', () => {
  test('are what the registry has, a package named error included', async () => {
    const section = await npm.available?.(recording('own-prefix'), debian);
    expect(section?.status).toBe('complete');
    expect(section?.items.map((item) => [item.package, item.installed, item.candidate])).toEqual([
      ['@types/node', '20.0.0', '26.6.6'],
      ['error', '0.0.1', '10.4.0'],
      ['semver', '7.5.1', '7.8.6'],
    ]);
    expect(section?.items[0]?.security.is).toBe('unknown');
    expect(section?.items[0]?.heldBack).toBeUndefined();
  });

  test('of what the distribution owns are held back with the reason', async () => {
    const section = await npm.available?.(recording('distribution'), debian);
    expect(section?.items.map((item) => item.heldBack?.why)).toEqual([
      "it is part of the distribution's package nodejs and is updated with it",
      "it is part of the distribution's package nodejs and is updated with it",
    ]);
  });

  test('are unknown when the registry cannot be asked, not none', async () => {
    const section = await npm.available?.(recording('registry-unreachable'), debian);
    expect(section?.status).toBe('failed');
    expect(section?.problems[0]).toMatch(/^npm could not ask the registry for updates: ECONNREFUSED /);
  });

  test('are none when npm says so', async () => {
    const section = await npm.available?.(recording('nothing-outdated'), debian);
    expect(section).toEqual({ status: 'complete', items: [], problems: [] });
  });
});

describe('the parser of npm outdated', () => {
  const entry = { current: '1.0.0', wanted: '2.0.0', latest: '2.0.0', location: '/opt/tools/lib/node_modules/a' };

  test('takes every place a package is installed in', () => {
    const answer = parseOutdated(JSON.stringify({ a: [entry, { ...entry, current: '1.5.0' }] }), 1);
    expect(answer.ok && answer.outdated.map((each) => each.current)).toEqual(['1.0.0', '1.5.0']);
  });

  test('does not offer an older version to a prerelease', () => {
    const answer = parseOutdated(JSON.stringify({ a: { ...entry, current: '3.0.0-beta.1' } }), 1);
    expect(answer).toEqual({ ok: true, outdated: [], problems: [] });
  });

  test('says that updates of what did not come from the registry are unknown', () => {
    const answer = parseOutdated(JSON.stringify({ a: { ...entry, wanted: 'git', latest: 'git' } }), 1);
    expect(answer).toMatchObject({
      ok: true,
      outdated: [],
      problems: [expect.stringMatching(/^a was not installed from/)],
    });
  });

  test.each([
    ['nothing', '', 0],
    ['cut-off JSON', '{"a":{"current":"1.0.0"', 1],
    ['a list', '[]', 0],
    ['an empty object with a failure code', '{}', 1],
    ['an empty object and a crash', '{}', 254],
    ['updates and a crash', JSON.stringify({ a: entry }), 137],
  ])('refuses %s', (_, text, code) => {
    expect(parseOutdated(text, code).ok).toBe(false);
  });

  test('is not led astray by names of object properties', () => {
    const answer = parseOutdated(`{"__proto__":${JSON.stringify(entry)},"constructor":${JSON.stringify(entry)}}`, 1);
    expect(answer.ok && answer.outdated.map((each) => each.name)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['current']).toBeUndefined();
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.integer({ min: 0, max: 255 }), (text, code) => {
        parseOutdated(text, code);
        parseManifest(text);
        parsePrefix(text);
        parseDpkgOwners(text);
        parseRpmOwner(text);
      }),
    );
  });
});

describe('the small parsers', () => {
  test.each([
    ['/usr\n', '/usr'],
    ['/\n', ''],
    ['usr\n', undefined],
    ['/a\n/b\n', undefined],
    ['/a/../b\n', undefined],
    ['', undefined],
  ])('read the prefix in %j', (text, prefix) => {
    expect(parsePrefix(text)).toBe(prefix);
  });

  test.each([
    '{}',
    '{"name":"a"}',
    '{"name":"../a","version":"1"}',
    '{"name":"a","version":"1 2"}',
    '{"name":1,"version":"1"}',
    'null',
  ])('refuse the package.json %s', (text) => {
    expect(parseManifest(text).ok).toBe(false);
  });

  test('read dpkg’s owners, shared and foreign ones too', () => {
    const text = 'nodejs: /usr/a\nlibc6:amd64: /usr/b\none, two:i386: /usr/c\ndiversion by x from: /usr/d\ngarbage\n';
    expect([...parseDpkgOwners(text)]).toEqual([
      ['/usr/a', 'nodejs'],
      ['/usr/b', 'libc6'],
      ['/usr/c', 'one'],
    ]);
  });

  test('read rpm’s owner and know its refusal', () => {
    expect(parseRpmOwner('nodejs-npm\n')).toBe('nodejs-npm');
    expect(parseRpmOwner('file /usr/bin/dnf is not owned by any package\n')).toBeUndefined();
  });
});
