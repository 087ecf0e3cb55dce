// Rehearsals on real Debian roots: what they say, what they leave (nothing), and that the live root is byte for byte as it was.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { whyNoEndpoint } from '@suture/adapters/lab-endpoint.fixture.ts';
import { mountsToCover } from './mounts.ts';
import { readMissing } from './checks.ts';
import { burning, burnt, startRehearsing, type Rehearsing } from './rehearsing.fixture.ts';

const missing = whyNoEndpoint();

describe.skipIf(missing !== undefined)(
  `a rehearsal on a real Debian root${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 300_000 },
  () => {
    let on: Rehearsing;
    beforeAll(() => {
      on = startRehearsing('suture-rehearse');
    }, 120_000);
    beforeEach(() => on.endpoint.fresh('lab'), 120_000);
    afterAll(() => on?.endpoint.stop());

    test('passes, says what it saw, and leaves every byte as it was', async () => {
      on.endpoint.fault('conffile');
      const before = on.wholeRoot();
      const said = await on.rehearse('lab-svc=1.0..1.1', 'lab-conf=1.0..1.1', 'lab-reboot=1.0..1.1');
      expect(said).toMatchObject({
        kind: 'rehearsed',
        verdict: 'warn',
        reboot: true,
        reasons: [
          { verdict: 'warn', says: '/etc/lab-conf.conf stays as the administrator has it; the package has a new one' },
        ],
      });
      expect(on.wholeRoot()).toBe(before);
      expect(on.leftBehind()).toBe('');
    });

    test('a script that fails, and a daemon that would not take its configuration any more, fail it', async () => {
      on.endpoint.fault('faulty');
      expect(await on.rehearse('lab-postfail=1.0..1.1')).toMatchObject({
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
      on.endpoint.shell('echo Nonsense yes >> /etc/ssh/sshd_config');
      expect(await on.rehearse('lab-svc=1.0..1.1')).toMatchObject({
        kind: 'rehearsed',
        verdict: 'warn',
        reasons: [{ verdict: 'warn', says: expect.stringMatching(/^sshd -t failed before already/) }],
      });
      expect(on.endpoint.shell("dpkg-query -Wf '${Version}' lab-postfail lab-svc")).toBe('1.01.0');
    });

    test('killed in the middle it leaves nothing, and the next one works', async () => {
      await on.killInScript('lab-slow=1.0..1.1');
      expect(on.endpoint.shell('grep -c suture-rehearsal /proc/self/mountinfo || true')).toBe('0\n');
      expect(await on.rehearse('lab-svc=1.0..1.1')).toMatchObject({ kind: 'rehearsed', verdict: 'pass' });
    });

    test('one that takes longer than it may is ended with all that it started, and says so', async () => {
      on.endpoint.shell('echo 300 > /etc/lab-slow.seconds');
      expect(await on.rehearse('--seconds', '20', 'lab-slow=1.0..1.1')).toEqual({
        kind: 'not-rehearsed',
        why: expect.stringContaining('did not end within 20 s'),
      });
      on.endpoint.shell('rm /etc/lab-slow.seconds');
      expect(on.leftBehind()).toBe('');
      expect(
        on.endpoint.shell("{ pgrep -xa sleep | grep -w 300; } || true; dpkg-query -Wf '${Version}' lab-slow"),
      ).toBe('1.0');
    });

    test('one that would write more than it may is not rehearsed, and says so', async () => {
      expect(await on.rehearse('--mebibytes', '200', 'lab-big=1.0..1.1')).toEqual({
        kind: 'not-rehearsed',
        why: expect.stringContaining('it would write more than the 200 MiB that a rehearsal may'),
      });
      expect(on.leftBehind()).toBe('');
      expect(on.endpoint.shell("dpkg-query -Wf '${Version}' lab-big")).toBe('1.0');
    });
  },
);

describe.skipIf(missing !== undefined)(
  `a rehearsal in a unit of systemd${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let on: Rehearsing;
    beforeAll(() => {
      on = startRehearsing('suture-rehearse-unit', { init: 'systemd' });
      on.endpoint.fresh('lab');
      on.endpoint.shell(`cat > /root/burn << 'end'
${burning}end
chmod +x /root/burn; echo post-invoke=/root/burn > /etc/dpkg/dpkg.cfg.d/burn`);
    }, 120_000);
    afterAll(() => on?.endpoint.stop());

    test('gives one processor to what wants all of them, also where systemd has no control over processors', async () => {
      const { processors, nice, seconds } = burnt(await on.rehearse('lab-svc=1.0..1.1'));
      expect(processors).toBe(1);
      expect(nice).toBeGreaterThanOrEqual(10);
      // However busy the machine is with other work, which goes first.
      expect(seconds).toBeGreaterThan(0.02);
      // Three seconds of one; two would have made six of it.
      expect(seconds).toBeLessThan(4);
    }, 120_000);
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
