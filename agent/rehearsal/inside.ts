// The inside of a rehearsal, in namespaces of its own: an overlay of the live root, the real upgrade in it, and looks before and after.
import { mkdir, readFile, writeFile, chmod, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter } from '@suture/adapters/adapter.ts';
import * as only from '@suture/adapters/execute-step.ts';
import type { ExecutionStep, Staged } from '@suture/adapters/execution.ts';
import type { InstallingHost } from '@suture/adapters/host.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import { rootedHost } from '@suture/adapters/rooted-host.ts';
import { asRehearsed, askChecks, unresolvedLibraries } from './checks.ts';
import { mountsToCover } from './mounts.ts';
import type { Rehearsal, RehearsalReason } from './rehearsal.ts';

export interface InsideOptions {
  readonly adapter: Adapter;
  readonly step: ExecutionStep;
  readonly staged: Staged;
  /** Of the live system; read, and written to only in the overlay. */
  readonly staging: string;
  /** An empty folder to mount on; it is as empty afterwards. */
  readonly work: string;
  readonly bytes: number;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

const mountTimeoutMs = 20_000;

async function mount(...args: readonly string[]): Promise<void> {
  const result = await localHost.run({ argv: ['mount', ...args], timeoutMs: mountTimeoutMs, maxOutputBytes: 65_536 });
  if (result.kind === 'exited' && result.code === 0) return;
  const why = result.kind === 'exited' ? result.stderr.trim().slice(0, 200) : result.kind;
  throw new Error(`mount ${args.slice(-1)[0] ?? ''}: ${why}`);
}

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
const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** Call it in private mount, PID, network, UTS and IPC namespaces only. Throws where the overlay cannot be made. */
export async function rehearseInside(options: InsideOptions): Promise<Rehearsal> {
  const { adapter, step, staged, staging, work, bytes, clock } = options;
  const begun = clock();
  const uncovered = await makeRoot(work, bytes);
  const root = join(work, 'root');
  const bounds = taken.map((name) => `-${name}`).join(',');
  let blocked: Error | undefined;
  const host = blamingTheWay(
    (error) => (blocked = error),
    rootedHost(
      (directory) => [
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
    ),
  );
  const tried = await host.run({ argv: ['true'], timeoutMs: mountTimeoutMs, maxOutputBytes: 65_536 });
  // Else every check would fail, and the upgrade would be blamed.
  if (tried.kind !== 'exited' || tried.code !== 0) throw new Error('no command can be run in the overlay');
  const reasons: RehearsalReason[] = uncovered.map((path) => ({
    verdict: 'warn',
    says: `${path} is not in the rehearsal`,
  }));
  const before = await askChecks(host);
  const checks: string[] = [];
  const made = clock();
  const applied = await only.apply(adapter, host, step, staged, {
    staging,
    name: `rehearsal-${process.pid}`,
    lockWaitMs: 0,
    overdueMs: 3_600_000,
    begin: async () => undefined,
  });
  // What carries steps out lets nothing through that is thrown.
  if (blocked !== undefined) throw blocked;
  const upgraded = clock();
  if (applied.outcome === 'failed' && applied.cause === 'disk-full-while-installing') {
    throw new Error(`it would write more than the ${Math.floor(bytes / 1024 / 1024)} MiB that a rehearsal may`);
  }
  const isInstalled = applied.outcome === 'installed';
  if (!isInstalled) reasons.push({ verdict: 'fail', says: `${applied.cause}: ${applied.why}` });
  if (isInstalled) {
    const known = new Map(before.failed.map(({ name, says }) => [name, says]));
    const after = await askChecks(host);
    checks.push('versions as planned', 'package database whole', 'libraries found', ...after.asked);
    for (const { name, says } of after.failed) {
      reasons.push({
        verdict: known.has(name) ? 'warn' : 'fail',
        says: `${name} ${known.has(name) ? 'failed before already' : 'fails'}: ${says}`,
      });
    }
    const changed = applied.changed.flatMap(({ package: name, to }) => (to === null ? [] : [name]));
    for (const says of await unresolvedLibraries(host, changed)) reasons.push({ verdict: 'fail', says });
    for (const { path } of applied.kept)
      reasons.push({ verdict: 'warn', says: `${path} stays as the administrator has it; the package has a new one` });
    for (const change of applied.changed) {
      if (change.to === null) reasons.push({ verdict: 'warn', says: `${change.package} is removed` });
    }
  }
  const wantsReboot = await host.exists('/run/reboot-required');
  const space = await statfs(join(work, 'top'));
  return {
    verdict: asRehearsed(reasons),
    reasons: reasons.slice(0, 50),
    lines: applied.outcome === 'refused' ? [] : applied.transcript.decisive,
    checks,
    reboot: wantsReboot,
    bytesWritten: (space.blocks - space.bavail) * space.bsize,
    seconds: { overlay: seconds(made - begun), upgrade: seconds(upgraded - made), checks: seconds(clock() - upgraded) },
  };
}

/** Where the way into the overlay itself fails, that is not the upgrade's doing: throws, so that nothing was rehearsed. */
const blamingTheWay = (blame: (error: Error) => void, host: InstallingHost): InstallingHost => ({
  ...host,
  async run(command) {
    const result = await host.run(command);
    if (result.kind === 'exited' && result.code === 125 && /^(?:chroot|env|setpriv): /.test(result.stderr)) {
      const error = new Error(`the overlay cannot be worked in: ${result.stderr.trim().slice(0, 200)}`);
      blame(error);
      throw error;
    }
    return result;
  },
});

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** Gives the paths of live file systems that could not be covered: they are not to be seen in it. */
async function makeRoot(work: string, bytes: number): Promise<readonly string[]> {
  await mount('--make-rprivate', '/');
  const mounts = mountsToCover(await readFile('/proc/self/mountinfo', 'utf8'));
  await mount('-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'suture-rehearsal', work);
  const top = join(work, 'top');
  const root = join(work, 'root');
  await mkdir(root);
  await mkdir(top);
  // A file system of its own for what is written, so that what it comes to can be told.
  await mount('-t', 'tmpfs', '-o', `size=${bytes},mode=755`, 'suture-rehearsal', top);
  const cover = async (lower: string, at: string, name: string): Promise<void> => {
    await mkdir(join(top, name, 'upper'), { recursive: true });
    await mkdir(join(top, name, 'work'));
    const layers = `lowerdir=${lower},upperdir=${join(top, name, 'upper')},workdir=${join(top, name, 'work')}`;
    await mount('-t', 'overlay', '-o', `redirect_dir=on,${layers}`, 'suture-rehearsal', at);
  };
  await cover('/', root, 'root');
  const uncovered: string[] = [];
  for (const [number, path] of mounts.entries()) {
    const at = join(root, path);
    // A single file, or a file system that overlays do not take: it is there, and cannot be written to.
    const instead = (): Promise<void> => mount('--bind', path, at).then(() => mount('-o', 'remount,bind,ro', at));
    await cover(path, at, `mount-${number}`)
      .catch(instead)
      .catch(() => uncovered.push(path));
  }
  await mount('-t', 'proc', '-o', 'nosuid,nodev,noexec', 'proc', join(root, 'proc'));
  // Settings of the live kernel.
  for (const path of ['proc/sys', 'proc/irq', 'proc/bus', 'proc/fs']) await readOnly(join(root, path));
  await mount('--bind', '/dev/null', join(root, 'proc/sysrq-trigger')).catch(() => undefined);
  await mount('-t', 'sysfs', '-o', 'ro,nosuid,nodev,noexec', 'sysfs', join(root, 'sys'));
  await makeDevices(join(root, 'dev'));
  // Empty: there is no systemd to ask, no socket of a live service, nothing that runs.
  await mount('-t', 'tmpfs', '-o', 'mode=755,nosuid,nodev,size=64m', 'tmpfs', join(root, 'run'));
  await mkdir(join(root, 'run/lock'));
  await mkdir(join(root, 'run/sshd'));
  await mount('-t', 'tmpfs', '-o', 'mode=1777,nosuid,nodev,size=256m', 'tmpfs', join(root, 'tmp'));
  const deny = join(root, 'usr/sbin/policy-rc.d');
  await writeFile(deny, '#!/bin/sh\nexit 101\n');
  await chmod(deny, 0o755);
  return uncovered;
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
