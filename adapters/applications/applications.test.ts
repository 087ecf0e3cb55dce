// The applications adapter on a recording, on real files made for it, and where it may not look.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Host } from '../host.ts';
import { localHost } from '../local-host.ts';
import { readRecording, recordedHost } from '../recorded-host.ts';
import { applications } from './index.ts';
import { zip } from '../zip.fixture.ts';

const system = { id: 'debian', version: '12' } as const;

describe('what is inside five applications', () => {
  const host = readRecording(join(import.meta.dirname, 'recordings', 'five-applications'));

  test('is reported with the file that says so', async () => {
    const section = await applications.inventory?.(host, system);
    expect(
      section?.items.map(({ purl, origin }) => `${purl} ${origin?.replace('/srv/suture-sample/', '')}`).toSorted(),
    ).toEqual(
      [
        'pkg:maven/org.example.lib/pantry@1.0 java/shop.war',
        'pkg:maven/org.example/shop-web@3.1 java/shop.jar',
        'pkg:maven/org.example.lib/larder-core@2.14.1 java/shop.jar',
        'pkg:pypi/urllib3@1.26.5 api/venv/lib/python3.11/site-packages',
        'pkg:pypi/setuptools@66.1.1 api/venv/lib/python3.11/site-packages',
        'pkg:pypi/pip@23.0.1 api/venv/lib/python3.11/site-packages',
        'pkg:golang/golang.org/x/tools@v0.35.0 tool/stringer',
        'pkg:golang/golang.org/x/mod@v0.26.0 tool/stringer',
        'pkg:golang/golang.org/x/sync@v0.16.0 tool/stringer',
        'pkg:golang/stdlib@1.26.8 tool/stringer',
        'pkg:cargo/memchr@2.4.0 tool/Cargo.lock',
        'pkg:npm/lru-cache@6.0.0 old/package-lock.json',
        'pkg:npm/ms@2.1.2 old/package-lock.json',
        'pkg:npm/semver@7.5.1 old/package-lock.json',
        'pkg:npm/yallist@4.0.0 old/package-lock.json',
        'pkg:npm/lru-cache@6.0.0 shop/node_modules',
        'pkg:npm/ms@2.1.2 shop/node_modules',
        'pkg:npm/semver@7.5.1 shop/node_modules',
        'pkg:npm/yallist@4.0.0 shop/node_modules',
      ].toSorted(),
    );
    expect(section?.items.find(({ name }) => name === 'stdlib')).toMatchObject({
      ecosystem: 'Go',
      owner: 'pkg:golang/golang.org/x/tools@v0.35.0',
    });
    expect(section?.items.find(({ name }) => name.includes(':'))).toMatchObject({
      ecosystem: 'Maven',
      name: 'org.example.lib:pantry',
    });
  });

  test('is partly known where archives are broken and lines are no paths', async () => {
    const section = await applications.inventory?.(host, system);
    expect([section?.status, section?.problems]).toEqual([
      'partial',
      [
        '/etc/suture/applications has 1 lines that are no path to look below',
        '1 archives inside "/srv/suture-sample/java/shop.war" cannot be read',
        '1 files below "/srv/suture-sample" cannot be read, "/srv/suture-sample/java/cut.jar" first',
      ],
    ]);
  });
});

describe('below a real folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'suture-applications-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const put = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const looking = (path: string): Host => ({
    ...localHost,
    readFile: async (at, bytes) =>
      at === '/etc/suture/applications'
        ? { kind: 'text', text: `${join(root, path)}\n`, truncated: false }
        : localHost.readFile(at, bytes),
  });
  const namesBelow = async (path: string): Promise<readonly string[]> =>
    ((await applications.inventory?.(looking(path), system))?.items ?? [])
      .map(({ name, version }) => `${name} ${version}`)
      .toSorted();

  test('what is installed counts, and not what the lock file beside it says', async () => {
    put('shop/yarn.lock', '# yarn lockfile v1\n\n"ms@^2.0.0":\n  version "2.0.0"\n');
    put('shop/node_modules/ms/package.json', '{"name":"ms","version":"2.1.3"}');
    put('shop/node_modules/ms/test/package.json', '{"name":"fixture","version":"9.9.9"}');
    put('shop/node_modules/@s/x/node_modules/ms/package.json', '{"name":"ms","version":"1.0.0"}');
    put('shop/node_modules/@s/x/package.json', '{"name":"@s/x","version":"1.2.3"}');
    expect(await namesBelow('shop')).toEqual(['@s/x 1.2.3', 'ms 1.0.0', 'ms 2.1.3']);
  });

  test('links are not followed, and version control is left out', async () => {
    put('api/requirements.txt', 'six==1.16.0\nurllib3>=1\n');
    put('api/.git/requirements.txt', 'six==0.1\n');
    symlinkSync('/usr', join(root, 'api', 'usr'));
    expect(await namesBelow('api')).toEqual(['six 1.16.0']);
  });

  test('copies in one place are one, and archives in archives are opened', async () => {
    const inner = zip([['META-INF/maven/org.example/larder/pom.properties', 'version=1.5\n']]);
    put(
      'java/a.ear',
      zip([
        ['lib/one.jar', inner, 'stored'],
        ['lib/two.jar', inner],
        ['web.war', zip([])],
      ]),
    );
    expect(await namesBelow('java')).toEqual(['org.example:larder 1.5']);
  });

  test.skipIf(process.getuid?.() === 0)(
    'what may not be read is said (skipped as root, who may read everything)',
    async () => {
      put('closed/a/yarn.lock', '# yarn lockfile v1\n');
      chmodSync(join(root, 'closed/a'), 0o000);
      expect((await applications.inventory?.(looking('closed'), system))?.problems.join()).toMatch(
        /^not everything below/,
      );
    },
  );

  test('nothing found is no answer', async () => {
    mkdirSync(join(root, 'empty'));
    expect(await applications.inventory?.(looking('empty'), system)).toMatchObject({ status: 'failed' });
    expect(await applications.inventory?.(looking('nowhere'), system)).toMatchObject({
      status: 'failed',
      problems: [expect.stringContaining('not everything')],
    });
  });
});

test('nobody looks anywhere without being told to', async () => {
  const host = recordedHost({ commands: [], files: {} });
  const why = 'no path is configured in /etc/suture/applications';
  expect(await applications.detect(host)).toEqual({ present: false, reason: why });
  expect(await applications.inventory?.(host, system)).toEqual({ status: 'failed', items: [], problems: [why] });
});
