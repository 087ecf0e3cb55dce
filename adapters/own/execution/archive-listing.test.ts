// Archives that would harm, listed by a real tar: each is refused by name before anything of it is unpacked.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tarOf, type TarEntry } from './archive.fixture.ts';
import { readListing } from './archive-listing.ts';
import { listed } from './commands.ts';

const hasTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).output?.join('').includes('GNU tar') ?? false;

describe.skipIf(!hasTar)(`what GNU tar lists${hasTar ? '' : ' (skipped: it is not here)'}`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'suture-archive-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const listing = (entries: readonly TarEntry[], strip = 1) => {
    const file = join(folder, 'archive.tar');
    writeFileSync(file, tarOf(entries));
    const [program, ...args] = listed(file).argv;
    const { stdout, status } = spawnSync(program, args, {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
    });
    expect(status).toBe(0);
    return readListing(stdout, strip);
  };
  const plain: readonly TarEntry[] = [
    { name: 'notes/', type: 'folder' },
    { name: 'notes/VERSION', content: '1.2\n' },
    { name: 'notes/with space and ümlaut', content: 'x' },
    { name: 'notes/lib/', type: 'folder' },
    { name: 'notes/lib/a.so.1', content: 'abc' },
    { name: 'notes/lib/a.so', type: 'link', to: 'a.so.1' },
    { name: 'notes/lib/version', type: 'link', to: '../VERSION' },
    { name: 'notes/lib/b.so', type: 'hard', to: 'notes/lib/a.so.1' },
  ];

  test('a plain archive is taken, with links that stay in it, and its size is known', () => {
    expect(listing(plain)).toEqual({ ok: true, bytes: 8 });
  });

  test.each<[string, readonly TarEntry[]]>([
    ['a name that leads out of it: notes/../../etc/passwd', [{ name: 'notes/../../etc/passwd' }]],
    ['a name that leads out of it: /etc/passwd', [{ name: '/etc/passwd' }]],
    ['a link that leads out of it: notes/etc -> /etc', [{ name: 'notes/etc', type: 'link', to: '/etc' }]],
    ['a link that leads out of it: notes/up -> ../other', [{ name: 'notes/up', type: 'link', to: '../other' }]],
    ['a link that leads out of it', [{ name: 'notes/a/b/up', type: 'link', to: 'c/../../../../x' }]],
    ['a link that cannot be read', [{ name: 'notes/x -> ok', type: 'link', to: '/etc' }]],
    [
      'a name that goes through a link of its own: notes/lib/deep/file',
      [
        { name: 'notes/lib/', type: 'folder' },
        { name: 'notes/lib/deep', type: 'link', to: '.' },
        { name: 'notes/lib/deep/file' },
      ],
    ],
    ['a link to what is not in it: notes/sh', [{ name: 'notes/sh', type: 'hard', to: '../../etc/shadow' }]],
    [
      'a link to what is not in it: notes/sh',
      [{ name: 'notes/sh', type: 'hard', to: 'notes/later' }, { name: 'notes/later' }],
    ],
    ['a device: notes/disk', [{ name: 'notes/disk', type: 'block' }]],
    ['a device: notes/tty', [{ name: 'notes/tty', type: 'character' }]],
    ['a pipe: notes/pipe', [{ name: 'notes/pipe', type: 'pipe' }]],
    ['a file that would run as another user: notes/sh', [{ name: 'notes/sh', mode: 0o4755 }]],
    ['a file that would run as another user: notes/sh', [{ name: 'notes/sh', mode: 0o2755 }]],
    ['a name that leads out of it', [{ name: 'notes/x\n-rw-r--r-- 0/0 1 2026-01-01 00:00 ../../y' }]],
  ])('an archive that has %s is refused', (why, entries) => {
    const found = listing([...plain, ...entries]);
    expect({ found, entries }).toEqual({ found: { ok: false, why: expect.stringContaining(why) }, entries });
  });

  test('a name with a line break cannot pretend to be another line', () => {
    expect(listing([{ name: 'notes/x\n-rw-r--r-- 0/0 1 2026-01-01 00:00 y', content: 'abc' }])).toEqual({
      ok: true,
      bytes: 3,
    });
  });

  test('one in which nothing is, is refused', () => {
    expect(listing([])).toEqual({ ok: false, why: 'is empty' });
  });
});

describe('what is listed', () => {
  test('as more than eight gibibytes is a bomb', () => {
    const entry = (size: number): string => `-rw-r--r-- 0/0 ${size} 2026-01-01 00:00 notes/zero\n`;
    expect(readListing(entry(8 * 1024 ** 3), 0)).toEqual({ ok: true, bytes: 8 * 1024 ** 3 });
    expect(readListing(entry(8 * 1024 ** 3) + entry(1), 0)).toEqual({ ok: false, why: 'has more than 8 GiB unpacked' });
    expect(readListing(entry(0).repeat(200_001), 0)).toEqual({ ok: false, why: 'has more than 200000 entries' });
  });

  // tar(1) cuts such targets off as it cuts names; another tar may not.
  test.each(['/etc/shadow', '../etc/shadow', 'notes/../../etc/shadow'])('is refused as a hard link to %s', (target) => {
    const text = `hrw-r--r-- 0/0 0 2026-01-01 00:00 notes/shadow link to ${target}\n`;
    expect(readListing(text, 0)).toMatchObject({ why: expect.stringContaining('a link that leads out of it') });
  });

  test('may be anything, and nothing of that is taken', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readListing(text, 1).ok).toBe(false);
      }),
    );
    expect(readListing('drwxr-xr-x root/root 0 2026-01-01 00:00 notes/\n', 0)).toMatchObject({
      why: expect.stringContaining('in a way that cannot be read'),
    });
  });
});
