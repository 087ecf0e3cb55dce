// The kernel adapter against recordings of real machines, and its parsers against what other systems and enemies write.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecording, recordedHost, type Recording } from '../recorded-host.ts';
import { detectContainer, dpkgKernels, needrestart, needsRestarting, rpmKernels } from './commands.ts';
import { compare, kernelFacts } from './facts.ts';
import { kernel } from './index.ts';
import {
  deletedCode,
  flavourOf,
  homeOf,
  parseDpkgKernels,
  parseNeedrestart,
  parseNeedsRestarting,
  parsePackageVersion,
  parseRelease,
  parseRpmKernels,
  releaseOfImage,
} from './parse.ts';

const recording = (name: string) => readRecording(join(import.meta.dirname, 'recordings', name));
const system = { id: 'debian', version: '12' };

describe('a virtual machine with a newer kernel installed', () => {
  test('knows both kernels and the one that starts next', async () => {
    const facts = await kernelFacts(recording('kernel-upgraded'));
    expect(facts.running).toEqual({ release: '6.1.0-50-cloud-amd64', packageVersion: '6.1.176-1' });
    expect(facts.newest).toMatchObject({ release: '6.1.0-56-cloud-amd64', version: '6.1.192-2' });
    expect(facts.nextBoot).toBe('6.1.0-56-cloud-amd64');
    expect(facts.virtualization).toEqual({ kind: 'none' });
    expect(facts.problems).toEqual([]);
  });

  test('needs a reboot, and the same services as needrestart names', async () => {
    const section = await kernel.needsRestart?.(recording('kernel-upgraded'));
    expect(section?.status).toBe('complete');
    expect(section?.items[0]).toEqual({
      kind: 'reboot',
      why: 'kernel 6.1.0-56-cloud-amd64 (6.1.192-2) is installed, 6.1.0-50-cloud-amd64 (6.1.176-1) still runs; needrestart: a newer kernel is installed than runs',
    });
    expect(
      section?.items.slice(1).map((need) => need.kind !== 'reboot' && `${need.kind} ${need.name} ${need.pid}`),
    ).toEqual([
      'process systemd 1',
      'service systemd-journald.service 181',
      'service systemd-udevd.service 199',
      'service systemd-networkd.service 205',
      'service systemd-logind.service 239',
      'service ssh.service 265',
    ]);
  });

  test('needs nothing once it has been restarted', async () => {
    expect(await kernel.needsRestart?.(recording('after-reboot'))).toEqual({
      status: 'complete',
      items: [],
      problems: [],
    });
    expect(await kernelFacts(recording('after-reboot'))).toMatchObject({
      running: { release: '6.1.0-56-cloud-amd64', packageVersion: '6.1.192-2' },
      rebootRequired: { is: false, why: [] },
    });
  });

  test('has the running kernel as its inventory', async () => {
    expect(await kernel.inventory?.(recording('after-reboot'), system)).toMatchObject({
      status: 'complete',
      items: [{ purl: 'pkg:generic/linux@6.1.0-56-cloud-amd64', source: { name: 'linux', version: '6.1.192-2' } }],
    });
  });
});

describe('a container', () => {
  test('names the services on replaced libraries, several processes of one once', async () => {
    const section = await kernel.needsRestart?.(recording('container-libraries-replaced'));
    expect(section?.status).toBe('complete');
    expect(section?.items.map((need) => need.kind !== 'reboot' && need.name)).toEqual([
      'systemd',
      'systemd-journald.service',
      'systemd-logind.service',
      'nginx.service',
      'ssh.service',
    ]);
    expect(section?.items[3]?.why).toBe(
      'nginx (process 86) and 2 more still run /usr/lib/x86_64-linux-gnu/libcrypto.so.3, /usr/lib/x86_64-linux-gnu/libssl.so.3, replaced or removed on disk',
    );
  });

  test('says that its kernel is the host’s', async () => {
    const facts = await kernelFacts(recording('container-libraries-replaced'));
    const whose = 'this is a container (container-other): its kernel belongs to the host and is patched there';
    expect(facts.problems).toEqual([whose]);
    expect((await kernel.inventory?.(recording('container-libraries-replaced'), system))?.status).toBe('partial');
  });

  test('is partly known to a user who is not root, whatever needrestart leaves out', async () => {
    expect(await kernel.needsRestart?.(recording('container-without-root'))).toEqual({
      status: 'partial',
      items: [],
      problems: [
        '11 processes may not be looked into; only root may look into every process, and some sandboxes forbid even that',
      ],
    });
  });
});

