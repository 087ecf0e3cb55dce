// `suture package lint` and `build`: the examples of the documentation with files like theirs, and what is found wrong with others.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import { type Sample, sample } from '../sample.fixture.ts';

const examples = path.join(import.meta.dirname, '../../docs/examples/packages');
let world: Sample;
let folder: string;
const missing = ['/usr/bin/dpkg-deb', '/usr/bin/rpmbuild'].filter((tool) => !existsSync(tool));

const file = (name: string, content: string | Buffer): string => {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
};

/** As dpkg-deb makes it, of nothing but its own name. */
function makeDeb(name: string, control: string): void {
  const root = path.join(folder, `${name}.root`);
  mkdirSync(path.join(root, 'DEBIAN'), { recursive: true });
  writeFileSync(path.join(root, 'DEBIAN/control'), `${control}Maintainer: Lab <lab@example.org>\nDescription: notes\n`);
  execFileSync('/usr/bin/dpkg-deb', ['--build', '--root-owner-group', root, path.join(folder, name)], {
    stdio: 'ignore',
  });
}

function makeRpm(name: string): void {
  const spec = file(
    'notes.spec',
    'Name: notes-server\nVersion: 1.2.0\nRelease: 1\nSummary: n\nLicense: x\nBuildArch: noarch\n%description\nn\n%files\n',
  );
  const top = path.join(folder, 'rpm');
  execFileSync('/usr/bin/rpmbuild', ['-bb', '--define', `_topdir ${top}`, spec], { stdio: 'ignore' });
  copyFileSync(path.join(top, 'RPMS/noarch', name), path.join(folder, name));
}

beforeAll(async () => {
  world = await sample();
  folder = path.dirname(world.write('here.txt', ''));
  for (const name of readdirSync(examples)) copyFileSync(path.join(examples, name), path.join(folder, name));
  file('notes-1.2.0.tar.gz', Buffer.from('1f8b0800', 'hex'));
  file('notes-1.2.0-x64.msi', Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  file('notes-viewer-1.2.0.exe', 'MZ and so on');
  file('notes-1.2.0.pkg', 'xar! and so on');
  if (missing.length > 0) return;
  makeDeb('notes-server_1.2.0-1_amd64.deb', 'Package: notes-server\nVersion: 1.2.0-1\nArchitecture: amd64\n');
  makeRpm('notes-server-1.2.0-1.noarch.rpm');
}, 60_000);

describe('each example of the documentation', () => {
  it.each(['archive', 'windows-msi', 'windows-exe', 'macos'])('%s has no fault', async (name) => {
    const { code, out, err } = await world.run(['package', 'lint', path.join(folder, `${name}.yaml`)]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('1 installer');
  });

  it.skipIf(missing.length > 0).each(['debian', 'fedora'])(
    `%s has no fault, and its package is what it says${missing.length > 0 ? ` (skipped: no ${missing.join(', ')})` : ''}`,
    async (name) => {
      const { code, out } = await world.run(['package', 'lint', path.join(folder, `${name}.yaml`)]);
      expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('no fault') });
      const other = readFileSync(path.join(folder, `${name}.yaml`), 'utf8').replace('1.2.0-1', '1.2.0-2');
      const refused = await world.run(['package', 'lint', world.write(`${name}-2.yaml`, other)]);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('is version 1.2.0-1, and the manifest says 1.2.0-2');
    },
  );

  it('there is one for every kind of installer', () => {
    const kinds = readdirSync(examples).map((name) =>
      /kind: (\w+)/.exec(readFileSync(path.join(examples, name), 'utf8')),
    );
    expect(kinds.map((found) => found?.[1] ?? '').toSorted()).toEqual(['archive', 'deb', 'exe', 'msi', 'pkg', 'rpm']);
  });
});

it('a release says all of the manifest, with the digest of each file, in the same bytes each time', async () => {
  const out = path.join(folder, 'out.json');
  const args = ['package', 'build', path.join(folder, 'archive.yaml'), '--out', out, '--json'];
  const { code, out: said } = await world.run(args);
  expect(code).toBe(0);
  const text = readFileSync(out, 'utf8');
  expect(JSON.parse(said)).toMatchObject({ sha256: createHash('sha256').update(text).digest('hex') });
  const sha256 = createHash('sha256').update(Buffer.from('1f8b0800', 'hex')).digest('hex');
  expect(readRelease(JSON.parse(text))).toMatchObject({
    ok: true,
    release: { package: 'notes', installers: [{ file: { name: 'notes-1.2.0.tar.gz', bytes: 4, sha256 } }] },
  });
  await world.run(args);
  expect(readFileSync(out, 'utf8')).toBe(text);
});

it.each([
  ['kind: archive', 'kind: tarball', 'installers[0].kind: is one of deb, rpm, msi, exe, pkg, archive'],
  ['file: notes-1.2.0.tar.gz', 'file: gone.tar.gz', 'installers[0].file: gone.tar.gz is not beside the manifest'],
  ['file: notes-1.2.0.tar.gz', 'file: fake.tar.gz', 'installers[0].file: fake.tar.gz does not begin as archive do'],
  ['/etc/notes/notes.conf', '/etc/sudoers.d/notes', 'is below /etc/sudoers'],
  ['package: notes', 'package: notes\npackage: again', 'the file: Map keys must be unique'],
])('with %s as %s it is refused: %s', async (from, to, why) => {
  file('fake.tar.gz', 'plain text');
  const text = readFileSync(path.join(examples, 'archive.yaml'), 'utf8').replace(from, to);
  const { code, err } = await world.run(['package', 'lint', world.write('other.yaml', text)]);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(why) });
});

it('a manifest that is not there, or is no file, is named in plain words', async () => {
  expect(await world.run(['package', 'lint', path.join(folder, 'none.yaml')])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/none\.yaml does not exist\nCheck the path\.\n$/),
  });
  expect((await world.run(['package', 'lint', folder])).err).toContain('is no file, or longer than 1 MB');
});
