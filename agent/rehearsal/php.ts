// Whether the PHP that is to come starts, and still reads what is served with it: a few files, and none of them is run.
import type { Host } from '@suture/adapters/host.ts';
import type { ConfigurationTest } from './checks.ts';

const php = '/usr/bin/php';
const servedFrom = ['/var/www', '/srv/www', '/srv/http'];
const mostFiles = 60;
const mostFolders = 300;

/** None where there is no PHP. The files nearest to the top come first. */
export async function phpTests(host: Host): Promise<readonly ConfigurationTest[]> {
  const daemons = ((await host.listDirectory('/usr/sbin')) ?? []).filter((name) => /^php-fpm[0-9.]{0,8}$/.test(name));
  const tests = daemons.map((name): ConfigurationTest => ({ name: `${name} -t`, argv: [`/usr/sbin/${name}`, '-t'] }));
  if (!(await host.exists(php))) return tests;
  const files = await filesIn(host);
  return [
    ...tests,
    { name: 'php -v', argv: [php, '-v'] },
    ...files.map((file): ConfigurationTest => ({ name: 'php -l', of: file, argv: [php, '-l', file] })),
  ];
}

async function filesIn(host: Host): Promise<readonly string[]> {
  const folders = [...servedFrom];
  const files: string[] = [];
  for (let at = 0; at < folders.length && at < mostFolders; at += 1) {
    const folder = folders[at] ?? '';
    // A link may lead anywhere, and round in a circle.
    if ((await host.readLink(folder)) !== undefined) continue;
    for (const name of (await host.listDirectory(folder)) ?? []) {
      const path = `${folder}/${name}`;
      if (/\.php$/i.test(name)) files.push(path);
      // A file has nothing below it.
      else if (!name.startsWith('.') && !name.includes('.')) folders.push(path);
      if (files.length >= mostFiles) return files;
    }
  }
  return files;
}
