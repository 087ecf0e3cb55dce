// What is asked of PHP, on a made-up machine and with the real one where it is installed.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { localHost } from '@suture/adapters/local-host.ts';
import type { Host } from '@suture/adapters/host.ts';
import { askChecks } from './checks.ts';
import { phpTests } from './php.ts';

const root = mkdtempSync(join(tmpdir(), 'suture-php-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Folders of this machine, below a folder of the test. */
const below = (php: boolean): Host => ({
  ...localHost,
  exists: async (path) => path === '/usr/bin/php' && php,
  listDirectory: (path) => localHost.listDirectory(join(root, path)),
  readLink: (path) => localHost.readLink(join(root, path)),
});
const put = (path: string, text = ''): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

describe('what is asked of PHP', () => {
  put('/usr/sbin/php-fpm8.2');
  put('/usr/sbin/php-fpm-helper');
  put('/var/www/html/index.php', '<?php echo 1;');
  put('/var/www/html/deep/er/Gone.PHP', '<?php echo (;');
  put('/var/www/html/readme.txt');
  put('/srv/http/.git/hook.php');
  symlinkSync('/var/www', join(root, 'var/www/html/again'));

  test('is its start, and the files that are served, those nearest to the top first; no link is followed', async () => {
    const asked = await phpTests(below(true));
    expect(asked.map(({ name, of }) => [name, of])).toEqual([
      ['php-fpm8.2 -t', undefined],
      ['php -v', undefined],
      ['php -l', '/var/www/html/index.php'],
      ['php -l', '/var/www/html/deep/er/Gone.PHP'],
    ]);
  });

  test('is nothing of files where there is none', async () => {
    expect(await phpTests(below(false))).toHaveLength(1);
  });

  test('is of sixty files at most', async () => {
    for (let at = 0; at < 80; at += 1) put(`/srv/www/many/${at}.php`);
    expect(await phpTests(below(true))).toHaveLength(62);
    rmSync(join(root, 'srv/www'), { recursive: true });
  });

  const php = existsSync('/usr/bin/php');
  test.skipIf(!php)(`is answered by the real one${php ? '' : ' (skipped: php-cli is not installed)'}`, async () => {
    const host: Host = {
      ...below(true),
      run: (command) => {
        const [program, ...args] = command.argv;
        const there = args.map((arg) => (arg.startsWith('/var/www') ? join(root, arg) : arg));
        return localHost.run({ ...command, argv: [program, ...there] });
      },
    };
    const { asked, failed } = await askChecks(host, []);
    expect(asked).toEqual(['php -v', 'php -l']);
    expect(failed.map(({ name }) => name)).toEqual(['php -l /var/www/html/deep/er/Gone.PHP']);
    expect(failed[0]?.says).toMatch(/syntax error/);
  });
});
