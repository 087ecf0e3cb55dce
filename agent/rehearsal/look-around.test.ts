// What of the difference between before and after is the upgrade's doing, on made-up machines.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { monotonousHost } from '@suture/adapters/conformance.ts';
import type { Applied, RehearsalCheck } from '@suture/adapters/execution.ts';
import { reasonsOf, type Around } from './look-around.ts';
import { readOwnChecks } from './own-checks.ts';
import { mappedIn, servicesOn } from './restarts.ts';
import { writtenIn } from './written.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-rehearsal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check: RehearsalCheck = { name: 'a tool', verdict: 'fail', commands: [], ask: async () => [] };
const around = (said: readonly string[], failed: Around['tests']['failed'] = []): Around => ({
  tests: { asked: ['sshd -t'], failed },
  complaints: new Map([[check, said]]),
  asked: [],
  reboot: false,
});
const applied: Extract<Applied, { outcome: 'installed' }> = {
  outcome: 'installed',
  changed: [{ package: 'lab-old', architecture: null, from: '1', to: null }],
  kept: [
    { path: '/etc/a.conf', offered: '/etc/a.conf.rpmnew' },
    { path: '/etc/b.conf', offered: '/etc/b.conf.rpmsave' },
  ],
  transcript: { text: '', decisive: [] },
  overdue: false,
};
const ldd = (stdout: string) =>
  monotonousHost({ kind: 'exited', code: 0, stdout, stderr: '', truncated: false }, { kind: 'missing' });

describe('reasons', () => {
  test('only what is new counts; removals, and configuration on either side, are said', async () => {
    const reasons = await reasonsOf({
      host: ldd('/usr/bin/x:\n\tlibgone.so.1 => not found\n\tlibown.so => not found\n'),
      live: ldd('/usr/bin/x:\n\tlibown.so => not found\n'),
      before: around(['a needs b'], [{ name: 'nginx -t', says: 'bad' }]),
      after: around(
        ['a needs b', 'c needs d'],
        [
          { name: 'nginx -t', says: 'bad' },
          { name: 'sshd -t', says: 'worse' },
        ],
      ),
      applied,
      written: { code: ['/usr/bin/x'], aside: ['/etc/a.conf.rpmnew', '/etc/c.conf.pacnew'] },
    });
    expect(reasons).toEqual([
      { verdict: 'warn', says: 'nginx -t failed before already: bad' },
      { verdict: 'fail', says: 'sshd -t fails: worse' },
      { verdict: 'fail', says: 'a tool: c needs d' },
      { verdict: 'fail', says: '/usr/bin/x needs libgone.so.1, which is not there' },
      { verdict: 'warn', says: '/etc/a.conf stays as the administrator has it; the package has a new one' },
      {
        verdict: 'warn',
        says: '/etc/b.conf is the package’s now; the administrator’s is put aside as /etc/b.conf.rpmsave',
      },
      { verdict: 'warn', says: '/etc/c.conf stays as the administrator has it; the package has a new one' },
      { verdict: 'warn', says: 'lab-old is removed' },
    ]);
  });

  test('many of one kind are a few, and how many more', async () => {
    const many = Array.from({ length: 30 }, (_, at) => `package ${at} lacks something`);
    const reasons = await reasonsOf({
      host: ldd(''),
      live: ldd(''),
      before: around([]),
      after: around(many),
      applied: { ...applied, changed: [], kept: [] },
      written: { code: [], aside: [] },
    });
    expect(reasons).toHaveLength(11);
    expect(reasons.at(-1)).toEqual({ verdict: 'fail', says: '20 more of the same kind' });
  });
});