const exited = (stdout: string, code = 0) => ({ kind: 'exited', code, stdout }) as const;

/** A plain machine outside containers without any of the further tools. */
function machine(files: Recording['files'], dpkg: string, further: Partial<Recording> = {}): Recording {
  return {
    commands: [
      { argv: detectContainer.argv, result: exited('none\n', 1) },
      { argv: dpkgKernels.argv, result: exited(dpkg) },
      { argv: rpmKernels.argv, result: { kind: 'missing' } },
      { argv: needrestart.argv, result: { kind: 'missing' } },
      { argv: needsRestarting.argv, result: { kind: 'missing' } },
    ],
    ...further,
    files: { '/proc/1/maps': '', ...files },
  };
}

describe('a reboot is due', () => {
  const ubuntu = {
    '/proc/sys/kernel/osrelease': '5.15.0-91-generic\n',
    '/proc/version_signature': 'Ubuntu 5.15.0-91.101-generic 5.15.131\n',
  };
  const installed = 'ii \tlinux-image-5.15.0-91-generic\t5.15.0-91.101\tamd64\n';

  test('when a package asked for one, and it says which', async () => {
    const files = {
      ...ubuntu,
      '/run/reboot-required': '*** System restart required ***\n',
      '/run/reboot-required.pkgs': 'libc6\nlibc6\ndbus\n',
    };
    const facts = await kernelFacts(recordedHost(machine(files, installed)));
    expect(facts.rebootRequired).toEqual({ is: true, why: ['/run/reboot-required asks for it, for libc6, dbus'] });
  });

  test('when the same release was rebuilt', async () => {
    const rebuilt = 'ii \tlinux-image-5.15.0-91-generic\t5.15.0-91.102\tamd64\n';
    const facts = await kernelFacts(recordedHost(machine(ubuntu, rebuilt)));
    expect(facts.rebootRequired.why).toEqual([
      'kernel 5.15.0-91-generic (5.15.0-91.102) is installed, 5.15.0-91-generic (5.15.0-91.101) still runs',
    ]);
  });

  test('not for a newer kernel of another flavour', async () => {
    const other = `${installed}ii \tlinux-image-6.8.0-1-lowlatency\t6.8.0-1.1\tamd64\n`;
    expect((await kernelFacts(recordedHost(machine(ubuntu, other)))).rebootRequired).toEqual({ is: false, why: [] });
  });

  test('or not is unknown for a kernel that comes from no package', async () => {
    const own = { '/proc/sys/kernel/osrelease': '6.18.44-own\n' };
    const facts = await kernelFacts(recordedHost(machine(own, '')));
    expect(facts.rebootRequired.is).toBe('unknown');
    expect(facts.problems).toEqual([
      'the running kernel 6.18.44-own comes from no installed package, so it cannot be compared',
    ]);
  });

  test('or not is unknown when the list of installed kernels is cut off', async () => {
    const cut = machine(ubuntu, '');
    const commands = cut.commands.map((command) =>
      command.argv === dpkgKernels.argv ? { ...command, result: { ...exited(installed), truncated: true } } : command,
    );
    const facts = await kernelFacts(recordedHost({ ...cut, commands }));
    expect(facts.rebootRequired.is).toBe('unknown');
    expect(facts.problems).toContain('dpkg-query did not say which kernels are installed');
  });

  test('when the running kernel’s modules have been taken away', () => {
    const { why } = compare({ release: '6.9.1-arch1-1', packageVersion: null }, [], ['6.9.3-arch1-1']);
    expect(why).toEqual(['the modules of the running kernel 6.9.1-arch1-1 are gone; 6.9.3-arch1-1 is installed']);
  });

  test('after an rpm update, compared by rpm’s order', () => {
    const rpms = parseRpmKernels(readFileSync(join(import.meta.dirname, 'recordings/rpm-kernels.txt'), 'utf8'));
    const on = (release: string) => compare({ release, packageVersion: null }, rpms, []);
    expect(on('5.14.0-427.13.1.el9_4.x86_64').newest?.release).toBe('5.14.0-503.11.1.el9_5.x86_64');
    expect(on('5.14.0-427.13.1.el9_4.x86_64').why).toHaveLength(1);
    expect(on('5.14.0-503.11.1.el9_5.x86_64').why).toEqual([]);
    expect(on('5.14.0-427.13.1.el9_4.x86_64+rt').why).toEqual([]);
    expect(on('6.4.0-150600.23.47-default').why).toEqual([]);
  });
});

