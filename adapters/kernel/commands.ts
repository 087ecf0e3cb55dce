// The commands the kernel adapter reads with.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';
import { rebootQueries } from '../windows-reboot.ts';

const limits = { timeoutMs: 20_000, maxOutputBytes: 4 << 20 } as const;

export const kernelRelease: Command = { ...limits, argv: ['uname', '-sr'] };

/** Prints the kind of container and exits 0, or prints `none` and exits 1. */
export const detectContainer: Command = { ...limits, argv: ['systemd-detect-virt', '-c'] };

/** Kernel images by dpkg; exits 1 when none matches. */
export const dpkgKernels: Command = {
  ...limits,
  argv: [
    'dpkg-query',
    '-W',
    '-f',
    '${db:Status-Abbrev}\\t${Package}\\t${Version}\\t${Architecture}\\n',
    'linux-image-[0-9]*',
    'linux-image-unsigned-[0-9]*',
    'proxmox-kernel-[0-9]*',
    'pve-kernel-[0-9]*',
  ],
};

/** Kernel images by rpm; prints nothing and exits 0 when none is installed. */
export const rpmKernels: Command = {
  ...limits,
  argv: [
    'rpm',
    '-qa',
    '--qf',
    '%{NAME}\\t%{EPOCH}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\n',
    'kernel',
    'kernel-core',
    'kernel-uek',
    'kernel-uek-core',
    'kernel-rt-core',
    'kernel-64k-core',
    'kernel-default',
  ],
};

/** Only lists (`-r l`); without `-w`, which may load a kernel module to read the processor's microcode. */
export const needrestart: Command = {
  ...limits,
  timeoutMs: 60_000,
  argv: ['needrestart', '-b', '-k', '-l', '-r', 'l'],
};

/** dnf-utils: exits 1 when a reboot is needed, and when it fails. */
export const needsRestarting: Command = { ...limits, timeoutMs: 60_000, argv: ['needs-restarting', '-r'] };

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  kernelRelease,
  detectContainer,
  dpkgKernels,
  rpmKernels,
  needrestart,
  needsRestarting,
  ...rebootQueries,
].map(({ argv }) => ({ begins: argv, options: [] }));