test('what was written is told by the layers: programs, libraries and configuration beside, not links to them', async () => {
  const upper = join(folder, 'upper');
  for (const path of ['usr/bin', 'usr/lib64', 'usr/share', 'etc']) mkdirSync(join(upper, path), { recursive: true });
  for (const path of ['usr/bin/x', 'usr/lib64/liblab.so.1.2', 'usr/share/lab.so', 'etc/x.rpmnew', 'etc/x.conf'])
    writeFileSync(join(upper, path), '');
  symlinkSync('liblab.so.1.2', join(upper, 'usr/lib64/liblab.so.1'));
  expect(await writtenIn([{ upper, at: '/' }])).toEqual({
    code: ['/usr/bin/x', '/usr/lib64/liblab.so.1.2'],
    aside: ['/etc/x.rpmnew'],
  });
  expect(await writtenIn([{ upper: join(upper, 'usr'), at: '/usr' }])).toMatchObject({
    code: ['/usr/bin/x', '/usr/lib64/liblab.so.1.2'],
  });
});

test('the administrator’s own tests are taken from files that only root may write, and what is no such file is named', async () => {
  const own = join(folder, 'root/etc/suture/rehearsal.d');
  mkdirSync(own, { recursive: true });
  const put = (name: string, text: string, mode = 0o644): void => {
    writeFileSync(join(own, name), text);
    chmodSync(join(own, name), mode);
  };
  put('app.json', '{ "name": "app --check", "argv": ["/opt/app/app", "--check"] }');
  put('open.json', '{ "name": "x", "argv": ["/bin/x"] }', 0o666);
  put('shell.json', '{ "name": "x", "argv": ["sh -c x"] }');
  put('broken.json', '{');
  put('more.json', '{ "name": "x", "argv": ["/bin/x"], "user": "root" }');
  put('README', 'not one');
  symlinkSync('app.json', join(own, 'link.json'));
  const said = await readOwnChecks(join(folder, 'root'), process.getuid?.());
  expect(said.tests).toEqual([{ name: 'app --check', argv: ['/opt/app/app', '--check'] }]);
  expect(said.problems).toEqual([
    expect.stringContaining('/etc/suture/rehearsal.d/broken.json is no {'),
    '/etc/suture/rehearsal.d/link.json is no small file',
    expect.stringContaining('/etc/suture/rehearsal.d/more.json is no {'),
    '/etc/suture/rehearsal.d/open.json may be written by others than root: it is left out',
    expect.stringContaining('/etc/suture/rehearsal.d/shell.json is no {'),
  ]);
  expect(await readOwnChecks(join(folder, 'elsewhere'))).toEqual({ tests: [], problems: [] });
});

test('services that have replaced code mapped are named; sessions and what is only read are not', async () => {
  const maps = [
    '55d0c0000000-55d0c0001000 r--p 00000000 fe:01 1 /usr/bin/data',
    '55d0c0001000-55d0c0002000 r-xp 00001000 fe:01 12345 /usr/lib64/libssl.so.3',
    '7ffd0000-7ffe0000 r-xp 00000000 00:00 0 [vdso]',
  ].join('\n');
  expect(mappedIn(maps)).toEqual(['/usr/lib64/libssl.so.3']);
  const files: Record<string, string> = {
    '/proc/7/maps': maps,
    '/proc/7/cgroup': '0::/system.slice/nginx.service\n',
    '/proc/8/maps': maps,
    '/proc/8/cgroup': '0::/user.slice/user-0.slice/session-1.scope\n',
    '/proc/6/cmdline': '/usr/bin/perl\0-w\0/usr/sbin/script\0',
    '/proc/6/cgroup': '0::/system.slice/script.service\n',
    '/proc/9/maps': '',
    '/proc/9/cgroup': '0::/system.slice/other.service\n',
  };
  const host = {
    ...ldd(''),
    listDirectory: async () => ['6', '7', '8', '9', 'self'],
    readFile: async (path: string) =>
      files[path] === undefined
        ? ({ kind: 'missing' } as const)
        : ({ kind: 'text', text: files[path], truncated: false } as const),
  };
  expect(await servicesOn(host, ['/usr/lib64/libssl.so.3'])).toEqual(['nginx.service']);
  expect(await servicesOn(host, ['/usr/sbin/script'])).toEqual(['script.service']);
  expect(await servicesOn(host, ['/usr/bin/data'])).toEqual([]);
  expect(await servicesOn(host, [])).toEqual([]);
});
