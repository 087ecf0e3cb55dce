// A Debian system as a host of its own: root, name, processes and network apart from the machine's; gone when it stops.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runProgram, type Ended } from './programs.ts';

export interface HostOptions {
  /** A folder of `debianBase`. */
  readonly base: string;
  readonly name: string;
  /** `systemd`: started as a machine is; `none`: nothing runs, as in a chroot. */
  readonly init: 'systemd' | 'none';
  /** A folder of this machine that the host sees, read-only, as `/lab`. */
  readonly shown: string;
  /** 1 to 250, used by no other host: it is at 10.78.N.2, and this machine at 10.78.N.1. Without it there is no way out. */
  readonly network?: number;
}

export interface Host {
  /** The process id of its first process, as this machine counts. */
  readonly pid: number;
  exec(...argv: readonly [string, ...string[]]): Promise<Ended>;
  /** Takes the cable out, or puts it back; for hosts with a network. */
  cable(plugged: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Namespaces of its own: of everything but users and time. */
const apart = ['--mount', '--uts', '--ipc', '--pid', '--net', '--cgroup'];

/** $1 base, $2 an empty folder, $3 name, $4 init, $5 shown. What is changed is kept in memory, and gone with the host. */
const start = `
set -eu
mount -t tmpfs -o mode=755,size=3g tmpfs "$2"
mkdir "$2/upper" "$2/work" "$2/root"
mount -t overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" overlay "$2/root"
cd "$2/root"
mount -t proc -o nosuid,nodev,noexec proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
mount -t tmpfs -o mode=755,nosuid tmpfs dev
for device in null zero full random urandom tty; do
  : > "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup 2>/dev/null || true
mkdir lab
mount --bind -o ro "$5" lab
echo "$3" > etc/hostname
hostname "$3"
pivot_root . mnt
cd /
umount -l /mnt
echo ready
if [ "$4" = systemd ]; then
  exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=console --show-status=no
fi
exec sleep infinity
`;

/** Resolves when commands can be run in it, with systemd when it has started everything. Throws with what it said where it does not. */
export async function startHost({ base, name, init, shown, network }: HostOptions): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'suture-lab-'));
  const group = controlGroup(basename(folder));
  const child = spawn(
    'setpriv',
    // Whatever ends this process, the host ends too.
    [...'--pdeathsig KILL unshare --fork --kill-child --propagation private'.split(' '), ...apart].concat([
      'sh',
      '-c',
      start,
      'start',
      base,
      folder,
      name,
      init,
      shown,
    ]),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // Before it goes into a namespace of its own, so that this group is the root of what it sees.
  if (group !== undefined && child.pid !== undefined) writeFileSync(join(group, 'cgroup.procs'), String(child.pid));
  await said(child, 'ready');
  const pid = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim());
  if (network !== undefined) await connect(pid, network);
  const exec: Host['exec'] = (...argv) => {
    const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    const into = ['nsenter', '--target', String(pid), '--all', '--root', '--wd'] as const;
    return runProgram([
      ...into,
      'env',
      '-i',
      path,
      'LC_ALL=C.UTF-8',
      'HOME=/root',
      'DEBIAN_FRONTEND=noninteractive',
      ...argv,
    ]);
  };
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      process.kill(pid, 'SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
    if (group !== undefined) await runProgram(['find', group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
  };
  if (init === 'systemd') {
    const state = await settled(exec);
    if (state !== 'running' && state !== 'degraded') {
      await stop();
      throw new Error(`systemd does not start in a namespace here: ${state}`);
    }
  }
  const cable: Host['cable'] = (plugged) =>
    run(['ip', 'link', 'set', linkOf(network ?? 0), plugged ? 'up' : 'down'], 'the cable cannot be moved');
  return { pid, exec, cable, stop };
}

async function run(argv: readonly [string, ...string[]], otherwise: string): Promise<void> {
  const { code, said: why } = await runProgram(argv);
  if (code !== 0) throw new Error(`${otherwise}: ${why.trim()}`);
}

const linkOf = (network: number): string => `suture${network}`;

/** Both ends go when the host does. */
async function connect(pid: number, network: number): Promise<void> {
  const link = linkOf(network);
  const inside = ['nsenter', '--target', String(pid), '--net', 'ip'] as const;
  const steps = [
    ['ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)],
    ['ip', 'address', 'add', `10.78.${network}.1/24`, 'dev', link],
    ['ip', 'link', 'set', link, 'up'],
    [...inside, 'address', 'add', `10.78.${network}.2/24`, 'dev', 'eth0'],
    [...inside, 'link', 'set', 'eth0', 'up'],
    [...inside, 'link', 'set', 'lo', 'up'],
  ] as const;
  for (const step of steps) await run(step, 'the host has no network');
}

function said(child: ChildProcess, word: string): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      text = (text + chunk.toString()).slice(-20_000);
      if (text.split('\n').includes(word)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the host did not start: ${text.trim()}`)));
  });
}

/** Asked again and again, as there is nobody to ask at first. */
async function settled(exec: Host['exec']): Promise<string> {
  let state = '';
  for (let left = 300; left > 0; left -= 1) {
    state = (await exec('systemctl', 'is-system-running')).out.trim();
    if (state === 'running' || state === 'degraded') return state;
    await delay(200);
  }
  return state || 'it does not answer';
}

/** A group of processes in the unified hierarchy, which systemd needs for its own; undefined where there is none. */
function controlGroup(name: string): string | undefined {
  const root = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find((path) => existsSync(join(path, 'cgroup.procs')));
  if (root === undefined) return undefined;
  const group = join(root, name);
  try {
    mkdirSync(group, { recursive: true });
    return group;
  } catch {
    return undefined;
  }
}
