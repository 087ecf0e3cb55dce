// The door into the overlay: as root, but without what reaches the live kernel and hardware, and without a network where it is not for downloads.
import type { CommandResult, InstallingHost } from '@suture/adapters/host.ts';
import { rootedHost } from '@suture/adapters/rooted-host.ts';

/**
 * What a maintainer script as root could do to the live kernel and hardware in spite of the namespaces. Without CAP_SYS_ADMIN
 * nothing that is read-only here can be made writable again.
 */
const taken = [
  'sys_admin',
  'sys_module',
  'sys_rawio',
  'sys_boot',
  'sys_time',
  'syslog',
  'mknod',
  'bpf',
  'perfmon',
  'mac_admin',
  'mac_override',
  'wake_alarm',
  'sys_tty_config',
  'audit_control',
  'sys_nice',
  'sys_resource',
  'net_admin',
  'linux_immutable',
];
const bounds = taken.map((name) => `-${name}`).join(',');

export interface OverlayHost {
  readonly host: InstallingHost;
  /** Throws where the way into the overlay itself failed: that is not the upgrade's doing, and nothing was rehearsed. */
  assertOpen(): void;
}

export function overlayHost(root: string, network: 'online' | 'offline'): OverlayHost {
  const apart = network === 'online' ? [] : ['unshare', '--net', '--'];
  const host = rootedHost(
    (directory) => [
      ...apart,
      'setpriv',
      `--bounding-set=${bounds}`,
      `--inh-caps=${bounds}`,
      '--',
      'chroot',
      root,
      'env',
      '-C',
      directory,
    ],
    'child',
  );
  let blocked: Error | undefined;
  return {
    host: {
      ...host,
      async run(command) {
        const result = await host.run(command);
        if (isTheWay(result)) {
          blocked = new Error(`the overlay cannot be worked in: ${result.stderr.trim().slice(0, 200)}`);
          throw blocked;
        }
        return result;
      },
    },
    assertOpen() {
      if (blocked !== undefined) throw blocked;
    },
  };
}

const isTheWay = (result: CommandResult): result is Extract<CommandResult, { kind: 'exited' }> =>
  result.kind === 'exited' &&
  ((result.code === 125 && /^(?:chroot|env): /.test(result.stderr)) ||
    ([1, 127].includes(result.code) && /^(?:unshare|setpriv): /.test(result.stderr)));
