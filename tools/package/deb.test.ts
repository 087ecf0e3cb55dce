// The packages that are written: the same each time, and what the system's own tools read out of them.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { writeAr } from './ar.ts';
import { buildDeb, type DebParts } from './deb.ts';
import { readTarFile, writeTar } from './tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-deb-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seconds = 1_767_225_600;
const parts: DebParts = {
  control: {
    Package: 'tried',
    Version: '1.0',
    Architecture: 'all',
    Maintainer: 'A <a@example.invalid>',
    Description: 'one\n two',
  },
  scripts: { postinst: '#!/bin/sh\nexit 0\n' },
  files: {
    'usr/lib/tried/program': { content: '#!/bin/sh\n', mode: 0o755 },
    'usr/bin/tried': { linkTo: '../lib/tried/program' },
    'etc/tried/rules': { content: '# none\n', mode: 0o644, configuration: true },
  },
  seconds,
};
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

test('an archive of ar is laid out as deb(5) says, members padded to an even length', () => {
  expect(writeAr([{ name: 'one', content: Buffer.from('abc') }], 7).toString()).toBe(
    '!<arch>\none             7           0     0     100644  3         `\nabc\n',
  );
  expect(() => writeAr([{ name: 'x'.repeat(17), content: new Uint8Array() }], 0)).toThrow(RangeError);
});

test('a file is found in a tar archive whatever comes before it, and nothing is found in noise', () => {
  const file = (path: string, length: number) =>
    ({ kind: 'file', path, mode: 0o644, content: Buffer.alloc(length, path) }) as const;
  const archive = writeTar([file('a', 511), file('b', 512), file('c', 513)], seconds);
  expect(Buffer.from(readTarFile(archive, './c') ?? []).toString()).toBe('c'.repeat(513));
  expect(readTarFile(archive, './d')).toBeUndefined();
  expect(readTarFile(Buffer.from('x'.repeat(2000)), './a')).toBeUndefined();
  expect(() => writeTar([file('x'.repeat(120), 1)], seconds)).toThrow(RangeError);
});

test('the same parts make the same bytes, in whichever order they are given', () => {
  const turned = { ...parts, files: Object.fromEntries(Object.entries(parts.files).toReversed()) };
  expect(Buffer.compare(buildDeb(parts).deb, buildDeb(turned).deb)).toBe(0);
});

test('the control file has the description last, the size, and names the configuration', () => {
  const { deb } = buildDeb(parts);
  const start = Buffer.from(deb).indexOf('control.tar.gz') + 60;
  const length = Number(Buffer.from(deb).toString('latin1', start - 12, start - 2));
  const about = gunzipSync(Buffer.from(deb).subarray(start, start + length));
  const read = (name: string): string => Buffer.from(readTarFile(about, `./${name}`) ?? []).toString();
  expect(read('control')).toBe(
    'Package: tried\nVersion: 1.0\nArchitecture: all\nMaintainer: A <a@example.invalid>\nInstalled-Size: 3\nDescription: one\n two\n',
  );
  expect(read('conffiles')).toBe('/etc/tried/rules\n');
  expect(
    read('md5sums')
      .split('\n')
      .map((line) => line.slice(34)),
  ).toEqual(['etc/tried/rules', 'usr/lib/tried/program', '']);
});

const hasTar = has('tar');
test.skipIf(!hasTar)(
  `tar reads owners, modes, times and links as they were meant${hasTar ? '' : ' (skipped: no tar)'}`,
  () => {
    const path = join(folder, 'archive.tar.gz');
    writeFileSync(path, buildDeb(parts).archive);
    const listed = execFileSync('tar', ['--utc', '--full-time', '-tvzf', path], { encoding: 'utf8' });
    expect(
      listed
        .trim()
        .split('\n')
        .map((line) => line.replaceAll(/\s+/gu, ' ')),
    ).toEqual([
      'drwxr-xr-x root/root 0 2026-01-01 00:00:00 ./',
      'drwxr-xr-x root/root 0 2026-01-01 00:00:00 ./etc/',
      'drwxr-xr-x root/root 0 2026-01-01 00:00:00 ./etc/tried/',
      '-rw-r--r-- root/root 7 2026-01-01 00:00:00 ./etc/tried/rules',
      'drwxr-xr-x root/root 0 2026-01-01 00:00:00 ./usr/',
      'drwxr-xr-x root/root 0 2026-01-01 00:00:00 ./usr/bin/',
      'lrwxrwxrwx root/root 0 2026-01-01 00:00:00 ./usr/bin/tried -> ../lib/tried/program',
      'drwxr-xr-x root/root 0 2026-01-01 00:00:00 ./usr/lib/',
      'drwxr-xr-x root/root 0 2026-01-01 00:00:00 ./usr/lib/tried/',
      '-rwxr-xr-x root/root 10 2026-01-01 00:00:00 ./usr/lib/tried/program',
    ]);
  },
);

const hasDpkg = has('dpkg-deb');
test.skipIf(!hasDpkg)(`dpkg reads the package${hasDpkg ? '' : ' (skipped: no dpkg-deb)'}`, () => {
  const path = join(folder, 'tried.deb');
  writeFileSync(path, buildDeb(parts).deb);
  expect(execFileSync('dpkg-deb', ['--field', path, 'Package', 'Version'], { encoding: 'utf8' })).toBe(
    'Package: tried\nVersion: 1.0\n',
  );
  expect(execFileSync('dpkg-deb', ['--ctrl-tarfile', path]).length).toBeGreaterThan(1024);
});