describe('processes', () => {
  const base = { '/proc/sys/kernel/osrelease': '6.1.0-50-amd64\n' };
  const kernels = 'ii \tlinux-image-6.1.0-50-amd64\t6.1.176-1\tamd64\n';
  const old = '7f00-7f01 r-xp 00000000 00:27 8 /usr/lib/libssl.so.3 (deleted)\n';

  test('hidden from this user make the answer partial', async () => {
    const host = recordedHost({ ...machine(base, kernels), files: { ...base, '/proc/77/maps': '' } });
    expect((await kernel.needsRestart?.(host))?.problems).toEqual([
      'the processes of other users are hidden; root sees them',
    ]);
  });

  test('in a container are named as such, not as a service of this machine', async () => {
    const links = { '/proc/self/ns/pid': 'pid:[1]', '/proc/88/ns/pid': 'pid:[2]' };
    const files = {
      ...base,
      '/proc/88/maps': old,
      '/proc/88/comm': 'app\n',
      '/proc/88/cgroup': '0::/system.slice/ssh.service\n',
    };
    const section = await kernel.needsRestart?.(recordedHost(machine(files, kernels, { links })));
    expect(section?.items).toEqual([
      {
        kind: 'process',
        name: 'app',
        pid: 88,
        why: 'app (process 88) still runs /usr/lib/libssl.so.3, replaced or removed on disk, in a container',
      },
    ]);
  });

  test('cannot put control characters into the answer', async () => {
    const files = { ...base, '/proc/88/maps': old, '/proc/88/comm': 'a\u001B[2Jb\u202E\n', '/proc/88/cgroup': '' };
    const section = await kernel.needsRestart?.(recordedHost(machine(files, kernels)));
    expect(section?.items).toMatchObject([{ kind: 'process', name: 'a[2Jb' }]);
  });

  test('that needrestart alone names are taken over, its kernel too', async () => {
    const answer = 'NEEDRESTART-VER: 3.6\nNEEDRESTART-KSTA: 2\nNEEDRESTART-SVC: app.service\nNEEDRESTART-SVC: $(id)\n';
    const plain = machine(base, kernels);
    const commands = plain.commands.map((c) => (c.argv === needrestart.argv ? { ...c, result: exited(answer) } : c));
    const section = await kernel.needsRestart?.(recordedHost({ ...plain, commands }));
    expect(section?.items).toEqual([
      { kind: 'reboot', why: 'needrestart: an updated build of the running kernel is installed' },
      { kind: 'service', name: 'app.service', pid: undefined, why: 'needrestart lists it: it runs outdated code' },
    ]);
  });
});

