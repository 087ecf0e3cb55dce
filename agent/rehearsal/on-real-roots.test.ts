// Rehearsals on real Debian roots: what they say, what they leave (nothing), and that the live root is byte for byte as it was.
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEndpoint, whyNoEndpoint, type LabEndpoint } from '@suture/adapters/lab-endpoint.fixture.ts';
import { mountsToCover } from './mounts.ts';
import { readMissing } from './checks.ts';
import type { Rehearsed } from './rehearsal.ts';

const missing = whyNoEndpoint();
const repository = join(import.meta.dirname, '..', '..');
const library = ['/usr/lib/x86_64-linux-gnu/libatomic.so.1', '/usr/lib/aarch64-linux-gnu/libatomic.so.1'].filter(
  existsSync,
);

describe.skipIf(missing !== undefined)(
  `a rehearsal on a real Debian root${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 300_000 },
  () => {
    let endpoint: LabEndpoint;
    beforeAll(() => {
      endpoint = startEndpoint('suture-rehearse', { show: [repository, ...library] });
    }, 120_000);
    beforeEach(() => endpoint.fresh('lab'), 120_000);
    afterAll(() => endpoint?.stop());

    const command = (...args: readonly string[]): readonly [string, ...string[]] => [
      realpathSync(process.execPath),
      join(repository, 'agent/main.ts'),
      'rehearse',
      ...args,
    ];
    async function rehearse(...args: readonly string[]): Promise<Rehearsed> {
      const argv = command(...args);
      const result = await endpoint.host.run({ argv, timeoutMs: 280_000, maxOutputBytes: 1 << 20 });
      if (result.kind !== 'exited') throw new Error(`the rehearsal: ${JSON.stringify(result)}`);
      return JSON.parse(result.stdout) as Rehearsed;
    }
    /** Content, owner, mode, times and links of every file of the live root. */
    const wholeRoot = (): string =>
      endpoint.shell(
        `find / -xdev \\( -path /var/cache/suture-executor -o -path ${repository} \\) -prune -o \\( -type f -o -type l \\) -printf '%p %s %m %U %G %T@ %l\\n' | sort | sha256sum
         find / -xdev \\( -path /var/cache/suture-executor -o -path ${repository} \\) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum`,
      );
    const leftBehind = (): string =>
      endpoint.shell(
        'ls /run/suture-rehearsal* /var/cache/suture-executor/* 2>/dev/null || true; grep suture-rehearsal /proc/self/mountinfo || true; pgrep -x apt-get || true; pgrep -x dpkg || true; pgrep -f rehearse-insid[e] || true',
      );

    test('passes, says what it saw, and leaves every byte as it was', async () => {
      endpoint.fault('conffile');
      const before = wholeRoot();
      const said = await rehearse('lab-svc=1.0..1.1', 'lab-conf=1.0..1.1', 'lab-reboot=1.0..1.1');
      expect(said).toMatchObject({
        kind: 'rehearsed',
        verdict: 'warn',
        reboot: true,
        reasons: [
          { verdict: 'warn', says: '/etc/lab-conf.conf stays as the administrator has it; the package has a new one' },
        ],
      });
      expect(wholeRoot()).toBe(before);
      expect(leftBehind()).toBe('');
    });

    test('a script that fails, and a daemon that would not take its configuration any more, fail it', async () => {
      endpoint.fault('faulty');
      expect(await rehearse('lab-postfail=1.0..1.1')).toMatchObject({
        kind: 'rehearsed',
        verdict: 'fail',
        reasons: [
          {
            verdict: 'fail',
            says: 'script-failed: maintainer script failed: postinst of lab-postfail returned exit status 1',
          },
        ],
      });
      // What is broken already is not the upgrade's doing.
      endpoint.shell('echo Nonsense yes >> /etc/ssh/sshd_config');
      expect(await rehearse('lab-svc=1.0..1.1')).toMatchObject({
        kind: 'rehearsed',
        verdict: 'warn',
        reasons: [{ verdict: 'warn', says: expect.stringMatching(/^sshd -t failed before already/) }],
      });
      expect(endpoint.shell("dpkg-query -Wf '${Version}' lab-postfail lab-svc")).toBe('1.01.0');
    });

    test('killed in the middle it leaves nothing, and the next one works', async () => {
      endpoint.shell('echo 300 > /etc/lab-slow.seconds');
      const killed = rehearse('lab-slow=1.0..1.1').catch(() => undefined);
      while (!endpoint.shell('pgrep -x sleep -a || true').includes('sleep 300')) await delay(300);
      endpoint.shell('pkill -9 -f agent/main[.]ts || true');
      await killed;
      for (let left = 50; left > 0 && endpoint.shell('pgrep -x sleep -a || true').includes('sleep 300'); left--)
        await delay(100);
      expect(endpoint.shell('pgrep -x sleep -a || true')).not.toContain('sleep 300');
      expect(endpoint.shell('grep -c suture-rehearsal /proc/self/mountinfo || true')).toBe('0\n');
      endpoint.shell('rm /etc/lab-slow.seconds');
      expect(await rehearse('lab-svc=1.0..1.1')).toMatchObject({ kind: 'rehearsed', verdict: 'pass' });
    });

    test('one that would write more than it may is not rehearsed, and says so', async () => {
      expect(await rehearse('--mebibytes', '200', 'lab-big=1.0..1.1')).toEqual({
        kind: 'not-rehearsed',
        why: expect.stringContaining('it would write more than the 200 MiB that a rehearsal may'),
      });
      expect(leftBehind()).toBe('');
      expect(endpoint.shell("dpkg-query -Wf '${Version}' lab-big")).toBe('1.0');
    });
  },
);

test('file systems that packages write to are covered, others are not', () => {
  const line = (path: string, kind: string) => `36 35 98:0 / ${path} rw,noatime shared:1 - ${kind} /dev/x rw\n`;
  const text = [
    line('/', 'ext4'),
    line('/var/log', 'ext4'),
    line('/var', 'xfs'),
    line('/boot', 'ext4'),
    line('/home', 'ext4'),
    line('/srv/share', 'nfs4'),
    line('/opt/with\\040space', 'ext4'),
    line('/opt/a:b', 'ext4'),
    'half a line',
  ].join('');
  expect(mountsToCover(text)).toEqual(['/var', '/boot', '/var/log', '/opt/with space']);
});

test('a library that is not there is named with what needs it', () => {
  const text =
    '/usr/bin/a:\n\tlinux-vdso.so.1 (0x1)\n\tlibgone.so.2 => not found\n/usr/bin/b:\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n';
  expect(readMissing(text, '/usr/bin/a')).toEqual(['/usr/bin/a needs libgone.so.2, which is not there']);
  expect(readMissing('\tlibgone.so.2 => not found\n', '/usr/bin/c')).toEqual([
    '/usr/bin/c needs libgone.so.2, which is not there',
  ]);
});
