// The throw-away overlay of a rehearsal: the live root below, memory above, and devices, settings and run-time state of its own.
import { chmod, mkdir, readFile, realpath, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localHost } from '@suture/adapters/local-host.ts';
import { mountsToCover } from './mounts.ts';

export const mountTimeoutMs = 20_000;

async function mounting(program: 'mount' | 'umount', args: readonly string[]): Promise<void> {
  const result = await localHost.run({ argv: [program, ...args], timeoutMs: mountTimeoutMs, maxOutputBytes: 65_536 });
  if (result.kind === 'exited' && result.code === 0) return;
  const why = result.kind === 'exited' ? result.stderr.trim().slice(0, 200) : result.kind;
  throw new Error(`${program} ${args.slice(-1)[0] ?? ''}: ${why}`);
}
const mount = (...args: readonly string[]): Promise<void> => mounting('mount', args);

const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

export interface Overlay {
  readonly root: string;
  /** Paths of live file systems that could not be covered: they are not to be seen in it. */
  readonly uncovered: readonly string[];
  /** Where what is written comes to lie, and below which path of the root it is seen. */
  readonly layers: readonly { readonly upper: string; readonly at: string }[];
  /** From here on it is for the upgrade: no run-time state of the live system, and staged files cannot be changed. */
  close(): Promise<void>;
  written(): Promise<number>;
}

/**
 * In private namespaces only. Run-time state (where names are looked up, say) is there until it is closed, and `staging`, a path
 * without links, is the live one.
 */
export async function makeOverlay(work: string, bytes: number, staging: string): Promise<Overlay> {
  await mount('--make-rprivate', '/');
  const mounts = mountsToCover(await readFile('/proc/self/mountinfo', 'utf8'));
  await mount('-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'suture-rehearsal', work);
  const top = join(work, 'top');
  const root = join(work, 'root');
  await mkdir(root);
  await mkdir(top);
  // A file system of its own for what is written, so that what it comes to can be told.
  await mount('-t', 'tmpfs', '-o', `size=${bytes},mode=755`, 'suture-rehearsal', top);
  const layers: { upper: string; at: string }[] = [];
  const cover = async (lower: string, path: string, name: string): Promise<void> => {
    const upper = join(top, name, 'upper');
    await mkdir(upper, { recursive: true });
    await mkdir(join(top, name, 'work'));
    const options = `redirect_dir=on,lowerdir=${lower},upperdir=${upper},workdir=${join(top, name, 'work')}`;
    await mount('-t', 'overlay', '-o', options, 'suture-rehearsal', join(root, path));
    layers.push({ upper, at: path });
  };
  await cover('/', '/', 'root');
  const uncovered: string[] = [];
  for (const [number, path] of mounts.entries()) {
    const at = join(root, path);
    // A single file, or a file system that overlays do not take: it is there, and cannot be written to.
    const instead = (): Promise<void> => mount('--bind', path, at).then(() => mount('-o', 'remount,bind,ro', at));
    await cover(path, path, `mount-${number}`)
      .catch(instead)
      .catch(() => uncovered.push(path));
  }
  await mount('-t', 'proc', '-o', 'nosuid,nodev,noexec', 'proc', join(root, 'proc'));
  // Settings of the live kernel.
  for (const path of ['proc/sys', 'proc/irq', 'proc/bus', 'proc/fs']) await readOnly(join(root, path));
  await mount('--bind', '/dev/null', join(root, 'proc/sysrq-trigger')).catch(() => undefined);
  await mount('-t', 'sysfs', '-o', 'ro,nosuid,nodev,noexec', 'sysfs', join(root, 'sys'));
  await makeDevices(join(root, 'dev'));
  await mount('-t', 'tmpfs', '-o', 'mode=1777,nosuid,nodev,size=256m', 'tmpfs', join(root, 'tmp'));
  const run = join(root, 'run');
  await cover('/run', '/run', 'run').catch(() => mount('-t', 'tmpfs', '-o', 'mode=755,nosuid,nodev', 'tmpfs', run));
  const files = join(work, 'staging');
  await mkdir(files);
  await mount('--bind', staging, files);
  await mount('--bind', files, join(root, staging));
  await denyServices(root);
  let before = 0;
  const used = async (): Promise<number> => {
    const space = await statfs(top);
    return (space.blocks - space.bavail) * space.bsize;
  };
  return {
    root,
    uncovered,
    layers,
    async close() {
      // A helper that the download left behind may still be at home in it.
      for (const path of [join(root, staging), run]) await mounting('umount', ['--lazy', path]);
      await cover(files, staging, 'staging');
      // Empty: there is no systemd to ask, no socket of a live service, nothing that runs.
      await mount('-t', 'tmpfs', '-o', 'mode=755,nosuid,nodev,size=64m', 'tmpfs', run);
      await mkdir(join(run, 'lock'));
      await mkdir(join(run, 'sshd'));
      before = await used();
    },
    written: async () => Math.max(0, (await used()) - before),
  };
}

/** Where maintainer scripts ask, as Debian's do. Others ask systemd, which is not there. */
async function denyServices(root: string): Promise<void> {
  const folder = await realpath(join(root, 'usr/sbin'));
  // A link that leads out of the overlay would lead into the live system.
  if (!folder.startsWith(`${root}/`)) throw new Error('/usr/sbin is a link that leads elsewhere');
  const deny = join(folder, 'policy-rc.d');
  await rm(deny, { force: true });
  await writeFile(deny, '#!/bin/sh\nexit 101\n', { flag: 'wx' });
  await chmod(deny, 0o755);
}

async function readOnly(path: string): Promise<void> {
  try {
    await mount('--bind', path, path);
  } catch {
    // It is not there on every kernel.
    return;
  }
  await mount('-o', 'remount,bind,ro', path);
}

async function makeDevices(dev: string): Promise<void> {
  await mount('-t', 'tmpfs', '-o', 'mode=755,nosuid,size=1m', 'tmpfs', dev);
  for (const name of devices) {
    await writeFile(join(dev, name), '');
    await mount('--bind', `/dev/${name}`, join(dev, name));
  }
  await mkdir(join(dev, 'pts'));
  await mkdir(join(dev, 'shm'));
  await mount('-t', 'devpts', '-o', 'newinstance,ptmxmode=0666,mode=620,gid=5', 'devpts', join(dev, 'pts'));
  await mount('-t', 'tmpfs', '-o', 'mode=1777,nosuid,nodev,size=64m', 'tmpfs', join(dev, 'shm'));
}