describe('parsers', () => {
  test.each([
    ['r-xp', '/usr/lib/a.so (deleted)', ['/usr/lib/a.so']],
    ['r-xp', '/opt/app/bin/x y (deleted)', ['/opt/app/bin/x y']],
    ['r-xp', '/usr/lib/a.so', []],
    ['r--p', '/usr/share/fonts/a (deleted)', []],
    ['rw-s', '/dev/zero (deleted)', []],
    ['r-xp', '/memfd:jit (deleted)', []],
    ['r-xp', '/tmp/usr/lib/a.so (deleted)', []],
    ['r-xs', '/SYSV00000000 (deleted)', []],
    ['rw-s', '/[aio] (deleted)', []],
    ['r-xp', '/usr/lib/a (deleted) b', []],
  ])('of maps: %s %s', (mode, path, found) => {
    expect(deletedCode(`55-56 rw-p 0 00:00 0 \n7f00-7f01 ${mode} 00000000 00:27 807268    ${path}\n`)).toEqual(found);
  });

  test.each([
    ['0::/system.slice/ssh.service\n', { kind: 'service', name: 'ssh.service' }],
    ['0::/system.slice/system-getty.slice/getty@tty1.service\n', { kind: 'service', name: 'getty@tty1.service' }],
    ['9:name=systemd:/\n8:pids:/\n0::/system.slice/nginx.service\n', { kind: 'service', name: 'nginx.service' }],
    ['1:name=systemd:/system.slice/cron.service\n0::/\n', { kind: 'service', name: 'cron.service' }],
    ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/app.service\n', { kind: 'session' }],
    ['0::/init.scope\n', { kind: 'session' }],
    ['0::/system.slice/docker.service\n', { kind: 'service', name: 'docker.service' }],
    ['0::/system.slice/docker-0123456789abcdef.scope\n', { kind: 'container', name: 'docker-0123456789abcdef.scope' }],
    [
      '0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-0123456789ab.scope\n',
      { kind: 'container', name: 'cri-containerd-0123456789ab.scope' },
    ],
    ['', { kind: 'session' }],
  ])('of cgroups: %j', (text, home) => {
    expect(homeOf(text)).toEqual(home);
  });

  test.each([
    ['6.1.0-50-cloud-amd64', 'cloud-amd64'],
    ['6.12.41+deb13-amd64', 'amd64'],
    ['6.1.0-0.deb11.6-amd64', 'amd64'],
    ['6.6.31+rpt-rpi-v8', 'rpi-v8'],
    ['5.15.0-91-generic', 'generic'],
    ['6.8.4-2-pve', 'pve'],
    ['5.14.0-362.8.1.el9_3.x86_64', ''],
    ['5.14.0-362.8.1.el9_3.x86_64+rt', 'rt'],
    ['6.4.0-150600.23.47-default', 'default'],
  ])('of flavours: %s is %j', (release, flavour) => {
    expect(flavourOf(release)).toBe(flavour);
  });

  test('of dpkg count kernels that are installed, and no metapackages, debug symbols or removed ones', () => {
    const text = [
      'ii \tlinux-image-6.1.0-50-amd64\t6.1.176-1\tamd64',
      'hi \tlinux-image-unsigned-6.1.0-51-amd64\t6.1.177-1\tamd64',
      'rc \tlinux-image-6.1.0-40-amd64\t6.1.153-1\tamd64',
      'un \tlinux-image-6.1.0-41-amd64\t\t',
      'ii \tlinux-image-6.1.0-50-amd64-dbg\t6.1.176-1\tamd64',
      'ii \tlinux-image-amd64\t6.1.176-1\tamd64',
      'ii \tproxmox-kernel-6.8.4-2-pve-signed\t6.8.4-2\tamd64',
      'ii \tproxmox-kernel-6.8\t6.8.4-2\tall',
    ].join('\n');
    expect(parseDpkgKernels(text).map((each) => each.release)).toEqual([
      '6.1.0-50-amd64',
      '6.1.0-51-amd64',
      '6.8.4-2-pve',
    ]);
  });

  test('of kernel versions find the package', () => {
    const debian =
      'Linux version 6.1.0-50-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP Debian 6.1.176-1 (2026-07-02)\n';
    expect(parsePackageVersion('6.1.0-50-cloud-amd64', debian, '')).toBe('6.1.176-1');
    expect(parsePackageVersion('6.5.0-14-generic', '', 'Ubuntu 6.5.0-14.14~22.04.1-generic 6.5.3')).toBe(
      '6.5.0-14.14~22.04.1',
    );
    expect(parsePackageVersion('6.18.44', 'Linux version 6.18.44 (a@b) #1 SMP', '')).toBeNull();
    expect(parseRelease('Linux 6.1.0-50-amd64\n')).toBe('6.1.0-50-amd64');
    expect(parseRelease('Darwin 23.4.0\n')).toBeUndefined();
    expect(releaseOfImage('boot/vmlinuz-6.1.0-56-cloud-amd64')).toBe('6.1.0-56-cloud-amd64');
  });

  test('of needs-restarting go by its words', () => {
    expect(
      parseNeedsRestarting(
        'Core libraries or services have been updated since boot-up:\n  * glibc\n\nReboot is required to fully utilize these updates.\n',
      ),
    ).toBe(true);
    expect(
      parseNeedsRestarting(
        'No core libraries or services have been updated since boot-up.\nReboot should not be necessary.\n',
      ),
    ).toBe(false);
    expect(parseNeedsRestarting('Error: cannot open the database\n')).toBeUndefined();
  });

  test('never throw', () => {
    const lines = fc.array(
      fc.constantFrom(' (deleted)', '/usr/', 'r-xp ', '\n', '\t', 'ii ', 'linux-image-6.1', 'kernel', '0::/', '-', ' '),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          lines.map((parts) => parts.join('')),
        ),
        (text) => {
          deletedCode(text);
          homeOf(text);
          parseDpkgKernels(text);
          parseRpmKernels(text);
          parseNeedrestart(text);
          parsePackageVersion(text, text, text);
          parseRelease(text);
          flavourOf(text);
        },
      ),
    );
  });
});
