// The readers of lock files and archives: a small file of each kind, and hostile text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJar } from './jar.ts';
import { lockNames, lockReaderOf } from './lock-files.ts';
import { parseEntries, parsePaths } from './parse.ts';
import { zip } from '../zip.fixture.ts';

const samples: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
  [
    'package-lock.json',
    '{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":{"version":"2.0.0"}}},"c":{"version":"file:../c"}}}',
    ['a 1.0.0', 'b 2.0.0'],
  ],
  [
    'npm-shrinkwrap.json',
    '{"lockfileVersion":3,"packages":{"":{"name":"x","version":"1.0.0"},"node_modules/@s/a":{"version":"1.0.0"},"node_modules/l":{"link":true},"node_modules/al":{"name":"real","version":"3.0.0"}}}',
    ['@s/a 1.0.0', 'real 3.0.0'],
  ],
  [
    'yarn.lock',
    '__metadata:\n  version: 8\n\n"@s/a@npm:^1.0.0, @s/a@npm:^1.1.0":\n  version: 1.1.2\n  dependencies:\n    b: ^2.0.0\n',
    ['@s/a 1.1.2'],
  ],
  [
    'pnpm-lock.yaml',
    "lockfileVersion: '9.0'\n\nimporters:\n  .:\n    dependencies:\n      a:\n        version: 1.0.0\n\npackages:\n\n  '@s/a@1.0.0(react@18.0.0)':\n    resolution: {}\n  /b@2.0.0:\n  /c/3.0.0:\n\nsnapshots:\n  d@4.0.0: {}\n",
    ['@s/a 1.0.0', 'b 2.0.0', 'c 3.0.0'],
  ],
  [
    'Cargo.lock',
    '[[package]]\nname = "own"\nversion = "0.1.0"\n\n[[package]]\nname = "memchr"\nversion = "2.4.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n',
    ['memchr 2.4.0'],
  ],
  [
    'poetry.lock',
    '[[package]]\nname = "PyYAML"\nversion = "6.0"\ndescription = ""\n\n[[package]]\nname = "six"\nversion = "1.16.0"\n',
    ['pyyaml 6.0', 'six 1.16.0'],
  ],
  [
    'Pipfile.lock',
    '{"_meta":{},"default":{"requests":{"version":"==2.31.0"},"local":{"path":"."}},"develop":{"six":{"version":"==1.16.0"}}}',
    ['requests 2.31.0', 'six 1.16.0'],
  ],
  [
    'requirements.txt',
    'requests[socks] == 2.31.0 ; python_version > "3"\n# six==1\n-r other.txt\nflask>=2\nsix==1.16.0 \\\n',
    ['requests 2.31.0', 'six 1.16.0'],
  ],
  [
    'composer.lock',
    '{"packages":[{"name":"Symfony/yaml","version":"v6.3.0"}],"packages-dev":[{"name":"a/b","version":"dev-main"}]}',
    ['symfony/yaml v6.3.0'],
  ],
  [
    'Gemfile.lock',
    'PATH\n  remote: .\n  specs:\n    own (0.1)\n\nGEM\n  remote: https://gems.example/\n  specs:\n    nokogiri (1.15.0-x86_64-linux)\n      racc (~> 1.4)\n    rack (3.0.0)\n\nPLATFORMS\n  ruby\n',
    ['nokogiri 1.15.0', 'rack 3.0.0'],
  ],
  [
    'packages.lock.json',
    '{"version":1,"dependencies":{"net8.0":{"Newtonsoft.Json":{"type":"Direct","resolved":"13.0.1"},"own":{"type":"Project"}}}}',
    ['Newtonsoft.Json 13.0.1'],
  ],
  [
    'shop.deps.json',
    '{"libraries":{"shop/1.0.0":{"type":"project"},"Newtonsoft.Json/13.0.1":{"type":"package"}}}',
    ['Newtonsoft.Json 13.0.1'],
  ],
  [
    'gradle.lockfile',
    '# This is a Gradle generated file\norg.example:larder:2.14.1=runtimeClasspath\nempty=annotationProcessor\n',
    ['org.example:larder 2.14.1'],
  ],
];

describe('a lock file', () => {
  test.each(samples)('%s names its packages', (name, text, found) => {
    expect(
      lockReaderOf(name)
        ?.read(text)
        ?.map((each) => `${each.name} ${each.version}`),
    ).toEqual(found);
  });

  test.each(lockNames.filter((name) => name !== 'requirements.txt'))(
    '%s that is something else is said to be',
    (name) => {
      expect(lockReaderOf(name.replace('*', 'x'))?.read('<html>no</html>\n')).toBeUndefined();
    },
  );

  test('of any content makes no reader throw, or an option pass for a name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.nat(),
        fc.nat(20),
        ([name, text], put, from, cut) => {
          const at = from % text.length;
          const damaged = text.slice(0, at) + put + text.slice(at + cut);
          for (const each of lockReaderOf(name)?.read(damaged) ?? []) {
            expect(each.name).not.toMatch(/^-|[\s\p{Cc}]/u);
            expect(each.version).not.toMatch(/^-|[\s\p{Cc}]/u);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a Java archive', () => {
  const good = zip([
    ['META-INF/maven/org.example/larder/pom.properties', 'version=1.5\n'],
    ['lib/inner.jar', zip([['META-INF/maven/org.example/pantry/pom.properties', 'version=2.0\n']]), 'stored'],
  ]);
  const read = (bytes: Uint8Array) =>
    readJar(async (from, length) => bytes.subarray(from, from + length), bytes.length);

  test('names itself and what is inside', async () => {
    expect(await read(good)).toEqual({
      found: [
        { name: 'org.example:larder', version: '1.5' },
        { name: 'org.example:pantry', version: '2.0' },
      ],
      unread: 0,
    });
  });

  test('that claims to hold more than it does is not believed', async () => {
    const bomb = zip([['META-INF/maven/a.b/c/pom.properties', `version=1.0\n${'#'.repeat(60_000)}`]]);
    const lying = Buffer.from(bomb);
    lying.writeUInt32LE(20, lying.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 24);
    expect(await read(lying)).toEqual({ found: [], unread: 0 });
  });

  test('of any bytes makes no reader throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(good.length),
        async (at, byte, end) => {
          const damaged = Buffer.from(good);
          damaged[at] = byte;
          await read(damaged);
          await read(damaged.subarray(0, end));
        },
      ),
    );
  });
});

test('paths to look below are absolute, plain and not inside each other', () => {
  const text = '/srv/shop/ # the shop\n/srv/shop/web\nrelative\n/proc/1\n/\n/srv/../etc\n/opt/a b\n';
  expect(parsePaths(text)).toEqual({ paths: ['/srv/shop'], unread: 5 });
});

test('lines of find that lie elsewhere are left out', () => {
  const text = 'f 12 /srv/a/x.jar\nd 4096 /srv/a/node_modules\nf 1 /etc/passwd\nf 1 /srv/a/../../etc/x\nf x /srv/a/y\n';
  expect(parseEntries(text, '/srv/a')).toEqual([
    { isFolder: false, bytes: 12, path: '/srv/a/x.jar' },
    { isFolder: true, bytes: 4096, path: '/srv/a/node_modules' },
  ]);
});
